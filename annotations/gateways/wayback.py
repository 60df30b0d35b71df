"""Copies of pages in the public web archive: finding one, and asking for one.

Off unless the setting says otherwise: asking tells a third party which pages a newsroom looks at, and many
installations have no way out to it. Everything goes through the safe fetcher, with GET only. Every failure is
an `ArchiveUnavailable` whose rule names it:

* `archive-off`: the setting does not allow it
* `archive-` and the fetcher's own reason, such as `archive-timed-out`: the archive gave no usable answer
* `archive-busy`: the archive asks to be left alone for a while (429)
* `archive-refuses`: the archive does not keep this page (it was told not to, or could not read it)
* `archive-answer-unknown`: it answered what cannot be understood
"""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlencode, urljoin

from django.conf import settings

from annotations.domain.errors import Invalid, Unavailable
from annotations.domain.weblinks import canonical_url, parse_web_url
from annotations.gateways.safe_fetch import Fetched, FetchFailed, FetchRefused, Limits, fetch

LOOK_UP: Final = "https://archive.org/wayback/available"
SAVE: Final = "https://web.archive.org/save/"
COPIES: Final = "web.archive.org"

LOOK_UP_LIMITS = Limits(total_seconds=20, body_bytes=1024 * 1024)
SAVE_LIMITS = Limits(total_seconds=120, redirects=8)
"""The archive reads the page while it is waited for."""

_COPY = re.compile(r"/web/([0-9]{14})(?:[a-z]{2}_)?/(.+)", re.DOTALL)
_REFUSALS = frozenset({400, 401, 403, 404, 451, 520, 523})


class ArchiveUnavailable(Unavailable):
    """The archive was not asked, or gave no usable answer."""

    rule = "archive-unavailable"


@dataclass(frozen=True, slots=True)
class CopyInArchive:
    """A stored copy of `original`: its address, and when the archive made it (UTC)."""

    url: str
    original: str
    archived_at: datetime


def is_on() -> bool:
    """Whether the archive may be asked at all."""
    return bool(settings.WAYBACK_IS_ON)


def require_on() -> None:
    """Raises `ArchiveUnavailable` (`archive-off`) where the archive may not be asked."""
    if not is_on():
        message = "The public web archive is not asked: this installation has it switched off."
        raise ArchiveUnavailable(message, rule="archive-off")


def find_copy(url: str, *, near: datetime | None = None, **web: Any) -> CopyInArchive | None:
    """The archive's copy of a page that is nearest in time to `near` (else the newest); None without any.

    `web` is for the fetcher. Raises `ArchiveUnavailable`, and `Invalid` where `url` is no web address.
    """
    wanted = canonical_url(url)
    query = {"url": wanted}
    if near is not None:
        query["timestamp"] = near.astimezone(UTC).strftime("%Y%m%d%H%M%S")
    web.setdefault("limits", LOOK_UP_LIMITS)
    return _closest(_asked(f"{LOOK_UP}?{urlencode(query)}", web), wanted)


def save_copy(url: str, **web: Any) -> CopyInArchive:
    """Have the archive make a copy of a page now, which may take a minute.

    `web` is for the fetcher. Raises `ArchiveUnavailable`, and `Invalid` where `url` is no web address.
    """
    wanted = canonical_url(url)
    web.setdefault("limits", SAVE_LIMITS)
    page = _asked(SAVE + wanted, web)
    for address in (page.final_url, page.header("Content-Location") or ""):
        copy = _copy_at(address, wanted)
        if copy is not None:
            return copy
    raise _unknown_answer()


def _asked(url: str, web: dict[str, Any]) -> Fetched:
    require_on()
    try:
        return fetch(url, **web)
    except FetchFailed as failure:
        raise _failed(failure) from failure
    except FetchRefused as refusal:
        raise ArchiveUnavailable(refusal.message, rule="archive-unreachable") from refusal


def _failed(failure: FetchFailed) -> ArchiveUnavailable:
    if failure.status == 429:
        message = "The web archive is asked too often just now. Try again in some minutes."
        return ArchiveUnavailable(message, rule="archive-busy")
    if failure.status in _REFUSALS:
        message = f"The web archive does not keep this page (status {failure.status}). Upload it as a file."
        return ArchiveUnavailable(message, rule="archive-refuses")
    message = f"The web archive gave no usable answer. {failure.message}"
    return ArchiveUnavailable(message, rule=f"archive-{failure.reason}")


def _closest(page: Fetched, wanted: str) -> CopyInArchive | None:
    try:
        answer = json.loads(page.body)
        closest = answer["archived_snapshots"].get("closest")
    except (ValueError, RecursionError, LookupError, TypeError, AttributeError) as error:
        raise _unknown_answer() from error
    if not closest:
        return None
    if not isinstance(closest, dict):
        raise _unknown_answer()
    if not closest.get("available") or str(closest.get("status", "200"))[:1] != "2":
        return None
    copy = _copy_at(str(closest.get("url", "")), wanted)
    if copy is None:
        raise _unknown_answer()
    return copy


def _copy_at(address: str, wanted: str) -> CopyInArchive | None:
    """The copy an address of the archive names; None where it names none."""
    try:
        parts = parse_web_url(urljoin(f"https://{COPIES}/", address))
        found = _COPY.fullmatch(parts.request_target)
        if parts.host != COPIES or found is None:
            return None
        archived_at = datetime.strptime(found[1], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except (Invalid, ValueError):
        return None
    return CopyInArchive(f"https://{COPIES}{parts.request_target}", wanted, archived_at)


def _unknown_answer() -> ArchiveUnavailable:
    message = "The web archive gave an answer that cannot be understood. Look there yourself."
    return ArchiveUnavailable(message, rule="archive-answer-unknown")
