"""Questions about the timetables by which claim sets are exported."""

from datetime import datetime

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from annotations.domain.errors import NotFound
from annotations.domain.vocabulary import ExportState, Role
from annotations.models import Export, ExportSchedule, User
from annotations.queries.audiences import set_told_to


def schedules_for(person: User) -> QuerySet[ExportSchedule]:
    """A person's own timetables, of administrators everybody's as far as the sets are for them; with
    `last_export_id` and `kept` (how many finished exports there are), latest first.
    """
    own = Q() if person.role == Role.ADMINISTRATOR else Q(owner=person.pk)
    exports = Export.objects.filter(schedule=OuterRef("pk")).order_by("-id")
    done = exports.filter(state=ExportState.DONE).order_by().values("schedule").annotate(count=Count("pk"))
    return (
        ExportSchedule.objects.filter(own & set_told_to(person, "claim_set__"))
        .select_related("claim_set", "owner")
        .annotate(last_export_id=Subquery(exports.values("pk")[:1]), kept=Subquery(done.values("count")))
        .order_by("-id")
    )


def schedule_by_id(export_schedule_id: int, person: User) -> ExportSchedule:
    """One timetable as `schedules_for` gives them. Refuses with `NotFound`."""
    schedule = schedules_for(person).filter(pk=export_schedule_id).first()
    if schedule is None:
        raise NotFound(
            f"There is no export schedule {export_schedule_id}.", details={"id": export_schedule_id}
        )
    return schedule


def due_schedules(now: datetime) -> QuerySet[ExportSchedule]:
    """Timetables whose next turn has come, the longest due first."""
    return ExportSchedule.objects.filter(is_active=True, next_at__lte=now).order_by("next_at", "id")
