"""Exports: asking for one, watching it, fetching its file."""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from annotations.access import may, require
from annotations.actions.exports import ask_for_export, cancel_export, retry_export
from annotations.domain.errors import Refusal
from annotations.domain.vocabulary import ExportFormat
from annotations.models import Export, User
from annotations.queries.claim_sets import claim_sets_for
from annotations.queries.exports import download_name, export_by_id, exports_for, file_for
from annotations.web.forms.exports import ExportForm, LinkForm
from annotations.web.pages import PageRequest, page
from annotations.web.refusals import add_refusal, status_of
from annotations.web.stored_files import file_answer
from annotations.web.toasts import back, toast

EXPORTS_SHOWN = 50
SETS_OFFERED = 200


@page
@require_safe
def exports(request: PageRequest) -> HttpResponse:
    """Every export, latest first; those under way move by themselves."""
    listed = [_line(export, request.user) for export in exports_for(request.user)[:EXPORTS_SHOWN]]
    return render(
        request, "exports/exports.html", {"lines": listed, "may_export": may(request.user, "export.request")}
    )


@page
@require_http_methods(["GET", "POST"])
def new(request: PageRequest) -> HttpResponse:
    """Asks for an export of a claim set."""
    require(request.user, "export.request")
    offered = offered_sets(request.user)
    initial = {name: request.GET[name] for name in ("claim_set", "format") if name in request.GET}
    form = ExportForm(request.POST or None, claim_sets=offered, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                asked = ask_for_export(actor=request.user, **_asked(form))
            except Refusal as refusal:
                add_refusal(form, refusal)
                status = status_of(refusal)
            else:
                if asked.is_waiting_already:
                    toast(request, _("You have asked for this already; it still waits."))
                return redirect("export", asked.export.pk)
    shown = {"form": form, "has_sets": bool(offered), "may_save": may(request.user, "claim_set.create")}
    return render(request, "exports/new.html", shown, status=status)


@page
@require_safe
def export(request: PageRequest, export_id: int) -> HttpResponse:
    """One export: how far it is, its file, its checksum, and what was left out and why."""
    return render(request, "exports/export.html", shown_export(request, export_id))


def shown_export(request: PageRequest, export_id: int) -> dict[str, Any]:
    """What the page of an export shows."""
    found = export_by_id(export_id, request.user)
    return _line(found, request.user) | {
        "file_name": _file_name(found),
        "api_address": request.build_absolute_uri(reverse("api:export-download", args=[export_id])),
        "may_schedule": may(request.user, "export.schedule"),
        "link_form": LinkForm(),
    }


@page
@require_safe
def progress(request: PageRequest, export_id: int) -> HttpResponse:
    """How far it is, for the line of a list or (`?whole=1`) for its page; asked each second until then."""
    found = export_by_id(export_id, request.user)
    template = "exports/_whole.html" if "whole" in request.GET else "exports/_progress.html"
    return render(request, template, _line(found, request.user) | {"file_name": _file_name(found)})


@page
@require_POST
def cancel(request: PageRequest, export_id: int) -> HttpResponse:
    """Stops it. It can be started again."""
    cancel_export(export_id=export_id, actor=request.user)
    toast(request, _("Stopped."), undo=reverse("export-retry", args=[export_id]))
    return back(request, reverse("export", args=[export_id]))


@page
@require_POST
def retry(request: PageRequest, export_id: int) -> HttpResponse:
    """Starts it again."""
    retry_export(export_id=export_id, actor=request.user)
    return back(request, reverse("export", args=[export_id]))


@page
@require_safe
def download(request: PageRequest, export_id: int) -> HttpResponseBase:
    """The finished file, or the part of it that is asked for."""
    require(request.user, "export.download")
    return file_answer(request, file_for(export_id, request.user))


def offered_sets(person: User) -> list[tuple[int, str]]:
    """The claim sets that a person can choose from, latest first."""
    return list(claim_sets_for(person).values_list("pk", "name")[:SETS_OFFERED])


def _asked(form: ExportForm) -> dict[str, Any]:
    asked = form.cleaned_data
    return {
        "claim_set_id": asked["claim_set"],
        "format": ExportFormat(asked["format"]),
        "include_unsigned": asked["include_unsigned"],
    }


def _line(export: Export, person: User) -> dict[str, Any]:
    """An export with what the person may do about it, and how far it is."""
    progress = export.manifest.get("progress") or {}
    return {
        "export": export,
        "may_cancel": may(person, "export.cancel", export),
        "may_retry": may(person, "export.retry", export),
        "may_download": may(person, "export.download"),
        "may_export": may(person, "export.request"),
        "progress": progress,
        "counted": {
            "done": f"{export.claims_done:,}",
            "total": f"{export.claims_total or 0:,}",
            "rate": f"{progress.get('claims_per_second') or 0:,.0f}",
            "minutes": f"{(progress.get('seconds_left') or 0) / 60:,.0f}",
        },
    }


def _file_name(export: Export) -> str:
    return download_name(export) if export.file_name else ""
