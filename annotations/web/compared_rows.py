"""Rows of two texts side by side: what is shown, what is folded, and how much of it at once.

Every row is a block beside the one that became of it. Long stretches that did not change fold; the longest of
them are fetched when they are opened, and what is left is divided into pages, so that a book costs no more
than a page of it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType

from django.utils.safestring import SafeString

from annotations.domain.anchoring import ComparedRow, compare
from annotations.domain.canonical import CanonicalText
from annotations.queries.comparisons import ComparedHighlight
from annotations.web.compared_words import ComparedWords

AROUND = 1
"""How many unchanged rows stay in sight next to a changed one."""

LEAST_FOLDED = 3
MOST_FOLDED_HERE = 30
"""Rows of a fold that come with the page; those of a longer one are fetched when it is opened."""

ROWS_AT_ONCE = 150
CHARACTERS_AT_ONCE = 120_000


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row with its sides as they stand in the page. `kind` is same, changed, added, removed, moved-away or
    moved-here; `number` counts the changes from 1, 0 where nothing changed; `other` is the number of the
    place that the block moved to or came from.
    """

    kind: str
    number: int
    old: SafeString
    new: SafeString
    other: int = 0

    @property
    def is_change(self) -> bool:
        """Whether one goes to it from change to change."""
        return self.number > 0

    @property
    def is_other_below(self) -> bool:
        """Whether the other place of a moved block is further down."""
        return self.other > self.number


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring rows, `first` to `last` without it: in sight, or folded since nothing changed in them."""

    first: int
    last: int
    is_folded: bool

    @property
    def count(self) -> int:
        """How many rows."""
        return self.last - self.first

    @property
    def is_fetched(self) -> bool:
        """Whether its rows come only when it is opened."""
        return self.is_folded and self.count > MOST_FOLDED_HERE


class ComparedPage:
    """The rows of a comparison, ready to be written."""

    def __init__(
        self,
        old: CanonicalText,
        new: CanonicalText,
        language: str,
        old_highlights: Mapping[int, ComparedHighlight] = MappingProxyType({}),
        new_highlights: Mapping[int, ComparedHighlight] = MappingProxyType({}),
    ) -> None:
        self.rows: Sequence[ComparedRow] = compare(old, new)
        rows = self.rows
        self.kinds = [kind_of(row) for row in rows]
        self.numbers = _numbers(self.kinds)
        self._old = ComparedWords("del", language, old, old_highlights, _changed(rows, old=True))
        self._new = ComparedWords("ins", language, new, new_highlights, _changed(rows, old=False))
        numbered = list(zip(rows, self.numbers, strict=True))
        self._moved_away = {row.old.block.id: number for row, number in numbered if row.old and not row.new}
        self._moved_here = {row.new.block.id: number for row, number in numbered if row.new and not row.old}

    def row(self, index: int) -> ShownRow:
        """One row as it stands in the page."""
        row = self.rows[index]
        return ShownRow(
            kind=self.kinds[index],
            number=self.numbers[index],
            old=self._old.written(row.old),
            new=self._new.written(row.new),
            other=self._other(row),
        )

    def _other(self, row: ComparedRow) -> int:
        if row.old is None and row.new is not None and row.new.counterpart:
            return self._moved_away[row.new.counterpart]
        if row.new is None and row.old is not None and row.old.counterpart:
            return self._moved_here[row.old.counterpart]
        return 0

    def shown(self, first: int, last: int) -> list[ShownRow]:
        """The rows from `first` to `last` without it."""
        return [self.row(index) for index in range(first, min(last, len(self.rows)))]

    def characters(self, index: int) -> int:
        """How long both sides of a row are."""
        sides = (self.rows[index].old, self.rows[index].new)
        return sum(side.block.end - side.block.start for side in sides if side is not None)

    def highlights_in(self, first: int, last: int) -> int:
        """How many highlights begin on the later side of these rows."""
        return sum(self._new.beginning(self.rows[index].new) for index in range(first, last))


def kind_of(row: ComparedRow) -> str:
    """What happened to the block of a row."""
    if row.old is None or row.new is None:
        side = row.old or row.new
        assert side is not None
        if side.counterpart is not None:
            return "moved-away" if row.new is None else "moved-here"
        return "removed" if row.new is None else "added"
    return "same" if row.is_same else "changed"


def stretches(kinds: Sequence[str]) -> Iterator[Stretch]:
    """The rows in stretches: those far from every change folded, the others in sight."""
    for is_folded, members in groupby(range(len(kinds)), key=_far_from_changes(kinds).__contains__):
        indexes = list(members)
        is_long = is_folded and len(indexes) >= LEAST_FOLDED
        yield Stretch(indexes[0], indexes[-1] + 1, is_long)


def divided(page: ComparedPage, parts: Iterable[Stretch]) -> list[list[Stretch]]:
    """The stretches in pages of bounded size, each with at least one. Stretches in sight are cut where a page
    is full; folds that are fetched when they are opened weigh nothing.
    """
    pages: list[list[Stretch]] = [[]]
    rows = characters = 0
    for stretch in _cut(page, parts):
        weight = 0 if stretch.is_fetched else stretch.count
        length = 0 if stretch.is_fetched else sum(map(page.characters, range(stretch.first, stretch.last)))
        is_full = rows + weight > ROWS_AT_ONCE or characters + length > CHARACTERS_AT_ONCE
        if pages[-1] and weight and is_full:
            pages.append([])
            rows = characters = 0
        pages[-1].append(stretch)
        rows, characters = rows + weight, characters + length
    return pages


def _cut(page: ComparedPage, parts: Iterable[Stretch]) -> Iterator[Stretch]:
    for stretch in parts:
        if stretch.is_folded:
            yield stretch
        else:
            yield from (Stretch(index, index + 1, False) for index in range(stretch.first, stretch.last))


def _far_from_changes(kinds: Sequence[str]) -> set[int]:
    near = {
        index + step
        for index, kind in enumerate(kinds)
        if kind != "same"
        for step in range(-AROUND, AROUND + 1)
    }
    return {index for index in range(len(kinds)) if index not in near}


def _numbers(kinds: Sequence[str]) -> list[int]:
    numbers, latest = [], 0
    for kind in kinds:
        latest += kind != "same"
        numbers.append(latest if kind != "same" else 0)
    return numbers


def _changed(rows: Iterable[ComparedRow], *, old: bool) -> Iterator[tuple[int, int]]:
    """The changed words of one side. A block that came or went did so as a whole, with words and signs that
    happen to stand elsewhere, too.
    """
    for row in rows:
        side, other = (row.old, row.new) if old else (row.new, row.old)
        if side is None:
            continue
        if other is None and side.counterpart is None:
            yield side.block.start, side.block.end
        else:
            yield from side.changed
