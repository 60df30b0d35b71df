"""A visit survives its archive, other tools can read it, and damage is noticed."""

import dataclasses
import gzip
import hashlib
import io
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from annotations.domain.errors import Invalid
from annotations.gateways.safe_fetch import USER_AGENT, Fetched, Redirect
from annotations.gateways.warc import ArchivedPage, read_record, write_record

BODY = "<p>Prices rose by 4 % in März.</p>".encode() * 50
FETCHED = Fetched(
    url="http://news.example/a",
    final_url="https://news.example/b?c=%C3%A9",
    status=200,
    reason="OK",
    headers=(
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Encoding", "gzip"),
        ("Content-Length", "77"),
        ("Set-Cookie", "a=1"),
        ("Set-Cookie", "b=2"),
    ),
    body=BODY,
    media_type="text/html",
    charset="utf-8",
    fetched_at=datetime(2026, 3, 4, 5, 6, 7, 890, tzinfo=UTC),
    redirects=(Redirect("http://news.example/a", 301, "https://news.example/b?c=%C3%A9"),),
    remote_address="93.184.216.34",
    request_headers=(("Host", "news.example"), ("User-Agent", USER_AGENT)),
)


def test_a_visit_comes_back_whole() -> None:
    assert read_record(write_record(FETCHED)) == ArchivedPage(
        url="https://news.example/b?c=%C3%A9",
        status=200,
        headers=(
            ("Content-Type", "text/html; charset=utf-8"),
            ("X-Archive-Orig-Content-Encoding", "gzip"),
            ("X-Archive-Orig-Content-Length", "77"),
            ("Set-Cookie", "a=1"),
            ("Set-Cookie", "b=2"),
            ("Content-Length", str(len(BODY))),
        ),
        body=BODY,
        sha256=hashlib.sha256(BODY).hexdigest(),
        fetched_at=FETCHED.fetched_at,
        request_headers=FETCHED.request_headers,
        metadata=(
            ("software", USER_AGENT),
            ("requested-url", "http://news.example/a"),
            ("redirect", "301 http://news.example/a https://news.example/b?c=%C3%A9"),
        ),
    )


def test_the_records_are_what_other_tools_expect() -> None:
    records = list(map(described, ArchiveIterator(io.BytesIO(write_record(FETCHED)), check_digests="raise")))
    response = records[0]["WARC-Record-ID"]
    assert [record["WARC-Type"] for record in records] == ["response", "request", "metadata"]
    assert [record.get("WARC-Concurrent-To") for record in records] == [None, response, response]
    assert {record["WARC-Target-URI"] for record in records} == {FETCHED.final_url}
    assert {record["WARC-Date"] for record in records} == {"2026-03-04T05:06:07.000890Z"}
    assert {record["WARC-IP-Address"] for record in records} == {"93.184.216.34"}
    assert all(record["WARC-Block-Digest"].startswith("sha256:") for record in records)


def test_the_request_line_is_that_of_the_page() -> None:
    members = gzip.decompress(write_record(FETCHED))
    assert b"\r\n\r\nGET /b?c=%C3%A9 HTTP/1.1\r\nHost: news.example\r\n" in members


def test_an_empty_page_and_an_address_in_another_script() -> None:
    empty = dataclasses.replace(FETCHED, url="https://news.example/märz ", body=b"", status=204, reason="")
    archived = read_record(write_record(empty))
    assert (archived.body, archived.status, archived.metadata[1]) == (
        b"",
        204,
        ("requested-url", "https://news.example/märz"),
    )


@given(st.binary(max_size=300))
def test_any_body_comes_back(body: bytes) -> None:
    archived = read_record(write_record(dataclasses.replace(FETCHED, body=body)))
    assert (archived.body, archived.sha256) == (body, hashlib.sha256(body).hexdigest())


@given(st.integers(min_value=0), st.integers(min_value=1, max_value=255))
def test_a_changed_byte_never_changes_the_page_unnoticed(position: int, change: int) -> None:
    content = bytearray(ARCHIVE)
    content[position % len(content)] ^= change
    try:
        assert read_record(bytes(content)).body == BODY
    except Invalid as refusal:
        assert refusal.rule == "archive-damaged"


def test_a_changed_page_is_noticed() -> None:
    members = gzip.decompress(ARCHIVE).replace(b"rose by 4 %", b"rose by 9 %", 1)
    with pytest.raises(Invalid):
        read_record(members)


@pytest.mark.parametrize("content", [b"", b"hello", b"WARC/1.1\r\n\r\n", gzip.compress(b"hello", mtime=0)])
def test_what_is_no_archive_is_refused(content: bytes) -> None:
    with pytest.raises(Invalid):
        read_record(content)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_an_archive_cut_short_is_refused(share: float) -> None:
    with pytest.raises(Invalid):
        read_record(ARCHIVE[: int(len(ARCHIVE) * share)])


ARCHIVE = write_record(FETCHED)


def described(record: object) -> dict[str, str]:
    headers = getattr(record, "rec_headers").headers  # noqa: B009
    getattr(record, "raw_stream").read()  # noqa: B009
    return dict(headers)
