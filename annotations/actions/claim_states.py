"""Moving a claim along its lifecycle as part of another action, and what that rests on."""

from annotations.domain.errors import Conflict
from annotations.domain.lifecycle import CLAIM, next_state
from annotations.models import Assessment, Claim, CurrentAssessment

Moved = tuple[dict[str, str], dict[str, str]]


def move_claim(claim: Claim, verb: str) -> Moved:
    """Moves a locked claim; gives back old and new for the event of the action that moved it.

    A move is no edit: it leaves the version alone, so that a colleague's signature or evidence refuses
    nobody's change of the words.
    """
    old, new = claim.state, next_state(CLAIM, claim.state, verb, noun="claim")
    if old == new:
        return {}, {}
    Claim.objects.filter(pk=claim.pk).update(state=new)
    claim.state = new
    return {"claim_state": old}, {"claim_state": new}


def holding_assessment(claim: Claim, assessment_id: int, *, then: str = "sign") -> Assessment:
    """The assessment that a person saw, where it still holds for the locked claim.

    Refuses (`assessment-due`, `assessment-outdated`) where it does not; `then` is what the person was about
    to do.
    """
    current = CurrentAssessment.objects.filter(claim=claim).select_related("assessment").first()
    if current is None or claim.assessed_version < claim.inputs_version:
        raise Conflict(
            f"The status is being computed. Wait a moment, look at it, then {then}.", rule="assessment-due"
        )
    if current.assessment_id != assessment_id:
        raise Conflict(
            f"The status changed since you looked at it. Look at it again, then {then}.",
            rule="assessment-outdated",
            details={"assessment": current.assessment_id, "status": current.assessment.status},
        )
    return current.assessment
