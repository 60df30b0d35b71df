"""Requests to the publishers of articles to correct them, and what came of that."""

from typing import Any

from django_filters import rest_framework as filters

from annotations.actions.corrections import ask_for_correction, conclude_correction, reopen_correction
from annotations.api.endpoints import Creating, Item, Listing, Step
from annotations.api.filters import AnyOfFilter, IdFilter
from annotations.api.shapes.base import Reading
from annotations.api.shapes.publications import CorrectionConcludeInput, CorrectionInput, CorrectionShape
from annotations.domain.vocabulary import CorrectionOutcome
from annotations.queries.corrections import corrections_in_full

CORRECTIONS = Reading("correction request", CorrectionShape, corrections_in_full)


class CorrectionFilters(filters.FilterSet):
    """Which requests."""

    article = IdFilter("article_id")
    claim = IdFilter("claim_id")
    outcome = AnyOfFilter(choices=CorrectionOutcome.choices)
    is_overdue = filters.BooleanFilter(help_text="Waiting, and past the day on which an answer was due.")


class CorrectionsView(Listing, Creating):
    """What publishers were asked to correct."""

    tag = "Publications"
    summaries = {"GET": "List requests for corrections", "POST": "Note a request for a correction"}
    access = {"GET": "workbench.read", "POST": "correction.ask"}
    accepts = {"POST": CorrectionInput}
    reading, answers, item_route = CORRECTIONS, CORRECTIONS, "correction"
    filterset_class = CorrectionFilters

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return ask_for_correction(**values, actor=self.person).pk


class CorrectionView(Item):
    """One request."""

    tag = "Publications"
    summaries = {"GET": "Read a request for a correction"}
    access = {"GET": "workbench.read"}
    reading = CORRECTIONS


class CorrectionConcludeView(Step):
    """Notes what the publisher did, and when. `If-Match` is honoured."""

    tag = "Publications"
    further_refusals = (412,)
    summaries = {"POST": "Note what came of a request"}
    access = {"POST": "correction.conclude"}
    accepts = {"POST": CorrectionConcludeInput}
    answers = CORRECTIONS

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        pk, version = ids["pk"], self.version(ids["pk"])
        return conclude_correction(correction_id=pk, **values, expected_version=version, actor=self.person).pk


class CorrectionReopenView(Step):
    """Takes an outcome back: the request waits again."""

    tag = "Publications"
    summaries = {"POST": "Take an outcome back"}
    access = {"POST": "correction.conclude"}
    answers = CORRECTIONS

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return reopen_correction(correction_id=ids["pk"], actor=self.person).pk
