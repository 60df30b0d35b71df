"""The runs of words that two texts share, wherever they stand in each."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from annotations.domain.copying.prints import shingle, shingle_ends
from annotations.domain.copying.tokens import ComparedText

COUNTED_UNITS: Final = 14
"""Seven words: shorter runs occur in texts that have nothing to do with each other."""
MOST_PLACES: Final = 8
"""A shingle that stands more often in a text is looked for at these of its places."""
MOST_MATCHES: Final = 60
_GAP_WORDS: Final = 2
"""Runs with so few exchanged words between them are shown as one."""


@dataclass(frozen=True, slots=True)
class Match:
    """Words that stand in both texts, in code points of each; `words` is their number (two characters of an
    undivided script are one), `quoted` whether they are mostly quoted speech.
    """

    start: int
    end: int
    other_start: int
    other_end: int
    words: int
    quoted: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two texts share. Shares are of what each text says itself, quoted speech left out, from 0 to 1.

    `shared_words` is the length of what is shared outside of quotations.
    """

    share: float
    other_share: float
    shared_words: int
    words: int
    other_words: int
    matches: tuple[Match, ...]

    @property
    def containment(self) -> float:
        """How much of the text that holds less of its own is in the other one."""
        return max(self.share, self.other_share)

    @property
    def resemblance(self) -> float:
        """Jaccard similarity: what is shared, of all that either says."""
        either = self.words + self.other_words - self.shared_words
        return self.shared_words / either if either > 0 else 0.0

    @property
    def reversed(self) -> "Comparison":
        """The same, seen from the other text."""
        turned = (Match(m.other_start, m.other_end, m.start, m.end, m.words, m.quoted) for m in self.matches)
        ordered = tuple(sorted(turned, key=lambda match: match.start))
        return Comparison(
            self.other_share, self.share, self.shared_words, self.other_words, self.words, ordered
        )


@dataclass(frozen=True, slots=True)
class _Run:
    """`length` words from word `at` of one text are those from word `there` of the other."""

    at: int
    there: int
    length: int


def compare(one: ComparedText, other: ComparedText) -> Comparison:
    """What two texts share. The longest matches are given, at most `MOST_MATCHES`, in reading order of the
    first text.
    """
    runs = list(_runs(one, other))
    shared = _own_units(one, [(run.at, run.at + run.length) for run in runs])
    there = _own_units(other, [(run.there, run.there + run.length) for run in runs])
    return Comparison(
        share=_share(shared, one.own_units),
        other_share=_share(there, other.own_units),
        shared_words=min(shared, there) // 2,
        words=one.own_units // 2,
        other_words=other.own_units // 2,
        matches=_matches(one, other, runs),
    )


def _share(part: int, whole: int) -> float:
    return min(part / whole, 1.0) if whole else 0.0


def _runs(one: ComparedText, other: ComparedText) -> Iterator[_Run]:
    """The longest run at each place, from left to right; runs of the first text do not overlap."""
    places = _places(other)
    ends = shingle_ends(one)
    at = 0
    while at < len(one):
        end = ends[at]
        if end is None:
            return
        candidates = [_extended(one, other, at, there) for there in places.get(shingle(one, at, end), ())]
        best = max(candidates, key=lambda run: run.length, default=None)
        if best is None:
            at += 1
        else:
            yield best
            at += best.length


def _places(text: ComparedText) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for at, end in enumerate(shingle_ends(text)):
        if end is not None:
            known = places[shingle(text, at, end)]
            if len(known) < MOST_PLACES:
                known.append(at)
    return places


def _extended(one: ComparedText, other: ComparedText, at: int, there: int) -> _Run:
    length = 0
    longest = min(len(one) - at, len(other) - there)
    while length < longest and one.words[at + length] == other.words[there + length]:
        length += 1
    return _Run(at, there, length)


def _own_units(text: ComparedText, spans: list[tuple[int, int]]) -> int:
    """The length of what lies in the spans and outside of quotations; stretches too short to mean anything
    are left out, and no word counts twice.
    """
    counted: set[int] = set()
    for start, end in spans:
        stretch: list[int] = []
        for at in (*range(start, end), -1):
            if at >= 0 and not text.quoted[at]:
                stretch.append(at)
                continue
            if sum(text.units[word] for word in stretch) >= COUNTED_UNITS:
                counted.update(stretch)
            stretch = []
    return sum(text.units[at] for at in counted)


def _matches(one: ComparedText, other: ComparedText, runs: list[_Run]) -> tuple[Match, ...]:
    found = [match for run in _joined(runs) if (match := _match(one, other, run)).words * 2 >= COUNTED_UNITS]
    longest = sorted(found, key=lambda match: -match.words)[:MOST_MATCHES]
    return tuple(sorted(longest, key=lambda match: match.start))


def _joined(runs: list[_Run]) -> list[tuple[_Run, _Run]]:
    """First and last run of each passage: neighbours in both texts with a word or two exchanged are one."""
    passages: list[tuple[_Run, _Run]] = []
    for run in runs:
        if passages:
            first, last = passages[-1]
            gap = run.at - (last.at + last.length)
            other_gap = run.there - (last.there + last.length)
            if gap <= _GAP_WORDS and 0 <= other_gap <= _GAP_WORDS:
                passages[-1] = first, run
                continue
        passages.append((run, run))
    return passages


def _match(one: ComparedText, other: ComparedText, passage: tuple[_Run, _Run]) -> Match:
    first, last = passage
    words = range(first.at, last.at + last.length)
    spoken = sum(one.units[at] for at in words if one.quoted[at])
    length = sum(one.units[at] for at in words)
    return Match(
        start=one.starts[first.at],
        end=one.ends[words[-1]],
        other_start=other.starts[first.there],
        other_end=other.ends[last.there + last.length - 1],
        words=length // 2,
        quoted=2 * spoken > length,
    )
