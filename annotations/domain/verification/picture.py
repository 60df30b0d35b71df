"""The picture of independence as data: who rests on whom, what is one, and what was counted once.

Items stand in columns, origins rightmost, and everything to the left of what it rests on. Rows are bands,
one for each origin, so that what rests on the same origin stands beside it. Coordinates are whole numbers of
cells, and no two items share one. `picture_sentences` is the same picture in words.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from annotations.domain.verification.chains import Derivations, strong_components
from annotations.domain.verification.classes import Classes, bloc_label, joined_labels, publisher_label
from annotations.domain.verification.codes import LinkReason
from annotations.domain.verification.inputs import Inputs, ItemInput, Key, LinkInput, order
from annotations.domain.verification.register import Register, concerning
from annotations.domain.verification.result import LinkResult, Result
from annotations.domain.vocabulary import Sourcing

# What was weighed and found good, and yet adds nothing to what is counted already.
_NOT_ADDED = (
    LinkReason.NOT_INDEPENDENT,
    LinkReason.OUTDONE_BY_UNTRACED,
    LinkReason.SOURCING_NOT_TRACED,
    LinkReason.COPY_UNDECIDED,
)
# Everything that is linked hangs on this imaginary item while the picture is laid out.
_CLAIM = "\0claim"

Arrows = dict[Key, dict[Key, str]]


class PictureKind(StrEnum):
    """What an item is in the picture."""

    ORIGIN = "origin"
    RELAY = "relay"
    RETRACTED = "retracted"
    ARTICLE = "article"
    SPEAKER = "speaker"


class GroupKind(StrEnum):
    """In what way items are one."""

    ORIGIN = "origin"
    OUTLET = "outlet"
    PARTY = "party"
    CIRCLE = "circle"


@dataclass(frozen=True, slots=True)
class PictureNode:
    """One item in its cell; `label` names who published it, `links` are the evidence that points at it.

    `folded` are the items that one card stands for, itself among them; empty where it stands for itself.
    """

    item: Key
    label: str
    kind: PictureKind
    column: int
    row: int
    links: tuple[Key, ...]
    folded: tuple[Key, ...] = ()


@dataclass(frozen=True, slots=True)
class PictureEdge:
    """An item rests on another: by a kind of derivation, or "relies_on" for single passages."""

    item: Key
    rests_on: Key
    kind: str


@dataclass(frozen=True, slots=True)
class PictureGroup:
    """Items that count as one; `counted` is the link that won, `not_added` are the links that it outdoes.

    `reasons` say why the others that lead here add nothing.
    """

    kind: GroupKind
    label: str
    items: tuple[Key, ...]
    counted: tuple[Key, ...] = ()
    not_added: tuple[Key, ...] = ()
    reasons: tuple[LinkReason, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """Nodes by column and row, edges, and groups; `columns` and `rows` give its size in cells, `bands` the
    first row of each band.
    """

    nodes: tuple[PictureNode, ...]
    edges: tuple[PictureEdge, ...]
    groups: tuple[PictureGroup, ...]
    columns: int
    rows: int
    bands: tuple[int, ...] = ()


def independence_picture(inputs: Inputs, result: Result) -> Picture:
    """Draw what `assess` saw; `result` has to be its answer to the same inputs."""
    return _Drawing(concerning(inputs), result).picture()


class _Drawing:
    """One picture while it is being made."""

    def __init__(self, register: Register, result: Result) -> None:
        self._register = register
        self._told: dict[Key, LinkResult] = {told.link: told for told in result.links}
        self._classes = Classes(register)
        self._derivations = Derivations(register)
        self._origins_of: dict[Key, set[str]] = {}
        self._leading: dict[str, list[Key]] = {}
        for link in register.links:
            for root in self._derivations.trace(link).roots:
                label = self._origin_label(root)
                self._leading.setdefault(label, []).append(link.id)
                for key in root:
                    self._origins_of.setdefault(key, set()).add(label)
        self._arrows = self._drawn_arrows()
        self._components = self._circles_and_single_items()

    def picture(self) -> Picture:
        origins = self._origin_groups()
        columns = self._columns()
        homes = self._homes(origins)
        rows, bands = _rows(columns, homes)
        nodes = [self._node(key, columns[key], rows[key]) for key in columns]
        return Picture(
            nodes=tuple(sorted(nodes, key=lambda node: (node.column, node.row))),
            edges=tuple(
                PictureEdge(key, target, kind)
                for key in sorted(self._arrows, key=order)
                for target, kind in sorted(self._arrows[key].items(), key=lambda arrow: order(arrow[0]))
            ),
            groups=(*origins, *self._outlet_groups(), *self._party_groups(), *self._circle_groups()),
            columns=max(columns.values(), default=-1) + 1,
            rows=max(rows.values(), default=-1) + 1,
            bands=bands,
        )

    def _origin_label(self, root: tuple[Key, ...]) -> str:
        return joined_labels(
            frozenset[str]().union(*(self._classes.of_item(self._register.items[key]) for key in root))
        )

    def _drawn_arrows(self) -> Arrows:
        arrows: Arrows = {}
        waiting: list[Key] = []
        for link in self._register.links:
            arrows.setdefault(link.item, {}).update(self._arrows_of(link))
            waiting.extend(arrows[link.item])
        while waiting:
            key = waiting.pop()
            if key not in arrows:
                arrows[key] = {} if self._ends_at(key) else self._recorded(key)
                waiting.extend(arrows[key])
        return arrows

    def _arrows_of(self, link: LinkInput) -> dict[Key, str]:
        if link.sourcing == Sourcing.OWN or self._ends_at(link.item):
            return {}
        if link.sourcing == Sourcing.RELIES_ON and set(link.relies_on) - {link.item}:
            return {key: "relies_on" for key in link.relies_on if key != link.item}
        return self._recorded(link.item)

    def _recorded(self, key: Key) -> dict[Key, str]:
        copies = self._derivations.copies(key)
        recorded = (d for copy in copies for d in self._register.items[copy].derivations)
        return {derivation.to: derivation.kind for derivation in recorded if derivation.to not in copies}

    def _ends_at(self, key: Key) -> bool:
        return self._kind(key) in (PictureKind.RETRACTED, PictureKind.ARTICLE, PictureKind.SPEAKER)

    def _kind(self, key: Key) -> PictureKind:
        item = self._register.items[key]
        if self._register.is_asserters_own(item):
            return PictureKind.SPEAKER
        if self._register.is_retracted(item):
            return PictureKind.RETRACTED
        if self._register.is_host(item):
            return PictureKind.ARTICLE
        return PictureKind.ORIGIN if key in self._origins_of else PictureKind.RELAY

    def _circles_and_single_items(self) -> list[tuple[Key, ...]]:
        """Sinks first; a circle is one."""
        successors = {key: tuple(sorted(targets, key=order)) for key, targets in self._arrows.items()}
        linked = dict.fromkeys(link.item for link in self._register.links)
        return strong_components(_CLAIM, {_CLAIM: tuple(linked), **successors})[:-1]

    def _columns(self) -> dict[Key, int]:
        """Origins in the last column, and everything left of all that it rests on."""
        levels: dict[Key, int] = {}
        for component in self._components:
            beneath = {target for key in component for target in self._arrows[key]} - set(component)
            level = 1 + max((levels[target] for target in beneath), default=-1)
            levels.update(dict.fromkeys(component, level))
        deepest = max(levels.values(), default=0)
        return {key: deepest - levels[key] for key in sorted(levels, key=order)}

    def _homes(self, origins: tuple[PictureGroup, ...]) -> dict[Key, int]:
        """The band of each item: that of its own origin, else of the first origin it leads to."""
        place = {group.label: number for number, group in enumerate(origins)}
        homes: dict[Key, int] = {}
        for component in self._components:
            own = {place[label] for key in component for label in self._origins_of.get(key, ())}
            beneath = {target for key in component for target in self._arrows[key]} - set(component)
            home = min(own or {homes[target] for target in beneath}, default=len(origins))
            homes.update(dict.fromkeys(component, home))
        return homes

    def _node(self, key: Key, column: int, row: int) -> PictureNode:
        links = tuple(link.id for link in self._register.links if link.item == key)
        return PictureNode(key, self._label(key), self._kind(key), column, row, links)

    def _label(self, key: Key) -> str:
        item = self._register.items[key]
        named = item.publisher is not None and not self._register.is_anonymous(item)
        return publisher_label(item.publisher or "") if named else joined_labels(self._classes.of_item(item))

    def _origin_groups(self) -> tuple[PictureGroup, ...]:
        labels = set(self._leading)
        labels |= {told.origin_class for told in self._told.values() if told.origin_class}
        groups = [self._origin_group(label) for label in labels]
        return tuple(
            sorted(groups, key=lambda group: (not group.counted, -len(group.not_added), group.label))
        )

    def _origin_group(self, label: str) -> PictureGroup:
        resting = [told for told in self._told.values() if told.origin_class == label]
        spoken = {link.item for link in self._register.links if self._speaks_for(link, label)}
        items = {key for key, labels in self._origins_of.items() if label in labels} & set(self._arrows)
        return PictureGroup(
            kind=GroupKind.ORIGIN,
            label=label,
            items=tuple(sorted(items | spoken, key=order)),
            counted=tuple(told.link for told in resting if told.counted),
            not_added=tuple(told.link for told in resting if told.reason in _NOT_ADDED),
            reasons=self._reasons(label, resting),
        )

    def _reasons(self, label: str, resting: list[LinkResult]) -> tuple[LinkReason, ...]:
        """Why links that lead to an origin add nothing, each reason once, in the order of admission."""
        leading = [self._told[key] for key in self._leading.get(label, ()) if key in self._told]
        found = {told.reason for told in (*resting, *leading)}
        return tuple(reason for reason in LinkReason if reason in found)

    def _speaks_for(self, link: LinkInput, label: str) -> bool:
        """Whether a link is the asserter's own word, which is its own origin."""
        told = self._told.get(link.id)
        own = self._register.is_asserters_own(self._register.items[link.item])
        return own and told is not None and told.origin_class == label

    def _outlet_groups(self) -> tuple[PictureGroup, ...]:
        items: dict[str, dict[Key, list[Key]]] = {}
        for link in self._register.links:
            label = joined_labels(self._classes.of_outlet(self._register.items[link.item]))
            items.setdefault(label, {}).setdefault(link.item, []).append(link.id)
        return tuple(
            PictureGroup(
                kind=GroupKind.OUTLET,
                label=label,
                items=tuple(sorted(items[label], key=order)),
                counted=tuple(
                    link for links in items[label].values() for link in links if self._counts(link)
                ),
            )
            for label in sorted(items)
            if len(items[label]) > 1
        )

    def _counts(self, link: Key) -> bool:
        return link in self._told and self._told[link].counted

    def _party_groups(self) -> tuple[PictureGroup, ...]:
        members: dict[Key, list[Key]] = {}
        for key in sorted(self._arrows, key=order):
            for bloc in self._blocs(self._register.items[key]):
                members.setdefault(bloc, []).append(key)
        return tuple(
            PictureGroup(GroupKind.PARTY, bloc_label(bloc), tuple(members[bloc]))
            for bloc in sorted(members, key=order)
        )

    def _blocs(self, item: ItemInput) -> Iterable[Key]:
        publisher = self._register.publisher_of(item)
        blocs = publisher.blocs if publisher else ()
        return dict.fromkeys(one.bloc for one in blocs if one.holds_on(item.published_on))

    def _circle_groups(self) -> tuple[PictureGroup, ...]:
        circles = [tuple(sorted(one, key=order)) for one in self._components if len(one) > 1]
        return tuple(PictureGroup(GroupKind.CIRCLE, self._label(circle[0]), circle) for circle in circles)


def _rows(columns: dict[Key, int], homes: dict[Key, int]) -> tuple[dict[Key, int], tuple[int, ...]]:
    """Bands below each other, each as high as its fullest column: the row of each item, and the first of
    each band.
    """
    heights: dict[int, dict[int, int]] = {}
    within: dict[Key, int] = {}
    for key, column in columns.items():
        band = heights.setdefault(homes[key], {})
        within[key] = band.get(column, 0)
        band[column] = within[key] + 1
    starts, start = dict[int, int](), 0
    for home in sorted(heights):
        starts[home] = start
        start += max(heights[home].values())
    return {key: starts[homes[key]] + within[key] for key in columns}, tuple(starts.values())
