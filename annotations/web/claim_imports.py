"""Claims that others have checked: read in after a dry run, with a report of each."""

from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from annotations.access import may, require
from annotations.actions.claim_imports import carry_out_claim_import, request_claim_import
from annotations.domain.claim_files import CLAIM_FILE_COLUMNS, MOST_RECORDS
from annotations.domain.errors import NotAllowed, Refusal
from annotations.domain.vocabulary import ImportState, RowOutcome
from annotations.models import ClaimImport
from annotations.queries.claim_imports import (
    REPORT_COLUMNS,
    ROWS_SHOWN,
    ClaimImportPage,
    claim_import_by_id,
    claim_import_page,
    claim_import_report,
    claim_imports_for,
)
from annotations.web.forms.claim_imports import ClaimFileForm
from annotations.web.pages import PageRequest, page
from annotations.web.places import page_number
from annotations.web.refusals import add_refusal, status_of
from annotations.web.register_imports import as_csv

IMPORTS_SHOWN = 20


@page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PageRequest) -> HttpResponse:
    """Takes a file, or what was pasted. Nothing is changed by it: what would be is shown first."""
    require(request.user, "claim_import.request")
    form = ClaimFileForm(request.POST, request.FILES) if request.method == "POST" else ClaimFileForm()
    status = 422 if form.errors else 200
    if form.is_bound and form.is_valid():
        asked = {name: form.cleaned_data[name] for name in ("format", "stream", "file_name")}
        try:
            made = request_claim_import(**asked, actor=request.user)
            return redirect("claim-import", claim_import_id=made.pk)
        except NotAllowed:
            raise
        except Refusal as refusal:
            add_refusal(form, refusal)
            status = status_of(refusal)
    content = {
        "form": form,
        "columns": CLAIM_FILE_COLUMNS,
        "most_rows": f"{MOST_RECORDS:,}",
        "earlier": claim_imports_for(request.user)[:IMPORTS_SHOWN],
    }
    return render(request, "claim_imports/new.html", content, status=status)


@page
@require_safe
def claim_import(request: PageRequest, claim_import_id: int) -> HttpResponse:
    """One file: how far it is, then what becomes, or became, of each row."""
    found = claim_import_by_id(claim_import_id, request.user)
    return render(request, "claim_imports/import.html", _shown(request, found))


@page
@require_safe
def progress(request: PageRequest, claim_import_id: int) -> HttpResponse:
    """The part of the page that asks each second until it is over."""
    found = claim_import_by_id(claim_import_id, request.user)
    return render(request, "claim_imports/_import.html", _shown(request, found))


@page
@require_POST
def carry_out(request: PageRequest, claim_import_id: int) -> HttpResponse:
    """Has what the dry run showed carried out."""
    carry_out_claim_import(import_id=claim_import_id, actor=request.user)
    return redirect("claim-import", claim_import_id=claim_import_id)


@page
@require_safe
def report(request: PageRequest, claim_import_id: int) -> StreamingHttpResponse:
    """The report as a table for a spreadsheet."""
    found = claim_import_by_id(claim_import_id, request.user)
    rows = claim_import_report(found, request.user, request.GET.get("outcome", ""))
    return as_csv(f"claims-import-{found.pk}.csv", REPORT_COLUMNS, rows)


@page
@require_safe
def template(request: PageRequest) -> StreamingHttpResponse:
    """A file with nothing but the names of the columns."""
    return as_csv("claims-columns.csv", CLAIM_FILE_COLUMNS, [])


def _shown(request: PageRequest, found: ClaimImport) -> dict[str, Any]:
    shown: dict[str, Any] = {"found": found}
    if found.finished_at is None:
        return shown
    outcome = request.GET.get("outcome", "")
    reported = claim_import_page(found, request.user, outcome=outcome, number=page_number(request.GET))
    counts = reported.counts
    tabs = [
        {"outcome": name, "words": _words(name, found.dry_run), "count": count}
        for name, count in counts.items()
    ]
    return shown | {
        "is_over": True,
        "outcome": outcome,
        "tabs": tabs,
        "total": sum(counts.values()),
        "rows": [(row, _words(row.outcome, found.dry_run)) for row in reported.rows],
        "refused": counts.get(RowOutcome.REFUSED, 0),
        "to_do": counts.get(RowOutcome.NEW, 0) + counts.get(RowOutcome.CHANGED, 0),
        "may_carry_out": found.dry_run
        and found.state == ImportState.DONE
        and may(request.user, "claim_import.carry_out", found),
        "pages": _pages(found, reported, outcome),
    }


def _words(outcome: str, dry_run: bool) -> str:
    """What becomes, or became, of a row."""
    known = {RowOutcome.KNOWN: _("Here already"), RowOutcome.REFUSED: _("Refused")}
    if dry_run:
        known |= {RowOutcome.NEW: _("Would be new"), RowOutcome.CHANGED: _("Would get a passage")}
    else:
        known |= {RowOutcome.NEW: _("New"), RowOutcome.CHANGED: _("Got a passage")}
    return known[RowOutcome(outcome)]


def _pages(found: ClaimImport, shown: ClaimImportPage, outcome: str) -> dict[str, str] | None:
    if shown.number == 1 and not shown.has_more:
        return None
    first = ROWS_SHOWN * (shown.number - 1)
    places = {"first": first + 1, "last": first + len(shown.rows)}

    def address(number: int) -> str:
        asked = {"outcome": outcome, "page": str(number)} if outcome else {"page": str(number)}
        return f"{reverse('claim-import', args=[found.pk])}?{urlencode(asked)}"

    return {
        "words": _("Rows %(first)s to %(last)s") % places if shown.rows else _("Nothing here"),
        "previous": address(shown.number - 1) if shown.number > 1 else "",
        "next": address(shown.number + 1) if shown.has_more else "",
    }
