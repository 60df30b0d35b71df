"""Deciding otherwise than the rule: proposed by one person, approved by another, and never for good
(specification 3.6).

An override stands beside the computed status and changes nothing about it: the rule goes on computing, and
readers see both. It ends when the computed status changes, since it spoke of another one, and after half a
year, since nobody remembers why.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from annotations.access import require
from annotations.actions.claim_states import holding_assessment
from annotations.actions.recording import change, locked, record_event, refusing_duplicates
from annotations.domain.errors import Conflict, Invalid, NotAllowed, NotFound
from annotations.domain.lifecycle import CLAIM, next_state
from annotations.domain.verification import rank
from annotations.domain.vocabulary import OverrideReason, Role, Status
from annotations.models import Assessment, Claim, Override, User
from annotations.models.verdicts import OVERRIDE_TEXT_MINIMUM
from annotations.queries.overrides import expired_overrides

LIFETIME: Final = timedelta(days=180)
FAR_RANKS: Final = 2
"""A step over more ranks than these is approved by a lead."""
LEADS: Final = frozenset({Role.EDITOR, Role.ADMINISTRATOR})
ALREADY: Final = {"override_is_open_once_per_claim": "This claim has an override that has not ended."}


@transaction.atomic
def propose_override(
    *, claim_id: int, assessment_id: int, status: str, reason_code: str, text: str, actor: User
) -> Override:
    """Proposes that a claim shows another status than the computed one; it holds once somebody else approved.

    Refuses, in this order: a claim that is not worked on; an assessment that no longer holds
    (`assessment-due`, `assessment-outdated`); a type without a score (`type-not-scored`); a status that is
    none of a scored claim (`override-unscored`) or the computed one (`override-changes-nothing`); an unknown
    reason (`unknown-override-reason`); an explanation that is too short (`override-text-too-short`); a second
    open override.
    """
    claim = locked(Claim, claim_id)
    require(actor, "override.propose", claim)
    next_state(CLAIM, claim.state, "take_signature", noun="claim")
    assessment = holding_assessment(claim, assessment_id, then="decide")
    _check_status(assessment, status)
    explained = _explained(reason_code, text)
    with refusing_duplicates(ALREADY):
        override = Override.objects.create(
            claim=claim,
            assessment=assessment,
            status=status,
            proposed_by=actor,
            expires_at=timezone.now() + LIFETIME,
            **explained,
        )
    after = {"status": status, "computed": assessment.status, **explained}
    record_event("override.proposed", override, stream=claim, actor=actor, after=after)
    return override


@transaction.atomic
def approve_override(*, override_id: int, actor: User) -> Override:
    """Approves what somebody else proposed: from now on it is in effect, for half a year.

    Refuses one's own (`four-eyes`); two people of whom none is a lead (`override-needs-a-lead`), and for a
    step over more than two ranks an approver who is none; what has ended, expired or was approved
    (`override-ended`, `override-expired`, `override-approved-already`).
    """
    override, claim = _locked_override(override_id)
    require(actor, "override.approve", override)
    _require_open(override)
    if override.approved_at is not None:
        raise Conflict("This was approved already.", rule="override-approved-already")
    if override.expires_at <= timezone.now():
        raise Conflict("Nobody approved this in time. Propose it anew.", rule="override-expired")
    _require_second_person(override, actor)
    now = timezone.now()
    values = {"approved_by": actor, "approved_at": now, "expires_at": now + LIFETIME}
    before, after = change(override, values)
    record_event(
        "override.approved",
        override,
        stream=claim,
        actor=actor,
        before=before,
        after={**after, "status": override.status, "computed": override.assessment.status},
    )
    return override


@transaction.atomic
def end_override(*, override_id: int, reason: str, actor: User) -> Override:
    """Takes an override or a proposal back. The row stays, with the reason."""
    override, claim = _locked_override(override_id)
    require(actor, "override.end", override)
    if not reason.strip():
        raise Invalid("Say why it ends.", field="reason", rule="required")
    _require_open(override)
    return _end(override, claim, reason.strip(), actor)


def end_overrides_of(claims: Sequence[Claim], *, reason: str) -> int:
    """Ends what is open on these locked claims, as part of the action that computed them anew."""
    by_id = {claim.pk: claim for claim in claims}
    found = Override.objects.select_for_update().filter(claim__in=by_id, ended_at__isnull=True)
    ended = [_end(override, by_id[override.claim_id], reason, None) for override in found.order_by("claim")]
    return len(ended)


def expire_overrides(*, now: datetime) -> int:
    """Ends the overrides whose half year is over, and the proposals that nobody approved. How many."""
    due = list(expired_overrides(now).values_list("pk", flat=True))
    return sum(_expire(pk, now) for pk in due)


@transaction.atomic
def _expire(override_id: int, now: datetime) -> bool:
    override, claim = _locked_override(override_id)
    if override.ended_at is not None or override.expires_at > now:
        return False
    _end(override, claim, "Its time was over.", None)
    return True


def _check_status(assessment: Assessment, status: str) -> None:
    if rank(Status(assessment.status)) is None:
        raise Conflict(
            "Claims of this type get no status by decision. Change the type first.", rule="type-not-scored"
        )
    if status not in Status.values or rank(Status(status)) is None:
        raise Invalid(
            f"“{status}” is no status that a checkable claim can have.",
            field="status",
            rule="override-unscored",
        )
    if status == assessment.status:
        raise Invalid(
            "This is the computed status; there is nothing to override.",
            field="status",
            rule="override-changes-nothing",
        )


def _explained(reason_code: str, text: str) -> dict[str, str]:
    if reason_code not in OverrideReason.values:
        raise Invalid(
            f"“{reason_code}” is no reason for an override.",
            field="reason_code",
            rule="unknown-override-reason",
        )
    words = text.strip()
    if len(words) < OVERRIDE_TEXT_MINIMUM:
        raise Invalid(
            f"Explain it in at least {OVERRIDE_TEXT_MINIMUM} characters; this has {len(words)}.",
            field="text",
            rule="override-text-too-short",
        )
    return {"reason_code": reason_code, "text": words}


def _require_open(override: Override) -> None:
    if override.ended_at is not None:
        raise Conflict("This override has ended.", rule="override-ended")


def _require_second_person(override: Override, actor: User) -> None:
    if override.proposed_by_id == actor.pk:
        raise NotAllowed("You proposed this; somebody else has to approve.", rule="four-eyes")
    computed, wanted = rank(Status(override.assessment.status)), rank(Status(override.status))
    is_far = abs((wanted or 0) - (computed or 0)) > FAR_RANKS
    if actor.role in LEADS or (not is_far and override.proposed_by.role in LEADS):
        return
    raise NotAllowed(
        "A step this far is approved by an editor."
        if is_far
        else "One of the two who decide otherwise than the rule is an editor.",
        rule="override-needs-a-lead",
    )


def _locked_override(override_id: int) -> tuple[Override, Claim]:
    """The claim is locked first, as everywhere."""
    claim_id = Override.objects.filter(pk=override_id).values_list("claim_id", flat=True).first()
    if claim_id is None:
        raise NotFound(f"There is no override {override_id}.", details={"id": override_id})
    claim = locked(Claim, claim_id)
    return locked(Override, override_id), claim


def _end(override: Override, claim: Claim, reason: str, actor: User | None) -> Override:
    values: dict[str, Any] = {"ended_at": timezone.now(), "end_reason": reason[:300]}
    before, after = change(override, values)
    record_event("override.ended", override, stream=claim, actor=actor, before=before, after=after)
    return override
