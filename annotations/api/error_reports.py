"""What readers reported, for editors."""

from typing import Any

from django_filters import rest_framework as filters

from annotations.actions.error_reports import reopen_report, settle_report
from annotations.api.endpoints import Item, Listing, Step
from annotations.api.filters import AnyOfFilter, IdFilter
from annotations.api.shapes.base import Reading
from annotations.api.shapes.error_reports import ErrorReportShape, ReportSettleInput
from annotations.domain.vocabulary import ReportOutcome
from annotations.queries.error_reports import reports_in_full

REPORTS = Reading("report", ErrorReportShape, reports_in_full)


class ReportFilters(filters.FilterSet):
    """Which reports."""

    claim = IdFilter("claim_id")
    article = IdFilter("article_id")
    outcome = AnyOfFilter(choices=ReportOutcome.choices)


class ReportsView(Listing):
    """What readers say is wrong. An editor sees what concerns their desks."""

    tag = "Publications"
    summaries = {"GET": "List readers' reports"}
    access = {"GET": "report.read"}
    reading = REPORTS
    filterset_class = ReportFilters


class ReportView(Item):
    """One report."""

    tag = "Publications"
    summaries = {"GET": "Read a reader's report"}
    access = {"GET": "report.read"}
    reading = REPORTS


class ReportSettleView(Step):
    """Notes what came of a report. Nothing that is published changes by it."""

    tag = "Publications"
    summaries = {"POST": "Settle a reader's report"}
    access = {"POST": "report.settle"}
    accepts = {"POST": ReportSettleInput}
    answers = REPORTS

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return settle_report(report_id=ids["pk"], **values, actor=self.person).pk


class ReportReopenView(Step):
    """Takes back what came of a report: it waits again."""

    tag = "Publications"
    summaries = {"POST": "Open a reader's report again"}
    access = {"POST": "report.settle"}
    answers = REPORTS

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return reopen_report(report_id=ids["pk"], actor=self.person).pk
