"""What may become of what: every state machine of the product as one printable table.

A row says: in this state, this verb leads to that state. What is not listed is refused by `next_state`. The
database holds what each state implies, and every transition is recorded as an event with old and new.
"""

from collections.abc import Mapping

from annotations.domain.errors import Conflict
from annotations.domain.vocabulary import (
    ClaimState,
    CorrectionOutcome,
    EvidenceState,
    ExportState,
    HighlightState,
    ImportState,
    RecomputationState,
    ReplyOutcome,
    ReportOutcome,
    SecondLookState,
    SuggestionState,
    TrialState,
    VerdictState,
)

Table = Mapping[tuple[str, str], str]

_WORKED_ON = (
    ClaimState.DRAFT,
    ClaimState.IN_REVIEW,
    ClaimState.AGREED,
    ClaimState.DISPUTED,
    ClaimState.SIGNED,
)
"""The states in which people work on a claim. From `published` on it changes by corrections alone."""

_UNDISPUTED = tuple(state for state in _WORKED_ON if state != ClaimState.DISPUTED)
_UNSIGNED = (ClaimState.IN_REVIEW, ClaimState.AGREED, ClaimState.DISPUTED)
_PUBLIC = (ClaimState.PUBLISHED, ClaimState.CORRECTED)

CLAIM: Table = {
    **{(state, "edit"): state for state in _WORKED_ON},
    **{(state, "take_evidence"): state for state in _WORKED_ON},
    (ClaimState.DRAFT, "take_evidence"): ClaimState.IN_REVIEW,
    **{(state, "change_evidence"): state for state in _WORKED_ON},
    **{(state, "take_signature"): state for state in _UNDISPUTED},
    **{(state, "complete_sign_off"): ClaimState.SIGNED for state in _UNDISPUTED},
    **{(state, "agree"): ClaimState.AGREED for state in _UNSIGNED},
    **{(state, "dispute"): ClaimState.DISPUTED for state in _WORKED_ON},
    **{(state, "go_on_reviewing"): ClaimState.IN_REVIEW for state in _UNSIGNED},
    (ClaimState.SIGNED, "publish"): ClaimState.PUBLISHED,
    (ClaimState.SIGNED, "correct"): ClaimState.CORRECTED,
    **{(state, "begin_correction"): ClaimState.IN_REVIEW for state in _PUBLIC},
    **{(state, "unpublish"): ClaimState.WITHDRAWN for state in (*_WORKED_ON, *_PUBLIC)},
    (ClaimState.SIGNED, "lose_sign_off"): ClaimState.IN_REVIEW,
    **{(state, "withdraw"): ClaimState.WITHDRAWN for state in _WORKED_ON},
}
"""A withdrawn claim goes back to the state it had; `restore_claim` reads that from the row.

`publish` is the first time, `correct` every later one. Which of the two it is, and whether a withdrawal needs
a tombstone (`unpublish`), depends on what was published before.
"""

HIGHLIGHT: Table = {
    (HighlightState.LIVE, "retire"): HighlightState.RETIRED,
    (HighlightState.QUEUED, "retire"): HighlightState.RETIRED,
    (HighlightState.QUEUED, "confirm"): HighlightState.LIVE,
    (HighlightState.QUEUED, "reselect"): HighlightState.LIVE,
    (HighlightState.LIVE, "reselect"): HighlightState.LIVE,
    (HighlightState.LIVE, "requeue"): HighlightState.QUEUED,
    (HighlightState.RETIRED, "requeue"): HighlightState.QUEUED,
    (HighlightState.RETIRED, "restore"): HighlightState.LIVE,
    (HighlightState.QUEUED, "supersede"): HighlightState.SUPERSEDED,
}
"""Queued: the article's words changed under it, and until a person decides it marks nothing."""

EVIDENCE: Table = {
    (EvidenceState.PROPOSED, "accept"): EvidenceState.ACCEPTED,
    (EvidenceState.PROPOSED, "reject"): EvidenceState.REJECTED,
    (EvidenceState.ACCEPTED, "dispute"): EvidenceState.DISPUTED,
    (EvidenceState.DISPUTED, "accept"): EvidenceState.ACCEPTED,
    (EvidenceState.DISPUTED, "reject"): EvidenceState.REJECTED,
    (EvidenceState.PROPOSED, "withdraw"): EvidenceState.WITHDRAWN,
    (EvidenceState.ACCEPTED, "withdraw"): EvidenceState.WITHDRAWN,
    (EvidenceState.DISPUTED, "withdraw"): EvidenceState.WITHDRAWN,
    (EvidenceState.WITHDRAWN, "restore"): EvidenceState.ACCEPTED,
}

VERDICT: Table = {
    (VerdictState.LIVE, "lapse"): VerdictState.LAPSED,
    (VerdictState.LIVE, "withdraw"): VerdictState.WITHDRAWN,
    (VerdictState.LIVE, "uphold"): VerdictState.UPHELD,
    (VerdictState.LIVE, "overrule"): VerdictState.OVERRULED,
}

SECOND_LOOK: Table = {
    (SecondLookState.OPEN, "agree"): SecondLookState.AGREED,
    (SecondLookState.OPEN, "dispute"): SecondLookState.DISPUTED,
    (SecondLookState.OPEN, "cancel"): SecondLookState.CANCELLED,
    (SecondLookState.DISPUTED, "settle"): SecondLookState.SETTLED,
    (SecondLookState.DISPUTED, "cancel"): SecondLookState.CANCELLED,
}

_CORRECTION_OUTCOMES = tuple(one for one in CorrectionOutcome if one != CorrectionOutcome.WAITING)

CORRECTION_REQUEST: Table = {
    **{(CorrectionOutcome.WAITING, f"conclude_{one.value}"): one for one in _CORRECTION_OUTCOMES},
    **{(one, "reopen"): CorrectionOutcome.WAITING for one in _CORRECTION_OUTCOMES},
}
"""`conclude_…` names what the publisher did."""

_REPLY_UNANSWERED = (ReplyOutcome.WAITING, ReplyOutcome.NO_ANSWER)

REPLY_REQUEST: Table = {
    **{(one, "conclude_answered"): ReplyOutcome.ANSWERED for one in _REPLY_UNANSWERED},
    **{(one, "conclude_declined"): ReplyOutcome.DECLINED for one in _REPLY_UNANSWERED},
    (ReplyOutcome.WAITING, "run_out"): ReplyOutcome.NO_ANSWER,
    **{(one, "postpone"): ReplyOutcome.WAITING for one in _REPLY_UNANSWERED},
    **{(one, "reopen"): ReplyOutcome.WAITING for one in (ReplyOutcome.ANSWERED, ReplyOutcome.DECLINED)},
}
"""An answer may still come after the deadline, which may be put off."""

_REPORT_OUTCOMES = tuple(one for one in ReportOutcome if one != ReportOutcome.WAITING)

ERROR_REPORT: Table = {
    **{(ReportOutcome.WAITING, f"settle_{one.value}"): one for one in _REPORT_OUTCOMES},
    **{(one, "reopen"): ReportOutcome.WAITING for one in _REPORT_OUTCOMES},
}
"""`settle_…` names what came of it."""

EXPORT: Table = {
    (ExportState.QUEUED, "start"): ExportState.RUNNING,
    (ExportState.RUNNING, "start"): ExportState.RUNNING,
    (ExportState.RUNNING, "finish"): ExportState.DONE,
    (ExportState.RUNNING, "fail"): ExportState.FAILED,
    (ExportState.QUEUED, "cancel"): ExportState.CANCELLED,
    (ExportState.RUNNING, "cancel"): ExportState.CANCELLED,
    (ExportState.FAILED, "retry"): ExportState.QUEUED,
    (ExportState.CANCELLED, "retry"): ExportState.QUEUED,
    (ExportState.DONE, "expire"): ExportState.EXPIRED,
}
"""Whose file is gone stays as it is, with its checksum: who asks again gets another export, of today."""

ANNOTATION_IMPORT: Table = {
    (ImportState.QUEUED, "start"): ImportState.RUNNING,
    (ImportState.RUNNING, "start"): ImportState.RUNNING,
    (ImportState.RUNNING, "finish"): ImportState.DONE,
    (ImportState.RUNNING, "fail"): ImportState.FAILED,
}

ROW_IMPORT: Table = {
    **ANNOTATION_IMPORT,
    (ImportState.DONE, "carry_out"): ImportState.QUEUED,
}
"""A file is read in, row by row, after its dry run."""

RECOMPUTATION: Table = {
    (RecomputationState.QUEUED, "start"): RecomputationState.RUNNING,
    (RecomputationState.RUNNING, "start"): RecomputationState.RUNNING,
    (RecomputationState.QUEUED, "fail"): RecomputationState.FAILED,
    (RecomputationState.RUNNING, "fail"): RecomputationState.FAILED,
    (RecomputationState.RUNNING, "finish"): RecomputationState.DONE,
}

POLICY_TRIAL: Table = {
    (TrialState.PROPOSED, "start"): TrialState.RUNNING,
    (TrialState.RUNNING, "start"): TrialState.RUNNING,
    (TrialState.RUNNING, "finish"): TrialState.DONE,
    (TrialState.PROPOSED, "fail"): TrialState.FAILED,
    (TrialState.RUNNING, "fail"): TrialState.FAILED,
    (TrialState.DONE, "apply"): TrialState.APPLIED,
    (TrialState.PROPOSED, "discard"): TrialState.DISCARDED,
    (TrialState.RUNNING, "discard"): TrialState.DISCARDED,
    (TrialState.DONE, "discard"): TrialState.DISCARDED,
    (TrialState.FAILED, "discard"): TrialState.DISCARDED,
}
"""A policy is applied only after its trial ran through."""

SUGGESTION: Table = {
    (SuggestionState.OPEN, "accept"): SuggestionState.ACCEPTED,
    (SuggestionState.OPEN, "reject"): SuggestionState.REJECTED,
    (SuggestionState.ACCEPTED, "reopen"): SuggestionState.OPEN,
    (SuggestionState.REJECTED, "reopen"): SuggestionState.OPEN,
}
"""That one source rests on another: nothing follows from it while it is open."""

_PHRASES = {
    "take_evidence": "link evidence to it",
    "change_evidence": "change its evidence",
    "take_signature": "sign it",
    "complete_sign_off": "sign it",
    "lose_sign_off": "end its signatures",
    "publish": "publish it",
    "correct": "publish a correction of it; begin the correction first",
    "begin_correction": "correct it",
    "unpublish": "withdraw it",
    "conclude_corrected": "note its outcome",
    "conclude_partly": "note its outcome",
    "conclude_refused": "note its outcome",
    "conclude_no_answer": "note its outcome",
    "conclude_answered": "note an answer",
    "conclude_declined": "note an answer",
    "run_out": "end it",
    "cancel": "end it",
}


def next_state(table: Table, state: str, verb: str, *, noun: str) -> str:
    """The state the verb leads to.

    Where the table is silent it refuses with `Conflict`, rule `noun-verb-from-state`.
    """
    found = table.get((state, verb))
    if found is None:
        raise Conflict(
            f"This {noun} is {state.replace('_', ' ')}. "
            f"It is not possible to {_PHRASES.get(verb, f'{verb} it')}.",
            rule=f"{noun}-{verb}-from-{state}".replace("_", "-").replace(" ", "-"),
            details={"state": state},
        )
    return str(found)
