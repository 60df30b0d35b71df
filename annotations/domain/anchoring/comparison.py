"""Two revisions side by side."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from annotations.domain.anchoring.alignment import Run, align
from annotations.domain.canonical import Block, CanonicalText

LEAST_PAIRED = 0.3

Span = tuple[int, int]
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class ComparedSide:
    """A block of one revision, and which of its words the other one does not have.

    `changed` are spans in code points of the revision's text, in order, whole words, without white space at
    their ends. `counterpart` is the id of the block of the other revision that this one moved to or came
    from; None for a block that was not moved.
    """

    block: Block
    changed: tuple[Span, ...] = ()
    counterpart: str | None = None


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One row of the page: a block of the old revision beside the one that became of it.

    Either side is None where a block was removed or added; a moved block has a row at either place. Each
    block of each revision stands in exactly one row, in its own order.
    """

    old: ComparedSide | None
    new: ComparedSide | None

    @property
    def is_same(self) -> bool:
        """Whether both sides have the same words, so that a long run of such rows may be folded."""
        return self.old is not None and self.new is not None and not (self.old.changed or self.new.changed)


def compare(old: CanonicalText, new: CanonicalText) -> list[ComparedRow]:
    """The rows of a page that shows both revisions side by side; takes one alignment."""
    alignment = align(old.text, new.text)
    pairs = _pairs(_shared(alignment.runs, old, new), old, new)
    moves = _moves(alignment.moves, old, new, pairs)
    left = _Page(old, new, alignment.runs, alignment.moves, moves)
    right = _Page(
        new, old, _turned(alignment.runs), _turned(alignment.moves), {j: i for i, j in moves.items()}
    )
    return list(_rows(left, right, pairs))


def _rows(left: "_Page", right: "_Page", pairs: Sequence[Pair]) -> Iterator[ComparedRow]:
    i = j = 0
    for next_i, next_j in pairs:
        yield from (ComparedRow(left.side(n), None) for n in range(i, next_i))
        yield from (ComparedRow(None, right.side(n)) for n in range(j, next_j))
        yield ComparedRow(left.side(next_i), right.side(next_j))
        i, j = next_i + 1, next_j + 1
    yield from (ComparedRow(left.side(n), None) for n in range(i, len(left.text.blocks)))
    yield from (ComparedRow(None, right.side(n)) for n in range(j, len(right.text.blocks)))


def _turned(runs: Sequence[Run]) -> list[Run]:
    return [(new, old, length) for old, new, length in runs]


class _Page:
    """One revision of the two, and what of it the other one has."""

    def __init__(
        self,
        text: CanonicalText,
        other: CanonicalText,
        runs: Sequence[Run],
        moves: Sequence[Run],
        moved: Mapping[int, int],
    ) -> None:
        self.text = text
        self._other = other
        self._moved = moved
        self._kept = sorted((start, start + length) for start, _, length in runs)
        self._kept_or_moved = sorted((start, start + length) for start, _, length in (*runs, *moves))

    def side(self, index: int) -> ComparedSide:
        """A block with its changed words; those of a moved block are compared where it moved to."""
        block, counterpart = self.text.blocks[index], self._moved.get(index)
        if counterpart is None:
            return ComparedSide(block, self._changed(block, self._kept))
        return ComparedSide(
            block, self._changed(block, self._kept_or_moved), self._other.blocks[counterpart].id
        )

    def _changed(self, block: Block, kept: Sequence[Span]) -> tuple[Span, ...]:
        changed: list[Span] = []
        place = block.start
        at = max(0, bisect_right(kept, (block.start, len(self.text.text))) - 1)
        for start, end in kept[at:]:
            if start >= block.end:
                break
            changed.append((place, start))
            place = max(place, end)
        changed.append((place, block.end))
        return tuple(self._trimmed(changed))

    def _trimmed(self, spans: Iterable[Span]) -> Iterator[Span]:
        for start, end in spans:
            words = self.text.text[start:end] if end > start else ""
            if words.strip():
                yield start + len(words) - len(words.lstrip()), start + len(words.rstrip())


def _shared(runs: Iterable[Run], old: CanonicalText, new: CanonicalText) -> dict[Pair, int]:
    """How many code points each pair of blocks shares, in the order of the runs."""
    shared: dict[Pair, int] = defaultdict(int)
    old_starts = [block.start for block in old.blocks]
    new_starts = [block.start for block in new.blocks]
    for start, to, length in runs:
        shift, end = to - start, start + length
        while start < end:
            i = bisect_right(old_starts, start) - 1
            j = bisect_right(new_starts, start + shift) - 1
            # The newline after a block belongs to it here.
            stop = min(end, old.blocks[i].end + 1, new.blocks[j].end + 1 - shift)
            shared[i, j] += stop - start
            start = stop
    return shared


def _pairs(shared: Mapping[Pair, int], old: CanonicalText, new: CanonicalText) -> list[Pair]:
    """The heaviest pairs in which each block stands once and both orders are kept.

    The runs are in order in both texts, so pairs that exclude each other are neighbours here.
    """
    pairs = [pair for pair in shared if _belong_together(pair, shared[pair], old, new)]
    best: list[tuple[int, int]] = [(0, -1)]
    chosen: list[int] = []
    for at, (i, j) in enumerate(pairs):
        before = at
        while before and (pairs[before - 1][0] >= i or pairs[before - 1][1] >= j):
            before -= 1
        chosen.append(before)
        weight = best[before][0] + shared[i, j]
        best.append(max(best[at], (weight, at), key=lambda entry: entry[0]))
    found: list[Pair] = []
    at = best[-1][1]
    while at >= 0:
        found.append(pairs[at])
        at = best[chosen[at]][1]
    return found[::-1]


def _belong_together(pair: Pair, shared: int, old: CanonicalText, new: CanonicalText) -> bool:
    ours, theirs = old.blocks[pair[0]], new.blocks[pair[1]]
    return shared >= LEAST_PAIRED * min(ours.end - ours.start, theirs.end - theirs.start)


def _moves(
    moves: Sequence[Run], old: CanonicalText, new: CanonicalText, pairs: Sequence[Pair]
) -> dict[int, int]:
    """Which blocks stand elsewhere as a whole: old index to new index, each once."""
    left, right = {i for i, _ in pairs}, {j for _, j in pairs}
    moved: dict[int, int] = {}
    shared = _shared(moves, old, new)
    for i, j in sorted(shared, key=lambda pair: -shared[pair]):
        if i not in left and j not in right and _belong_together((i, j), shared[i, j], old, new):
            moved[i] = j
            left.add(i)
            right.add(j)
    return moved
