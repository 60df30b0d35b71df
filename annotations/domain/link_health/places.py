"""Where an address led, and whether that is another place."""

import re

from annotations.domain.errors import Invalid
from annotations.domain.link_health.seen import Redirects
from annotations.domain.weblinks import canonical_url, duplicate_key, parse_web_url

PERMANENT = frozenset({301, 308})

_FRONT = re.compile(
    r"(?:/(?:[a-z]{2}(?:[-_][a-zA-Z]{2})?))?/?(?:(?:index|home|default|start)(?:\.[a-z]{3,5})?)?/?"
)
_SIGN_IN = re.compile(
    r"(?i)(?:^|[/._-])(?:log-?in|sign-?in|anmelden|anmeldung|connexion|iniciar-sesion|accedi|inloggen|sso|auth)"
    r"(?:$|[/._?&-])"
)


def moved_to(asked: str, redirects: Redirects) -> str:
    """Where permanent redirects lead from the address that was asked for; empty where it stayed.

    A redirect that is meant for now ends the way. http against https, `www.`, a trailing slash and tracking
    parameters are no other place.
    """
    place = asked
    for status, target in redirects:
        if status not in PERMANENT:
            break
        place = target
    return "" if is_same_place(asked, place) else _canonical(place)


def is_same_place(one: str, other: str) -> bool:
    """Whether two addresses are one page as far as their spelling tells."""
    try:
        return duplicate_key(one) == duplicate_key(other)
    except Invalid:
        return False


def leads_to_front_page(asked: str, final: str) -> bool:
    """Whether an address of a page inside a site led to the front page of one."""
    return not _is_front(asked) and _is_front(final)


def leads_to_sign_in(asked: str, final: str) -> bool:
    """Whether an address led to a page where readers sign in."""
    if is_same_place(asked, final):
        return False
    return bool(_SIGN_IN.search(_target(final))) and not _SIGN_IN.search(_target(asked))


def _is_front(url: str) -> bool:
    address = parse_web_url(canonical_url(url))
    return bool(_FRONT.fullmatch(address.path)) and not address.query and not address.fragment


def _target(url: str) -> str:
    address = parse_web_url(url)
    return address.host + address.path


def _canonical(url: str) -> str:
    try:
        return canonical_url(url)
    except Invalid:
        return ""
