"""What a visit brings back from a site that behaves."""

import dataclasses
import gzip
import zlib
from datetime import UTC, datetime

import brotli
import pytest
from backports import zstd

from annotations.gateways.safe_fetch import FailureReason, Fetched, FetchFailed, Redirect
from tests.gateways.safe_fetch.pretend_web import OTHER_PUBLIC, PUBLIC, PretendWeb, forward, page

TEXT = "Die Inflation stieg im März.".encode("latin-1") * 200


def test_a_page_with_everything_known_about_it(web: PretendWeb) -> None:
    web.routes["/a%20b"] = page(
        TEXT, headers=["Content-Type: Text/HTML; charset=ISO-8859-1", 'ETag: "1"', "X: 1", "X: 2"]
    )
    begun = datetime.now(UTC)
    fetched = web.fetch("HTTPS://News.Example/a b?q=é#top")
    assert fetched == Fetched(
        url="HTTPS://News.Example/a b?q=é#top",
        final_url="https://news.example/a%20b?q=%C3%A9#top",
        status=200,
        reason="OK",
        headers=(
            ("Content-Type", "Text/HTML; charset=ISO-8859-1"),
            ("ETag", '"1"'),
            ("X", "1"),
            ("X", "2"),
            ("Content-Length", str(len(TEXT))),
        ),
        body=TEXT,
        media_type="text/html",
        charset="iso8859-1",
        fetched_at=fetched.fetched_at,
        redirects=(),
        remote_address=PUBLIC,
        request_headers=fetched.request_headers,
    )
    assert fetched.header("etag") == '"1"'
    assert begun <= fetched.fetched_at <= datetime.now(UTC)


def test_the_request_carries_the_name_and_nothing_private(web: PretendWeb) -> None:
    web.routes["/a"] = page()
    web.name("xn--bcher-kva.example", [PUBLIC])
    web.fetch("https://bücher.example/a")
    assert web.server_names == ["xn--bcher-kva.example"]
    assert web.requests == [
        "GET /a HTTP/1.1\r\n"
        "Host: xn--bcher-kva.example\r\n"
        "User-Agent: Workbench/0.1 (source captures for fact-checking)\r\n"
        "Accept: text/html,application/xhtml+xml,application/pdf,text/plain;q=0.9,image/*;q=0.8,*/*;q=0.5\r\n"
        "Accept-Encoding: gzip,deflate,br,zstd\r\n"
        "Connection: close\r\n\r\n"
    ]


def test_the_fragment_stays_at_home(web: PretendWeb) -> None:
    web.routes["/"] = page()
    web.fetch("http://news.example/?a=1#secret")
    assert web.requests[0].startswith("GET /?a=1 HTTP/1.1\r\n")


def test_a_numeric_host_is_verified_by_its_number(web: PretendWeb) -> None:
    web.routes["/"] = page()
    assert web.fetch(f"https://{PUBLIC}/").body == b"hello"
    assert (web.asked, web.server_names) == ([], [None])


def test_the_next_number_is_tried_when_one_does_not_answer(web: PretendWeb) -> None:
    web.name("news.example", [OTHER_PUBLIC, PUBLIC])
    web.unreachable = {OTHER_PUBLIC}
    web.routes["/"] = page()
    assert web.fetch("https://news.example/").remote_address == PUBLIC
    assert web.dialled == [(OTHER_PUBLIC, 443), (PUBLIC, 443)]


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("identity", TEXT),
        ("gzip", gzip.compress(TEXT, mtime=0)),
        ("x-gzip", gzip.compress(TEXT, mtime=0)),
        ("deflate", zlib.compress(TEXT)),
        ("br", brotli.compress(TEXT)),
        ("zstd", zstd.compress(TEXT)),
        ("gzip, br", brotli.compress(gzip.compress(TEXT, mtime=0))),
    ],
    ids=["identity", "gzip", "x-gzip", "deflate", "br", "zstd", "gzip-br"],
)
def test_packed_pages_are_unpacked(web: PretendWeb, encoding: str, packed: bytes) -> None:
    web.routes["/"] = page(packed, headers=[f"Content-Encoding: {encoding}"])
    assert web.fetch("http://news.example/").body == TEXT


def test_chunked_pages_are_put_together(web: PretendWeb) -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    web.routes["/"] = head + b"5\r\nhello\r\n6;x=y\r\n world\r\n0\r\n\r\n"
    assert web.fetch("http://news.example/").body == b"hello world"


@pytest.mark.parametrize(
    ("content_type", "media_type", "charset"),
    [
        ("text/html", "text/html", None),
        ("TEXT/Plain; Charset=UTF8", "text/plain", "utf-8"),
        ('text/html; charset="windows-1252"', "text/html", "cp1252"),
        ("text/html; charset=klingon", "text/html", None),
        ("application/pdf;", "application/pdf", None),
        ("nonsense", "application/octet-stream", None),
        ("", "application/octet-stream", None),
    ],
)
def test_media_type_and_charset(
    web: PretendWeb, content_type: str, media_type: str, charset: str | None
) -> None:
    web.routes["/"] = page(headers=[f"Content-Type: {content_type}"])
    fetched = web.fetch("http://news.example/")
    assert (fetched.media_type, fetched.charset) == (media_type, charset)


def test_redirects_are_followed_and_remembered(web: PretendWeb) -> None:
    web.routes["/"] = forward("https://other.example/a?b#c", "301 Moved Permanently")
    web.routes["/a"] = forward("../ü", "307 Temporary Redirect")
    web.routes["/%FC"] = page()
    fetched = web.fetch("http://news.example/")
    assert (fetched.url, fetched.final_url, fetched.remote_address) == (
        "http://news.example/",
        "https://other.example/%FC",
        OTHER_PUBLIC,
    )
    assert fetched.redirects == (
        Redirect("http://news.example/", 301, "https://other.example/a?b#c"),
        Redirect("https://other.example/a?b#c", 307, "https://other.example/%FC"),
    )


def test_an_unchanged_page_says_so(web: PretendWeb) -> None:
    web.routes["/"] = b'HTTP/1.1 304 Not Modified\r\nETag: "7"\r\n\r\n'
    fetched = web.fetch("http://news.example/", etag='"7"', last_modified="Mon, 01 Dec 2025 10:00:00 GMT")
    assert (fetched.status, fetched.body) == (304, b"")
    assert fetched.request_headers[-2:] == (
        ("If-None-Match", '"7"'),
        ("If-Modified-Since", "Mon, 01 Dec 2025 10:00:00 GMT"),
    )


def test_a_stored_condition_cannot_add_a_header(web: PretendWeb) -> None:
    web.routes["/"] = page()
    web.fetch("http://news.example/", etag='"7"\r\nX-Injected: 1')
    assert "injected" not in web.requests[0].lower()


@pytest.mark.parametrize(
    "status",
    [
        "206 Partial Content",
        "300 Multiple Choices",
        "302 Found",
        "304 Not Modified",
        "401 Unauthorized",
        "404 Not Found",
        "410 Gone",
        "429 Too Many Requests",
        "451 Unavailable For Legal Reasons",
        "500 Oops",
        "503 Service Unavailable",
    ],
)
def test_any_other_status_is_a_failure_with_its_headers(web: PretendWeb, status: str) -> None:
    web.routes["/"] = page(b"", status=status, headers=["Retry-After: 120"])
    with pytest.raises(FetchFailed) as failure:
        web.fetch("http://news.example/")
    assert (failure.value.reason, failure.value.status) == (FailureReason.BAD_STATUS, int(status[:3]))
    assert failure.value.header("retry-after") == "120"
    assert failure.value.details == {
        "reason": "bad-status",
        "url": "http://news.example/",
        "status": int(status[:3]),
    }


def test_control_characters_of_headers_do_not_come_through(web: PretendWeb) -> None:
    web.routes["/"] = page(headers=["X-Odd: a\x00b\x1bc"])
    assert web.fetch("http://news.example/").header("x-odd") == "a b c"


def test_a_fetched_page_cannot_be_changed(web: PretendWeb) -> None:
    web.routes["/"] = page()
    with pytest.raises(dataclasses.FrozenInstanceError):
        web.fetch("http://news.example/").body = b"forged"  # type: ignore[misc]
