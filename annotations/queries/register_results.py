"""What followed a change of the register: how far the statuses are, which moved, and who was told."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db.models import Q, QuerySet

from annotations.domain.errors import NotFound
from annotations.domain.vocabulary import NoticeKind
from annotations.models import Claim, Event, Notice, Recomputation, User
from annotations.queries.causes import cause_sentences
from annotations.queries.events import all_events
from annotations.queries.impact import NESTED_WHOLES
from annotations.queries.protection import without_masked
from annotations.queries.visibility import visible, visible_claims

NOUNS: Final = ("publisher", "source")
MOVES_SHOWN: Final = 200
FOLLOWED_FOR: Final = timedelta(days=2)
"""What a change moved later than this is told in the histories of the claims alone."""


@dataclass(frozen=True, slots=True)
class Moved:
    """One claim whose status became another because of the change; `before` is empty for a first status."""

    claim: Claim
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Followed:
    """`event` is the change, `sentence` says what it did; `recomputation` is the job, where there was one for
    many claims. `waiting` claims are still to be computed because of it.
    """

    event: Event | None
    sentence: str
    recomputation: Recomputation | None
    waiting: int
    moves: list[Moved]
    moved: int
    told: list[Notice]


def followed_by_event(event_id: int, person: User) -> Followed:
    """What followed one event. Refuses with `NotFound` what is no change of the register."""
    event = _event(event_id, person)
    if event is None or event.stream.partition(":")[0] not in NOUNS:
        raise NotFound(f"There is no change {event_id} of the register.", details={"id": event_id})
    jobs = visible(Recomputation.objects.filter(caused_by=event), person)
    job = jobs.select_related("requested_by").order_by("-id").first()
    return _followed(event, job, person)


def followed_by_recomputation(recomputation_id: int, person: User) -> Followed:
    """What one recomputation did, whatever caused it. Refuses with `NotFound`."""
    found = Recomputation.objects.select_related("requested_by")
    job = found.filter(pk=recomputation_id).first()
    if job is None:
        raise NotFound(f"There is no recomputation {recomputation_id}.", details={"id": recomputation_id})
    return _followed(_event(job.caused_by_id, person), job, person)


def _event(event_id: int | None, person: User) -> Event | None:
    """The event as the person may read it."""
    found = all_events(person).filter(pk=event_id or 0)
    return next(iter(without_masked(found)), None)


def _followed(event: Event | None, job: Recomputation | None, person: User) -> Followed:
    if event is None:
        return Followed(None, "", job, _left(job), [], 0, [])
    rows = _with_wholes(list(_status_changes(event, job).only("stream", "before", "after")), event)
    ids = [_claim_of(row) for row in rows[:MOVES_SHOWN]]
    claims = visible_claims(person).in_bulk(ids)
    return Followed(
        event=event,
        sentence=cause_sentences([event])[event.pk],
        recomputation=job,
        waiting=_left(job) if job else _waiting(event),
        moves=[
            Moved(claims[pk], row.before.get("status", ""), row.after["status"])
            for pk, row in zip(ids, rows, strict=False)
            if pk in claims
        ],
        moved=len(rows),
        told=_told(event),
    )


def _status_changes(event: Event, job: Recomputation | None) -> QuerySet[Event]:
    """The changes of statuses that name the event as their cause."""
    found = _changes_after(event).filter(after__because__contains=event.pk)
    if job is not None:
        found = found.filter(stream__in=[f"claim:{pk}" for pk in job.claim_ids])
    return found.order_by("pk")


def _changes_after(event: Event) -> QuerySet[Event]:
    return Event.objects.filter(pk__gt=event.pk, verb="status.changed", at__lt=event.at + FOLLOWED_FOR)


def _with_wholes(rows: list[Event], event: Event) -> list[Event]:
    """With the changes of what consists of these claims: they name the change of the part as their cause."""
    known = {row.pk: row for row in rows}
    level = rows
    for _ in range(NESTED_WHOLES):
        wholes = Claim.objects.filter(parts__in={_claim_of(row) for row in level}) if level else []
        streams = [f"claim:{whole.pk}" for whole in wholes]
        level = [
            row
            for row in (_changes_after(event).filter(stream__in=streams) if streams else ())
            if row.pk not in known and not known.keys().isdisjoint(row.after.get("because", ()))
        ]
        known |= {row.pk: row for row in level}
        if not level:
            break
    return [known[pk] for pk in sorted(known)]


def _claim_of(row: Event) -> int:
    return int(row.stream.partition(":")[2])


def _left(job: Recomputation | None) -> int:
    return job.total - job.done if job else 0


def _waiting(event: Event) -> int:
    return Claim.objects.to_assess().filter(due_because__contains=[event.pk]).count()


def _told(event: Event) -> list[Notice]:
    noun, _, pk = event.stream.partition(":")
    if noun not in NOUNS:
        return []
    about = Q(publisher=int(pk)) if noun == "publisher" else Q(source=int(pk))
    found = Notice.objects.filter(
        about, kind=NoticeKind.SOURCE_CHANGED, detail__because__has_key=str(event.pk)
    )
    return list(found.select_related("person").order_by("person__display_name", "pk"))
