"""What differs between two wordings of one passage, word by word, for people to read side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import regex
from rapidfuzz.distance import Indel

from annotations.domain.anchoring.words import Words, divide

StretchKind = Literal["same", "removed", "added"]
Span = tuple[int, int]

MOST_COMPARISONS = 4_000_000
"""Words of one side times words of the other: beyond that the whole wording counts as changed."""

_BETWEEN = regex.compile(r"[\s\p{P}]*")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that both wordings share, or that only one of them has."""

    kind: StretchKind
    text: str


def rewording(old: str, new: str) -> tuple[tuple[Stretch, ...], tuple[Stretch, ...]]:
    """Both wordings in stretches: the old one of `same` and `removed`, the new one of `same` and `added`.

    The texts of each side joined are that wording again. Changes with nothing but white space and punctuation
    between them are one: a change is read as a whole.
    """
    before, after = divide(old), divide(new)
    if len(before) * len(after) > MOST_COMPARISONS:
        removed, added = [(0, len(old))], [(0, len(new))]
    else:
        steps = Indel.opcodes(before.strings(), after.strings())
        removed = _spans(before, [(s.src_start, s.src_end) for s in steps if s.tag == "delete"])
        added = _spans(after, [(s.dest_start, s.dest_end) for s in steps if s.tag == "insert"])
    return tuple(_stretches(old, removed, "removed")), tuple(_stretches(new, added, "added"))


def whole(text: str) -> tuple[Stretch, ...]:
    """A wording of which nothing is compared."""
    return (Stretch("same", text),) if text else ()


def _spans(words: Words, runs: Sequence[Span]) -> list[Span]:
    """Runs of words as spans of the text; neighbours that no word divides are one."""
    spans: list[Span] = []
    for first, last in runs:
        start, end = words.starts[first], words.ends[last - 1]
        if spans and _BETWEEN.fullmatch(words.text, spans[-1][1], start):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def _stretches(text: str, changed: Sequence[Span], kind: StretchKind) -> Iterator[Stretch]:
    position = 0
    for start, end in changed:
        yield from whole(text[position:start])
        yield Stretch(kind, text[start:end])
        position = end
    yield from whole(text[position:])
