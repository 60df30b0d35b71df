"""Registering, correcting and grading publishers, and saying whom they speak for and on whom they depend."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from annotations.access import require
from annotations.actions.recording import (
    change,
    inputs_changed,
    locked,
    record_event,
    refusing_duplicates,
    require_version,
)
from annotations.actions.register import change_register, standing
from annotations.actions.register_values import (
    described_publisher,
    name_registered_already,
    refuse_known_wikidata_id,
    refuse_words_on_mask,
)
from annotations.actions.relations import Pairing, drop_relation, state_relation
from annotations.actions.shapes import shaped
from annotations.domain.errors import Conflict, Invalid
from annotations.domain.vocabulary import PublisherRelationKind
from annotations.models import (
    GradeChange,
    PartyBloc,
    PartyMembership,
    Publisher,
    PublisherRelation,
    User,
)
from annotations.queries.dependents import (
    claims_graded_by,
    claims_published_by,
    claims_resting_on_publishers,
    owners_of,
    publishers_bound_to,
    publishers_owned_by,
    top_owners,
)
from annotations.queries.topics import as_known

_KNOWN_NAME: Final = {"publisher_name_is_unique_in_its_country": "This publisher is registered already."}


@transaction.atomic
def register_publisher(
    *,
    name: str,
    kind: str,
    country: str = "",
    languages: Sequence[str] = (),
    homepage: str = "",
    wikidata_id: str = "",
    owner_id: int | None = None,
    tags: Sequence[str] = (),
    note: str = "",
    is_fictional: bool = False,
    actor: User,
) -> Publisher:
    """Puts a publisher on the register, not graded. Refuses a name that its country has already, and the
    Wikidata item of another one, with the id of the publisher that is known in the details.
    """
    require(actor, "publisher.register")
    described = described_publisher(
        {
            "name": name,
            "kind": kind,
            "country": country,
            "languages": languages,
            "homepage": homepage,
            "wikidata_id": wikidata_id,
            "owner_id": owner_id,
            "tags": tags,
            "note": note,
            "is_fictional": is_fictional,
        }
    )
    refuse_known_wikidata_id(described["wikidata_id"])
    try:
        with refusing_duplicates(_KNOWN_NAME):
            publisher = Publisher.objects.create(registered_by=actor, **described)
    except Conflict as refusal:
        raise name_registered_already(described["name"], described["country"]) from refusal
    record_event("publisher.registered", publisher, actor=actor, after=described)
    return publisher


@transaction.atomic
def edit_publisher(
    *,
    publisher_id: int,
    values: Mapping[str, Any],
    reason: str = "",
    expected_version: int | None = None,
    actor: User,
) -> Publisher:
    """Corrects what the register says about a publisher. Refuses an owner that the publisher itself owns."""
    require(actor, "publisher.edit")
    change_register()
    publisher = standing(Publisher, publisher_id)
    require_version(publisher, expected_version)
    refuse_words_on_mask(publisher, values)
    described = described_publisher(values)
    refuse_known_wikidata_id(described.get("wikidata_id", ""), apart_from=publisher.pk)
    refuse_circle_of_owners(publisher, described.get("owner_id"))
    top_before = top_owners([publisher.pk]) if "owner_id" in described else {}
    with refusing_duplicates(_KNOWN_NAME):
        before, after = change(publisher, described)
    if after:
        event = record_event(
            "publisher.edited", publisher, actor=actor, before=before, after=after, note=reason
        )
        inputs_changed(_claims_moved_by(publisher, after, top_before), because=event)
    return publisher


@transaction.atomic
def grade_publisher(
    *, publisher_id: int, grade: str, reason: str, topic: str = "", actor: User
) -> GradeChange:
    """Adds an entry to the grade history; the latest of a topic holds, the empty topic is the overall grade.

    The same grade for the same reason again adds nothing. On a claim's own topic the grade of that topic
    counts where there is one, else the overall grade.
    """
    require(actor, "publisher.grade")
    change_register()
    publisher = standing(Publisher, publisher_id)
    wanted = shaped(GradeChange, {"grade": grade, "reason": reason, "topic": as_known(topic)})
    latest = publisher.grade_changes.filter(topic=wanted["topic"]).order_by("-id").first()
    held = latest.grade if latest else None
    if latest is not None and (latest.grade, latest.reason) == (wanted["grade"], wanted["reason"]):
        return latest
    entry = GradeChange.objects.create(publisher=publisher, graded_by=actor, **wanted)
    event = record_event(
        "publisher.graded", entry, stream=publisher, actor=actor, before={"grade": held}, after=wanted
    )
    if entry.grade != (_overall_grade(publisher) if entry.topic and held is None else held):
        inputs_changed(claims_graded_by(publisher.pk, entry.topic), because=event)
    return entry


@transaction.atomic
def add_bloc(*, name: str, dispute: str, actor: User) -> PartyBloc:
    """Names a side in a dispute."""
    require(actor, "publisher.relate")
    described = shaped(PartyBloc, {"name": name, "dispute": dispute})
    with refusing_duplicates(
        {"party_bloc_is_unique_in_its_dispute": "This side of the dispute is known already."}
    ):
        bloc = PartyBloc.objects.create(**described)
    record_event("party_bloc.added", bloc, actor=actor, after=described)
    return bloc


@transaction.atomic
def join_bloc(
    *,
    publisher_id: int,
    bloc_id: int,
    starts_on: date | None = None,
    ends_on: date | None = None,
    reason: str = "",
    actor: User,
) -> PartyMembership:
    """Says that a publisher speaks for a side, from day to day, both included; None is open."""
    require(actor, "publisher.relate")
    change_register()
    publisher = standing(Publisher, publisher_id)
    described = shaped(
        PartyMembership, {"bloc_id": bloc_id, "starts_on": starts_on, "ends_on": ends_on, "reason": reason}
    )
    _refuse_end_before_start(described["starts_on"], described["ends_on"])
    membership = PartyMembership(publisher=publisher, noted_by=actor, **described)
    _refuse_overlap(membership, described)
    membership.save(force_insert=True)
    said = {**described, "bloc": membership.bloc.name}
    event = record_event("party_membership.noted", membership, stream=publisher, actor=actor, after=said)
    inputs_changed(claims_resting_on_publishers([publisher.pk]), because=event)
    return membership


@transaction.atomic
def edit_membership(*, membership_id: int, values: Mapping[str, Any], actor: User) -> PartyMembership:
    """Corrects the days of a membership or its reason: `starts_on`, `ends_on`, `reason`."""
    require(actor, "publisher.relate")
    change_register()
    membership = locked(PartyMembership, membership_id)
    described = shaped(PartyMembership, values, allowed={"starts_on", "ends_on", "reason"})
    _refuse_end_before_start(
        described.get("starts_on", membership.starts_on), described.get("ends_on", membership.ends_on)
    )
    _refuse_overlap(membership, described)
    before, after = change(membership, described)
    if not after:
        return membership
    event = record_event(
        "party_membership.edited",
        membership,
        stream=membership.publisher,
        actor=actor,
        before=before,
        after=after,
    )
    if {"starts_on", "ends_on"} & after.keys():
        inputs_changed(claims_resting_on_publishers([membership.publisher_id]), because=event)
    return membership


def relate_publishers(
    *, first_id: int, second_id: int, kind: str, reason: str, actor: User
) -> PublisherRelation:
    """States that two publishers are, or although connected are not, dependent, as `state_relation` does."""
    relation: PublisherRelation = state_relation(
        _RELATIONS, first_id=first_id, second_id=second_id, kind=kind, reason=reason, actor=actor
    )
    return relation


def drop_publisher_relation(*, relation_id: int, reason: str = "", actor: User) -> None:
    """Takes a statement about two publishers back; the history keeps it."""
    drop_relation(_RELATIONS, relation_id=relation_id, reason=reason, actor=actor)


def _overall_grade(publisher: Publisher) -> str | None:
    overall = publisher.grade_changes.filter(topic="").order_by("-id")
    return overall.values_list("grade", flat=True).first()


def refuse_circle_of_owners(publisher: Publisher, owner_id: int | None) -> None:
    """Refuses an owner that the publisher itself owns, also through others (`owner-circle`)."""
    if owner_id is None or owner_id == publisher.owner_id:
        return
    # Two edits at once could each be fine and together close a circle: changes of the register take turns.
    if publisher.pk == owner_id or publisher.pk in owners_of(owner_id):
        raise Conflict(
            f"{publisher.name} would own itself. Correct the owner of the other publisher first.",
            field="owner",
            rule="owner-circle",
        )


def _refuse_end_before_start(starts_on: date | None, ends_on: date | None) -> None:
    if starts_on and ends_on and ends_on < starts_on:
        raise Invalid("The membership ends before it starts.", field="ends_on", rule="ends-before-start")


def _refuse_overlap(membership: PartyMembership, values: Mapping[str, Any]) -> None:
    """Refuses days on which it is on record as speaking for the same side (`membership-overlaps`)."""
    starts_on = values.get("starts_on", membership.starts_on)
    ends_on = values.get("ends_on", membership.ends_on)
    others = PartyMembership.objects.filter(publisher=membership.publisher_id, bloc=membership.bloc_id)
    if ends_on is not None:
        others = others.filter(Q(starts_on=None) | Q(starts_on__lte=ends_on))
    if starts_on is not None:
        others = others.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on))
    held = others.exclude(pk=membership.pk).first()
    if held is not None:
        since, until = (day.isoformat() if day else "…" for day in (held.starts_on, held.ends_on))
        raise Conflict(
            f"On some of these days it is on record as speaking for this side already: {since} to {until}. "
            "Correct those days instead.",
            field="starts_on",
            rule="membership-overlaps",
            details={"id": held.pk},
        )


def _claims_concerned_by(relation: PublisherRelation) -> set[int]:
    """Dependence is followed through publishers, so that it concerns all that it binds together; an exception
    speaks of two publishers, and concerns claims that rest on both.
    """
    ends = (relation.first_id, relation.second_id)
    if relation.kind == PublisherRelationKind.NOT_INDEPENDENT:
        return claims_published_by(publishers_bound_to(ends))
    return claims_published_by(ends[:1]) & claims_published_by(ends[1:])


_RELATIONS: Final = Pairing(
    relation=PublisherRelation,
    end=Publisher,
    access="publisher.relate",
    of_one="A relation is between two publishers.",
    concerned=_claims_concerned_by,
)


def _claims_moved_by(
    publisher: Publisher, after: Mapping[str, Any], top_before: Mapping[int, int]
) -> set[int]:
    """The claims on which an edit may bear. The owner at the top counts for everything owned below it."""
    concerned: set[int] = set()
    if "owner_id" in after and top_owners([publisher.pk]) != top_before:
        concerned |= publishers_owned_by([publisher.pk])
    if "kind" in after:
        concerned.add(publisher.pk)
    return claims_resting_on_publishers(concerned)
