"""Reading the page of one visit: asked leave for where a program goes by itself, fetched, its words found.

Nothing is judged and nothing is stored here but how long a site asks to be left alone.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import structlog

from annotations.actions.web_hosts import rest_host, robots_refusal
from annotations.domain.errors import Refusal
from annotations.domain.link_health import Seen, SeenFailure, SeenPage, SeenRefusal, SeenUnchanged
from annotations.domain.vocabulary import LinkHealth, VisitReason
from annotations.domain.weblinks import LONGEST_URL, canonical_url
from annotations.gateways.documents import CapturedDocument, read_capture
from annotations.gateways.safe_fetch import Fetched, FetchFailed, fetch
from annotations.gateways.visited import kept_of_page
from annotations.models import SourceVisit, SourceWatch

NOT_READABLE: Final = "What this address serves could not be read. Open it, and add its text by hand."
LEADS_TOO_FAR: Final = (
    f"It leads to an address of more than {LONGEST_URL:,} characters, which cannot be kept. "
    "Open it, and upload the page as a file."
)
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Brought:
    """What a visit brought back: what was seen, the page itself where one was read, and what a copy keeps of
    it (the arguments of `add_capture`).
    """

    seen: Seen
    page: Fetched | None = None
    document: CapturedDocument | None = None
    kept: Mapping[str, Any] | None = None
    rule: str = ""


def read_page(visit: SourceVisit, web: Mapping[str, Any]) -> Brought:
    """What stands at the address of a visit now. `web` is for the fetcher (see `fetch`)."""
    try:
        if refused := _refusal(visit, [visit.url], web):
            return Brought(SeenRefusal(refused), rule="robots-refused")
        etag, last_modified = _conditions(visit)
        page = fetch(visit.url, etag=etag, last_modified=last_modified, **web)
        if refused := _refusal(visit, [hop.location for hop in page.redirects], web):
            return Brought(SeenRefusal(refused), rule="robots-refused")
        return _seen(page)
    except FetchFailed as failure:
        rest_host(failure)
        seen = SeenFailure(str(failure.reason), failure.status, failure.message)
        return Brought(seen, rule=failure.rule)
    except Refusal as refusal:
        return Brought(SeenRefusal(refusal.message), rule=refusal.rule)


def _refusal(visit: SourceVisit, addresses: list[str], web: Mapping[str, Any]) -> str:
    """People ask for one page at a time, as a browser does; what a timetable reads is asked leave for, and so
    is where that leads, be it on another host.
    """
    if visit.reason != VisitReason.WATCHED:
        return ""
    return next((why for address in addresses if (why := robots_refusal(address, web))), "")


def _seen(page: Fetched) -> Brought:
    if len(page.final_url) > LONGEST_URL:
        return Brought(SeenRefusal(LEADS_TOO_FAR), rule="url-too-long")
    canonical_url(page.final_url)
    redirects = tuple((hop.status, hop.location) for hop in page.redirects)
    if page.status == 304:
        return Brought(SeenUnchanged(page.final_url, redirects), page)
    return _read(page, redirects)


def _read(page: Fetched, redirects: tuple[tuple[int, str], ...]) -> Brought:
    try:
        document = read_capture(page.body, media_type=page.header("Content-Type"), url=page.final_url)
    except Refusal as refusal:
        return Brought(SeenRefusal(refusal.message), page, rule=refusal.rule)
    except Exception:
        # Whatever a page does to its readers, the timetable goes on, and people are told.
        log.exception("source_not_readable", url=page.final_url)
        return Brought(SeenRefusal(NOT_READABLE), page, rule="not-readable")
    seen = SeenPage(
        final_url=page.final_url,
        text=document.canonical.text if document.canonical else None,
        redirects=redirects,
        title=document.title,
        is_free=document.is_free,
        bytes_sha256=hashlib.sha256(page.body).hexdigest(),
    )
    return Brought(seen, page, document, kept_of_page(page, document))


def _conditions(visit: SourceVisit) -> tuple[str | None, str | None]:
    """ETag and date of change. Only what showed the source then, at this very address, may be answered with
    "not modified" now.
    """
    watch = SourceWatch.objects.filter(pk=visit.source_id).first()
    if watch is None or watch.health not in (LinkHealth.ALIVE, LinkHealth.CHANGED):
        return None, None
    shown = SourceVisit.objects.filter(source=visit.source_id, capture__isnull=False).order_by("-id")
    if shown.values_list("url", flat=True).first() != visit.url:
        return None, None
    return watch.etag or None, watch.last_modified or None
