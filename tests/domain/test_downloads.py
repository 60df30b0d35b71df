"""Which bytes of a file are sent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.downloads import Portion, portion

TAG = '"abc"'


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, (200, 0, 10)),
        ({"Range": "bytes=0-3"}, (206, 0, 4)),
        ({"Range": "bytes=4-"}, (206, 4, 6)),
        ({"Range": "bytes=-3"}, (206, 7, 3)),
        ({"Range": "bytes=-30"}, (206, 0, 10)),
        ({"Range": "bytes=8-99"}, (206, 8, 2)),
        ({"Range": "BYTES=9-9"}, (206, 9, 1)),
        ({"Range": "bytes=10-"}, (416, 0, 0)),
        ({"Range": "bytes=-0"}, (416, 0, 0)),
        ({"Range": "bytes=5-3"}, (200, 0, 10)),
        ({"Range": "bytes=-"}, (200, 0, 10)),
        ({"Range": "bytes=0-1,4-5"}, (200, 0, 10)),
        ({"Range": "lines=0-1"}, (200, 0, 10)),
        ({"Range": "bytes=٣-"}, (200, 0, 10)),
        ({"Range": "bytes=0-3", "If-Range": TAG}, (206, 0, 4)),
        ({"Range": "bytes=0-3", "If-Range": '"other"'}, (200, 0, 10)),
        ({"Range": "bytes=0-3", "If-Range": "Wed, 21 Oct 2015 07:28:00 GMT"}, (200, 0, 10)),
        ({"If-None-Match": TAG}, (304, 0, 0)),
        ({"If-None-Match": f'"x", W/{TAG}'}, (304, 0, 0)),
        ({"If-None-Match": "*", "Range": "bytes=0-3"}, (304, 0, 0)),
        ({"If-None-Match": '"x"', "Range": "bytes=0-3"}, (206, 0, 4)),
    ],
)
def test_what_is_asked_for_is_sent(headers: dict[str, str], expected: tuple[int, int, int]) -> None:
    sent = portion(headers, size=10, tag=TAG)
    assert (sent.status, sent.start, sent.length) == expected


def test_of_an_empty_file_there_is_no_part() -> None:
    assert portion({"Range": "bytes=0-"}, size=0, tag=TAG) == Portion(416, 0, 0, 0)
    assert portion({}, size=0, tag=TAG) == Portion(200, 0, 0, 0)


def test_the_answer_says_which_bytes_it_has() -> None:
    said = [
        portion({"Range": asked} if asked else {}, size=10, tag=TAG).content_range
        for asked in ("", "bytes=2-4", "bytes=10-")
    ]
    assert said == ["", "bytes 2-4/10", "bytes */10"]


@given(st.integers(0, 50), st.lists(st.integers(1, 20), min_size=1))
def test_a_file_fetched_in_parts_is_whole(size: int, steps: list[int]) -> None:
    content, fetched = bytes(range(size)), b""
    for step in [*steps, size]:
        sent = portion({"Range": f"bytes={len(fetched)}-{len(fetched) + step - 1}"}, size=size, tag=TAG)
        if sent.status == 206:
            fetched += content[sent.start : sent.start + sent.length]
    assert fetched == content


@given(st.text(max_size=30), st.integers(0, 100))
def test_whatever_is_asked_for_no_more_is_sent_than_there_is(asked: str, size: int) -> None:
    sent = portion({"Range": asked}, size=size, tag=TAG)
    assert 0 <= sent.start <= sent.start + sent.length <= size
