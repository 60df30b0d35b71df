"""The picture of independence folded: copies that say the same about counting share one card.

What is folded is what teaches nothing new: items that nothing else rests on, with the same parents, the same
stances and the same reasons for not counting. What counts always stands by itself. Long chains end in the
first column, below each other, so that a picture is never wider than `MOST_COLUMNS`.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Final

from annotations.domain.verification.codes import LinkReason
from annotations.domain.verification.inputs import Key
from annotations.domain.verification.picture import (
    GroupKind,
    Picture,
    PictureEdge,
    PictureGroup,
    PictureKind,
    PictureNode,
)
from annotations.domain.verification.result import LinkResult, Result
from annotations.domain.vocabulary import Sourcing

FEWEST_FOLDED: Final = 3
"""Two cards are read as fast as one that stands for two."""
MOST_COLUMNS: Final = 4

_FOLDED_KINDS = (PictureKind.RELAY, PictureKind.ORIGIN, PictureKind.RETRACTED)


def folded_picture(picture: Picture, result: Result, unfolded: Collection[Key] = ()) -> Picture:
    """The same picture with one card for alike items; `unfolded` are first items of cards to leave open."""
    cards = [card for card in _Alike(picture, result).cards() if card[0] not in unfolded]
    first_of = {key: card[0] for card in cards for key in card}
    nodes = _cards_in_cells(picture, {card[0]: card for card in cards}, first_of)
    return Picture(
        nodes=nodes,
        edges=tuple(edge for edge in picture.edges if first_of.get(edge.item, edge.item) == edge.item),
        groups=_merged(picture.groups, first_of),
        columns=min(picture.columns, MOST_COLUMNS),
        rows=max((node.row for node in nodes), default=-1) + 1,
    )


class _Alike:
    """Which items of one picture share a card."""

    def __init__(self, picture: Picture, result: Result) -> None:
        self._picture = picture
        self._told: dict[Key, LinkResult] = {told.link: told for told in result.links}
        self._rested_on = {edge.rests_on for edge in picture.edges}
        self._parents: dict[Key, list[PictureEdge]] = {}
        for edge in picture.edges:
            self._parents.setdefault(edge.item, []).append(edge)
        self._groups: dict[Key, list[PictureGroup]] = {}
        for group in picture.groups:
            for key in group.items:
                self._groups.setdefault(key, []).append(group)

    def cards(self) -> list[tuple[Key, ...]]:
        """Items that share a card, from the top; only where they are enough."""
        alike: dict[object, list[Key]] = {}
        for node in sorted(self._picture.nodes, key=lambda node: (node.row, node.column)):
            if self._may_fold(node):
                alike.setdefault(self._likeness(node), []).append(node.item)
        return [tuple(keys) for keys in alike.values() if len(keys) >= FEWEST_FOLDED]

    def _may_fold(self, node: PictureNode) -> bool:
        told = [self._told[link] for link in node.links if link in self._told]
        is_in_circle = any(group.kind is GroupKind.CIRCLE for group in self._groups.get(node.item, ()))
        return (
            node.kind in _FOLDED_KINDS
            and bool(told)
            and not any(one.counted for one in told)
            and node.item not in self._rested_on
            and not is_in_circle
        )

    def _likeness(self, node: PictureNode) -> object:
        told = [self._told[link] for link in node.links if link in self._told]
        return (
            node.kind,
            node.column,
            frozenset((edge.rests_on, edge.kind == Sourcing.RELIES_ON) for edge in self._edges(node)),
            frozenset((one.stance, one.reason) for one in told),
            frozenset(filter(None, map(_shared, self._groups.get(node.item, ())))),
        )

    def _edges(self, node: PictureNode) -> list[PictureEdge]:
        return self._parents.get(node.item, [])


def _shared(group: PictureGroup) -> tuple[GroupKind, str] | None:
    """What only items of the same group may share a card for."""
    is_single = group.kind is GroupKind.ORIGIN and len(group.items) == 1 and not group.counted
    return None if is_single or group.kind is GroupKind.OUTLET else (group.kind, group.label)


def _cards_in_cells(
    picture: Picture, cards: dict[Key, tuple[Key, ...]], first_of: dict[Key, Key]
) -> tuple[PictureNode, ...]:
    """The nodes that are left, moved up into the cells that became free."""
    cut = max(0, picture.columns - MOST_COLUMNS)
    links = {node.item: node.links for node in picture.nodes}
    bands: dict[int, dict[int, list[PictureNode]]] = {}
    # Of what stands below each other in the first column, what is nearest to its origin comes first.
    for node in sorted(picture.nodes, key=lambda node: (node.row, -node.column)):
        if first_of.get(node.item, node.item) == node.item:
            card = cards.get(node.item, ())
            whole = tuple(link for key in card for link in links[key]) or node.links
            left = replace(node, links=whole, folded=card, column=max(0, node.column - cut))
            band = bands.setdefault(bisect_right(picture.bands, node.row), {})
            band.setdefault(left.column, []).append(left)
    found, start = list[PictureNode](), 0
    for number in sorted(bands):
        found += [
            replace(node, row=start + row)
            for column in bands[number].values()
            for row, node in enumerate(column)
        ]
        start += max(map(len, bands[number].values()))
    return tuple(sorted(found, key=lambda node: (node.column, node.row)))


def _merged(groups: Iterable[PictureGroup], first_of: dict[Key, Key]) -> tuple[PictureGroup, ...]:
    """Origins of items that share a card become one; outlets and parties stay as they are told."""
    found: dict[object, PictureGroup] = {}
    for group in groups:
        if group.kind is not GroupKind.ORIGIN:
            found[group.kind, group.label] = group
            continue
        items = tuple(dict.fromkeys(first_of.get(key, key) for key in group.items))
        is_card = len(items) == 1 and not group.counted and items[0] in first_of
        place = (group.kind, items[0] if is_card else group.label, is_card)
        found[place] = _joined(found.get(place), replace(group, items=items))
    return tuple(found.values())


def _joined(first: PictureGroup | None, other: PictureGroup) -> PictureGroup:
    if first is None:
        return other
    reasons = {*first.reasons, *other.reasons}
    return replace(
        first,
        not_added=(*first.not_added, *other.not_added),
        reasons=tuple(reason for reason in LinkReason if reason in reasons),
    )
