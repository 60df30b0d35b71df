"""Looking for a passage, word for word and then in plain typography."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from annotations.domain.anchoring.quotes import LEAST_KEPT, kept_share
from annotations.domain.anchoring.search import Haystack, similar_places
from annotations.domain.passages.edges import stands_by_itself
from annotations.domain.passages.folding import Folded, readings_of_passage, readings_of_text
from annotations.domain.vocabulary import PassageCheck

MOST_PLACES = 1_000
"""Places that are looked at; a passage that stands more often is hardly one."""


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """`text[start:end]` in code points, and how it was recognised."""

    start: int
    end: int
    check: PassageCheck


def find_passage(text: str, passage: str, near: int | None = None) -> FoundPassage | None:
    """The place of the passage: word for word if possible, else in plain typography; None where it does not
    stand as whole words.

    Of several places the one nearest to `near` is meant, otherwise the first.
    """
    if not passage.strip():
        return None
    exact = _nearest(_exact_places(text, passage), near)
    if exact is not None:
        return FoundPassage(*exact, PassageCheck.EXACT)
    folded = _nearest(_folded_places(text, passage), near)
    return None if folded is None else FoundPassage(*folded, PassageCheck.NORMALISED)


def find_reworded(text: str, passage: str, near: int | None = None) -> tuple[int, int] | None:
    """Where words stand that are like the passage and not the same, as a span in code points; None where at
    least half of its words stand together nowhere.

    Of places that are equally like it, the one nearest to `near`.
    """
    wanted = " ".join(passage.split())
    haystack = Haystack.of(text, [(0, len(text))], 0)
    kept = [
        found
        for found in similar_places(wanted, text, haystack)
        if kept_share(wanted, text[found.start : found.end]) >= LEAST_KEPT
    ]
    if not kept:
        return None
    best = max(found.similarity for found in kept)
    return _nearest([(found.start, found.end) for found in kept if found.similarity == best], near)


def _exact_places(text: str, passage: str) -> Iterator[tuple[int, int]]:
    before = len(passage) - len(passage.lstrip())
    inner = len(passage.strip())
    for at in _occurrences(text, passage):
        if stands_by_itself(text, at + before, at + before + inner):
            yield at, at + len(passage)


def _folded_places(text: str, passage: str) -> Iterator[tuple[int, int]]:
    wanted = [reading for reading in readings_of_passage(passage) if reading]
    for folded in readings_of_text(text) if wanted else ():
        for reading in wanted:
            yield from _places_of_reading(text, folded, reading)


def _places_of_reading(text: str, folded: Folded, wanted: str) -> Iterator[tuple[int, int]]:
    for at in _occurrences(folded.text, wanted):
        last = at + len(wanted) - 1
        if _is_divided(folded, at) or _is_divided(folded, last + 1):
            continue
        start, end = folded.starts[at], folded.ends[last]
        if stands_by_itself(text, start, end):
            yield start, end


def _is_divided(folded: Folded, at: int) -> bool:
    """Whether the place lies between characters that are one in the text, such as those of a ligature."""
    return 0 < at < len(folded.text) and folded.starts[at] == folded.starts[at - 1]


def _occurrences(text: str, wanted: str) -> Iterator[int]:
    at = text.find(wanted)
    for _ in range(MOST_PLACES):
        if at < 0:
            return
        yield at
        at = text.find(wanted, at + 1)


def _nearest(places: Iterable[tuple[int, int]], near: int | None) -> tuple[int, int] | None:
    if near is None:
        return min(places, default=None)
    return min(places, key=lambda place: abs(place[0] - near), default=None)
