"""Timetables by which claim sets are exported: making, changing, pausing, dropping and following them.

A timetable asks in the name of its owner, as they would themselves: what they may no longer see is no longer
exported. Where it cannot ask (its owner left, is no longer a reviewer, or the set is no longer for them; or
too many exports wait) the turn is left out, and its history says so.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from annotations.access import may, require
from annotations.actions.exports import ask_for_export, checked_format
from annotations.actions.recording import change, locked, record_event, require_version
from annotations.domain.errors import Invalid, NotAllowed, Refusal
from annotations.domain.timetables import next_moment
from annotations.domain.vocabulary import Cadence
from annotations.models import Export, ExportSchedule, User
from annotations.queries.claim_sets import claim_set_by_id
from annotations.queries.export_schedules import due_schedules, schedule_by_id
from annotations.queries.visibility import with_sight

log = structlog.get_logger(__name__)

EDITABLE: Final = frozenset({"format", "include_unsigned", "cadence", "hour", "keep", "is_active"})
KEPT_AT_MOST: Final = 100
SWEEP_LIMIT: Final = 100


@transaction.atomic
def create_schedule(
    *,
    claim_set_id: int,
    format: str,
    cadence: str,
    hour: int = 6,
    keep: int = 7,
    include_unsigned: bool = False,
    actor: User,
) -> ExportSchedule:
    """Has a claim set exported every day, every Monday or every first of the month, at an hour of the actor's
    clock, of which the last `keep` files are kept.
    """
    require(actor, "export.schedule")
    claim_set = claim_set_by_id(claim_set_id, actor)
    values = {
        "format": format,
        "include_unsigned": include_unsigned,
        "cadence": cadence,
        "hour": hour,
        "keep": keep,
    }
    _check(values)
    moment = next_moment(timezone.now(), actor.time_zone, cadence, hour)
    schedule = ExportSchedule.objects.create(claim_set=claim_set, owner=actor, next_at=moment, **values)
    record_event("export_schedule.created", schedule, actor=actor, after={**values, "claim_set": claim_set})
    return schedule


@transaction.atomic
def edit_schedule(
    *, export_schedule_id: int, values: Mapping[str, Any], expected_version: int | None = None, actor: User
) -> ExportSchedule:
    """Changes when and as what it exports, or (`is_active`) pauses it and lets it go on. A turn that passed
    meanwhile is not made up for.
    """
    schedule = _of_their_own(export_schedule_id, actor)
    require_version(schedule, expected_version)
    if unknown := set(values) - EDITABLE:
        raise Invalid(f"A timetable has no editable {', '.join(sorted(unknown))}.", rule="unknown-field")
    _check({name: getattr(schedule, name) for name in EDITABLE} | dict(values))
    before, after = change(schedule, values)
    if after:
        _set_next(schedule, timezone.now())
        record_event("export_schedule.edited", schedule, actor=actor, before=before, after=after)
    return schedule


@transaction.atomic
def drop_schedule(*, export_schedule_id: int, actor: User) -> None:
    """Ends a timetable for good. Its exports stay, and are kept as long as others from now on."""
    schedule = _of_their_own(export_schedule_id, actor)
    kept_until = timezone.now() + timedelta(days=settings.EXPORT_DAYS)
    Export.objects.filter(schedule=schedule, kept_until__isnull=True).update(kept_until=kept_until)
    before = {"claim_set": schedule.claim_set_id, "format": schedule.format, "cadence": schedule.cadence}
    record_event("export_schedule.dropped", schedule, actor=actor, before=before)
    schedule.delete()


def sweep_schedules(*, now: datetime) -> int:
    """Asks for every export that is due by a timetable. How many were asked for."""
    due = list(due_schedules(now).values_list("pk", flat=True)[:SWEEP_LIMIT])
    return sum(_follow(pk, now) for pk in due)


@transaction.atomic
def _follow(schedule_id: int, now: datetime) -> bool:
    """One turn; whoever of several sweeps has the row takes it."""
    rows = ExportSchedule.objects.select_for_update(skip_locked=True, of=("self",))
    schedule = rows.filter(pk__in=due_schedules(now).values("pk"), pk=schedule_id).first()
    if schedule is None:
        return False
    owner = with_sight(User.objects.filter(pk=schedule.owner_id)).get()
    _set_next(schedule, now)
    try:
        with transaction.atomic():
            return _ask(schedule, owner)
    except Refusal as refusal:
        record_event("export_schedule.skipped", schedule, actor=None, after={"because": refusal.message})
        log.info("export_turn_left_out", schedule_id=schedule.pk, rule=refusal.rule)
        return False


def _ask(schedule: ExportSchedule, owner: User) -> bool:
    if not may(owner, "export.schedule"):
        raise NotAllowed(f"{owner.display_name} may no longer have exports made.", rule="export.schedule")
    asked = ask_for_export(
        claim_set_id=schedule.claim_set_id,
        format=schedule.format,
        include_unsigned=schedule.include_unsigned,
        schedule=schedule,
        actor=owner,
    )
    return not asked.is_waiting_already


def _set_next(schedule: ExportSchedule, now: datetime) -> None:
    """On the clock that the owner has now, whatever it was before."""
    zone = schedule.owner.time_zone
    schedule.next_at = next_moment(now, zone, schedule.cadence, schedule.hour)
    schedule.save(update_fields=["next_at"])


def _of_their_own(export_schedule_id: int, actor: User) -> ExportSchedule:
    """Locked, if the person may know of it and change it."""
    schedule_by_id(export_schedule_id, actor)
    schedule = locked(ExportSchedule, export_schedule_id, noun="timetable")
    require(actor, "export.edit_schedule", schedule)
    return schedule


def _check(values: Mapping[str, Any]) -> None:
    checked_format(values["format"], include_unsigned=values["include_unsigned"])
    if values["cadence"] not in Cadence.values:
        raise Invalid("It is made every day, week or month.", field="cadence", rule="unknown-cadence")
    if not 0 <= values["hour"] <= 23:
        raise Invalid("An hour is one of 0 to 23.", field="hour", rule="hour-out-of-range")
    if not 1 <= values["keep"] <= KEPT_AT_MOST:
        raise Invalid(f"Keep from 1 to {KEPT_AT_MOST} files.", field="keep", rule="keep-out-of-range")
