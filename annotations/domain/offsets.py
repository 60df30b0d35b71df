"""Counting places in a text: code points here, UTF-16 units in browsers, grapheme clusters for people.

Everything stored counts code points. A browser counts UTF-16 units, where a character beyond U+FFFF takes
two; the API converts once, at its edge. And what a person selects are grapheme clusters - a flag, a letter
with its accents, a family emoji - of which a span never takes a part.
"""

import regex

from annotations.domain.errors import Invalid

_CLUSTER = regex.compile(r"\X")
_EXTENDING = regex.compile(r"[\p{M}\p{Grapheme_Extend}\p{Emoji_Modifier}\u200c\u200d]")
_BEYOND_BMP = regex.compile(r"[\U00010000-\U0010ffff]")


def check_span(text: str, start: int, end: int) -> None:
    """Invalid unless 0 <= start < end <= length, in code points."""
    if not 0 <= start < end <= len(text):
        raise Invalid(
            f"The selection from {start} to {end} does not lie in a text of {len(text)} characters."
            " Select the words again.",
            rule="offset-range",
        )


def utf16_length(text: str) -> int:
    """The length of a text in UTF-16 units, as a browser counts it."""
    return len(text) + _beyond(text, 0, len(text))


def to_utf16(text: str, offset: int) -> int:
    """The UTF-16 offset of a code point offset. Invalid where it lies outside the text."""
    if not 0 <= offset <= len(text):
        raise _outside(offset, len(text))
    return offset + _beyond(text, 0, offset)


def from_utf16(text: str, offset: int) -> int:
    """The code point offset of a UTF-16 offset; one inside a surrogate pair counts as the pair's start.

    Invalid where it lies outside the text.
    """
    if offset < 0:
        raise _outside(offset, len(text))
    seen = 0
    for found in _BEYOND_BMP.finditer(text):
        # At this character both counts differ by the number of pairs before it.
        if found.start() + seen + 1 >= offset:
            return min(found.start(), offset - seen)
        seen += 1
    if offset - seen > len(text):
        raise _outside(offset, utf16_length(text))
    return offset - seen


def span_to_utf16(text: str, start: int, end: int) -> tuple[int, int]:
    """A span of code points in UTF-16 units."""
    first = to_utf16(text, start)
    return first, first + (end - start) + _beyond(text, start, end)


def span_from_utf16(text: str, start: int, end: int) -> tuple[int, int]:
    """A span of UTF-16 units in code points; a pair cut by its end is taken whole."""
    first, last = from_utf16(text, start), from_utf16(text, end)
    return first, last + (to_utf16(text, last) < end)


def expand_to_graphemes(text: str, start: int, end: int) -> tuple[int, int]:
    """The smallest span of whole grapheme clusters that covers `text[start:end]`; offsets in code points.

    Looks only at the neighbourhood of both ends. Invalid where the span is empty or outside the text.
    """
    check_span(text, start, end)
    return _cluster_around(text, start)[0], _cluster_around(text, end - 1)[1]


def _cluster_around(text: str, offset: int) -> tuple[int, int]:
    """The cluster that holds the character at `offset`."""
    position = _certain_boundary(text, offset)
    while True:
        found = _CLUSTER.match(text, position)
        if found is None:
            return offset, offset + 1
        if found.end() > offset:
            return found.start(), found.end()
        position = found.end()


def _certain_boundary(text: str, offset: int) -> int:
    """The nearest place at or before `offset` where clusters divide whatever stands further left."""
    while offset > 0 and not _certainly_divides(text[offset - 1], text[offset]):
        offset -= 1
    return offset


def _certainly_divides(before: str, after: str) -> bool:
    if before.isascii() and after.isascii():
        return (before, after) != ("\r", "\n")
    # What stands further left matters only through joiners, marks and pairs of regional indicators. The last
    # never divide when seen alone, so two characters that do always do, unless the first is an extender.
    if _EXTENDING.match(before):
        return False
    found = _CLUSTER.match(before + after)
    return found is not None and found.end() == 1


def _beyond(text: str, start: int, end: int) -> int:
    return sum(1 for _ in _BEYOND_BMP.finditer(text, start, end))


def _outside(offset: int, length: int) -> Invalid:
    return Invalid(f"There is no place {offset} in a text of {length} characters.", rule="offset-range")
