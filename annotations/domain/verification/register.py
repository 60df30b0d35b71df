"""The part of the register that concerns one node, and nothing more.

Whatever a caller loads beside it must neither change the result nor its fingerprint, so the engine first
walks from the links to everything they rest on or are related to, and forgets the rest.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from annotations.domain.errors import Invalid
from annotations.domain.verification.inputs import (
    Inputs,
    ItemInput,
    Key,
    LinkInput,
    NodeInput,
    PublisherInput,
    RelationInput,
    order,
)
from annotations.domain.verification.policy import Policy
from annotations.domain.vocabulary import (
    Grade,
    PublisherKind,
    PublisherRelationKind,
    SourceRelationKind,
    SourceState,
)

_SHARED_ORIGIN = (SourceRelationKind.SAME_WORK.value, SourceRelationKind.NOT_INDEPENDENT.value)


@dataclass(frozen=True, slots=True)
class Register:
    """The links of a node in a fixed order, with the items, publishers and relations that concern them.

    `offices` are the publishers that unnamed origins belong to: apart, being nobody's class or grade.
    """

    node: NodeInput
    links: tuple[LinkInput, ...]
    items: dict[Key, ItemInput]
    publishers: dict[Key, PublisherInput]
    offices: dict[Key, PublisherInput]
    item_relations: tuple[RelationInput, ...]
    publisher_relations: tuple[RelationInput, ...]
    hosts: frozenset[Key]

    def publisher_of(self, item: ItemInput) -> PublisherInput | None:
        """Who published an item, when that is known."""
        return None if item.publisher is None else self.publishers[item.publisher]

    def speaks_for(self, item: ItemInput) -> PublisherInput | None:
        """Whose interest an item has: its publisher's, or that of the office an unnamed origin belongs to."""
        return self.publisher_of(item) if item.office is None else self.offices[item.office]

    def is_retracted(self, item: ItemInput) -> bool:
        """Whether the publisher took the item back."""
        return item.state == SourceState.RETRACTED

    def is_host(self, item: ItemInput) -> bool:
        """Whether the claim itself stands in this item, or in another copy of the same work."""
        return item.id in self.hosts

    def is_asserters_own(self, item: ItemInput) -> bool:
        """In an attribution node, the asserter's own channel; always false for content."""
        node = self.node
        return node.is_attribution and node.asserter is not None and item.publisher == node.asserter

    def is_anonymous(self, item: ItemInput) -> bool:
        """Whether nobody is named as the origin."""
        publisher = self.publisher_of(item)
        return item.anonymous or (publisher is not None and publisher.kind == PublisherKind.ANONYMOUS)

    def grade_of(self, item: ItemInput, policy: Policy) -> str:
        """The grade of an item's publisher: recorded, else the default of its kind, else F."""
        publisher = self.publisher_of(item)
        if publisher is None or publisher.is_platform:
            return Grade.F.value
        return publisher.grade or policy.grade_by_kind.get(publisher.kind, Grade.F.value)


def concerning(inputs: Inputs) -> Register:
    """Cut the inputs down to what the links of the node touch.

    Raises `Invalid` when a link or derivation names an item, or an item a publisher, that was not given.
    """
    items = _reachable_items(inputs)
    publishers = _given((item.publisher for item in items.values()), inputs)
    item_relations = _item_relations(inputs.item_relations, items)
    return Register(
        node=inputs.node,
        links=tuple(sorted(inputs.links, key=lambda link: order(link.id))),
        items=items,
        publishers=publishers,
        offices=_given((item.office for item in items.values()), inputs),
        item_relations=item_relations,
        publisher_relations=_publisher_relations(inputs.publisher_relations, set(publishers)),
        hosts=_hosts(inputs.node, item_relations),
    )


def _reachable_items(inputs: Inputs) -> dict[Key, ItemInput]:
    given = {item.id: item for item in inputs.items}
    related = _neighbours(r for r in inputs.item_relations if r.kind in _SHARED_ORIGIN)
    waiting: list[Key] = []
    for link in inputs.links:
        waiting.append(link.item)
        waiting.extend(link.relies_on)
    found: dict[Key, ItemInput] = {}
    while waiting:
        key = waiting.pop()
        if key in found:
            continue
        if key not in given:
            raise Invalid(f"Source {key!r} is named but was not given.", rule="unknown-source")
        found[key] = item = given[key]
        waiting.extend(derivation.to for derivation in item.derivations)
        waiting.extend(other for other in related.get(key, ()) if other in given)
    return found


def _given(keys: Iterable[Key | None], inputs: Inputs) -> dict[Key, PublisherInput]:
    given = {publisher.id: publisher for publisher in inputs.publishers}
    named = {key for key in keys if key is not None}
    missing = named - given.keys()
    if missing:
        raise Invalid(
            f"Publisher {min(missing, key=order)!r} is named but was not given.", rule="unknown-publisher"
        )
    return {key: given[key] for key in named}


def _item_relations(
    relations: tuple[RelationInput, ...], used: dict[Key, ItemInput]
) -> tuple[RelationInput, ...]:
    return tuple(relation for relation in relations if relation.a in used and relation.b in used)


def _hosts(node: NodeInput, relations: tuple[RelationInput, ...]) -> frozenset[Key]:
    """The article under check with all that shares its origin by record: none of it can corroborate it."""
    sharing = _neighbours(relation for relation in relations if relation.kind in _SHARED_ORIGIN)
    return frozenset(_connected(set(node.host_items), sharing))


def _publisher_relations(relations: tuple[RelationInput, ...], used: set[Key]) -> tuple[RelationInput, ...]:
    """Dependence is followed through publishers that are not used themselves: A - X - B binds A to B."""
    binding = [r for r in relations if r.kind == PublisherRelationKind.NOT_INDEPENDENT]
    if not relations:
        return ()
    near = _connected(used, _neighbours(binding))
    between = tuple(r for r in relations if r not in binding and r.a in used and r.b in used)
    return tuple(r for r in binding if r.a in near) + between


def _neighbours(relations: Iterable[RelationInput]) -> dict[Key, list[Key]]:
    neighbours: dict[Key, list[Key]] = {}
    for relation in relations:
        neighbours.setdefault(relation.a, []).append(relation.b)
        neighbours.setdefault(relation.b, []).append(relation.a)
    return neighbours


def _connected(start: set[Key], neighbours: dict[Key, list[Key]]) -> set[Key]:
    found, waiting = set(start), list(start)
    while waiting:
        for other in neighbours.get(waiting.pop(), ()):
            if other not in found:
                found.add(other)
                waiting.append(other)
    return found


def canonical(register: Register, as_of: date | None) -> str:
    """Canonical JSON of a node's inputs, independent of the order in which they came."""
    publishers = {**register.offices, **register.publishers}
    content = [
        _node(register.node),
        [_link(link) for link in register.links],
        [_item(register.items[key]) for key in sorted(register.items, key=order)],
        [_publisher(publishers[key]) for key in sorted(publishers, key=order)],
        _relations(register.item_relations),
        _relations(register.publisher_relations),
        as_of and as_of.isoformat(),
    ]
    return json.dumps(content, separators=(",", ":"))


def _keys(keys: Iterable[Key]) -> list[Key]:
    return sorted(set(keys), key=order)


def _node(node: NodeInput) -> list[object]:
    parties = [_keys(node.favours), _keys(node.disfavours), _keys(node.neutral_for), _keys(node.host_items)]
    states = [node.matured, node.must_split, node.time_unresolved, sorted(set(node.context_flags))]
    return [node.id, node.type, node.risk, node.asserter, parties, states]


def _link(link: LinkInput) -> list[object]:
    weights = [link.coverage, link.proximity, link.credibility]
    states = [link.state, link.scope_mismatch, link.passage, link.captured, link.broken]
    states += ["copy_suspected"] if link.copy_suspected else []
    return [link.id, link.item, link.stance, weights, link.sourcing, _keys(link.relies_on), states]


def _item(item: ItemInput) -> list[object]:
    rests_on = sorted(([d.to, d.kind] for d in item.derivations), key=lambda pair: (order(pair[0]), pair[1]))
    published = item.published_on and item.published_on.isoformat()
    office = [] if item.office is None else [item.office]
    return [item.id, item.publisher, published, item.state, item.anonymous, rests_on, *office]


def _publisher(publisher: PublisherInput) -> list[object]:
    blocs = sorted((str(b.bloc), str(b.since), str(b.until)) for b in publisher.blocs)
    return [
        publisher.id,
        publisher.kind,
        publisher.grade,
        publisher.owner_group,
        blocs,
        publisher.is_platform,
    ]


def _relations(relations: tuple[RelationInput, ...]) -> list[list[Key]]:
    pairs = {(r.kind, *sorted((r.a, r.b), key=order)) for r in relations}
    return sorted(([*pair] for pair in pairs), key=lambda row: [order(key) for key in row])
