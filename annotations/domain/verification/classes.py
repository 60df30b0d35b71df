"""Which publishers count as one: the classes of independence (specification 2.1, step 4).

Dependence between publishers is symmetric and transitive (same owner, same party, recorded as not
independent), so it is a partition. Two facts cut across it: an editor may record that two outlets of one
owner are independent, and that two unnamed origins are distinct. Such a recorded separation is never undone
by a third member that happens to stand between the two; the third then joins the first of them in key
order.

An item may belong to several classes at once: an unnamed official of a known ministry is both the ministry
and part of the unnamed pool; a circle of outlets is every one of them; an outlet that spoke for a party for
some years was that party then, and only itself later. It then uses all of them up, see `matching`.
"""

from collections.abc import Iterable

from annotations.domain.verification.ends import Labels
from annotations.domain.verification.inputs import ItemInput, Key, PublisherInput, RelationInput, order
from annotations.domain.verification.register import Register
from annotations.domain.vocabulary import PublisherKind, PublisherRelationKind, SourceRelationKind


def publisher_label(key: Key) -> str:
    """How a publisher is named in results: "s:" and its key."""
    return f"s:{key}"


def bloc_label(key: Key) -> str:
    """How a party whose members changed is named in results: "b:" and its key."""
    return f"b:{key}"


def joined_labels(labels: Labels) -> str:
    """Several labels as one text, "+" between them."""
    return "+".join(sorted(labels))


class _Partition:
    """Union-find whose sets are named by their smallest member."""

    def __init__(self, members: Iterable[Key]) -> None:
        self._parent = {member: member for member in members}

    def find(self, member: Key) -> Key:
        self._parent.setdefault(member, member)
        while self._parent[member] != member:
            self._parent[member] = member = self._parent[self._parent[member]]
        return member

    def unite(self, a: Key, b: Key) -> None:
        first, second = sorted((self.find(a), self.find(b)), key=order)
        if first != second:
            self._parent[second] = first

    def unite_unless_apart(self, members: Iterable[Key], apart: list[tuple[Key, Key]]) -> None:
        """Unite members in key order, but never two sets that hold a pair recorded as apart."""
        waiting = sorted(members, key=order)
        while waiting:
            first, *others = waiting
            waiting = []
            for other in others:
                if self._are_apart(first, other, apart):
                    waiting.append(other)
                else:
                    self.unite(first, other)

    def _are_apart(self, a: Key, b: Key, apart: list[tuple[Key, Key]]) -> bool:
        sets = {self.find(a), self.find(b)}
        return len(sets) == 2 and any({self.find(x), self.find(y)} == sets for x, y in apart)


class Classes:
    """The class of every publisher and unnamed origin of one register."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._publishers = _publisher_partition(register)
        self._unnamed = _unnamed_partition(register)
        self._names = self._smallest_used_member()
        self._standing = _standing_members(register)

    def _smallest_used_member(self) -> dict[Key, Key]:
        names: dict[Key, Key] = {}
        for key in sorted(self._register.publishers, key=order):
            names.setdefault(self._publishers.find(key), key)
        return names

    def of_item(self, item: ItemInput) -> Labels:
        """Every class an item uses up when it is the origin of a link."""
        labels = self._of_named(item) if self._is_named(item) else set()
        if self._register.is_anonymous(item):
            labels.add(f"a:{self._unnamed.find(item.id)}")
        return frozenset(labels or {f"i:{item.id}"})

    def of_outlet(self, item: ItemInput) -> Labels:
        """Every class an item uses up as the outlet that carries a link."""
        return frozenset(self._of_named(item)) if self._is_named(item) else self.of_item(item)

    def _is_named(self, item: ItemInput) -> bool:
        publisher = self._register.publisher_of(item)
        return publisher is not None and publisher.kind != PublisherKind.ANONYMOUS

    def _of_named(self, item: ItemInput) -> set[str]:
        publisher = self._register.publisher_of(item)
        assert publisher is not None
        labels = {publisher_label(self._names[self._publishers.find(publisher.id)])}
        for membership in publisher.blocs:
            if not membership.is_standing and membership.holds_on(item.published_on):
                labels.add(self._of_bloc(membership.bloc))
        return labels

    def _of_bloc(self, bloc: Key) -> str:
        """The class of a party: that of its standing members, where one of them speaks."""
        members = self._standing.get(bloc)
        return (
            publisher_label(self._names[self._publishers.find(members[0])]) if members else bloc_label(bloc)
        )


def _publisher_partition(register: Register) -> _Partition:
    partition = _Partition(register.publishers)
    relations = register.publisher_relations
    for relation in relations:
        if relation.kind == PublisherRelationKind.NOT_INDEPENDENT:
            partition.unite(relation.a, relation.b)
    for members in _standing_members(register).values():
        partition.unite_unless_apart(members, [])
    apart = [(r.a, r.b) for r in relations if r.kind == PublisherRelationKind.INDEPENDENT]
    for members in _owners(register.publishers.values()).values():
        partition.unite_unless_apart(members, apart)
    return partition


def _owners(publishers: Iterable[PublisherInput]) -> dict[Key, list[Key]]:
    owners: dict[Key, list[Key]] = {}
    for publisher in sorted(publishers, key=lambda publisher: order(publisher.id)):
        if publisher.owner_group is not None:
            owners.setdefault(publisher.owner_group, []).append(publisher.id)
    return {owner: owners[owner] for owner in sorted(owners, key=order)}


def _standing_members(register: Register) -> dict[Key, list[Key]]:
    """Publishers that speak for a bloc at all times; of the others, the day of each item decides."""
    blocs: dict[Key, list[Key]] = {}
    for key in sorted(register.publishers, key=order):
        for membership in register.publishers[key].blocs:
            if membership.is_standing:
                blocs.setdefault(membership.bloc, []).append(key)
    return blocs


def _unnamed_partition(register: Register) -> _Partition:
    unnamed = [item.id for item in register.items.values() if register.is_anonymous(item)]
    partition = _Partition(unnamed)
    partition.unite_unless_apart(unnamed, _distinct(register.item_relations))
    return partition


def _distinct(relations: tuple[RelationInput, ...]) -> list[tuple[Key, Key]]:
    return [(r.a, r.b) for r in relations if r.kind == SourceRelationKind.DISTINCT]
