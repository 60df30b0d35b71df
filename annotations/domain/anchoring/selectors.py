"""Selectors: where a highlight stands in one revision, said redundantly.

The offsets say where; the exact words say what, so that a mistake shows instead of marking other words; the
words before and after tell one occurrence from another when the article changes. A selector is made only from
words that the browser saw and the server has at the same place.
"""

from dataclasses import dataclass

from annotations.domain.canonical.blocks import CanonicalText
from annotations.domain.errors import Conflict, Invalid
from annotations.domain.offsets import check_span, expand_to_graphemes

CONTEXT_CHARACTERS = 32
MOST_CONTEXT_CHARACTERS = 4_096


@dataclass(frozen=True, slots=True)
class Selector:
    """A span of a revision: offsets in code points, its words, and at least 32 characters on either side.

    `prefix + exact + suffix` occurs once in the revision: both sides are longer than 32 where that takes it,
    up to 4,096, beyond which only the offsets tell repetitions apart. `block_id` and `block_offset` place its
    first character; it may end in a later block.
    """

    start: int
    end: int
    exact: str
    prefix: str
    suffix: str
    block_id: str
    block_offset: int


def make_selector(canonical: CanonicalText, start: int, end: int, exact: str) -> Selector:
    """The selector for a selection of `exact` at `start`..`end` (code points).

    The span grows to whole grapheme clusters and loses white space at its ends. Invalid where the offsets lie
    outside the text or select only white space; Conflict, with the server's words in `details["found"]`,
    where the text at that place is not `exact`.
    """
    text = canonical.text
    check_span(text, start, end)
    first, last = expand_to_graphemes(text, start, end)
    if exact not in (text[start:end], text[first:last]):
        raise _words_differ(text[start:end], start, end)
    first, last = _trimmed(text, first, last)
    block = canonical.block_at(first)
    prefix, suffix = _unique_context(text, first, last)
    return Selector(first, last, text[first:last], prefix, suffix, block.id, first - block.start)


def _words_differ(found: str, start: int, end: int) -> Conflict:
    return Conflict(
        "The text at this place reads differently here. Reload the article and select the words again.",
        field="exact",
        rule="words-differ",
        details={"found": found, "start": start, "end": end},
    )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    first = start + len(words) - len(words.lstrip())
    last = start + len(words.rstrip())
    if first >= last:
        raise Invalid(
            "Only white space is selected. Select at least one word.", field="exact", rule="empty-selection"
        )
    # A mark on a space is one cluster with it: never start inside one because the space was trimmed away.
    return expand_to_graphemes(text, first, last)


def _unique_context(text: str, start: int, end: int) -> tuple[str, str]:
    """The shortest equal context, from 32 to 4,096 characters a side, with which the words occur once.

    Where a text repeats itself for longer (a page that holds its article twice), the longest is taken.
    """
    reach = CONTEXT_CHARACTERS
    if not _is_unique(text, start, end, reach):
        reach = _longer_reach(text, start, end)
    return text[max(0, start - reach) : start], text[end : end + reach]


def _longer_reach(text: str, start: int, end: int) -> int:
    """By doubling, then halving: each look costs one pass over the text, and there are at most twenty."""
    too_short, enough = CONTEXT_CHARACTERS, 2 * CONTEXT_CHARACTERS
    while not _is_unique(text, start, end, enough):
        if enough >= MOST_CONTEXT_CHARACTERS:
            return MOST_CONTEXT_CHARACTERS
        too_short, enough = enough, 2 * enough
    while enough - too_short > 1:
        middle = (too_short + enough) // 2
        if _is_unique(text, start, end, middle):
            enough = middle
        else:
            too_short = middle
    return enough


def _is_unique(text: str, start: int, end: int, reach: int) -> bool:
    first = max(0, start - reach)
    wanted = text[first : end + reach]
    return text.find(wanted) == first and text.find(wanted, first + 1) == -1
