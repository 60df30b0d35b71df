"""Evidence: links between claims and passages of captures."""

from functools import partial
from typing import Any

from django_filters import rest_framework as filters

from annotations.actions.batches import all_or_none
from annotations.actions.evidence import (
    attach_evidence,
    copy_evidence,
    edit_evidence,
    restore_evidence,
    withdraw_evidence,
)
from annotations.api.endpoints import Creating, EditableItem, Reporting, Step
from annotations.api.filters import AnyOfFilter, IdFilter
from annotations.api.shapes.base import Reading
from annotations.api.shapes.claims import ClaimBatchShape
from annotations.api.shapes.work import (
    EvidenceBatchInput,
    EvidenceChange,
    EvidenceCopyInput,
    EvidenceInput,
    EvidenceShape,
)
from annotations.api.telling import TellingItem, TellingList
from annotations.domain.vocabulary import EvidenceState, Stance
from annotations.queries.represented import evidence_in_full

EVIDENCE = Reading("evidence", EvidenceShape, evidence_in_full)


class EvidenceFilters(filters.FilterSet):
    """Which evidence."""

    claim = IdFilter("claim_id")
    source = IdFilter("source_id")
    capture = IdFilter("capture_id")
    publisher = IdFilter("source__publisher_id")
    stance = AnyOfFilter(choices=Stance.choices)
    state = AnyOfFilter(choices=EvidenceState.choices)


class EvidenceListView(TellingList, Creating):
    """Links between claims and passages. The claim's status is computed again after each change."""

    tag = "Evidence"
    summaries = {"GET": "List evidence", "POST": "Attach evidence"}
    access = {"GET": "workbench.read", "POST": "evidence.attach"}
    accepts = {"POST": EvidenceInput}
    reading, answers, item_route = EVIDENCE, EVIDENCE, "evidence-item"
    filterset_class = EvidenceFilters
    told_by = ("claim", "source", "capture")

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return attach_evidence(**values, actor=self.person).pk


class EvidenceBatchView(Reporting):
    """Up to a hundred links in one transaction. Where one is refused none is made; `errors` says why, row by
    row.
    """

    tag = "Evidence"
    summaries = {"POST": "Attach several pieces of evidence"}
    access = {"POST": "evidence.attach"}
    accepts = {"POST": EvidenceBatchInput}
    answer_status, answer_shape = 201, ClaimBatchShape

    def report(self, values: dict[str, Any], **ids: int) -> dict[str, Any]:
        return {"ids": all_or_none([partial(self._attached, row) for row in values["evidence"]])}

    def _attached(self, row: dict[str, Any]) -> int:
        return attach_evidence(**row, actor=self.person).pk


class EvidenceView(TellingItem, EditableItem):
    """One link. Its passage never changes: withdraw it and attach another."""

    tag = "Evidence"
    summaries = {"GET": "Read evidence", "PATCH": "Change how evidence is judged"}
    access = {"GET": "workbench.read", "PATCH": "evidence.edit"}
    accepts = {"PATCH": EvidenceChange}
    reading = EVIDENCE

    def change(self, pk: int, values: dict[str, Any], version: int | None) -> None:
        reliance = {"relies_on": values.pop("relies_on")} if "relies_on" in values else {}
        edit_evidence(evidence_id=pk, values=values, **reliance, expected_version=version, actor=self.person)


class EvidenceWithdrawView(Step):
    """Takes a link out of the reckoning."""

    tag = "Evidence"
    summaries = {"POST": "Withdraw evidence"}
    access = {"POST": "evidence.withdraw"}
    answers = EVIDENCE

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return withdraw_evidence(evidence_id=ids["pk"], actor=self.person).pk


class EvidenceRestoreView(Step):
    """Brings a withdrawn link back."""

    tag = "Evidence"
    summaries = {"POST": "Restore evidence"}
    access = {"POST": "evidence.restore"}
    answers = EVIDENCE

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return restore_evidence(evidence_id=ids["pk"], actor=self.person).pk


class EvidenceCopyView(Creating):
    """Uses a passage for another layer, the whole or a part of the same statement as well. What it does there
    is said anew; the two links know nothing of each other afterwards.
    """

    tag = "Evidence"
    summaries = {"POST": "Use evidence for another layer"}
    access = {"POST": "evidence.attach"}
    accepts = {"POST": EvidenceCopyInput}
    answers, item_route = EVIDENCE, "evidence-item"

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return copy_evidence(evidence_id=ids["pk"], **values, actor=self.person).pk
