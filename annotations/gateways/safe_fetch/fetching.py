"""One visit: hop by hop from the address that was given to a page, a refusal or a failure."""

import functools
import ssl
from collections.abc import Sequence
from datetime import UTC, datetime

from annotations.domain.errors import Invalid
from annotations.domain.weblinks import WebAddress, parse_web_url
from annotations.gateways.safe_fetch.failures import FailureReason, FetchFailed, FetchRefused
from annotations.gateways.safe_fetch.hops import UNSTORABLE, Hop, Visit, answer, broken, too_large
from annotations.gateways.safe_fetch.packing import KNOWN_ENCODINGS, is_unpacked_whole
from annotations.gateways.safe_fetch.pages import Fetched, Limits, Redirect, media_type_and_charset
from annotations.gateways.safe_fetch.transport import (
    Budget,
    Connect,
    Resolver,
    dial,
    system_resolver,
    trusting,
)

WEB_PORTS = frozenset({80, 443})
CHUNK_BYTES = 64 * 1024


def fetch(
    url: str,
    *,
    etag: str | None = None,
    last_modified: str | None = None,
    limits: Limits | None = None,
    resolver: Resolver = system_resolver,
    connect: Connect = dial,
    ports: frozenset[int] = WEB_PORTS,
    authorities: str | None = None,
) -> Fetched:
    """Read one page of the public web with GET.

    `etag` and `last_modified` are those of an earlier `Fetched`; if they still hold, `status` is 304.
    `resolver`, `connect`, `ports` and `authorities` (PEM text) exist so that a local server can stand for the
    web; the defaults are the safe ones and no setting changes them.

    Raises `Invalid` when `url` is no web address, `FetchRefused` when it leads anywhere but the public web,
    and `FetchFailed` when the site gives no usable page within `limits`.
    """
    limits = limits or Limits()
    visit = Visit(
        limits=limits,
        budget=Budget(limits.total_seconds),
        resolver=resolver,
        connect=connect,
        ports=ports,
        trust=trust_of(authorities),
        conditions=_conditions(etag, last_modified),
    )
    return _follow(visit, url)


def _follow(visit: Visit, url: str) -> Fetched:
    address = parse_web_url(url)
    redirects: list[Redirect] = []
    while True:
        with answer(visit, address) as hop:
            location = hop.location
            if location is None:
                return _fetched(visit, url, hop, redirects)
            redirects.append(Redirect(url=hop.url, status=hop.response.status, location=location))
        if len(redirects) > visit.limits.redirects:
            message = "The page forwards again and again. Use the address it should end at."
            raise FetchFailed(FailureReason.TOO_MANY_REDIRECTS, message, url=str(address))
        address = _redirect_target(location)


def _redirect_target(location: str) -> WebAddress:
    try:
        return parse_web_url(location)
    except Invalid as error:
        message = f"It forwards to an address that cannot be visited. {error.message}"
        raise FetchRefused(message, field="url", rule="redirect-refused") from error


def _conditions(etag: str | None, last_modified: str | None) -> tuple[tuple[str, str], ...]:
    """Conditional headers. A stored value with a line break would be a second header: left out."""
    named = (("If-None-Match", etag), ("If-Modified-Since", last_modified))
    return tuple((name, value) for name, value in named if value and not UNSTORABLE.search(value))


def _fetched(visit: Visit, url: str, hop: Hop, redirects: Sequence[Redirect]) -> Fetched:
    _check_status(visit, hop)
    fetched_at = datetime.now(UTC)
    media_type, charset = media_type_and_charset(hop.response.headers.get("Content-Type"))
    return Fetched(
        url=url,
        final_url=hop.url,
        status=hop.response.status,
        reason=UNSTORABLE.sub(" ", hop.response.reason or ""),
        headers=hop.headers,
        body=_body(visit, hop),
        media_type=media_type,
        charset=charset,
        fetched_at=fetched_at,
        redirects=tuple(redirects),
        remote_address=hop.remote_address,
        request_headers=hop.request_headers,
    )


def _check_status(visit: Visit, hop: Hop) -> None:
    """A whole page, or the answer to a condition; 206 would be part of a page that nobody asked a part of."""
    status = hop.response.status
    if (200 <= status < 300 and status != 206) or (status == 304 and visit.conditions):
        return
    raise FetchFailed(
        FailureReason.BAD_STATUS, _status_message(hop), url=hop.url, status=status, headers=hop.headers
    )


def _status_message(hop: Hop) -> str:
    status, site = hop.response.status, hop.address.host
    if status in (404, 410):
        return f"{site} has no such page (status {status}). Check the address, or look for an archived copy."
    if status in (401, 402, 403, 407, 429, 451):
        return f"{site} does not show us this page (status {status}). Open it and upload it as a file."
    return f"{site} answered with status {status}. Try again later, or upload the page as a file."


def _body(visit: Visit, hop: Hop) -> bytes:
    """The unpacked body, counted while it grows."""
    encodings = (hop.response.headers.get("Content-Encoding") or "identity").lower().split(",")
    if not {encoding.strip() for encoding in encodings} <= KNOWN_ENCODINGS:
        raise broken(hop.url)
    most = visit.limits.body_bytes
    if (hop.response.length_remaining or 0) > most:
        raise too_large(visit, hop.url)
    body = bytearray()
    for chunk in hop.response.stream(CHUNK_BYTES, decode_content=True):
        body += chunk
        if len(body) > most:
            raise too_large(visit, hop.url)
        visit.budget.seconds_left()
    if (body or hop.response.tell()) and not is_unpacked_whole(hop.response):
        raise broken(hop.url)
    return bytes(body)


def trust_of(authorities: str | None) -> ssl.SSLContext:
    """Whose certificates are believed: those of these authorities (PEM text), or the machine's."""
    return trusting(authorities) if authorities else _public_trust()


@functools.cache
def _public_trust() -> ssl.SSLContext:
    """Reading the machine's authorities takes longer than many a page."""
    return trusting(None)
