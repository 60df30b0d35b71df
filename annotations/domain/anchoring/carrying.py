"""Carrying a span through an alignment: where its words went, and what stands around them."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annotations.domain.anchoring.alignment import Alignment, Run
from annotations.domain.anchoring.words import cuts_a_word, same_words

MOST_GROWTH = 2
MOST_SPREAD = 2
SPREAD_OF_A_SENTENCE = 180
A_FEW_WORDS = 12

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Carried:
    """What an alignment says about a span of the old text.

    `place` is the stretch of the new text that holds what was kept, with what replaced its edges; None where
    nothing was kept. `kept` is the share (0-1) of the span's letters that stands there, `is_exact` whether
    all of its words do and no others, `is_at_home` whether they stand in their old order among all words.
    `frame` is the stretch of the new text between the span's neighbours, where both of them stayed.
    """

    place: Span | None = None
    kept: float = 0.0
    is_exact: bool = False
    is_at_home: bool = False
    frame: Span | None = None

    def home_of(self, length: int) -> int | None:
        """Where all of the words, of this length, begin in their old order; None where they do not."""
        if self.place is None or not (self.is_exact and self.is_at_home):
            return None
        start, end = self.place
        return start if end - start == length else None


def carry(alignment: Alignment, start: int, end: int) -> Carried:
    """Carry `old[start:end]` into the new text; offsets in code points.

    Where its words went to several places, that one is meant which holds most of them.
    """
    frame = _frame(alignment, start, end)
    at_home = list(_clipped(alignment.runs_between(start, end), start, end))
    parts = sorted(
        [*at_home, *_clipped(alignment.moves_between(start, end), start, end)], key=lambda run: run[1]
    )
    together = _heaviest(parts, MOST_SPREAD * (end - start) + SPREAD_OF_A_SENTENCE)
    if not together:
        return Carried(frame=frame)
    old, new = alignment.old, alignment.new
    place = _begin(alignment, together[0], start, frame), _finish(alignment, together[-1], end, frame)
    return Carried(
        place,
        sum(_letters(old[part : part + length]) for part, _, length in together)
        / max(1, _letters(old[start:end])),
        same_words(old[start:end], new[slice(*place)]),
        set(together) <= set(at_home),
        frame,
    )


def gaps_around(alignment: Alignment, start: int, end: int) -> tuple[tuple[str, str], tuple[str, str]]:
    """What stands before and after a span that was kept whole, up to the next words that were kept: for each
    side the old text and the new one. Empty where the span's own neighbours were kept with it.
    """
    runs, old, new = alignment.runs, alignment.old, alignment.new
    first, last = alignment.run_index(start), alignment.run_index(end - 1)
    before = runs[first - 1] if first > 0 else (0, 0, 0)
    after = runs[last + 1] if last + 1 < len(runs) else (len(old), len(new), 0)
    (run, to, _), (last_run, last_to, length) = runs[first], runs[last]
    left = right = ("", "")
    if start - run < A_FEW_WORDS:
        left = old[before[0] + before[2] : run], new[before[1] + before[2] : to]
    if last_run + length - end < A_FEW_WORDS:
        right = old[last_run + length : after[0]], new[last_to + length : after[1]]
    return left, right


def _clipped(runs: Sequence[Run], start: int, end: int) -> Iterator[Run]:
    for run, to, length in runs:
        first, last = max(start, run), min(end, run + length)
        if first < last:
            yield first, to + first - run, last - first


def _heaviest(parts: Sequence[Run], spread: int) -> Sequence[Run]:
    """Of parts in the order of the new text, the neighbours within a spread that are longest together."""
    best: Sequence[Run] = ()
    most = first = weight = 0
    for last, (_, to, length) in enumerate(parts):
        weight += length
        while to + length - parts[first][1] > spread and first < last:
            weight -= parts[first][2]
            first += 1
        if weight > most:
            best, most = parts[first : last + 1], weight
    return best


def _letters(text: str) -> int:
    return len(text) - text.count(" ") - text.count("\n")


def _begin(alignment: Alignment, part: Run, start: int, frame: Span | None) -> int:
    """Where the span begins in the new text, with the words that replaced its first ones."""
    lost, to = part[0] - start, part[1]
    if lost == 0:
        return to
    taken = alignment.taken
    at = bisect_left(taken, (to, to)) - 1
    free = taken[at][1] if at >= 0 else 0
    touches = frame is not None and frame[0] == free
    place = max(free, to - _room(lost, touches=touches))
    return _next_word(alignment.new, place, to)


def _finish(alignment: Alignment, part: Run, end: int, frame: Span | None) -> int:
    lost, to = end - part[0] - part[2], part[1] + part[2]
    if lost == 0:
        return to
    taken = alignment.taken
    at = bisect_left(taken, (to, to))
    free = taken[at][0] if at < len(taken) else len(alignment.new)
    touches = frame is not None and frame[1] == free
    place = min(free, to + _room(lost, touches=touches))
    return _last_word(alignment.new, place, to)


def _room(lost: int, *, touches: bool) -> int:
    """How much of the new text may stand for so many lost characters at an edge.

    More where the neighbour beyond the edge stayed: what stands between was put for what was lost.
    """
    return MOST_GROWTH * lost + A_FEW_WORDS if touches else lost


def _next_word(text: str, place: int, most: int) -> int:
    while place < most and (text[place].isspace() or cuts_a_word(text, place)):
        place += 1
    return place


def _last_word(text: str, place: int, least: int) -> int:
    while place > least and (text[place - 1].isspace() or cuts_a_word(text, place)):
        place -= 1
    return place


def _frame(alignment: Alignment, start: int, end: int) -> Span | None:
    old = alignment.old
    # Canonical text has one white space at most between words.
    before = start - 2 if old[start - 1 : start].isspace() else start - 1
    after = end + 1 if old[end : end + 1].isspace() else end
    left, right = _image(alignment, before), _image(alignment, after)
    return (left + 1, right) if left is not None and right is not None and left < right else None


def _image(alignment: Alignment, offset: int) -> int | None:
    """Where a character of the old text stands in the new one; the texts' ends stay what they are."""
    if offset < 0:
        return -1
    if offset >= len(alignment.old):
        return len(alignment.new)
    for start, to, _ in _clipped(alignment.runs_between(offset, offset + 1), offset, offset + 1):
        return to + offset - start
    return None
