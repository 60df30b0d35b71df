"""Sites that mean harm or are broken: each visit ends by name, in time, and in bounded memory."""

import gzip
import socket
import struct
import subprocess
import sys
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

import brotli
import pytest
import trustme
from backports import zstd

from annotations.gateways.safe_fetch import FailureReason, FetchFailed, Limits
from tests.gateways.safe_fetch.pretend_web import PUBLIC, PretendWeb, Route, forward, page, pretend_web

OK = b"HTTP/1.1 200 OK\r\n"
SMALL = Limits(total_seconds=60, connect_seconds=60, redirects=3, header_bytes=20_000, body_bytes=300_000)
SHORT = replace(SMALL, total_seconds=0.3)
# Sites that mean to be slow go on as long as anybody is there, or a minute; on a busy machine a visitor may
# notice a little later that the time is over.
NOTICED_SECONDS = 10


def drip(head: bytes, drop: bytes) -> Callable[[socket.socket], None]:
    """One drop at a time, each well within any timeout of a single read."""

    def route(channel: socket.socket) -> None:
        channel.sendall(head)
        while True:
            channel.sendall(drop)
            time.sleep(0.05)

    return route


def flood(head: bytes, wave: bytes) -> Callable[[socket.socket], None]:
    """As fast as the visitor reads, without end."""

    def route(channel: socket.socket) -> None:
        channel.sendall(head)
        while True:
            channel.sendall(wave)

    return route


def silence(channel: socket.socket) -> None:
    """Listens until the visitor hangs up."""
    while channel.recv(65_536):
        continue


def hang_up(channel: socket.socket) -> None:
    channel.close()


def reset_after(head: bytes) -> Callable[[socket.socket], None]:
    """Break the connection off hard once something was sent."""

    def route(channel: socket.socket) -> None:
        channel.sendall(head)
        time.sleep(0.1)
        channel.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        channel.close()

    return route


def in_two_parts(first: bytes, second: bytes) -> Callable[[socket.socket], None]:
    """A pause in the middle of an answer, such as routers make."""

    def route(channel: socket.socket) -> None:
        channel.sendall(first)
        time.sleep(0.1)
        channel.sendall(second)

    return route


@dataclass(frozen=True)
class Bomb:
    """So many zeros, packed: made by the test that throws it, since that takes its time."""

    encoding: str
    pack: Callable[[bytes], bytes]
    size: int = 50_000_000

    def armed(self) -> bytes:
        return page(self.pack(bytes(self.size)), headers=[f"Content-Encoding: {self.encoding}"])


def armed(route: Route | Bomb) -> Route:
    """What the site answers."""
    return route.armed() if isinstance(route, Bomb) else route


TOO_SLOW: dict[str, Route] = {
    "silence": silence,
    "drip of the status line": drip(b"HTTP/1.1", b" "),
    "drip of headers": drip(OK, b"X: 1\r\n"),
    "drip of one header": drip(OK + b"X: ", b"1"),
    "drip of the body": drip(OK + b"Content-Length: 100000\r\n\r\n", b"a"),
    "drip of an endless body": drip(OK + b"\r\n", b"a"),
    "drip of chunks": drip(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
    "drip of continue": drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
}

TOO_LARGE: dict[str, Route | Bomb] = {
    "ten gigabytes announced": OK + b"Content-Length: 10000000000\r\n\r\n",
    "endless body": flood(OK + b"\r\n", b"a" * 65_536),
    "endless chunks": flood(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1000\r\n" + b"a" * 4096 + b"\r\n"),
    "endless headers": flood(OK, b"X-Header: " + b"1" * 4_000 + b"\r\n"),
    "endless header": flood(OK + b"X: ", b"1" * 4_000),
    "endless continue": flood(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 100),
    "gzip bomb": Bomb("gzip", gzip.compress),
    "deflate bomb": Bomb("deflate", zlib.compress),
    "brotli bomb": Bomb("br", partial(brotli.compress, quality=3)),
    "zstd bomb": Bomb("zstd", zstd.compress),
    "bomb in a bomb": Bomb("gzip, gzip", lambda zeros: gzip.compress(gzip.compress(zeros))),
}

BROKEN: dict[str, Route] = {
    "not HTTP": b"SSH-2.0-OpenSSH_9.6\r\n\r\n",
    "no header of HTTP": b"<html>hello</html>\r\n",
    "no status": b"HTTP/1.1\r\n\r\n",
    "negative status": b"HTTP/1.1 -20 OK\r\n\r\n",
    "shorter than announced": page(b"hello", length=500),
    "two lengths": OK + b"Content-Length: 5\r\nContent-Length: 9\r\n\r\nhello",
    "chunk size that is none": OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n",
    "endless chunk size": flood(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"0" * 65_536),
    "chunks cut short": OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhel",
    "a hundred and one headers": OK + b"X: 1\r\n" * 101 + b"\r\n",
    "gzip that is none": page(b"hello", headers=["Content-Encoding: gzip"]),
    "brotli that is none": page(b"\xff" * 20, headers=["Content-Encoding: br"]),
    "zstd that is none": page(b"hello", headers=["Content-Encoding: zstd"]),
    "deflate that is none": page(b"hello", headers=["Content-Encoding: deflate"]),
    "gzip cut short": page(gzip.compress(b"hello" * 9_000, mtime=0)[:40], headers=["Content-Encoding: gzip"]),
    "deflate cut short": page(zlib.compress(b"hello" * 9_000)[:40], headers=["Content-Encoding: deflate"]),
    "brotli cut short": page(brotli.compress(b"hello" * 9_000)[:-3], headers=["Content-Encoding: br"]),
    "zstd cut short": page(zstd.compress(b"hello" * 9_000)[:-3], headers=["Content-Encoding: zstd"]),
    "a pack in a pack cut short": page(
        gzip.compress(zlib.compress(b"hello" * 9_000)[:40], mtime=0),
        headers=["Content-Encoding: deflate, gzip"],
    ),
    "a status line cut short": b"HTTP/1.1 200",
    "headers cut short": OK + b"Content-Type: text/html\r\n",
    "a header cut short": OK + b"Content-Ty",
    "packed as nobody knows": page(b"hello", headers=["Content-Encoding: compress"]),
    "packed too often": page(b"hello", headers=["Content-Encoding: " + ", ".join(["gzip"] * 9)]),
}


def ends_by(
    web: PretendWeb, route: Route, url: str = "http://news.example/", limits: Limits = SMALL
) -> FailureReason:
    web.routes["/"] = route
    with pytest.raises(FetchFailed) as failure:
        web.fetch(url, limits=limits)
    return failure.value.reason


@pytest.mark.parametrize("route", TOO_SLOW.values(), ids=TOO_SLOW)
def test_slow_sites_are_left_at_the_deadline(web: PretendWeb, route: Route) -> None:
    begun = time.monotonic()
    assert ends_by(web, route, limits=SHORT) is FailureReason.TIMED_OUT
    assert SHORT.total_seconds <= time.monotonic() - begun < NOTICED_SECONDS


def test_the_deadline_holds_below_tls(web: PretendWeb) -> None:
    begun = time.monotonic()
    route = TOO_SLOW["drip of headers"]
    assert ends_by(web, route, "https://news.example/", SHORT) is FailureReason.TIMED_OUT
    assert time.monotonic() - begun < NOTICED_SECONDS


def test_a_handshake_that_never_ends_is_left_at_the_deadline(web: PretendWeb) -> None:
    web.instead_of_tls = silence
    begun = time.monotonic()
    assert ends_by(web, silence, "https://news.example/", SHORT) is FailureReason.TIMED_OUT
    assert time.monotonic() - begun < NOTICED_SECONDS


def test_a_name_service_that_never_answers_is_left_at_the_deadline(web: PretendWeb) -> None:
    over = threading.Event()

    def never(host: str) -> list[str]:
        over.wait(60)
        return [PUBLIC]

    with pytest.raises(FetchFailed) as failure:
        web.fetch("http://news.example/", limits=SHORT, resolver=never)
    over.set()
    assert (failure.value.reason, web.dialled) == (FailureReason.TIMED_OUT, [])


@pytest.mark.parametrize("route", TOO_LARGE.values(), ids=TOO_LARGE)
def test_large_sites_are_left_with_bounded_memory(web: PretendWeb, route: Route | Bomb) -> None:
    answer = armed(route)
    tracemalloc.start()
    try:
        reason = ends_by(web, answer)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert reason is FailureReason.TOO_LARGE
    assert peak < 6_000_000


@pytest.mark.parametrize("route", BROKEN.values(), ids=BROKEN)
def test_broken_answers_are_called_broken(web: PretendWeb, route: Route) -> None:
    assert ends_by(web, route) is FailureReason.BROKEN_ANSWER


def test_a_body_of_exactly_the_limit_is_kept(web: PretendWeb) -> None:
    web.routes["/"] = page(b"a" * SMALL.body_bytes)
    assert len(web.fetch("http://news.example/", limits=SMALL).body) == SMALL.body_bytes


def test_one_byte_more_is_not(web: PretendWeb) -> None:
    assert ends_by(web, page(b"a" * (SMALL.body_bytes + 1))) is FailureReason.TOO_LARGE
    assert ends_by(web, OK + b"\r\n" + b"a" * (SMALL.body_bytes + 1)) is FailureReason.TOO_LARGE


def test_bytes_beyond_the_announced_length_are_not_read(web: PretendWeb) -> None:
    web.routes["/"] = page(b"hello and more", length=5)
    assert web.fetch("http://news.example/", limits=SMALL).body == b"hello"


@pytest.mark.parametrize("length", [b"-5", b"five", b""])
def test_a_length_that_is_none_means_until_the_end(web: PretendWeb, length: bytes) -> None:
    web.routes["/"] = OK + b"Content-Length: " + length + b"\r\n\r\nhello"
    assert web.fetch("http://news.example/", limits=SMALL).body == b"hello"
    web.routes["/"] = OK + b"Content-Length: " + length + b"\r\n\r\n" + b"a" * 400_000
    assert ends_by(web, web.routes["/"]) is FailureReason.TOO_LARGE


@pytest.mark.parametrize(
    "packed",
    [
        gzip.compress(b"hello ", mtime=0) + gzip.compress(b"again", mtime=0),
        gzip.compress(b"hello again", mtime=0) + b"\0\0junk",
    ],
    ids=["two members", "junk at the end"],
)
def test_gzip_with_more_after_its_end_is_whole(web: PretendWeb, packed: bytes) -> None:
    web.routes["/"] = page(packed, headers=["Content-Encoding: gzip"])
    assert web.fetch("http://news.example/", limits=SMALL).body == b"hello again"


def test_an_empty_body_needs_no_unpacking(web: PretendWeb) -> None:
    web.routes["/"] = page(b"", headers=["Content-Encoding: gzip"])
    assert web.fetch("http://news.example/", limits=SMALL).body == b""


def test_deflate_without_its_wrapping_is_unpacked(web: PretendWeb) -> None:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    raw = packer.compress(b"hello" * 100) + packer.flush()
    web.routes["/"] = page(raw, headers=["Content-Encoding: deflate"])
    assert web.fetch("http://news.example/", limits=SMALL).body == b"hello" * 100


def test_a_page_in_pieces_is_put_together(web: PretendWeb) -> None:
    whole = page(b"hello " * 2_000)
    web.routes["/"] = in_two_parts(whole[:20], whole[20:])
    assert web.fetch("http://news.example/", limits=SMALL).body == b"hello " * 2_000


BOMBS: dict[str, Route | Bomb] = {
    "ten gigabytes that come": flood(OK + b"Content-Length: 10000000000\r\n\r\n", b"a" * 65_536),
    "an endless body": flood(OK + b"\r\n", b"a" * 65_536),
    "gzip of half a gigabyte": Bomb("gzip", partial(gzip.compress, compresslevel=1), 500_000_000),
    "brotli of half a gigabyte": Bomb("br", partial(brotli.compress, quality=1), 500_000_000),
    "endless headers": flood(OK, b"X-Header: " + b"1" * 4_000 + b"\r\n"),
}


@pytest.mark.parametrize("route", BOMBS.values(), ids=BOMBS)
def test_a_process_hardly_grows_by_what_it_refuses(web: PretendWeb, route: Route | Bomb) -> None:
    """By less than two bodies of the largest size that is kept, with the limits that hold outside."""
    web.routes["/"] = armed(route)
    port = web.listeners[80].getsockname()[1]
    command = [sys.executable, "-m", "tests.gateways.safe_fetch.one_visit", str(port)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    reason, kilobytes = ended.stdout.split()
    assert reason == FailureReason.TOO_LARGE
    assert int(kilobytes) < 2 * Limits().body_bytes // 1024


def test_a_redirect_loop_ends(web: PretendWeb) -> None:
    assert ends_by(web, forward("/")) is FailureReason.TOO_MANY_REDIRECTS
    assert len(web.dialled) == SMALL.redirects + 1


def test_a_loop_over_two_sites_ends(web: PretendWeb) -> None:
    web.routes["/"] = forward("https://other.example/a")
    web.routes["/a"] = forward("http://news.example/")
    with pytest.raises(FetchFailed) as failure:
        web.fetch("http://news.example/", limits=SMALL)
    assert failure.value.reason is FailureReason.TOO_MANY_REDIRECTS


def test_the_deadline_covers_all_hops_together(web: PretendWeb) -> None:
    def slow_forward(channel: socket.socket) -> None:
        time.sleep(0.12)
        channel.sendall(forward("/"))

    assert ends_by(web, slow_forward, limits=SHORT) is FailureReason.TIMED_OUT


def test_a_site_that_hangs_up_or_is_away_cannot_be_reached(web: PretendWeb) -> None:
    assert ends_by(web, hang_up) is FailureReason.UNREACHABLE
    web.unreachable = {PUBLIC}
    assert ends_by(web, page()) is FailureReason.UNREACHABLE


@pytest.mark.parametrize("url", ["http://news.example/", "https://news.example/"])
@pytest.mark.parametrize(
    "head",
    [b"HTTP/1.1 200", OK + b"X: 1\r\n", OK + b"Content-Length: 900\r\n\r\nhello", OK + b"\r\nhello"],
    ids=["status line", "headers", "body", "endless body"],
)
def test_a_connection_that_breaks_midway_gives_no_half_page(web: PretendWeb, url: str, head: bytes) -> None:
    broken = (FailureReason.UNREACHABLE, FailureReason.BROKEN_ANSWER)
    assert ends_by(web, reset_after(head), url) in broken


def test_an_unknown_name_and_a_name_service_in_trouble_are_told_apart(web: PretendWeb) -> None:
    def in_trouble(host: str) -> list[str]:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    with pytest.raises(FetchFailed) as unknown:
        web.fetch("http://gone.example/")
    with pytest.raises(FetchFailed) as trouble:
        web.fetch("http://news.example/", resolver=in_trouble)
    assert (unknown.value.reason, trouble.value.reason) == (
        FailureReason.NO_SUCH_SITE,
        FailureReason.UNREACHABLE,
    )


def test_a_certificate_for_another_name_is_not_accepted(web: PretendWeb) -> None:
    web.name("unlisted.example", [PUBLIC])
    assert ends_by(web, page(), "https://unlisted.example/") is FailureReason.INSECURE
    assert web.requests == []


def test_a_certificate_of_an_unknown_authority_is_not_accepted(web: PretendWeb) -> None:
    with pretend_web(trustme.CA()) as forged:
        forged.authorities = web.authorities
        assert ends_by(forged, page(), "https://news.example/") is FailureReason.INSECURE
        assert forged.requests == []


def test_a_certificate_that_ran_out_is_not_accepted(
    web: PretendWeb, certificate_authority: trustme.CA
) -> None:
    old = certificate_authority.issue_cert("news.example", not_after=datetime(2020, 1, 1, tzinfo=UTC))
    old.configure_cert(web.tls)
    assert ends_by(web, page(), "https://news.example/") is FailureReason.INSECURE
    assert web.requests == []


def test_a_handshake_that_breaks_off_is_named(web: PretendWeb) -> None:
    web.instead_of_tls = hang_up
    failed = ends_by(web, page(), "https://news.example/")
    assert failed in (FailureReason.BROKEN_ANSWER, FailureReason.UNREACHABLE)


def test_plain_http_where_tls_is_expected_is_not_accepted(web: PretendWeb) -> None:
    web.instead_of_tls = lambda channel: channel.sendall(page())
    assert ends_by(web, page(), "https://news.example/") is FailureReason.INSECURE
