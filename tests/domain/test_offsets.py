"""Code points, UTF-16 units and grapheme clusters."""

import time

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.domain.errors import Invalid
from annotations.domain.offsets import (
    expand_to_graphemes,
    from_utf16,
    span_from_utf16,
    span_to_utf16,
    to_utf16,
    utf16_length,
)
from tests.domain.canonical.texts import FAMILY, hard_text

text_of_characters = hard_text.map(lambda text: text.replace("\ud800", ""))


@given(text_of_characters)
def test_every_offset_returns_from_utf16(text: str) -> None:
    units = [to_utf16(text, offset) for offset in range(len(text) + 1)]
    assert units == [len(text[:offset].encode("utf-16-le")) // 2 for offset in range(len(text) + 1)]
    assert [from_utf16(text, unit) for unit in units] == list(range(len(text) + 1))
    assert utf16_length(text) == units[-1]


def test_an_offset_inside_a_pair_is_the_whole_character() -> None:
    assert [from_utf16("a😀b", unit) for unit in range(5)] == [0, 1, 1, 2, 3]
    assert span_from_utf16("a😀b", 2, 3) == (1, 2)
    assert span_from_utf16("a😀b", 0, 2) == (0, 2)
    assert span_to_utf16("a😀b", 1, 3) == (1, 4)


@pytest.mark.parametrize("offset", [-1, 6])
def test_offsets_outside_are_refused(offset: int) -> None:
    for convert in (to_utf16, from_utf16):
        with pytest.raises(Invalid) as refused:
            convert("a😀bc", offset)
        assert refused.value.rule == "offset-range"


@pytest.mark.parametrize(
    ("text", "span", "expanded"),
    [
        ("plain", (1, 3), (1, 3)),
        (f"x{FAMILY}y", (2, 3), (1, 8)),
        ("🇦🇲🇦🇿🇹🇷", (3, 4), (2, 4)),
        ("x🇦🇲🇦🇿", (2, 4), (1, 5)),
        ("e\u0323\u0301!", (0, 1), (0, 3)),
        ("क्षि", (1, 2), (0, 4)),
        ("한국", (0, 1), (0, 1)),
        ("\u1112\u1161\u11ab", (1, 2), (0, 3)),
        ("👍🏽", (0, 1), (0, 2)),
        ("x❤\u0d4d🏽ന", (4, 5), (1, 5)),
    ],
)
def test_clusters_are_never_cut(text: str, span: tuple[int, int], expanded: tuple[int, int]) -> None:
    assert expand_to_graphemes(text, *span) == expanded


@settings(max_examples=400)
@given(text_of_characters.filter(bool), st.data())
def test_local_expansion_agrees_with_the_whole_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    spans = [found.span() for found in regex.finditer(r"\X", text)]
    first = next(span[0] for span in spans if span[1] > start)
    last = next(span[1] for span in spans if span[1] >= end)
    assert expand_to_graphemes(text, start, end) == (first, last)


@pytest.mark.parametrize("span", [(-1, 2), (2, 2), (3, 2), (0, 6), (9, 10)])
def test_spans_outside_are_refused(span: tuple[int, int]) -> None:
    with pytest.raises(Invalid) as refused:
        expand_to_graphemes("plain", *span)
    assert refused.value.rule == "offset-range"


def test_expansion_looks_only_nearby() -> None:
    text = "新闻" * 1_000_000
    began = time.process_time()
    for start in range(0, 1_999_000, 1_000):
        expand_to_graphemes(text, start, start + 5)
    assert time.process_time() - began < 1
