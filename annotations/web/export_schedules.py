"""Timetables by which claim sets are exported."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from annotations.access import may, require
from annotations.actions.export_schedules import create_schedule, drop_schedule, edit_schedule
from annotations.domain.errors import Refusal
from annotations.models import ExportSchedule, User
from annotations.queries.export_schedules import schedule_by_id, schedules_for
from annotations.queries.exports import exports_for
from annotations.web.exports import offered_sets
from annotations.web.forms.exports import ScheduleForm
from annotations.web.pages import PageRequest, page
from annotations.web.refusals import add_refusal, status_of
from annotations.web.toasts import back, toast

SCHEDULES_SHOWN = 100
EXPORTS_SHOWN = 10


@page
@require_safe
def schedules(request: PageRequest) -> HttpResponse:
    """One's own timetables, to administrators everybody's."""
    shown = {
        "lines": [_line(one, request.user) for one in schedules_for(request.user)[:SCHEDULES_SHOWN]],
        "may_schedule": may(request.user, "export.schedule"),
    }
    return render(request, "exports/schedules.html", shown)


@page
@require_http_methods(["GET", "POST"])
def new(request: PageRequest) -> HttpResponse:
    """Has a claim set exported by a timetable."""
    require(request.user, "export.schedule")
    offered = offered_sets(request.user)
    initial = {name: request.GET.get(name) for name in ("claim_set", "format") if name in request.GET}
    form = ScheduleForm(request.POST or None, claim_sets=offered, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                asked = form.cleaned_data
                made = create_schedule(
                    **{"claim_set_id": asked.pop("claim_set"), **asked}, actor=request.user
                )
            except Refusal as refusal:
                add_refusal(form, refusal)
                status = status_of(refusal)
            else:
                toast(request, _("From now on it is exported by itself."))
                return redirect("export-schedule", made.pk)
    shown = {"form": form, "has_sets": bool(offered), "zone": request.user.time_zone}
    return render(request, "exports/schedule_form.html", shown, status=status)


@page
@require_http_methods(["GET", "POST"])
def schedule(request: PageRequest, export_schedule_id: int) -> HttpResponse:
    """A timetable, what came of it, and how it is changed."""
    found = schedule_by_id(export_schedule_id, request.user)
    form, status = _form(request, found), 200
    if request.method == "POST":
        require(request.user, "export.edit_schedule", found)
        status = 422
        if form.is_valid():
            values = {name: value for name, value in form.cleaned_data.items() if name != "claim_set"}
            try:
                _edit(request, found.pk, values)
            except Refusal as refusal:
                add_refusal(form, refusal)
                status = status_of(refusal)
            else:
                toast(request, _("Saved."))
                return redirect("export-schedule", found.pk)
    made = exports_for(request.user).filter(schedule=found)[:EXPORTS_SHOWN]
    shown = _line(found, request.user) | {"form": form, "exports": made, "zone": found.owner.time_zone}
    return render(request, "exports/schedule.html", shown, status=status)


@page
@require_POST
def pause(request: PageRequest, export_schedule_id: int) -> HttpResponse:
    """Nothing is exported by it until it goes on."""
    _edit(request, export_schedule_id, {"is_active": False})
    toast(request, _("Paused."), undo=reverse("export-schedule-resume", args=[export_schedule_id]))
    return back(request, reverse("export-schedule", args=[export_schedule_id]))


@page
@require_POST
def resume(request: PageRequest, export_schedule_id: int) -> HttpResponse:
    """It goes on, with its next turn."""
    _edit(request, export_schedule_id, {"is_active": True})
    return back(request, reverse("export-schedule", args=[export_schedule_id]))


@page
@require_POST
def drop(request: PageRequest, export_schedule_id: int) -> HttpResponse:
    """Ends it for good; what it exported stays for a while."""
    drop_schedule(export_schedule_id=export_schedule_id, actor=request.user)
    toast(request, _("Dropped. The files that there are stay for a while."))
    return redirect("export-schedules")


def _edit(request: PageRequest, export_schedule_id: int, values: dict[str, Any]) -> None:
    version = request.POST.get("version", "")
    expected = int(version) if version.isascii() and version.isdigit() else None
    edit_schedule(
        export_schedule_id=export_schedule_id, values=values, expected_version=expected, actor=request.user
    )


def _form(request: PageRequest, found: ExportSchedule) -> ScheduleForm:
    names = ("format", "cadence", "hour", "keep", "include_unsigned")
    initial = {name: getattr(found, name) for name in names} | {"claim_set": found.claim_set_id}
    named = [(found.claim_set_id, found.claim_set.name)]
    form = ScheduleForm(request.POST or None, claim_sets=named, initial=initial)
    del form.fields["claim_set"]
    return form


def _line(found: ExportSchedule, person: User) -> dict[str, Any]:
    return {"schedule": found, "may_edit": may(person, "export.edit_schedule", found)}
