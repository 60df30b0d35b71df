"""The new text against the earlier one and against what was quoted from it."""

from collections.abc import Iterable, Iterator

from annotations.domain.anchoring import align
from annotations.domain.anchoring.words import Words, divide
from annotations.domain.link_health.seen import PassageSeen, QuotedPassage
from annotations.domain.passages import find_passage, find_reworded
from annotations.domain.vocabulary import PassageCheck

LONGEST_HEADLINE = 200
_SENTENCE_ENDS = tuple(".!?…。！？؟।")

LONGEST_COMPARED = 200_000
"""Code points of each text: beyond that the beginnings are compared."""

BEGINNING_WORDS = 120
"""Words after the headline in which a teaser of a text begins."""

RUN_WORDS, RUN_CHARACTERS = 12, 40
"""What stands in two texts in one run of so many words and code points is no coincidence."""

EXCERPT_WORDS = 40
"""Fewer words than these may be any part of a text."""

SAME_SHARE = 0.5
"""Of the words of the longer text: with less in both, a text is a part of the other, or another one."""

CUT_SHORT = 0.4
"""A beginning of at most this share of the earlier text is a teaser of it."""


def seen_passages(text: str, passages: Iterable[QuotedPassage]) -> tuple[PassageSeen, ...]:
    """What became of each passage in a new text, in the same order."""
    return tuple(_seen(text, passage) for passage in passages)


def _seen(text: str, passage: QuotedPassage) -> PassageSeen:
    found = find_passage(text, passage.words, passage.near)
    if found is not None:
        return PassageSeen(passage.key, found.check, found.start, found.end)
    similar = find_reworded(text, passage.words, passage.near)
    if similar is None:
        return PassageSeen(passage.key, PassageCheck.NOT_FOUND)
    start, end = similar
    return PassageSeen(passage.key, PassageCheck.NOT_FOUND, start, end, text[start:end])


def is_another_text(before: str, now: str) -> bool:
    """Whether practically nothing of the earlier text is left."""
    return not align(before[:LONGEST_COMPARED], now[:LONGEST_COMPARED]).has_common_text


def is_another_state(before: str, now: str) -> bool:
    """Whether two texts are one at two times: at least half of the longer one's words stand in both. Of a few
    sentences nobody can tell: they may be two excerpts that are alike.
    """
    if min(len(divide(text[:LONGEST_COMPARED]).strings()) for text in (before, now)) < EXCERPT_WORDS:
        return False
    return align(before[:LONGEST_COMPARED], now[:LONGEST_COMPARED]).share >= SAME_SHARE


def is_cut_short(now: str, before: str) -> bool:
    """Whether a text is the beginning of an earlier one and far shorter; an ellipsis at the end is none."""
    if len(now) > CUT_SHORT * len(before):
        return False
    words = divide(now).strings()
    while words and words[-1] in ("…", "."):
        words.pop()
    return bool(words) and divide(before[: 2 * len(now) + 100]).strings()[: len(words)] == words


def keeps_the_beginning(now: str, before: str) -> bool:
    """Whether some run of words from the beginning of an earlier text still stands; its headline is none."""
    words = divide(_without_headline(before)[: 12 * BEGINNING_WORDS])
    spaced = " ".join(now.split())
    return any(run in spaced for run in _runs(words))


def _runs(words: Words) -> Iterator[str]:
    for first in range(min(BEGINNING_WORDS, len(words) - RUN_WORDS + 1)):
        start, last = words.starts[first], first + RUN_WORDS - 1
        while last < len(words) - 1 and words.ends[last] - start < RUN_CHARACTERS:
            last += 1
        if words.ends[last] - start >= RUN_CHARACTERS:
            yield " ".join(words.text[start : words.ends[last]].split())


def _without_headline(text: str) -> str:
    headline, _, rest = text.partition("\n")
    is_one = len(headline) <= LONGEST_HEADLINE and not headline.endswith(_SENTENCE_ENDS)
    return rest if is_one and rest else text
