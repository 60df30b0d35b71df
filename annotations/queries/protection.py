"""What of the records only the people named for a protected source may read.

A source that is registered as protected leaves no trace outside its identity. One that is protected later was
open before: its history of that time, the copies made then and the reasons that were computed then still say
who it is. None of that is deleted or rewritten, for it is history; it is left out for who may not know.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import BooleanField, Case, Exists, JSONField, OuterRef, Q, QuerySet, When
from django.db.models.expressions import RawSQL

from annotations.access import require
from annotations.domain.errors import Conflict
from annotations.models import (
    Assessment,
    Capture,
    CurrentAssessment,
    Event,
    Source,
    SourceConfidant,
    SourceIdentity,
    User,
)
from annotations.queries.sealed_readings import event_tells_who_read
from annotations.queries.sealing import event_is_sealed, sealed_among, unnamed
from annotations.queries.sources import source_by_id
from annotations.queries.visibility import visible_events

NAMING: Final = ("links", "flips", "pivotal", "reasons", "explanation", "link_sentences", "reason_sentences")
"""The parts of a stored result that name publishers and sources, in labels or in words."""

_UNKNOWN = """NOT EXISTS (SELECT FROM annotations_sourceconfidant k
    WHERE k.source_id = i.source_id AND k.person_id = %s)"""

_OWN_PAST = """SELECT o.after FROM annotations_event o
    WHERE o.stream = 'source:' || i.source_id AND o.at < i.protected_at"""

# Titles and addresses change; all that it ever had were told.
_WORDS = f"""(SELECT i.title UNION SELECT i.url
    UNION SELECT past.after->>told FROM ({_OWN_PAST}) past, unnest(ARRAY['title', 'url']) told)"""

_PUBLISHERS = f"""(SELECT i.publisher_name UNION SELECT p.name FROM ({_OWN_PAST}) past
    JOIN annotations_publisher p ON p.id = (past.after->>'publisher_id')::bigint)"""

# As a text stands within JSON, where quotation marks are written otherwise.
_IN_JSON = "substring(to_json(word)::text FROM 2 FOR length(to_json(word)::text) - 2)"

# An event of its own history before it was protected, or a copy of it at any time: what a copy's digest says
# can be tried with a text that somebody suspects. Elsewhere what names it: by title, by address, and in the
# history of a claim by publisher.
_MASKED_EVENT = f"""EXISTS (SELECT FROM annotations_sourceidentity i WHERE {_UNKNOWN} AND (
    (annotations_event.stream = 'source:' || i.source_id
        AND (annotations_event.at < i.protected_at OR annotations_event.subject_type = 'capture'))
    OR (annotations_event.at < i.protected_at AND EXISTS (
        SELECT FROM {_WORDS} AS known(word) WHERE word <> '' AND (
            position(word IN annotations_event.note) > 0
            OR position({_IN_JSON} IN annotations_event.before::text) > 0
            OR position({_IN_JSON} IN annotations_event.after::text) > 0)))
    OR (annotations_event.at < i.protected_at AND annotations_event.stream LIKE 'claim:%%'
        AND annotations_event.note <> '' AND EXISTS (
            SELECT FROM {_PUBLISHERS} AS known(word)
            WHERE word <> '' AND position(word IN annotations_event.note) > 0))))"""

_MASKED_ASSESSMENT = f"""EXISTS (SELECT FROM annotations_sourceidentity i
    WHERE i.protected_at > annotations_assessment.computed_at AND {_UNKNOWN} AND EXISTS (
        WITH RECURSIVE beneath (id) AS (
            (SELECT e.source_id FROM annotations_evidence e
                WHERE e.claim_id = annotations_assessment.claim_id
            UNION SELECT r.source_id FROM annotations_reliance r
                JOIN annotations_evidence e ON e.id = r.evidence_id
                WHERE e.claim_id = annotations_assessment.claim_id)
          UNION
            SELECT neighbour.id FROM beneath JOIN LATERAL (
                SELECT origin_id AS id FROM annotations_derivation WHERE source_id = beneath.id
                UNION ALL SELECT second_id FROM annotations_sourcerelation WHERE first_id = beneath.id
                UNION ALL SELECT first_id FROM annotations_sourcerelation WHERE second_id = beneath.id
            ) AS neighbour ON TRUE)
        SELECT FROM beneath WHERE beneath.id = i.source_id))"""


@dataclass(frozen=True)
class ProtectedReading:
    """A protected source for the people named for it: who it is, and who they are."""

    source: Source
    identity: SourceIdentity
    confidants: list[SourceConfidant]


def read_protected(source_id: int, person: User) -> ProtectedReading:
    """The identity of a protected source. Refuses with `NotFound`, with `NotAllowed` (`source.know`) whoever
    is not named, and with `Conflict` (`not-protected`) a source that is open.
    """
    source = source_by_id(source_id)
    if not source.is_protected:
        raise Conflict("This source is not protected.", rule="not-protected")
    require(person, "source.know", source)
    identity = SourceIdentity.objects.select_related("protected_by").get(pk=source_id)
    return ProtectedReading(source, identity, confidants_of(source_id))


def confidants_of(source_id: int) -> list[SourceConfidant]:
    """Who is named for a protected source, by name."""
    named = SourceConfidant.objects.filter(source=source_id).select_related("person", "named_by")
    return list(named.order_by("person__display_name", "pk"))


def captures_open_to(person: User) -> QuerySet[Capture]:
    """The copies that a person may know of: all but those of protected sources they are not named for."""
    named = SourceConfidant.objects.filter(source=OuterRef("source"), person=person.pk)
    return Capture.objects.filter(Q(source__is_protected=False) | Exists(named))


def with_masks(events: QuerySet[Event], person: User) -> QuerySet[Event]:
    """The events in a person's sight, each with `is_masked`: whether its words would say who a protected
    source is to a person who may not know it; and with `is_sealed`: whether it tells of a signature that the
    person must not know yet.
    """
    return _with_words_masked(events, person).annotate(is_sealed=event_is_sealed(person))


def events_as_read(events: QuerySet[Event], person: User, most: int) -> list[Event]:
    """The first so many events, as `without_masked` gives them: one statement, and one more where they tell
    of signatures. For a page, where most tell of none, this is much quicker than `with_masks`.
    """
    reading = Case(When(event_tells_who_read(person), then=True), default=False)
    found = list(_with_words_masked(events, person).annotate(tells_who_read=reading)[:most])
    signed = {event.subject_id for event in found if event.verb == "verdict.signed"}
    sealed = sealed_among(signed, person) if signed else set()
    for event in found:
        is_signature = event.verb == "verdict.signed" and event.subject_id in sealed
        event.is_sealed = is_signature or event.tells_who_read  # type: ignore[attr-defined]
    return without_masked(found)


def _with_words_masked(events: QuerySet[Event], person: User) -> QuerySet[Event]:
    is_masked = RawSQL(_MASKED_EVENT, (person.pk,), output_field=BooleanField())
    return visible_events(events, person).annotate(is_masked=is_masked)


def with_those_withheld(events: QuerySet[Event]) -> QuerySet[Event]:
    """The events, each with `is_masked`: whether its words would tell strangers who a protected source is."""
    return events.annotate(is_masked=RawSQL(_MASKED_EVENT, (0,), output_field=BooleanField()))


def with_shown_results(rows: QuerySet[Any], person: User) -> QuerySet[Any]:
    """Assessments, or rows that were selected together with theirs, each with `shown_result`: the stored one
    without what names a source that is protected since.
    """
    without = "'{" + ",".join(NAMING) + "}'::text[]"
    shown = (
        f"CASE WHEN {_MASKED_ASSESSMENT} THEN annotations_assessment.result - {without}"
        " ELSE annotations_assessment.result END"
    )
    return rows.annotate(shown_result=RawSQL(shown, (person.pk,), output_field=JSONField()))


def without_masked(events: Iterable[Event]) -> list[Event]:
    """Events as `with_masks` gives them; of the masked ones only that they happened, of the sealed ones not
    who did it.
    """
    found = list(events)
    for event in found:
        if event.is_masked:  # type: ignore[attr-defined]
            blank(event)
        if getattr(event, "is_sealed", False):
            unnamed(event)
    return found


def blank(event: Event) -> Event:
    """The event without its words. Which status a claim had is nobody's secret."""
    event.note = ""
    if event.verb != "status.changed":
        event.before, event.after = {}, {}
    return event


def shown_assessment(current: CurrentAssessment | None) -> Assessment | None:
    """The assessment that holds, with the result that the person may read (`with_shown_results`)."""
    if current is None:
        return None
    assessment: Assessment = current.assessment
    assessment.result = current.shown_result  # type: ignore[attr-defined]
    return assessment
