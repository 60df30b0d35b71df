"""A small web on 127.0.0.1: real sockets and real certificates behind public-looking names and numbers.

The fetcher is given this web's resolver and connector and is otherwise the real one. Whatever it dials is
written down, so that a test can say not only what came back but what was, and was not, visited.
"""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import trustme

from annotations.gateways.safe_fetch import Fetched, Limits, fetch

PUBLIC = "93.184.216.34"
OTHER_PUBLIC = "2606:2800:220:1:248:1893:25c8:1946"
CERTIFIED = ("news.example", "other.example", "xn--bcher-kva.example", PUBLIC)

Route = bytes | Callable[[socket.socket], None]


def page(
    body: bytes = b"hello", *, status: str = "200 OK", headers: Sequence[str] = (), length: int | None = None
) -> bytes:
    """A whole answer, with a `Content-Length` that may be a lie."""
    lines = [
        f"HTTP/1.1 {status}",
        *headers,
        f"Content-Length: {len(body) if length is None else length}",
        "",
        "",
    ]
    return "\r\n".join(lines).encode("latin-1") + body


def forward(location: str, status: str = "302 Found") -> bytes:
    """An answer that points elsewhere."""
    return page(b"", status=status, headers=[f"Location: {location}"])


MISSING = page(b"", status="404 Not Found")


class PretendWeb:
    """Names with their numbers, and routes by path, served over HTTP and HTTPS alike."""

    def __init__(self, authority: trustme.CA) -> None:
        self.names: dict[str, list[Sequence[str]]] = {}
        self.routes: dict[str, Route] = {}
        self.authorities = authority.cert_pem.bytes().decode()
        self.dialled: list[tuple[str, int]] = []
        self.asked: list[str] = []
        self.requests: list[str] = []
        self.server_names: list[str | None] = []
        self.unreachable: set[str] = set()
        self.instead_of_tls: Callable[[socket.socket], None] | None = None
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(*CERTIFIED).configure_cert(self.tls)
        self.tls.sni_callback = lambda _socket, name, _context: self.server_names.append(name)
        self.listeners = {port: socket.create_server(("127.0.0.1", 0)) for port in (80, 443)}

    def name(self, host: str, *answers: Sequence[str]) -> None:
        """What the name service says about `host`, look-up by look-up; the last answer repeats."""
        self.names[host] = list(answers)

    def resolve(self, host: str) -> Sequence[str]:
        """The resolver to hand to the fetcher."""
        self.asked.append(host)
        if host not in self.names:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        answers = self.names[host]
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def connect(self, address: str, port: int, seconds: float) -> socket.socket:
        """The connector to hand to the fetcher."""
        self.dialled.append((address, port))
        if address in self.unreachable:
            raise ConnectionRefusedError("connection refused")
        listener = self.listeners[443 if port == 443 else 80]
        return socket.create_connection(listener.getsockname(), timeout=seconds)

    def fetch(self, url: str, **options: Any) -> Fetched:
        """The real fetcher, pointed at this web."""
        options.setdefault(
            "limits", Limits(total_seconds=60, connect_seconds=60, redirects=3, body_bytes=1_000_000)
        )
        options.setdefault("resolver", self.resolve)
        return fetch(url, connect=self.connect, authorities=self.authorities, **options)

    def serve(self, port: int) -> None:
        """Accept until the listener closes."""
        while True:
            try:
                channel, _ = self.listeners[port].accept()
            except OSError:
                return
            threading.Thread(target=self.answer, args=(channel, port), daemon=True).start()

    def answer(self, channel: socket.socket, port: int) -> None:
        """One request, one answer, as its route wants it; a visitor who hangs up is no error."""
        with channel, suppress(OSError):
            channel.settimeout(60)
            if port == 443 and self.instead_of_tls:
                self.instead_of_tls(channel)
                return
            secured = self.tls.wrap_socket(channel, server_side=True) if port == 443 else channel
            with secured:
                request = self.read_request(secured)
                self.requests.append(request)
                route = self.routes.get(request.split(" ")[1].partition("?")[0], MISSING)
                if isinstance(route, bytes):
                    secured.sendall(route)
                else:
                    route(secured)

    def read_request(self, channel: socket.socket) -> str:
        """Up to the empty line."""
        received = b""
        while b"\r\n\r\n" not in received:
            received += channel.recv(65_536) or b"\r\n\r\n"
        return received.decode("latin-1")


@contextmanager
def pretend_web(authority: trustme.CA) -> Iterator[PretendWeb]:
    """The web for the length of one test."""
    web = PretendWeb(authority)
    web.name("news.example", [PUBLIC])
    web.name("other.example", [OTHER_PUBLIC])
    threads = [threading.Thread(target=web.serve, args=(port,), daemon=True) for port in web.listeners]
    for thread in threads:
        thread.start()
    try:
        yield web
    finally:
        for listener in web.listeners.values():
            listener.shutdown(socket.SHUT_RDWR)
            listener.close()
