"""What changes of the register do to the inputs of a claim (`register_changes` names them).

A change is applied to plain values, as the engine takes them, so that its effect is computed before anybody
makes it. Where it would change nothing for the claim, the inputs come back equal.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from annotations.domain.verification.inputs import (
    BlocMembership,
    DerivationInput,
    Inputs,
    ItemInput,
    Key,
    LinkInput,
    PublisherInput,
    RelationInput,
)
from annotations.domain.verification.register_changes import (
    BlocJoined,
    Derived,
    LinkDoubted,
    MembershipChanged,
    OwnerChanged,
    PublishersMerged,
    PublishersRelated,
    PublishersUnrelated,
    RegisterChange,
    Regraded,
    SourcesMerged,
    SourcesRelated,
    SourcesUnrelated,
    StateChanged,
    Underived,
)

Row = TypeVar("Row")


def applied(change: RegisterChange, inputs: Inputs) -> Inputs:
    """The inputs as they would be once the change is recorded."""
    match change:
        case PublishersRelated(relation):
            return replace(inputs, publisher_relations=_with(inputs.publisher_relations, relation))
        case PublishersUnrelated(relation):
            return replace(inputs, publisher_relations=_without(inputs.publisher_relations, relation))
        case SourcesRelated(relation):
            return replace(inputs, item_relations=_with(inputs.item_relations, relation))
        case SourcesUnrelated(relation):
            return replace(inputs, item_relations=_without(inputs.item_relations, relation))
        case StateChanged() | Derived() | Underived():
            return replace(inputs, items=_of_one(inputs.items, change.source, lambda one: _item(change, one)))
        case Regraded() | BlocJoined() | MembershipChanged():
            changed = _of_one(inputs.publishers, change.publisher, lambda one: _publisher(change, one))
            return replace(inputs, publishers=changed)
        case OwnerChanged():
            return _owned_otherwise(inputs, dict.fromkeys(change.owned, change.group))
        case SourcesMerged():
            return _with_one_source(inputs, change)
        case PublishersMerged():
            return _with_one_publisher(inputs, change)


def _item(change: StateChanged | Derived | Underived, item: ItemInput) -> ItemInput:
    match change:
        case StateChanged():
            return replace(item, state=change.state)
        case Derived():
            further = DerivationInput(change.origin, change.kind)
            return replace(item, derivations=_distinct((*item.derivations, further)))
        case Underived():
            kept = tuple(one for one in item.derivations if one.to != change.origin)
            return replace(item, derivations=kept)


def _publisher(
    change: Regraded | BlocJoined | MembershipChanged, publisher: PublisherInput
) -> PublisherInput:
    match change:
        case Regraded():
            return replace(publisher, grade=change.grade)
        case BlocJoined():
            joined = BlocMembership(change.bloc, change.since, change.until)
            return replace(publisher, blocs=(*publisher.blocs, joined))
        case MembershipChanged():
            corrected = replace(change.was, since=change.since, until=change.until)
            others = list(publisher.blocs)
            others.remove(change.was)
            return replace(publisher, blocs=(*others, corrected))


def _owned_otherwise(inputs: Inputs, groups: dict[Key, Key]) -> Inputs:
    return replace(
        inputs,
        publishers=tuple(
            replace(one, owner_group=groups.get(one.id, one.owner_group)) for one in inputs.publishers
        ),
    )


def _with_one_source(inputs: Inputs, change: SourcesMerged) -> Inputs:
    def named(key: Key) -> Key:
        return change.kept if key == change.absorbed else key

    doubts = {one.link: one for one in change.doubts}
    items = {item.id: _item_renamed(item, named) for item in inputs.items}
    if change.kept in items and change.absorbed in items:
        beneath = _distinct((*items[change.kept].derivations, *items[change.absorbed].derivations))
        kept = tuple(one for one in beneath if one.to != change.kept)
        items[change.kept] = replace(items[change.kept], derivations=kept)
    return replace(
        inputs,
        node=replace(inputs.node, host_items=tuple(dict.fromkeys(map(named, inputs.node.host_items)))),
        links=tuple(_doubted(_link_renamed(link, named), doubts) for link in inputs.links),
        items=tuple(item for key, item in items.items() if key != change.absorbed),
        item_relations=_relations_renamed(inputs.item_relations, named),
    )


def _with_one_publisher(inputs: Inputs, change: PublishersMerged) -> Inputs:
    def named(key: Key) -> Key:
        return change.kept if key == change.absorbed else key

    asserter, publishers = inputs.node.asserter, {one.id: one for one in inputs.publishers}
    if change.kept in publishers and change.absorbed in publishers:
        blocs = _sides_of_both(publishers[change.kept], publishers[change.absorbed])
        publishers[change.kept] = replace(publishers[change.kept], blocs=blocs)
    merged = replace(
        inputs,
        node=replace(inputs.node, asserter=_named(asserter, named)),
        items=tuple(
            replace(item, publisher=_named(item.publisher, named), office=_named(item.office, named))
            for item in inputs.items
        ),
        publishers=tuple(one for key, one in publishers.items() if key != change.absorbed),
        publisher_relations=_relations_renamed(inputs.publisher_relations, named),
    )
    return _owned_otherwise(merged, dict(change.groups))


def _named(key: Key | None, named: Callable[[Key], Key]) -> Key | None:
    return None if key is None else named(key)


def _sides_of_both(kept: PublisherInput, absorbed: PublisherInput) -> tuple[BlocMembership, ...]:
    """A membership of one bloc begins once on a day: then that of the kept one holds."""
    sides = {(one.bloc, one.since): one for one in (*absorbed.blocs, *kept.blocs)}
    return tuple(sides.values())


def _item_renamed(item: ItemInput, named: Callable[[Key], Key]) -> ItemInput:
    derivations = _distinct(replace(one, to=named(one.to)) for one in item.derivations)
    return replace(item, derivations=derivations)


def _doubted(link: LinkInput, doubts: Mapping[Key, LinkDoubted]) -> LinkInput:
    read = doubts.get(link.id)
    if read is None:
        return link
    return replace(link, sourcing=read.sourcing, copy_suspected=read.copy_suspected)


def _link_renamed(link: LinkInput, named: Callable[[Key], Key]) -> LinkInput:
    relies_on = tuple(dict.fromkeys(map(named, link.relies_on)))
    return replace(link, item=named(link.item), relies_on=relies_on)


def _relations_renamed(
    relations: Iterable[RelationInput], named: Callable[[Key], Key]
) -> tuple[RelationInput, ...]:
    """Of two that say something about the same pair, what is said of the kept one holds; nothing is related
    to itself.
    """
    by_pair: dict[frozenset[Key], RelationInput] = {}
    for relation in sorted(relations, key=lambda one: (named(one.a), named(one.b)) != (one.a, one.b)):
        renamed = replace(relation, a=named(relation.a), b=named(relation.b))
        if renamed.a != renamed.b:
            by_pair.setdefault(frozenset((renamed.a, renamed.b)), renamed)
    return tuple(by_pair.values())


def _distinct(derivations: Iterable[DerivationInput]) -> tuple[DerivationInput, ...]:
    """One for each origin, the first that is stated."""
    by_origin: dict[Key, DerivationInput] = {}
    for derivation in derivations:
        by_origin.setdefault(derivation.to, derivation)
    return tuple(by_origin.values())


def _with(relations: tuple[RelationInput, ...], stated: RelationInput) -> tuple[RelationInput, ...]:
    """Of two something is stated once."""
    ends = {stated.a, stated.b}
    return relations if any({one.a, one.b} == ends for one in relations) else (*relations, stated)


def _without(relations: Iterable[RelationInput], dropped: RelationInput) -> tuple[RelationInput, ...]:
    ends = {dropped.a, dropped.b}
    return tuple(one for one in relations if one.kind != dropped.kind or {one.a, one.b} != ends)


def _of_one(rows: Iterable[Row], key: Key, changed: Callable[[Row], Row]) -> tuple[Row, ...]:
    return tuple(changed(row) if row.id == key else row for row in rows)  # type: ignore[attr-defined]
