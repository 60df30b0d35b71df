"""Messages to receivers that somebody named: through the same door, with the same vetting of what is dialled.

No redirect is followed, for it would be the receiver's host that chooses where a signed message goes. Of the
answer only its beginning is read, whatever its length.
"""

import time
from dataclasses import dataclass
from typing import Final

from annotations.domain.errors import Invalid
from annotations.domain.weblinks import WebAddress, parse_web_url
from annotations.gateways.safe_fetch.addresses import is_local_name, is_number, why_refused
from annotations.gateways.safe_fetch.failures import FailureReason, FetchFailed, FetchRefused
from annotations.gateways.safe_fetch.fetching import WEB_PORTS, trust_of
from annotations.gateways.safe_fetch.hops import Sending, Visit, answer
from annotations.gateways.safe_fetch.pages import Limits
from annotations.gateways.safe_fetch.transport import Budget, Connect, Resolver, dial, system_resolver

SHOWN_BYTES: Final = 1000
LIMITS: Final = Limits(
    total_seconds=15.0, connect_seconds=5.0, redirects=0, header_bytes=64 * 1024, body_bytes=64 * 1024
)
_WORDS: Final = {
    FailureReason.NO_SUCH_SITE: "There is no host of this name.",
    FailureReason.UNREACHABLE: "The receiver cannot be reached.",
    FailureReason.INSECURE: "The receiver could not prove by certificate that it is itself.",
    FailureReason.TIMED_OUT: "The receiver took too long to answer.",
    FailureReason.TOO_LARGE: "The head of the answer is too long.",
    FailureReason.BROKEN_ANSWER: "The answer is incomplete or not valid HTTP.",
}


@dataclass(frozen=True)
class Posted:
    """The answer to a message: its status, the beginning of its body as text, how long it took, and after how
    many seconds the receiver wants to be asked again, if it says so.
    """

    status: int
    text: str
    milliseconds: int
    retry_after: int | None


def post(
    url: str,
    body: bytes,
    headers: tuple[tuple[str, str], ...],
    *,
    limits: Limits = LIMITS,
    resolver: Resolver = system_resolver,
    connect: Connect = dial,
    ports: frozenset[int] = WEB_PORTS,
    authorities: str | None = None,
) -> Posted:
    """Sends a message, over TLS alone, and reads the answer, whatever its status. The further arguments are
    those of `fetch`.

    Raises `Invalid` when `url` is no web address or not `https`, `FetchRefused` when it leads anywhere but
    the public web, and `FetchFailed` when no answer came within `limits`; its `details` hold `milliseconds`.
    """
    address = _secure_address(url)
    visit = Visit(
        limits=limits,
        budget=Budget(limits.total_seconds),
        resolver=resolver,
        connect=connect,
        ports=ports,
        trust=trust_of(authorities),
        sending=Sending(body, headers),
    )
    begun = time.monotonic()
    try:
        with answer(visit, address) as hop:
            text = hop.response.read(SHOWN_BYTES, decode_content=False).decode("utf-8", "replace")
            wanted = hop.response.headers.get("Retry-After", "")
            status = hop.response.status
    except FetchFailed as failure:
        message = _WORDS.get(failure.reason, failure.message)
        raise FetchFailed(failure.reason, message, url=url) from failure
    except FetchRefused as refusal:
        raise _refused(address.host, "is not on the public web") from refusal
    return Posted(
        status=status,
        text=text.replace("\x00", "�"),
        milliseconds=round(1000 * (time.monotonic() - begun)),
        retry_after=int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 7 else None,
    )


def refuse_private(url: str) -> None:
    """Refuses what cannot be a public receiver by its spelling alone: nobody is asked about the name. Where a
    name leads is vetted whenever something is sent. Raises as `post`.
    """
    address = _secure_address(url)
    if is_number(address.host):
        if where := why_refused(address.host):
            raise _refused(address.host, f"leads to {where}")
    elif is_local_name(address.host):
        raise _refused(address.host, "is a name inside a local network")
    if address.effective_port not in WEB_PORTS:
        raise _refused(address.host, f"is to be asked on port {address.effective_port}, not one of the web")


def _secure_address(url: str) -> WebAddress:
    try:
        address = parse_web_url(url)
    except Invalid as wrong:
        raise Invalid(wrong.message, field="address", rule=wrong.rule) from wrong
    if address.scheme != "https":
        raise Invalid(
            "Messages are sent over TLS alone: the address begins with https://.",
            field="address",
            rule="address-not-secure",
        )
    return address


def _refused(host: str, why: str) -> FetchRefused:
    return FetchRefused(f"{host} {why}. Receivers are on the public web.", field="address")
