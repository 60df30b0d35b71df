"""Names to numbers, numbers to sockets, and sockets that keep count.

Timeouts of a socket start afresh with every read: a server that sends one byte a second is never late. The
sockets here share a `Budget` instead: before each read their timeout is what is left of the whole visit, and
after it the bytes are taken off an allowance. That holds below HTTP and above TLS, wherever the reading code
happens to be.
"""

import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from http.client import HTTPException
from typing import Any

Resolver = Callable[[str], Sequence[str]]
"""All numeric addresses of a host name; `socket.gaierror` when there are none."""

Connect = Callable[[str, int, float], socket.socket]
"""Open a TCP connection to a vetted number and port within so many seconds; `OSError` when that fails."""


class EndedInTheHead(HTTPException):
    """The connection was closed in the middle of a status line or of headers; raised inside a read.

    The standard library would take what came for the whole head, and a page that was cut off for an empty
    one.
    """


class ReceivedTooMuch(OSError):
    """More bytes came than were allowed; raised inside a read."""


class Budget:
    """The time and bytes left to one visit."""

    def __init__(self, seconds: float) -> None:
        self._ends = time.monotonic() + seconds
        self._bytes = 0
        self._head_began = False
        self._is_head = False

    @property
    def overdrawn(self) -> bool:
        """Whether more bytes were received than allowed."""
        return self._bytes < 0

    @property
    def late(self) -> bool:
        """Whether the time is used up."""
        return time.monotonic() >= self._ends

    def seconds_left(self) -> float:
        """Positive seconds for the next step; `TimeoutError` when none are left."""
        left = self._ends - time.monotonic()
        if left <= 0:
            raise TimeoutError("the visit took too long")
        return left

    def allow_head(self, count: int) -> None:
        """Set how many bytes may be received from now on, for an answer's head."""
        self._bytes = count
        self._is_head, self._head_began = True, False

    def allow_body(self, count: int) -> None:
        """Add so many bytes for its body."""
        self._bytes += count
        self._is_head = False

    def spend(self, count: int) -> None:
        """Take received bytes off the allowance; `ReceivedTooMuch` when it is overdrawn, `EndedInTheHead`
        when there were none and more of a head is due.
        """
        if not count and self._is_head and self._head_began:
            raise EndedInTheHead("the answer ends in the middle of its head")
        self._head_began = True
        self._bytes -= count
        if self.overdrawn:
            raise ReceivedTooMuch("the answer is larger than allowed")


class CountingSocket(socket.socket):
    """A TCP socket whose reads are paid from a budget."""

    budget: Budget

    def recv_into(self, buffer: Any, nbytes: int = 0, flags: int = 0) -> int:
        """As `socket.recv_into`, within the budget."""
        self.settimeout(self.budget.seconds_left())
        count = super().recv_into(buffer, nbytes, flags)
        self.budget.spend(count)
        return count


class CountingTLSSocket(ssl.SSLSocket):
    """A TLS socket whose reads are paid from a budget."""

    budget: Budget

    def recv_into(self, buffer: Any, nbytes: int | None = None, flags: int = 0) -> int:
        """As `ssl.SSLSocket.recv_into`, within the budget."""
        self.settimeout(self.budget.seconds_left())
        count = super().recv_into(buffer, nbytes, flags)
        self.budget.spend(count)
        return count


def counting(plain: socket.socket, budget: Budget) -> CountingSocket:
    """Take over an open socket."""
    counted = CountingSocket(fileno=plain.detach())
    counted.budget = budget
    counted.settimeout(budget.seconds_left())
    return counted


def counting_tls(
    plain: socket.socket, *, host: str, trust: ssl.SSLContext, budget: Budget
) -> CountingTLSSocket:
    """Shake hands on an open socket, verify the certificate against `host`, and take the socket over.

    An end without TLS's own farewell is an error: whoever sits on the line could make it, to cut a page off.

    Raises `ssl.SSLError` when the other side cannot prove to be `host`, `TimeoutError` when it takes too
    long.
    """
    plain.settimeout(budget.seconds_left())
    counted = trust.wrap_socket(plain, server_hostname=host, suppress_ragged_eofs=False)
    assert isinstance(counted, CountingTLSSocket)
    counted.budget = budget
    return counted


def trusting(authorities: str | None) -> ssl.SSLContext:
    """Certificate checks against the machine's authorities, or only those of the PEM text `authorities`."""
    context = ssl.create_default_context(cadata=authorities)
    context.set_alpn_protocols(["http/1.1"])
    context.sslsocket_class = CountingTLSSocket
    return context


def dial(address: str, port: int, seconds: float) -> socket.socket:
    """Open a TCP connection to a number; never a name, so nothing is looked up again."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    plain = socket.socket(family, socket.SOCK_STREAM)
    try:
        plain.settimeout(seconds)
        plain.connect((address, port))
    except BaseException:
        plain.close()
        raise
    return plain


def system_resolver(host: str) -> Sequence[str]:
    """Ask the machine's name service. The closing dot keeps it from the local network's search domains
    and its hosts file.
    """
    answers = socket.getaddrinfo(f"{host}.", None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in answers))


def resolve_within(resolver: Resolver, host: str, seconds: float) -> Sequence[str]:
    """Call `resolver`, but wait no longer than `seconds`; then `TimeoutError`.

    The system's look-up takes no timeout and cannot be interrupted, so it runs in a thread that may be left
    behind until the name service gives up by itself.
    """
    outcome: queue.SimpleQueue[Sequence[str] | BaseException] = queue.SimpleQueue()

    def look_up() -> None:
        try:
            outcome.put(resolver(host))
        except BaseException as error:
            outcome.put(error)

    threading.Thread(target=look_up, name="name look-up", daemon=True).start()
    try:
        answer = outcome.get(timeout=seconds)
    except queue.Empty:
        raise TimeoutError(f"no answer about {host}") from None
    if isinstance(answer, BaseException):
        raise answer
    return answer
