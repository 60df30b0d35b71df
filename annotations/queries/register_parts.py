"""The part of the register that many claims rest on, loaded once and cut to what each of them rests on.

A batch of claims shares publishers and sources, so these are loaded for all of them in a constant number of
statements. Each claim is then given what can be reached from its own evidence and nothing more: what a batch
costs grows with what its claims rest on, not with its size times that.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.db.models.expressions import RawSQL

from annotations.domain.verification import (
    BlocMembership,
    DerivationInput,
    ItemInput,
    PublisherInput,
    RelationInput,
)
from annotations.domain.vocabulary import PublisherRelationKind
from annotations.models import (
    Derivation,
    GradeChange,
    PartyMembership,
    Publisher,
    PublisherRelation,
    Source,
    SourceRelation,
)
from annotations.queries.dependents import SHARED_ORIGIN, publishers_bound_to, sources_beneath, top_owners


class RegisterPart:
    """Sources with all that they rest on, their publishers, and the relations among these."""

    def __init__(self, source_ids: Iterable[int], beside_publishers: Iterable[int] = ()) -> None:
        known = sources_beneath(source_ids)
        derivations = grouped(
            (row.source_id, DerivationInput(row.origin_id, row.kind))
            for row in Derivation.objects.filter(source__in=among(known)).order_by("origin")
        )
        self.items: dict[int, ItemInput] = {}
        self.unreachable: set[int] = set()
        for source in _sources(known):
            self.items[source.pk] = _item(source, derivations[source.pk])
            if source.is_unreachable:
                self.unreachable.add(source.pk)
        self._beside = frozenset(beside_publishers)
        named = _speaking(self.items.values()) | self._beside
        self._grades = _grades(named)
        self.publishers = _publishers(named, self._grades)
        self._item_relations = _by_end(SourceRelation, known)
        bound = publishers_bound_to(self.publishers)
        self._publisher_relations = _by_end(PublisherRelation, bound)
        self._beneath: dict[int, frozenset[int]] = {}
        self._bound: dict[int, frozenset[int]] = {}

    def beneath(self, source_ids: Iterable[int]) -> list[int]:
        """These sources and everything they rest on or share an origin with, in rising order."""
        found: set[int] = set()
        for pk in source_ids:
            if pk not in self._beneath:
                self._beneath[pk] = _reached(pk, self._neighbours)
            found |= self._beneath[pk]
        return sorted(found)

    def publishers_of(self, items: Iterable[ItemInput], topic: str = "") -> tuple[PublisherInput, ...]:
        """Who published these, or is the office of somebody unnamed, each with its grade on the topic where
        it has one; those beside too.
        """
        named = _speaking(items) | self._beside
        return tuple(self._graded(pk, topic) for pk in sorted(named))

    def relations_among_items(self, source_ids: Collection[int]) -> tuple[RelationInput, ...]:
        """What is stated about two of these sources."""
        if not self._item_relations:
            return ()
        return _within(self._item_relations, set(source_ids))

    def relations_among_publishers(self, publishers: Iterable[PublisherInput]) -> tuple[RelationInput, ...]:
        """What is stated about two of these publishers, or binds them through others."""
        if not self._publisher_relations:
            return ()
        near: set[int] = set()
        for publisher in publishers:
            pk = int(publisher.id)
            if pk not in self._bound:
                self._bound[pk] = _reached(pk, self._bound_neighbours)
            near |= self._bound[pk]
        return _within(self._publisher_relations, near)

    def _graded(self, pk: int, topic: str) -> PublisherInput:
        publisher = self.publishers[pk]
        special = self._grades.get((pk, topic)) if topic else None
        return replace(publisher, grade=special) if special is not None else publisher

    @cached_property
    def _neighbours(self) -> dict[int, set[int]]:
        shared = _neighbours(self._item_relations, SHARED_ORIGIN)
        for pk, item in self.items.items():
            shared[pk] |= {int(derivation.to) for derivation in item.derivations}
        return shared

    @cached_property
    def _bound_neighbours(self) -> dict[int, set[int]]:
        return _neighbours(self._publisher_relations, [PublisherRelationKind.NOT_INDEPENDENT])


def among(ids: Iterable[int]) -> RawSQL:
    """These ids, for `__in`, as one value of the statement: a thousand of them cost more than their rows."""
    return RawSQL("SELECT unnest(%s::bigint[])", [sorted(set(ids))])


def grouped(pairs: Iterable[tuple[int, Any]]) -> dict[int, list[Any]]:
    """The second of each pair, listed by the first; an empty list for what did not occur."""
    lists: dict[int, list[Any]] = defaultdict(list)
    for key, value in pairs:
        lists[key].append(value)
    return lists


def _speaking(items: Iterable[ItemInput]) -> set[int]:
    """Publishers by name, and those that unnamed origins belong to: these have their interest."""
    return {int(key) for item in items for key in (item.publisher, item.office) if key is not None}


def _sources(source_ids: Collection[int]) -> Iterable[Any]:
    fields = ("pk", "publisher_id", "published_on", "state", "is_anonymous", "is_unreachable")
    return Source.objects.filter(pk__in=among(source_ids)).order_by("pk").values_list(*fields, named=True)


def _item(source: Any, derivations: list[DerivationInput]) -> ItemInput:
    return ItemInput(
        id=source.pk,
        publisher=None if source.is_anonymous else source.publisher_id,
        published_on=source.published_on,
        state=source.state,
        anonymous=source.is_anonymous,
        office=source.publisher_id if source.is_anonymous else None,
        derivations=tuple(derivations),
    )


def _grades(publisher_ids: Collection[int]) -> dict[tuple[int, str], str]:
    """The latest grade of each publisher on each topic; the empty topic is the overall grade."""
    latest = GradeChange.objects.filter(publisher__in=publisher_ids).order_by("publisher", "topic", "-id")
    rows = latest.distinct("publisher", "topic").values_list("publisher_id", "topic", "grade")
    return {(pk, topic): grade for pk, topic, grade in rows}


def _publishers(
    publisher_ids: Collection[int], grades: Mapping[tuple[int, str], str]
) -> dict[int, PublisherInput]:
    owners = top_owners(publisher_ids)
    memberships = grouped(
        (row.publisher_id, BlocMembership(row.bloc_id, row.starts_on, row.ends_on))
        for row in PartyMembership.objects.filter(publisher__in=publisher_ids).order_by("id")
    )
    kinds = Publisher.objects.filter(pk__in=publisher_ids).order_by("pk").values_list("pk", "kind")
    return {
        pk: PublisherInput(
            id=pk,
            kind=kind,
            grade=grades.get((pk, "")),
            owner_group=owners[pk],
            blocs=tuple(memberships[pk]),
        )
        for pk, kind in kinds
    }


def _by_end(model: Any, ids: Collection[int]) -> dict[int, list[RelationInput]]:
    """The relations between any two of these, each listed under both its ends."""
    rows = model.objects.filter(first__in=among(ids), second__in=among(ids)).order_by("id")
    found = [RelationInput(row.kind, row.first_id, row.second_id) for row in rows]
    return grouped((int(end), relation) for relation in found for end in (relation.a, relation.b))


def _within(relations: dict[int, list[RelationInput]], ids: set[int]) -> tuple[RelationInput, ...]:
    ends = sorted(ids & relations.keys())
    return tuple(
        relation for end in ends for relation in relations[end] if relation.a == end and relation.b in ids
    )


def _neighbours(relations: dict[int, list[RelationInput]], kinds: Collection[str]) -> dict[int, set[int]]:
    near: dict[int, set[int]] = defaultdict(set)
    for end, stated in relations.items():
        for relation in stated:
            if relation.kind in kinds:
                near[end].add(int(relation.b if relation.a == end else relation.a))
    return near


def _reached(start: int, neighbours: dict[int, set[int]]) -> frozenset[int]:
    found, waiting = {start}, [start]
    while waiting:
        further = neighbours.get(waiting.pop(), set()) - found
        found |= further
        waiting.extend(further)
    return frozenset(found)
