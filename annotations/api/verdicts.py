"""Assessments that the rule computed, and the verdicts that people signed under them."""

from typing import Any

from django_filters import rest_framework as filters

from annotations.actions.dissents import settle_dissent
from annotations.actions.verdicts import sign_verdict, withdraw_verdict
from annotations.api.endpoints import Creating, Item, Listing, Step
from annotations.api.filters import AnyOfFilter, IdFilter
from annotations.api.shapes.base import Reading
from annotations.api.shapes.work import (
    AssessmentRowShape,
    AssessmentShape,
    DissentSettleInput,
    VerdictInput,
    VerdictShape,
    VerdictWithdrawInput,
)
from annotations.api.telling import TellingItem, TellingList
from annotations.domain.vocabulary import Certainty, Status, VerdictState
from annotations.queries.represented import assessments_in_full, verdicts_in_full

ASSESSMENT_ROWS = Reading("assessment", AssessmentRowShape, assessments_in_full)
ASSESSMENTS = Reading("assessment", AssessmentShape, assessments_in_full)
VERDICTS = Reading("verdict", VerdictShape, verdicts_in_full)


class AssessmentFilters(filters.FilterSet):
    """Which assessments."""

    claim = IdFilter("claim_id")
    status = AnyOfFilter(choices=Status.choices)
    certainty = AnyOfFilter(choices=Certainty.choices)
    is_current = filters.BooleanFilter(help_text="Only those that hold now.")


class VerdictFilters(filters.FilterSet):
    """Which verdicts."""

    claim = IdFilter("claim_id")
    reviewer = IdFilter("shown_reviewer_id")
    status = AnyOfFilter(choices=Status.choices)
    state = AnyOfFilter(choices=VerdictState.choices)


class AssessmentsView(TellingList):
    """What the rule said about claims, once for each set of inputs."""

    tag = "Assessments"
    summaries = {"GET": "List assessments"}
    access = {"GET": "workbench.read"}
    reading = ASSESSMENT_ROWS
    filterset_class = AssessmentFilters


class AssessmentView(TellingItem):
    """One assessment, with the reasons for every link."""

    tag = "Assessments"
    summaries = {"GET": "Read an assessment"}
    access = {"GET": "workbench.read"}
    reading = ASSESSMENTS


class VerdictsView(Listing, Creating):
    """Signatures under assessments. Nobody signs what rests on evidence they added."""

    tag = "Verdicts"
    summaries = {"GET": "List verdicts", "POST": "Sign a verdict"}
    access = {"GET": "workbench.read", "POST": "verdict.sign"}
    accepts = {"POST": VerdictInput}
    reading, answers, item_route = VERDICTS, VERDICTS, "verdict"
    filterset_class = VerdictFilters

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return sign_verdict(**values, actor=self.person).pk


class VerdictView(Item):
    """One verdict."""

    tag = "Verdicts"
    summaries = {"GET": "Read a verdict"}
    access = {"GET": "workbench.read"}
    reading = VERDICTS


class VerdictWithdrawView(Step):
    """Takes a signature back. The row stays, with the reason."""

    tag = "Verdicts"
    summaries = {"POST": "Withdraw a verdict"}
    access = {"POST": "verdict.withdraw"}
    accepts = {"POST": VerdictWithdrawInput}
    answers = VERDICTS

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return withdraw_verdict(verdict_id=ids["pk"], **values, actor=self.person).pk


class VerdictSettleView(Step):
    """Decides between a dissent and the computed status. Upheld, the other signatures under the claim end."""

    tag = "Verdicts"
    summaries = {"POST": "Settle a dissent"}
    access = {"POST": "verdict.settle"}
    accepts = {"POST": DissentSettleInput}
    answers = VERDICTS

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return settle_dissent(verdict_id=ids["pk"], **values, actor=self.person).pk
