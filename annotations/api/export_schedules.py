"""Timetables by which claim sets are exported."""

from typing import Any

from django_filters import rest_framework as filters

from annotations.actions.export_schedules import create_schedule, drop_schedule, edit_schedule
from annotations.api.endpoints import Creating, DroppableItem, EditableItem, Listing
from annotations.api.filters import AnyOfFilter, IdFilter
from annotations.api.shapes.base import Reading
from annotations.api.shapes.exporting import ExportScheduleChange, ExportScheduleInput, ExportScheduleShape
from annotations.domain.vocabulary import Cadence
from annotations.queries.export_schedules import schedules_for

SCHEDULES = Reading("export schedule", ExportScheduleShape, schedules_for)


class ExportScheduleFilters(filters.FilterSet):
    """Which timetables."""

    claim_set = IdFilter("claim_set_id")
    cadence = AnyOfFilter(choices=Cadence.choices)
    is_active = filters.BooleanFilter()


class ExportSchedulesView(Listing, Creating):
    """Your timetables; administrators see those of others too. Each exports in the name of its owner what
    they may see at the time, and keeps the last files; those before them expire.
    """

    tag = "Exports"
    summaries = {"GET": "List export timetables", "POST": "Have a claim set exported by a timetable"}
    access = {"GET": "export.watch", "POST": "export.schedule"}
    accepts = {"POST": ExportScheduleInput}
    reading, answers, item_route = SCHEDULES, SCHEDULES, "export-schedule"
    filterset_class = ExportScheduleFilters

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return create_schedule(**values, actor=self.person).pk


class ExportScheduleView(EditableItem, DroppableItem):
    """One timetable. `is_active: false` pauses it; a turn that passes meanwhile is not made up for."""

    tag = "Exports"
    summaries = {
        "GET": "Read an export timetable",
        "PATCH": "Change or pause an export timetable",
        "DELETE": "Drop an export timetable",
    }
    access = {"GET": "export.watch", "PATCH": "export.edit_schedule", "DELETE": "export.edit_schedule"}
    accepts = {"PATCH": ExportScheduleChange}
    reading = SCHEDULES

    def change(self, pk: int, values: dict[str, Any], version: int | None) -> None:
        edit_schedule(export_schedule_id=pk, values=values, expected_version=version, actor=self.person)

    def drop(self, pk: int) -> None:
        drop_schedule(export_schedule_id=pk, actor=self.person)
