"""Rules of addresses: of the check, of where the claim stands, of what is cited."""

import re
from typing import Any, Final

from annotations.domain.claimreview.reading import (
    CarryingPage,
    Faults,
    FoundReview,
    host_of,
    is_private_host,
    is_web_address,
    many,
    object_of,
    text_of,
)
from annotations.domain.claimreview.rule import Fault
from annotations.domain.errors import Invalid
from annotations.domain.weblinks import canonical_url

_SHORTENERS = """
    bit.ly t.co tinyurl.com goo.gl ow.ly buff.ly is.gd rebrand.ly lnkd.in fb.me dlvr.it trib.al cutt.ly
    shorturl.at rb.gy tiny.cc t.ly wp.me amzn.to nyti.ms wapo.st bbc.in reut.rs n.pr apne.ws"""
_ARCHIVES = """
    web.archive.org archive.today archive.ph archive.is archive.li archive.vn archive.fo archive.md perma.cc
    webcitation.org www.webcitation.org ghostarchive.org megalodon.jp webcache.googleusercontent.com
    arquivo.pt webarchive.nationalarchives.gov.uk"""
SHORTENERS: Final = frozenset(_SHORTENERS.split())
ARCHIVES: Final = frozenset(_ARCHIVES.split())
_GLUED = re.compile(r"https?://\S+?[\s,;|]+https?://")
_ARCHIVED = re.compile(r"https?://web\.archive\.org/web/[0-9]{1,14}(?:[a-z]{2}_)?/(https?://.+)", re.DOTALL)


def is_archive(url: str) -> bool:
    """Whether it is the address of an archived copy."""
    return host_of(url) in ARCHIVES


def original_of(url: str) -> str:
    """The address of what was archived, where that of the copy tells it; else empty."""
    match = _ARCHIVED.fullmatch(url)
    return match[1] if match else ""


def address_faults(found: FoundReview, page: CarryingPage) -> Faults:
    """What is wrong with the addresses of one review."""
    yield from _url_faults(found, page)
    for holder, path in ((found.item, f"{found.path}.itemReviewed"), (found.review, found.path)):
        for name in ("appearance", "firstAppearance"):
            if name in holder:
                yield from _appearances(found, page, holder[name], f"{path}.{name}")
    for index, cited in enumerate(many(found.review.get("citation"))):
        url = text_of(cited) or text_of(object_of(cited).get("url"))
        if is_archive(url):
            yield Fault("archive-as-url", f"{found.path}.citation[{index}].url", url)


def _url_faults(found: FoundReview, page: CarryingPage) -> Faults:
    url, path, home = found.url, f"{found.path}.url", host_of(page.address)
    if not is_web_address(url):
        yield Fault("url-missing", found.path if "url" not in found.review else path, found.review.get("url"))
        return
    if is_archive(url):
        yield Fault("archive-as-url", path, url)
    elif host_of(url) in SHORTENERS:
        yield Fault("url-shortened", path, url)
    elif home and host_of(url) != home:
        yield Fault("url-on-another-host", path, url)
    else:
        yield from _page_faults(found, page)
    if "#" in url:
        yield Fault("url-with-fragment", path, url)


def _page_faults(found: FoundReview, page: CarryingPage) -> Faults:
    url, path = found.url.partition("#")[0], f"{found.path}.url"
    # Whoever names the page at home knows where it is.
    if page.is_private or (not page.address and is_private_host(host_of(url))):
        yield Fault("page-private", path, url)
    if page.redirects_to and _plain(page.redirects_to) != _plain(url):
        yield Fault("url-redirects", path, page.redirects_to)
    elif _plain(url) != url or (page.canonical and _plain(page.canonical) != _plain(url)):
        yield Fault("url-not-canonical", path, found.url)
    elif found.is_on_list or _is_elsewhere(found, page):
        yield Fault("review-on-list-page", found.path, found.url)


def _is_elsewhere(found: FoundReview, page: CarryingPage) -> bool:
    """Whether the review of another page of the site stands on this one."""
    here = page.canonical or page.address
    return bool(here) and not found.is_in_feed and _plain(here) != _plain(found.url)


def _appearances(found: FoundReview, page: CarryingPage, written: Any, path: str) -> Faults:
    homes = {home for home in (host_of(page.address), host_of(found.url)) if home}
    for index, each in enumerate(places := many(written)):
        here = f"{path}[{index}]" if isinstance(written, list | tuple) and len(places) > 1 else path
        url = text_of(each) or text_of(object_of(each).get("url"))
        if _GLUED.search(url):
            yield Fault("appearances-glued", here, url)
        elif is_archive(url):
            yield Fault("archive-as-url", here, url)
        elif host_of(url) in homes:
            yield Fault("appearance-is-own-page", here, url)


def _plain(url: str) -> str:
    """The address as its page is called, without a fragment; one that cannot be read as it stands."""
    try:
        return canonical_url(url).partition("#")[0]
    except Invalid:
        return url
