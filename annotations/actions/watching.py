"""Watching the addresses of many sources at once, and taking that back."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from annotations import jobs
from annotations.access import may, require
from annotations.actions.recording import new_event
from annotations.domain.errors import Invalid
from annotations.domain.vocabulary import VisitState
from annotations.models import Event, Source, SourceVisit, SourceWatch, User
from annotations.models.visits import LONGEST_WATCH_INTERVAL

MOST_AT_ONCE: Final = 2_000
BATCH: Final = 500


@transaction.atomic
def watch_sources(*, source_ids: Sequence[int], every_hours: int | None, actor: User) -> list[Event]:
    """Has the addresses of many sources read again every so many hours; None ends that. Those without an
    address, merged away or protected are left out. Gives back the events, one for each that changed.

    The first visits are spread over the interval, so that a thousand of them do not come due at one moment.
    """
    hours = every_hours or 0
    if not 0 <= hours <= LONGEST_WATCH_INTERVAL:
        raise Invalid(
            "Choose an interval between one hour and a year.",
            field="every_hours",
            rule="interval-out-of-range",
        )
    return _set(dict.fromkeys(source_ids, hours), actor)


@transaction.atomic
def undo_watching(*, event_ids: Sequence[int], actor: User) -> list[Event]:
    """Takes back what `watch_sources` did, by the events that it gave back: one's own only, and of each
    source only if nobody set another interval since.
    """
    done = Event.objects.filter(pk__in=event_ids[:MOST_AT_ONCE], verb="source.watched", actor=actor)
    changes = {event.subject_id: (event.before, event.after) for event in done}
    present = SourceWatch.objects.in_bulk(changes)
    return _set(
        {
            pk: int(before["every_hours"])
            for pk, (before, after) in changes.items()
            if pk in present and present[pk].every_hours == after["every_hours"]
        },
        actor,
    )


def forget_address(source: Source) -> None:
    """What was found at one address says nothing of another; part of the action that gives a locked source
    its new one, which is read as soon as may be where it is watched.
    """
    watch = SourceWatch.objects.filter(source=source)
    watch.update(visited_at=None, healthy_at=None, health="", problem="", failures=0)
    watch.update(moved_to="", etag="", last_modified="")
    now = timezone.now()
    watch.filter(every_hours__gt=0).update(next_visit_at=now)
    # What waits to try the old address again goes to the new one, and that at once.
    for visit in SourceVisit.objects.filter(source=source, state=VisitState.QUEUED):
        SourceVisit.objects.filter(pk=visit.pk).update(not_before=now, requested_at=now)
        jobs.visit_source(visit.pk)


def _set(wanted: dict[int, int], actor: User) -> list[Event]:
    if len(wanted) > MOST_AT_ONCE:
        raise Invalid(
            f"At most {MOST_AT_ONCE:,} sources can be set at once. Narrow the filter.", rule="too-many-rows"
        )
    sources = Source.objects.filter(pk__in=wanted, merged_into=None, is_protected=False)
    with_address = sources.exclude(canonical_url="").select_for_update(no_key=True).order_by("pk")
    # Sources before their watches and each in one order, as everywhere, so that nobody waits in a circle.
    found = list(with_address)
    locked = [source for source in found if may(actor, "source.watch", source)]
    if not locked:
        require(actor, "source.watch", found[0] if found else None)
    rows = SourceWatch.objects.select_for_update().filter(pk__in=[source.pk for source in locked])
    known = {watch.pk: watch for watch in rows.order_by("pk")}
    each = [(source, known.get(source.pk), wanted[source.pk]) for source in locked]
    changed = [row for row in each if (row[1].every_hours if row[1] else 0) != row[2]]
    now = timezone.now()
    watches, events = [], []
    for place, (source, watch, hours) in enumerate(changed):
        before = watch.every_hours if watch else 0
        watches.append(_changed(watch or SourceWatch(source=source), hours, place / len(changed), now, actor))
        told, tells = {"every_hours": before}, {"every_hours": hours}
        events.append(new_event("source.watched", source, actor=actor, before=told, after=tells))
    SourceWatch.objects.bulk_create(
        watches,
        update_conflicts=True,
        unique_fields=["source"],
        update_fields=["every_hours", "next_visit_at", "set_by", "set_at"],
        batch_size=BATCH,
    )
    return Event.objects.bulk_create(events, batch_size=BATCH)


def _changed(watch: SourceWatch, hours: int, share: float, now: datetime, actor: User) -> SourceWatch:
    watch.every_hours, watch.set_by, watch.set_at = hours, actor, now
    watch.next_visit_at = now + timedelta(hours=hours) * share if hours else None
    return watch
