"""Overlapping marks as flat segments."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.canonical import from_plain
from annotations.domain.errors import Invalid
from annotations.domain.painting import Segment, paint

TEXT = from_plain("abcdef\nghi\njklm")


def segments(*spans: tuple[int, int, str]) -> list[list[Segment[str]]]:
    return [painted.segments for painted in paint(TEXT, spans)]


def test_without_marks_each_block_is_one_segment() -> None:
    assert segments() == [[("abcdef", ())], [("ghi", ())], [("jklm", ())]]


def test_nested_overlapping_and_identical_marks_are_each_reachable() -> None:
    assert segments((1, 5, "outer"), (2, 4, "inner"), (3, 6, "later"), (2, 4, "same"))[0] == [
        ("a", ()),
        ("b", ("outer",)),
        ("c", ("outer", "inner", "same")),
        ("d", ("outer", "inner", "same", "later")),
        ("e", ("outer", "later")),
        ("f", ("later",)),
    ]


def test_a_mark_goes_on_in_later_blocks() -> None:
    assert segments((4, 12, "long"), (6, 7, "newline")) == [
        [("abcd", ()), ("ef", ("long",))],
        [("ghi", ("long",))],
        [("j", ("long",)), ("klm", ())],
    ]


def test_marks_that_touch_do_not_mix() -> None:
    assert segments((0, 3, "a"), (3, 6, "b"))[0] == [("abc", ("a",)), ("def", ("b",))]


@pytest.mark.parametrize("span", [(-1, 2, "x"), (3, 3, "x"), (4, 99, "x")])
def test_marks_outside_the_text_are_refused(span: tuple[int, int, str]) -> None:
    with pytest.raises(Invalid):
        paint(TEXT, [span])


LINES = st.lists(
    st.text("abc 😀é", min_size=1, max_size=12).filter(lambda line: line.strip()), min_size=1, max_size=6
)


@given(LINES, st.data())
def test_segments_are_the_text_and_name_exactly_the_marks_over_them(
    lines: list[str], data: st.DataObject
) -> None:
    canonical = from_plain("\n".join(lines))
    length = len(canonical.text)
    ends = st.tuples(st.integers(0, length - 1), st.integers(1, length)).filter(
        lambda pair: pair[0] < pair[1]
    )
    spans = [(start, end, key) for key, (start, end) in enumerate(data.draw(st.lists(ends, max_size=12)))]

    painted = paint(canonical, spans)

    assert [one.block for one in painted] == list(canonical.blocks)
    for block, pieces in painted:
        assert "".join(piece.text for piece in pieces) == canonical.block_text(block)
        position = block.start
        for piece in pieces:
            over = {key for start, end, key in spans if start < position + len(piece.text) and end > position}
            assert piece.text and set(piece.keys) == over and len(piece.keys) == len(over)
            position += len(piece.text)


def test_many_marks_are_quick() -> None:
    canonical = from_plain("\n".join("word " * 40 for _ in range(2_000)))
    spans = [(start * 37, start * 37 + 150, start) for start in range(10_000)]
    began = time.process_time()
    painted = paint(canonical, spans)

    assert {key for one in painted for piece in one.segments for key in piece.keys} == set(range(10_000))
    assert time.process_time() - began < 2
