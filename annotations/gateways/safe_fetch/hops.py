"""One hop: an address vetted, dialled and asked, and every way in which that can fail given its name."""

import http.client
import re
import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import quote, urljoin

from urllib3 import HTTPResponse
from urllib3.connection import HTTPConnection
from urllib3.exceptions import HTTPError
from urllib3.exceptions import TimeoutError as HTTPTimeoutError
from urllib3.util import make_headers

from annotations.domain.weblinks import WebAddress
from annotations.gateways.safe_fetch.addresses import is_local_name, is_number, why_refused
from annotations.gateways.safe_fetch.failures import FailureReason, FetchFailed, FetchRefused
from annotations.gateways.safe_fetch.pages import Limits
from annotations.gateways.safe_fetch.transport import (
    Budget,
    Connect,
    CountingSocket,
    CountingTLSSocket,
    Resolver,
    counting,
    counting_tls,
    resolve_within,
)

USER_AGENT = "Workbench/0.1 (source captures for fact-checking)"
ACCEPTED = "text/html,application/xhtml+xml,application/pdf,text/plain;q=0.9,image/*;q=0.8,*/*;q=0.5"
REDIRECT_STATUSES = frozenset({301, 302, 303, 307, 308})
ADDRESSES_TRIED = 3
UNSTORABLE = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
"""Control characters of headers, which some databases cannot store and none should send on."""

_ASCII_PRINTABLE = "".join(map(chr, range(0x20, 0x7F)))
_UNKNOWN_NAME = frozenset({socket.EAI_NONAME, socket.EAI_NODATA})


@dataclass(frozen=True)
class Sending:
    """A body to send with POST, and the headers that go with it."""

    body: bytes
    headers: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Visit:
    """What stays the same from hop to hop."""

    limits: Limits
    budget: Budget
    resolver: Resolver
    connect: Connect
    ports: frozenset[int]
    trust: ssl.SSLContext
    conditions: tuple[tuple[str, str], ...] = ()
    sending: Sending | None = None


@dataclass(frozen=True)
class Hop:
    """One answered request."""

    address: WebAddress
    remote_address: str
    request_headers: tuple[tuple[str, str], ...]
    response: HTTPResponse

    @property
    def url(self) -> str:
        return str(self.address)

    @property
    def headers(self) -> tuple[tuple[str, str], ...]:
        """Without control characters, which some databases cannot store."""
        return tuple((name, UNSTORABLE.sub(" ", value)) for name, value in self.response.headers.items())

    @property
    def location(self) -> str | None:
        """The absolute address a redirect names. Raw bytes beyond ASCII are percent-encoded as they came."""
        value = self.response.headers.get("Location")
        if self.response.status not in REDIRECT_STATUSES or not value:
            return None
        return urljoin(self.url, quote(value.strip().encode("latin-1"), safe=_ASCII_PRINTABLE))


@contextmanager
def answer(visit: Visit, address: WebAddress) -> Iterator[Hop]:
    """Send one request and hand out the answer, its body still unread."""
    numbers = _vetted_numbers(visit, address)
    with _named_failures(visit, str(address)):
        remote_address, plain = _connected(visit, address, numbers)
        with plain, _secured(visit, address, plain) as channel:
            headers = _request_headers(visit, address)
            response = _exchange(visit, address, channel, headers)
            try:
                yield Hop(address, remote_address, headers, response)
            finally:
                response.close()


def _vetted_numbers(visit: Visit, address: WebAddress) -> Sequence[str]:
    """Every number of the host, resolved this once. One that is not public refuses them all."""
    if address.effective_port not in visit.ports:
        raise _refused(
            address, f"is to be visited on port {address.effective_port}, which is not a port of the web"
        )
    if not is_number(address.host) and is_local_name(address.host):
        raise _refused(address, "is a name inside a local network")
    numbers = [address.host] if is_number(address.host) else _resolved(visit, address)
    for number in numbers:
        where = why_refused(number)
        if where:
            raise _refused(address, f"leads to {where}")
    return numbers


def _resolved(visit: Visit, address: WebAddress) -> Sequence[str]:
    with _named_failures(visit, str(address)):
        try:
            numbers = resolve_within(visit.resolver, address.host, visit.budget.seconds_left())
        except (socket.gaierror, UnicodeError) as error:
            if isinstance(error, socket.gaierror) and error.errno not in _UNKNOWN_NAME:
                raise
            numbers = []
    if not numbers:
        message = f"There is no site called {address.host}. Check the spelling, or look for an archived copy."
        raise FetchFailed(FailureReason.NO_SUCH_SITE, message, url=str(address))
    return numbers


def _refused(address: WebAddress, why: str) -> FetchRefused:
    message = f"{address.host} {why}. Only the public web is visited; upload the page as a file instead."
    return FetchRefused(message, field="url")


def _connected(visit: Visit, address: WebAddress, numbers: Sequence[str]) -> tuple[str, socket.socket]:
    """The first of the vetted numbers that picks up."""
    failure: OSError | None = None
    for number in numbers[:ADDRESSES_TRIED]:
        seconds = min(visit.limits.connect_seconds, visit.budget.seconds_left())
        try:
            return number, visit.connect(number, address.effective_port, seconds)
        except OSError as error:
            failure = error
    raise failure or OSError("no address to dial")


def _secured(visit: Visit, address: WebAddress, plain: socket.socket) -> CountingSocket | CountingTLSSocket:
    if address.scheme == "http":
        return counting(plain, visit.budget)
    return counting_tls(plain, host=address.host, trust=visit.trust, budget=visit.budget)


def _exchange(
    visit: Visit, address: WebAddress, channel: socket.socket, headers: Sequence[tuple[str, str]]
) -> HTTPResponse:
    """Request and response head on an open connection, which urllib3 is given rather than left to open."""
    visit.budget.allow_head(visit.limits.header_bytes)
    connection = HTTPConnection(address.host, address.effective_port, timeout=visit.budget.seconds_left())
    connection.sock = channel
    method, body = ("POST", visit.sending.body) if visit.sending else ("GET", None)
    connection.request(
        method, address.request_target, body=body, headers=dict(headers), preload_content=False
    )
    response = connection.getresponse()
    visit.budget.allow_body(visit.limits.body_bytes)
    return response


def _request_headers(visit: Visit, address: WebAddress) -> tuple[tuple[str, str], ...]:
    named = (("Host", address.authority), ("User-Agent", USER_AGENT))
    if visit.sending is not None:
        return (*named, ("Accept-Encoding", "identity"), ("Connection", "close"), *visit.sending.headers)
    return (
        *named,
        ("Accept", ACCEPTED),
        ("Accept-Encoding", make_headers(accept_encoding=True)["accept-encoding"]),
        ("Connection", "close"),
        *visit.conditions,
    )


@contextmanager
def _named_failures(visit: Visit, url: str) -> Iterator[None]:
    """Give each way the network can fail its name. The budget knows better than the exception why."""
    try:
        yield
    except (OSError, HTTPError, http.client.HTTPException, ValueError) as error:
        if visit.budget.overdrawn:
            raise too_large(visit, url) from error
        if visit.budget.late or isinstance(error, TimeoutError | HTTPTimeoutError):
            message = "The site took too long to answer. Try again later, or upload the page as a file."
            raise FetchFailed(FailureReason.TIMED_OUT, message, url=url) from error
        if isinstance(error, ssl.SSLEOFError):
            raise broken(url) from error
        if isinstance(error, ssl.SSLError):
            message = "The site could not prove by certificate that it is itself. Check the address."
            raise FetchFailed(FailureReason.INSECURE, message, url=url) from error
        if isinstance(error, OSError):
            message = "The site cannot be reached. Try again later, or look for an archived copy."
            raise FetchFailed(FailureReason.UNREACHABLE, message, url=url) from error
        raise broken(url) from error


def too_large(visit: Visit, url: str) -> FetchFailed:
    most = visit.limits.body_bytes // (1024 * 1024)
    message = f"The page is larger than the {most} MB that are kept. Upload the relevant part as a file."
    return FetchFailed(FailureReason.TOO_LARGE, message, url=url)


def broken(url: str) -> FetchFailed:
    message = (
        "The site's answer is incomplete or not valid HTTP. Try again later, or upload the page as a file."
    )
    return FetchFailed(FailureReason.BROKEN_ANSWER, message, url=url)
