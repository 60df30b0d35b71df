"""Overlapping highlights as flat segments, ready for `<mark>` elements.

Marks may nest, overlap, coincide and cross blocks, which elements cannot. Each block is cut wherever any mark
begins or ends; a segment names every mark that covers it, outermost first, so each stays reachable.
"""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Generic, NamedTuple, TypeVar

from annotations.domain.canonical.blocks import Block, CanonicalText
from annotations.domain.offsets import check_span

Key = TypeVar("Key", bound=Hashable)


class Segment(NamedTuple, Generic[Key]):
    """Words of one block under the same marks: keys ordered by where the mark begins, longer first."""

    text: str
    keys: tuple[Key, ...]


class PaintedBlock(NamedTuple, Generic[Key]):
    """A block and its segments, whose texts joined are the block's text."""

    block: Block
    segments: list[Segment[Key]]


def paint(canonical: CanonicalText, spans: Iterable[tuple[int, int, Key]]) -> list[PaintedBlock[Key]]:
    """Segments of every block for spans `(start, end, key)` in code points. Invalid for a span outside the
    text.

    Time is O(n log n) in spans and blocks, plus the length of the result.
    """
    ordered = sorted(spans, key=lambda span: (span[0], -span[1]))
    for start, end, _ in ordered:
        check_span(canonical.text, start, end)
    pieces = _pieces(canonical, ordered)
    painted: list[PaintedBlock[Key]] = [PaintedBlock(block, []) for block in canonical.blocks]
    for number, start, end, keys in pieces:
        painted[number].segments.append(Segment(canonical.text[start:end], keys))
    return painted


def _pieces(
    canonical: CanonicalText, ordered: Sequence[tuple[int, int, Key]]
) -> Iterator[tuple[int, int, int, tuple[Key, ...]]]:
    """Block number, start, end and keys of each segment, by one sweep from cut to cut."""
    opening = _numbers_by_place((start, number) for number, (start, _, _) in enumerate(ordered))
    closing = _numbers_by_place((end, number) for number, (_, end, _) in enumerate(ordered))
    cuts = sorted(opening.keys() | closing.keys())
    # Marks open in the order of `ordered` and a dictionary keeps that order, so its values need no sorting.
    active: dict[int, Key] = {}
    next_cut = 0
    for number, block in enumerate(canonical.blocks):
        position = block.start
        while position < block.end:
            while next_cut < len(cuts) and cuts[next_cut] <= position:
                _change(active, ordered, opening, closing, cuts[next_cut])
                next_cut += 1
            end = min(block.end, cuts[next_cut]) if next_cut < len(cuts) else block.end
            yield number, position, end, tuple(active.values())
            position = end


def _change(
    active: dict[int, Key],
    ordered: Sequence[tuple[int, int, Key]],
    opening: dict[int, list[int]],
    closing: dict[int, list[int]],
    place: int,
) -> None:
    for number in closing.get(place, ()):
        del active[number]
    for number in opening.get(place, ()):
        active[number] = ordered[number][2]


def _numbers_by_place(places: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    by_place: dict[int, list[int]] = {}
    for place, number in places:
        by_place.setdefault(place, []).append(number)
    return by_place
