"""Protected sources: their evidence counts, and who they are is known to the people named for them.

The register's row of a protected source is a mask, and so is its publisher's: nothing there, in the history,
in exports or in the search says who it is. The identity stands in a table of its own. A protected source
counts as an origin of its own; where it hangs together with an open one, the people who know it have to say
so by a relation, which everybody sees.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from annotations.access import require
from annotations.actions.masks import take_out_of_records
from annotations.actions.recording import change, inputs_changed, locked, record_event
from annotations.actions.register import change_register, standing
from annotations.actions.shapes import shaped
from annotations.domain.errors import Conflict, Invalid
from annotations.domain.vocabulary import PublisherKind, SourceKind
from annotations.models import (
    GradeChange,
    PartyMembership,
    Publisher,
    Source,
    SourceConfidant,
    SourceIdentity,
    SourceMerge,
    User,
)
from annotations.queries.dependents import claims_resting_on_sources
from annotations.queries.suspicions import claims_in_doubt, sources_suspected

IDENTITY: Final = frozenset({"title", "publisher_name", "authors", "url", "published_on", "note"})
"""What only the people named for a source may read."""
REASON_KEPT: Final = "The people named for this source know the reason."


@transaction.atomic
def register_protected_source(
    *,
    title: str,
    publisher_name: str = "",
    publisher_kind: str = PublisherKind.UNKNOWN,
    kind: str = SourceKind.STATEMENT,
    authors: str = "",
    url: str = "",
    published_on: date | None = None,
    language: str = "und",
    note: str = "",
    person_ids: Collection[int] = (),
    actor: User,
) -> Source:
    """Puts a source on the register of which only `person_ids` and the actor may know what it is.

    `title`, `publisher_name`, `authors`, `url`, `published_on` and `note` are its identity; kind, language
    and the publisher's kind are seen by everybody.
    """
    require(actor, "source.protect")
    change_register()
    described = {
        "title": title,
        "publisher_name": publisher_name,
        "authors": authors,
        "url": url,
        "published_on": published_on,
        "note": note,
    }
    seen = shaped(Source, {"kind": kind, "language": language})
    publisher = _mask_publisher(shaped(Publisher, {"kind": publisher_kind})["kind"], actor)
    source = Source.objects.create(
        title="Protected source", is_protected=True, publisher=publisher, registered_by=actor, **seen
    )
    _wear_mask(source, publisher)
    _keep_identity(source, described, actor)
    record_event("source.registered", source, actor=actor, after={**seen, "is_protected": True})
    _name(source, {actor.pk, *person_ids}, actor)
    return source


@transaction.atomic
def protect_source(*, source_id: int, person_ids: Collection[int] = (), reason: str, actor: User) -> Source:
    """Takes the identity of a source out of the register. Its evidence stays and counts as before.

    Its publisher's grade and sides come along, its owner does not: that would tell who it is. What was
    exported or printed before cannot be called back. Refuses one that is protected already.
    """
    change_register()
    source = standing(Source, source_id)
    require(actor, "source.protect", source)
    if source.is_protected:
        raise Conflict("This source is protected already.", rule="protected-already")
    if SourceMerge.objects.filter(Q(kept=source) | Q(absorbed=source)).exists():
        raise Conflict(
            "The history of another source says that it was merged with this one, even if that was taken "
            "back. Register it anew, as protected, link its passages there and withdraw those of this one. "
            "What stands here cannot be hidden any more.",
            rule="merge-of-protected",
        )
    if not reason.strip():
        raise Invalid("Say why, without saying who.", field="reason", rule="required")
    # Nobody is asked about what a protected source may have copied, or who copied it.
    doubted = claims_in_doubt(sources_suspected([source.pk]))
    concerned = claims_resting_on_sources([source.pk])
    known = {name: getattr(source, name) for name in IDENTITY - {"publisher_name"}}
    publisher = _mask_publisher(source.publisher.kind, actor)
    _carry_over(source.publisher, publisher, actor)
    known["publisher_name"] = source.publisher.name
    # Why it was corrected or retracted says, as a rule, who did, and where.
    known["note"] = "\n".join(filter(None, [source.note, source.state_reason]))
    identity = _keep_identity(source, known, actor, source.identifiers)
    _wear_mask(source, publisher)
    take_out_of_records(source, identity)
    event = record_event("source.protected", source, actor=actor, note=reason.strip())
    _name(source, {actor.pk, *person_ids}, actor)
    inputs_changed(concerned | doubted, because=event)
    return source


@transaction.atomic
def edit_identity(*, source_id: int, values: Mapping[str, Any], actor: User) -> SourceIdentity:
    """Corrects what is known of a protected source. The history says only that somebody did."""
    source = _protected(source_id, actor)
    identity = locked(SourceIdentity, source.pk, noun="identity")
    _, after = change(identity, shaped(SourceIdentity, values, allowed=IDENTITY))
    if after:
        record_event("source.identity_edited", source, actor=actor, after={"fields": sorted(after)})
    return identity


@transaction.atomic
def name_confidant(*, source_id: int, person_id: int, actor: User) -> SourceConfidant:
    """Lets one more person know a protected source; naming somebody again changes nothing."""
    name_confidants(source_id=source_id, person_ids=[person_id], actor=actor)
    return SourceConfidant.objects.get(source=source_id, person=person_id)


@transaction.atomic
def name_confidants(*, source_id: int, person_ids: Collection[int], actor: User) -> None:
    """Lets several people know a protected source, as `name_confidant`, with one event."""
    _name(_protected(source_id, actor), person_ids, actor)


@transaction.atomic
def drop_confidant(*, source_id: int, person_id: int, actor: User) -> None:
    """Ends a person's access to a protected source. Refuses to leave nobody who knows it."""
    source = _protected(source_id, actor)
    named = set(source.confidants.values_list("person_id", flat=True))
    if named == {person_id}:
        raise Conflict("Name somebody else first: nobody would know this source.", rule="last-confidant")
    if person_id in named:
        source.confidants.filter(person=person_id).delete()
        record_event("source.confidant_dropped", source, actor=actor, before={"person": person_id})


def _protected(source_id: int, actor: User) -> Source:
    source = locked(Source, source_id)
    if not source.is_protected:
        raise Conflict("This source is not protected.", rule="not-protected")
    require(actor, "source.know", source)
    return source


def _mask_publisher(kind: str, actor: User) -> Publisher:
    """A publisher that says nothing but its kind. Its name follows from its number."""
    last = Publisher.objects.order_by("-id").values_list("pk", flat=True).first() or 0
    publisher = Publisher.objects.create(
        name=f"Protected publisher after {last}", kind=kind, is_protected=True, registered_by=actor
    )
    publisher.name = f"Protected publisher {publisher.pk}"
    publisher.save(update_fields=["name"])
    return publisher


def _carry_over(open_one: Publisher, mask: Publisher, actor: User) -> None:
    held = open_one.grade_changes.filter(topic="").order_by("-id").first()
    if held is not None:
        GradeChange.objects.create(
            publisher=mask, grade=held.grade, reason="As before it was protected.", graded_by=actor
        )
    PartyMembership.objects.bulk_create(
        [
            PartyMembership(
                publisher=mask,
                bloc_id=row.bloc_id,
                starts_on=row.starts_on,
                ends_on=row.ends_on,
                noted_by=actor,
            )
            for row in open_one.party_memberships.order_by("pk")
        ]
    )


def _wear_mask(source: Source, publisher: Publisher) -> None:
    masked: dict[str, Any] = {
        "title": f"Protected source {source.pk}",
        "publisher_id": publisher.pk,
        "is_protected": True,
        "authors": "",
        "url": "",
        "canonical_url": "",
        "identifiers": {},
        "published_on": None,
        "tags": [],
        "note": "",
        "state_reason": source.state_reason and REASON_KEPT,
    }
    change(source, masked)


def _keep_identity(
    source: Source, described: Mapping[str, Any], actor: User, identifiers: Mapping[str, str] | None = None
) -> SourceIdentity:
    known = shaped(SourceIdentity, described, allowed=IDENTITY)
    return SourceIdentity.objects.create(
        source=source, identifiers=dict(identifiers or {}), protected_by=actor, **known
    )


def _name(source: Source, person_ids: Collection[int], actor: User) -> None:
    """One event for all who are new; the history may say who knows, for that is a duty."""
    people = User.objects.filter(pk__in=person_ids, is_active=True)
    if missing := set(person_ids) - set(people.values_list("pk", flat=True)):
        raise Invalid(f"There is no person {min(missing)}.", field="person", rule="unknown-person")
    known = set(source.confidants.values_list("person_id", flat=True))
    added = sorted(set(person_ids) - known)
    SourceConfidant.objects.bulk_create(
        [SourceConfidant(source=source, person_id=pk, named_by=actor) for pk in added]
    )
    if added:
        record_event("source.confidants_named", source, actor=actor, after={"people": added})
