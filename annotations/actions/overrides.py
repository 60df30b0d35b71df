"""Deciding otherwise than the rule: proposed by one person, approved by another, and never for good
(specification 3.6).

An override stands beside the computed status and changes nothing about it: the rule goes on computing, and
readers see both. It ends when the computed status changes, since it spoke of another one, and after half a
year, since nobody remembers why.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from annotations.access import editor, require
from annotations.actions.claim_states import holding_assessment
from annotations.actions.lapse_notices import tell_where_in_doubt
from annotations.actions.notices import tell_concerned
from annotations.actions.recording import change, locked, record_event, refusing_duplicates
from annotations.domain.errors import Invalid, NotFound
from annotations.domain.lifecycle import CLAIM, next_state
from annotations.domain.verification import check_approval, check_not_ended, check_override
from annotations.domain.verification.overrides import HOLDS_FOR
from annotations.domain.vocabulary import NoticeKind, Status
from annotations.models import Claim, Override, User
from annotations.queries.override_pages import proposal_of
from annotations.queries.overrides import expired_overrides

ALREADY: Final = {"override_is_open_once_per_claim": "This claim has an override that has not ended."}


@transaction.atomic
def propose_override(
    *, claim_id: int, assessment_id: int, status: str, reason_code: str, text: str, actor: User
) -> Override:
    """Proposes that a claim shows another status than the computed one; it holds once somebody else approved.

    Refuses, in this order: a claim that is not worked on; an assessment that no longer holds
    (`assessment-due`, `assessment-outdated`); what `check_override` refuses; a second open override
    (`override-is-open-once-per-claim`).
    """
    claim = locked(Claim, claim_id)
    require(actor, "override.propose", claim)
    next_state(CLAIM, claim.state, "take_signature", noun="claim")
    assessment = holding_assessment(claim, assessment_id, then="decide")
    check_override(
        Status(assessment.status),
        status,
        reason_code=reason_code,
        text=text,
        has_parts=Claim.objects.standing().filter(part_of=claim).exists(),
    )
    explained = {"reason_code": reason_code, "text": text.strip()}
    with refusing_duplicates(ALREADY):
        override = Override.objects.create(
            claim=claim,
            assessment=assessment,
            status=status,
            proposed_by=actor,
            expires_at=timezone.now() + HOLDS_FOR,
            **explained,
        )
    after = {"status": status, "computed": assessment.status, **explained}
    record_event("override.proposed", override, stream=claim, actor=actor, after=after)
    tell_concerned(NoticeKind.OVERRIDE_PROPOSED, claim=claim, actor=actor)
    return override


@transaction.atomic
def approve_override(*, override_id: int, actor: User) -> Override:
    """Approves what somebody else proposed: from now on it is in effect, for half a year.

    Refuses a claim that is not worked on; what `check_approval` refuses, where a lead is an editor or an
    administrator; and an assessment that no longer holds (`assessment-due`, `assessment-outdated`).
    """
    override, claim = _locked_override(override_id)
    require(actor, "override.approve", override)
    next_state(CLAIM, claim.state, "take_signature", noun="claim")
    now = timezone.now()
    check_approval(proposal_of(override), approver=actor.pk, is_lead=editor(actor, override), now=now)
    holding_assessment(claim, override.assessment_id, then="approve")
    values = {"approved_by": actor, "approved_at": now, "expires_at": now + HOLDS_FOR}
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
    check_not_ended(is_ended=override.ended_at is not None)
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
    if override.approved_at is not None:
        tell_where_in_doubt(claim, actor)
    return override
