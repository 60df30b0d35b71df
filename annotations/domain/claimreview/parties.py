"""Rules of who claims and who checks."""

import re
from typing import Final

from annotations.domain.claimreview.reading import (
    CarryingPage,
    Faults,
    FoundReview,
    Object,
    host_of,
    many,
    object_of,
    one,
    text_of,
    types_of,
)
from annotations.domain.claimreview.rule import Fault

WHO: Final = ("Person", "Organization")
_ORGANISATION = re.compile(
    r"\b(?:agency|association|authority|bureau|cent(?:er|re)|coalition|college|commission|committee|company|"
    r"corporation|council|department|federation|foundation|gazette|government|inc|institute|ltd|gmbh|llc|"
    r"ministry|museum|network|news|newspaper|office|organi[sz]ation|parliament|party|police|senate|society|"
    r"times|tribune|university|herald)\b",
    re.IGNORECASE,
)
_ONLY_ORGANISATIONS: Final = ("logo", "legalName", "foundingDate", "numberOfEmployees", "subOrganization")
_NOBODY = re.compile(
    r"\W*(?:unknown(?: (?:author|person|source|user|speaker))?|anonymous|unattributed|unnamed|various|"
    r"n/?a|none|null|multiple (?:sources|people|users|authors)|netizens|rumou?rs?|"
    r"(?:various |multiple |viral |some )?(?:social media|internet|online|facebook|twitter|x|tiktok|whatsapp|"
    r"instagram|telegram|youtube)? ?(?:users?|posts?|messages?|videos?|images?|accounts?|claims?)|"
    r"social media|the internet|internet)?\W*",
    re.IGNORECASE,
)


def is_organisation(name: str) -> bool:
    """Whether the name can only be that of an organisation."""
    return _ORGANISATION.search(name) is not None


def is_nobody(name: str) -> bool:
    """Whether the words stand for an author that is not known."""
    return _NOBODY.fullmatch(name) is not None


def party_faults(found: FoundReview, page: CarryingPage) -> Faults:
    """What is wrong with who claims and who checks."""
    reviewer, path = object_of(found.review.get("author")), f"{found.path}.author"
    name = _name(found.review.get("author"))
    if not name and not text_of(reviewer.get("url")):
        yield Fault("reviewer-missing", found.path)
    elif _is_mistyped(reviewer):
        yield Fault("organisation-as-person", path, name)
    for index, claimant in enumerate(claimants := many(found.item.get("author"))):
        place = f"{found.path}.itemReviewed.author"
        yield from _claimant_faults(
            found, page, claimant, f"{place}[{index}]" if len(claimants) > 1 else place, name
        )


def _claimant_faults(
    found: FoundReview, page: CarryingPage, claimant: object, path: str, reviewer: str
) -> Faults:
    name, described = _name(claimant), object_of(claimant)
    if not name:
        yield Fault("claimant-without-name", path)
        return
    if is_nobody(name):
        yield Fault("claimant-invented", path, name)
    elif name.casefold() == reviewer.casefold():
        yield Fault("claimant-is-the-reviewer", path, name)
    elif _is_at_home(described, found, page):
        yield Fault("authors-swapped", path, name)
    elif types := [kind for kind in types_of(described) if kind not in WHO]:
        yield Fault("claimant-of-another-type", path, types[0])
    elif _is_mistyped(described):
        yield Fault("organisation-as-person", path, name)


def _is_at_home(claimant: Object, found: FoundReview, page: CarryingPage) -> bool:
    """Whether the claimant's own site is that of the check, and the reviewer's is another."""
    home = host_of(page.address) or host_of(found.url)
    sites = {host_of(text_of(claimant.get(name))) for name in ("url", "sameAs", "@id")}
    reviewer = host_of(text_of(object_of(found.review.get("author")).get("url")))
    return bool(home) and home in sites and reviewer != home


def _is_mistyped(party: Object) -> bool:
    if "Person" not in types_of(party) or "Organization" in types_of(party):
        return False
    return is_organisation(_name(party)) or any(name in party for name in _ONLY_ORGANISATIONS)


def _name(party: object) -> str:
    first = one(party)
    return text_of(first) or text_of(object_of(first).get("name"))
