"""Questions of the page on which another status is proposed, approved and ended."""

from django.utils import timezone

from annotations.access import editor, require
from annotations.domain.errors import NotFound, Refusal
from annotations.domain.verification import Proposal, check_approval
from annotations.domain.vocabulary import Status
from annotations.models import CurrentAssessment, Override, User
from annotations.queries.visibility import visible


def open_override(claim_id: int) -> Override | None:
    """What was decided, or proposed, about a claim and has not ended, with who did."""
    found = Override.objects.filter(claim=claim_id, ended_at__isnull=True)
    return found.select_related("proposed_by", "approved_by", "claim", "assessment").first()


def override_for(override_id: int, person: User) -> Override:
    """One override of a claim in the person's sight. Refuses with `NotFound`."""
    found = visible(Override.objects.all(), person).select_related("claim").filter(pk=override_id).first()
    if found is None:
        raise NotFound(f"There is no override {override_id}.", details={"id": override_id})
    return found


def proposal_of(override: Override) -> Proposal:
    """An override as the rule about its approval looks at it."""
    return Proposal(
        computed=Status(override.assessment.status),
        status=Status(override.status),
        proposed_by=override.proposed_by_id,
        is_by_lead=editor(override.proposed_by, override),
        expires_at=override.expires_at,
        is_approved=override.approved_at is not None,
        is_ended=override.ended_at is not None,
    )


def why_not_approved_by(person: User, override: Override) -> str:
    """What keeps this person from approving a proposal, in a sentence; empty where nothing does."""
    try:
        require(person, "override.approve", override)
        check_approval(
            proposal_of(override),
            approver=person.pk,
            is_lead=editor(person, override),
            now=timezone.now(),
        )
    except Refusal as refusal:
        return refusal.message
    return ""


def holding_assessment_id(claim_id: int) -> int | None:
    """The assessment that holds for a claim; None where it was never computed."""
    held = CurrentAssessment.objects.filter(claim=claim_id)
    return held.values_list("assessment_id", flat=True).first()
