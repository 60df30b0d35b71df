"""Registering and correcting sources, and saying what they rest on and whether they still stand."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from annotations.access import require
from annotations.actions.desk_bounds import require_usable
from annotations.actions.recording import (
    change,
    inputs_changed,
    locked,
    record_event,
    refusing_duplicates,
    require_version,
)
from annotations.actions.register import change_register, refuse_merged_away, standing
from annotations.actions.register_values import (
    address_registered_already,
    described_source,
    refuse_known_identifiers,
    refuse_mask,
    refuse_words_on_mask,
)
from annotations.actions.relations import Pairing, drop_relation, require_same_kind, state_relation
from annotations.actions.shapes import shaped
from annotations.actions.staleness import clear_flags, flag_answered_for
from annotations.actions.watching import forget_address
from annotations.domain.errors import Conflict, Invalid
from annotations.domain.vocabulary import SourceKind, SourceState, StaleCause
from annotations.models import Derivation, Event, Source, SourceRelation, User
from annotations.queries.dependents import (
    SHARED_ORIGIN,
    claims_linked_to_sources,
    claims_resting_on_sources,
    claims_within_articles_at,
)
from annotations.queries.staleness import claims_on_retracted_sources, claims_on_unreachable_sources
from annotations.queries.suspicions import claims_in_doubt, sources_suspected

TWO_SOURCES: Final = "Name two different sources."
STATUS_INPUTS = frozenset({"publisher_id", "published_on", "is_anonymous"})
"""Of these the statuses of all claims are computed that rest on a source."""


@transaction.atomic
def register_source(
    *,
    publisher_id: int,
    title: str,
    kind: str = SourceKind.REPORT,
    url: str = "",
    authors: str = "",
    published_on: date | None = None,
    language: str = "und",
    identifiers: Mapping[str, str] | None = None,
    tags: Sequence[str] = (),
    is_anonymous: bool = False,
    note: str = "",
    actor: User,
) -> Source:
    """Puts one publication on the register.

    Refuses an address that is registered (`source-registered-already`) and an identifier of a publication
    that is (`identifier-registered-already`), with the id of that source in the details.
    """
    require(actor, "source.register")
    described = described_source(
        {
            "publisher_id": publisher_id,
            "title": title,
            "kind": kind,
            "url": url,
            "authors": authors,
            "published_on": published_on,
            "language": language,
            "identifiers": identifiers or {},
            "tags": tags,
            "is_anonymous": is_anonymous,
            "note": note,
        }
    )
    refuse_mask(publisher_id)
    refuse_known_identifiers(described["identifiers"], actor)
    source = Source(registered_by=actor, **described)
    try:
        with refusing_duplicates({"source_address_is_registered_once": "Registered already."}):
            source.save(force_insert=True)
    except Conflict as refusal:
        raise address_registered_already(described["canonical_url"], actor) from refusal
    record_event("source.registered", source, actor=actor, after=described)
    return source


@transaction.atomic
def edit_source(
    *,
    source_id: int,
    values: Mapping[str, Any],
    expected_version: int | None = None,
    reason: str = "",
    actor: User,
) -> Source:
    """Corrects what the register says about a source; its captures never change. The history keeps the
    reason, where there is one.
    """
    change_register()
    source = standing(Source, source_id)
    require(actor, "source.edit", source)
    require_version(source, expected_version)
    refuse_words_on_mask(source, values)
    described = described_source(values)
    if described.get("publisher_id", source.publisher_id) != source.publisher_id:
        refuse_mask(described["publisher_id"])
    refuse_known_identifiers(described.get("identifiers", {}), actor, apart_from=source.pk)
    _take_over_address(source, described)
    try:
        with refusing_duplicates({"source_address_is_registered_once": "Registered already."}):
            before, after = change(source, described)
    except Conflict as refusal:
        raise address_registered_already(described["canonical_url"], actor) from refusal
    if after:
        event = record_event(
            "source.edited", source, actor=actor, before=before, after=after, note=reason.strip()
        )
        inputs_changed(_claims_moved_by(source, before, after), because=event)
    if "is_unreachable" in after:
        settle_unreachable(source, event, actor)
    if "canonical_url" in after:
        forget_address(source)
    return source


def _take_over_address(source: Source, described: Mapping[str, Any]) -> None:
    """What was merged into a source leaves it the address, as far as that tells sources apart."""
    address = described.get("canonical_url", "")
    if address:
        Source.objects.filter(merged_into=source, canonical_url=address).update(canonical_url="")


@transaction.atomic
def change_source_state(*, source_id: int, state: str, reason: str, actor: User) -> Source:
    """Notes that a source was corrected or retracted, or stands again. Everything that rests on it is
    assessed anew.
    """
    change_register()
    source = standing(Source, source_id)
    require(actor, "source.change_state", source)
    wanted = shaped(Source, {"state": state, "state_reason": reason})
    if not wanted["state_reason"]:
        raise Invalid("Say why, so that others can follow.", field="reason", rule="required")
    if (source.state, source.state_reason) == (wanted["state"], wanted["state_reason"]):
        return source
    _refuse_same_state(source, wanted["state"])
    before, after = change(source, {**wanted, "state_changed_at": timezone.now()})
    said = {**after, "state": source.state}
    event = record_event("source.state_changed", source, actor=actor, before=before, after=said)
    if "state" in after:
        concerned = claims_resting_on_sources([source.pk])
        _settle_retraction(source, concerned, event, actor)
        inputs_changed(concerned, because=event)
    return source


def _refuse_same_state(source: Source, state: str) -> None:
    """Refuses to retract what is retracted, or to let stand what stands. A correction may be followed by
    another one.
    """
    if source.state == state and state != SourceState.CORRECTED:
        words = "stands already" if state == SourceState.ACTIVE else "is retracted already"
        raise Conflict(f"“{source.title}” {words}. Nothing was changed.", field="state", rule="same-state")


@transaction.atomic
def derive_source(*, source_id: int, origin_id: int, kind: str, reason: str = "", actor: User) -> Derivation:
    """Notes that a source rests on another one. Circles are allowed: they occur, and the rule shows them.

    The same statement again changes nothing; another kind between the same two is refused until the first
    is dropped.
    """
    if source_id == origin_id:
        raise Invalid(TWO_SOURCES, field="origin", rule="relation-of-one")
    change_register()
    source = standing(Source, source_id)
    require(actor, "source.derive", source)
    described = shaped(Derivation, {"origin_id": origin_id, "kind": kind, "reason": reason})
    origin = Source.objects.get(pk=origin_id)
    refuse_merged_away(origin, field="origin")
    require_usable(origin.desk_id, source.desk_id, field="origin")
    stated = Derivation.objects.filter(source=source, origin_id=origin_id).first()
    if stated is not None:
        return require_same_kind(stated, described["kind"])
    pair = [source_id, origin_id]
    suspected = sources_suspected(pair)
    derivation = Derivation.objects.create(source=source, noted_by=actor, **described)
    event = record_event("derivation.noted", derivation, stream=source, actor=actor, after=described)
    # A suggestion about the two is settled by the statement, whichever of them it spoke of.
    settled = claims_in_doubt(suspected ^ sources_suspected(pair))
    inputs_changed(claims_resting_on_sources([source.pk]) | settled, because=event)
    return derivation


@transaction.atomic
def drop_derivation(*, derivation_id: int, reason: str = "", actor: User) -> int:
    """Takes back that a source rests on another; the history keeps it. Gives back the id of the source."""
    change_register()
    derivation = locked(Derivation, derivation_id)
    require(actor, "source.derive", derivation)
    said = {"origin_id": derivation.origin_id, "kind": derivation.kind, "reason": derivation.reason}
    pair = [derivation.source_id, derivation.origin_id]
    suspected = sources_suspected(pair)
    Derivation.objects.filter(pk=derivation.pk).delete()
    event = record_event(
        "derivation.dropped", derivation, stream=derivation.source, actor=actor, before=said, note=reason
    )
    reopened = claims_in_doubt(suspected ^ sources_suspected(pair))
    inputs_changed(claims_resting_on_sources([derivation.source_id]) | reopened, because=event)
    return derivation.source_id


def relate_sources(*, first_id: int, second_id: int, kind: str, reason: str, actor: User) -> SourceRelation:
    """States a symmetric relation of two sources, as `state_relation` does."""
    relation: SourceRelation = state_relation(
        _RELATIONS, first_id=first_id, second_id=second_id, kind=kind, reason=reason, actor=actor
    )
    return relation


def drop_source_relation(*, relation_id: int, reason: str = "", actor: User) -> None:
    """Takes a statement about two sources back; the history keeps it."""
    drop_relation(_RELATIONS, relation_id=relation_id, reason=reason, actor=actor)


def _claims_concerned_by(relation: SourceRelation) -> set[int]:
    """What makes two sources one origin concerns all that rests on either; that two anonymous origins are
    distinct concerns what rests on both.
    """
    if relation.kind in SHARED_ORIGIN:
        return claims_resting_on_sources([relation.first_id, relation.second_id])
    return claims_resting_on_sources([relation.first_id]) & claims_resting_on_sources([relation.second_id])


_RELATIONS: Final = Pairing(
    relation=SourceRelation,
    end=Source,
    access="source.derive",
    of_one=TWO_SOURCES,
    concerned=_claims_concerned_by,
)


def _claims_moved_by(source: Source, before: Mapping[str, Any], after: Mapping[str, Any]) -> set[int]:
    """The claims on which an edit may bear.

    An address counts where it is that of an article: no
    article is evidence for its own claims. That an address no longer answers counts for passages from there.
    """
    moved = STATUS_INPUTS & after.keys()
    concerned = claims_resting_on_sources([source.pk]) if moved else set()
    if "canonical_url" in after:
        within = claims_within_articles_at([before["canonical_url"], after["canonical_url"]])
        concerned |= within & claims_resting_on_sources([source.pk])
    if "is_unreachable" in after:
        concerned |= claims_linked_to_sources([source.pk])
    return concerned


def settle_unreachable(source: Source, event: Event, actor: User) -> None:
    """Claims that somebody answers for are marked while a passage of theirs cannot be read at its address."""
    linked = claims_linked_to_sources([source.pk])
    if source.is_unreachable:
        detail = f"The address of “{source.title}” no longer answers."
        flag_answered_for(StaleCause.LINK_BROKEN, linked, detail, because=event)
        return
    settled = linked - claims_on_unreachable_sources(linked)
    clear_flags(settled, causes=[StaleCause.LINK_BROKEN], actor=actor)


def _settle_retraction(source: Source, concerned: set[int], event: Event, actor: User) -> None:
    """Claims that somebody answers for are marked while something they rest on is retracted."""
    if source.state == SourceState.RETRACTED:
        detail = f"“{source.title}” was retracted."
        flag_answered_for(StaleCause.SOURCE_RETRACTED, concerned, detail, because=event)
        return
    settled = concerned - claims_on_retracted_sources(concerned)
    clear_flags(settled, causes=[StaleCause.SOURCE_RETRACTED], actor=actor)
