"""Lists as CSV: read into the register after a dry run, and written out of it."""

from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO, cast

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from annotations.access import may, require
from annotations.actions.register_imports import MOST_ROWS, carry_out_import, request_register_import
from annotations.domain.errors import NotAllowed, Refusal
from annotations.domain.register_columns import READ, TOLD
from annotations.domain.tables import csv_lines
from annotations.domain.vocabulary import ImportState, RowOutcome
from annotations.models import RegisterImport
from annotations.queries.register_exports import exported_columns, exported_rows
from annotations.queries.register_imports import (
    REPORT_COLUMNS,
    ROWS_SHOWN,
    ImportPage,
    import_page,
    imports_into,
    refused_columns,
    refused_rows,
    register_import_by_id,
    report_rows,
)
from annotations.web.forms.register import RegisterFileForm
from annotations.web.pages import PageRequest, page
from annotations.web.places import numbers_in, page_number
from annotations.web.refusals import add_refusal, status_of
from annotations.web.register_edits import known_noun
from annotations.web.register_lists import criteria_of

IMPORTS_SHOWN = 20


@page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PageRequest, noun: str) -> HttpResponse:
    """Takes a file. Nothing is changed by it: what would be is shown first."""
    noun = known_noun(noun)
    require(request.user, "register.import")
    form = RegisterFileForm(request.POST, request.FILES) if request.method == "POST" else RegisterFileForm()
    status = 422 if form.errors else 200
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            asked = request_register_import(
                noun=noun, stream=cast(BinaryIO, file.file), file_name=file.name or "", actor=request.user
            )
            return redirect("register-import", register_import_id=asked.pk)
        except NotAllowed:
            raise
        except Refusal as refusal:
            add_refusal(form, refusal)
            status = status_of(refusal)
    content = {
        "noun": noun,
        "form": form,
        "columns": READ[noun],
        "told": TOLD[noun],
        "most_rows": f"{MOST_ROWS:,}",
        "earlier": imports_into(noun)[:IMPORTS_SHOWN],
    }
    return render(request, "register/import_new.html", content, status=status)


@page
@require_safe
def register_import(request: PageRequest, register_import_id: int) -> HttpResponse:
    """One file: how far it is, then what becomes, or became, of each row."""
    return render(request, "register/import.html", _shown(request, register_import_by_id(register_import_id)))


@page
@require_safe
def progress(request: PageRequest, register_import_id: int) -> HttpResponse:
    """The part of the page that asks each second until it is over."""
    return render(
        request, "register/_import.html", _shown(request, register_import_by_id(register_import_id))
    )


@page
@require_POST
def carry_out(request: PageRequest, register_import_id: int) -> HttpResponse:
    """Has what the dry run showed carried out."""
    carry_out_import(import_id=register_import_id, actor=request.user)
    return redirect("register-import", register_import_id=register_import_id)


@page
@require_safe
def report(request: PageRequest, register_import_id: int) -> StreamingHttpResponse:
    """The report as a table for a spreadsheet, or the refused rows as they came, to be corrected."""
    found = register_import_by_id(register_import_id)
    if request.GET.get("rows") == "refused":
        return as_csv(f"refused-{found.pk}.csv", refused_columns(found), refused_rows(found))
    rows = report_rows(found, outcome=request.GET.get("outcome", ""))
    return as_csv(f"import-{found.pk}.csv", REPORT_COLUMNS, rows)


@page
@require_safe
def export(request: PageRequest, noun: str) -> StreamingHttpResponse:
    """What a filter finds, or what was ticked in it, as a table that an import reads again."""
    noun = known_noun(noun)
    require(request.user, "register.export")
    ticked = numbers_in(request.GET, "row")
    rows = exported_rows(noun, criteria_of(request.GET), request.user, ids=ticked)
    return as_csv(f"{noun.value}.csv", exported_columns(noun), rows)


@page
@require_safe
def template(request: PageRequest, noun: str) -> StreamingHttpResponse:
    """A file with nothing but the names of the columns."""
    noun = known_noun(noun)
    return as_csv(f"{noun.value}-columns.csv", READ[noun], [])


def as_csv(name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """A table as a file that is written while it is sent."""
    answer = StreamingHttpResponse(csv_lines(columns, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _shown(request: PageRequest, found: RegisterImport) -> dict[str, Any]:
    shown: dict[str, Any] = {"found": found, "noun": found.noun}
    if found.finished_at is None:
        return shown
    outcome = request.GET.get("outcome", "")
    reported = import_page(found, outcome=outcome, number=page_number(request.GET))
    tabs = [
        {"outcome": name, "words": _words(name, found.dry_run), "count": count}
        for name, count in reported.counts.items()
    ]
    return shown | {
        "is_over": True,
        "outcome": outcome,
        "tabs": tabs,
        "total": sum(reported.counts.values()),
        "rows": [(row, _words(row.outcome, found.dry_run)) for row in reported.rows],
        "refused": reported.counts.get(RowOutcome.REFUSED, 0),
        "to_do": reported.counts.get(RowOutcome.NEW, 0) + reported.counts.get(RowOutcome.CHANGED, 0),
        "may_carry_out": found.dry_run
        and found.state == ImportState.DONE
        and may(request.user, "register.import"),
        "pages": _pages(found, reported, outcome),
    }


def _words(outcome: str, dry_run: bool) -> str:
    """What becomes, or became, of a row."""
    known = {RowOutcome.KNOWN: _("Nothing to change"), RowOutcome.REFUSED: _("Refused")}
    if dry_run:
        known |= {RowOutcome.NEW: _("Would be new"), RowOutcome.CHANGED: _("Would change")}
    else:
        known |= {RowOutcome.NEW: _("New"), RowOutcome.CHANGED: _("Changed")}
    return known[RowOutcome(outcome)]


def _pages(found: RegisterImport, shown: ImportPage, outcome: str) -> dict[str, str] | None:
    if shown.number == 1 and not shown.has_more:
        return None
    first = ROWS_SHOWN * (shown.number - 1)
    places = {"first": first + 1, "last": first + len(shown.rows)}

    def address(number: int) -> str:
        asked = {"outcome": outcome, "page": str(number)} if outcome else {"page": str(number)}
        return f"{reverse('register-import', args=[found.pk])}?{urlencode(asked)}"

    return {
        "words": _("Rows %(first)s to %(last)s") % places if shown.rows else _("Nothing here"),
        "previous": address(shown.number - 1) if shown.number > 1 else "",
        "next": address(shown.number + 1) if shown.has_more else "",
    }
