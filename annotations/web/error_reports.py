"""What readers reported, for the editors who settle it."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from annotations.access import may, require_somewhere
from annotations.actions.error_reports import reopen_report, settle_report
from annotations.domain.errors import NotAllowed, NotFound, Refusal
from annotations.domain.vocabulary import ReportOutcome
from annotations.models import ErrorReport
from annotations.queries.claims import PUBLIC
from annotations.queries.error_reports import report_counts, report_for, reports_for
from annotations.queries.organisation import profile_in_force
from annotations.queries.publications import last_publication
from annotations.queries.source_pages import PAGE, Page
from annotations.web.forms.error_reports import SettleReportForm
from annotations.web.pages import PageRequest, page
from annotations.web.paging import pages_of
from annotations.web.places import page_number
from annotations.web.refusals import add_refusal, status_of
from annotations.web.toasts import back, toast


@page
@require_safe
def reports(request: PageRequest) -> HttpResponse:
    """What waits, the earliest first; `?outcome=` takes what came of one another way, `all` takes all."""
    require_somewhere(request.user, "report.read")
    asked = request.GET.get("outcome", ReportOutcome.WAITING.value)
    outcome = asked if asked in (*ReportOutcome.values, "") else ReportOutcome.WAITING.value
    number = page_number(request.GET)
    first = PAGE * (number - 1)
    rows = list(reports_for(request.user, outcome=outcome)[first : first + PAGE + 1])
    found = Page(rows[:PAGE], number, len(rows) > PAGE)
    counts = report_counts(request.user)
    content = {
        "found": found.rows,
        "pages": pages_of(request, found, counts.get(outcome, 0)),
        "outcome": outcome,
        "tabs": [
            *((one.value, str(one.label), counts.get(one.value, 0)) for one in ReportOutcome),
            ("", _("All"), counts[""]),
        ],
        "has_public_pages": profile_in_force().has_public_pages,
    }
    return render(request, "error_reports/reports.html", content)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: PageRequest, report_id: int) -> HttpResponse:
    """One report, what is published, and the form for what came of it."""
    require_somewhere(request.user, "report.read")
    found = report_for(report_id, request.user)
    form = SettleReportForm(request.POST or None)
    if not form.is_bound or not form.is_valid():
        return _shown(request, found, form, 422 if form.is_bound else 200)
    try:
        settle_report(report_id=report_id, **form.cleaned_data, actor=request.user)
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        add_refusal(form, refusal)
        return _shown(request, found, form, status_of(refusal))
    toast(request, _("Noted."), undo=reverse("report-reopen", args=[report_id]))
    return redirect("reports")


@page
@require_POST
def reopen(request: PageRequest, report_id: int) -> HttpResponse:
    """Takes back what came of it: the report waits again."""
    reopen_report(report_id=report_id, actor=request.user)
    toast(request, _("It waits again."))
    return back(request, reverse("report", args=[report_id]))


def _shown(request: PageRequest, found: ErrorReport, form: SettleReportForm, status: int) -> HttpResponse:
    content = {
        "report": found,
        "form": form,
        "is_waiting": found.outcome == ReportOutcome.WAITING,
        "may_settle": may(request.user, "report.settle", found),
        "publication": last_publication(found.claim_id) if found.claim_id else None,
        "may_correct": found.claim is not None
        and found.claim.state in PUBLIC
        and may(request.user, "claim.correct", found.claim),
        "has_public_pages": profile_in_force().has_public_pages,
    }
    return render(request, "error_reports/report.html", content, status=status)
