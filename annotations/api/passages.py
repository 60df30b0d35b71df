"""What people say of the passages behind links: that a lost one still counts, which words took its place, and
whether it is own reporting.
"""

from typing import Any

from annotations.actions.passage_checks import confirm_passage
from annotations.actions.quality_audits import audit_sourcing
from annotations.actions.relinking import relink_passage, undo_relink
from annotations.api.endpoints import Creating, Step
from annotations.api.evidence import EVIDENCE
from annotations.api.history import OWN_EVENTS
from annotations.api.shapes.passages import AuditInput, ConfirmPassageInput, RelinkInput, RelinkUndoInput


class EvidenceConfirmPassageView(Step):
    """Lets a passage count again that is gone from its page: its copy says so, and you judged that it was not
    taken back.
    """

    tag = "Evidence"
    summaries = {"POST": "Let a lost passage count again"}
    access = {"POST": "evidence.edit"}
    accepts = {"POST": ConfirmPassageInput}
    answers = EVIDENCE

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return confirm_passage(evidence_id=ids["pk"], **values, actor=self.person).pk


class EvidenceRelinkView(Creating):
    """Links the words of a newer copy that took the place of a lost passage, judged as that was, and
    withdraws the lost one. Answered with the new link.
    """

    tag = "Evidence"
    summaries = {"POST": "Link the words in place of a lost passage"}
    access = {"POST": "evidence.edit"}
    accepts = {"POST": RelinkInput}
    answers, item_route = EVIDENCE, "evidence-item"

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return relink_passage(evidence_id=ids["pk"], **values, actor=self.person).pk


class EvidenceRelinkUndoView(Step):
    """Takes that back: this link is withdrawn, and the lost one stands again."""

    tag = "Evidence"
    summaries = {"POST": "Bring a lost passage back"}
    access = {"POST": "evidence.edit"}
    accepts = {"POST": RelinkUndoInput}
    answers = EVIDENCE

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return undo_relink(evidence_id=ids["pk"], lost_id=values["evidence_id"], actor=self.person).pk


class EvidenceAuditView(Step):
    """Notes whether a link is own reporting, as it says; for others than who marked it so. The last audit
    counts.
    """

    tag = "Quality"
    summaries = {"POST": "Audit own reporting"}
    access = {"POST": "quality.audit"}
    accepts = {"POST": AuditInput}
    answers = OWN_EVENTS

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return audit_sourcing(evidence_id=ids["pk"], **values, actor=self.person).pk
