"""Moving a claim along its lifecycle as part of another action."""

from annotations.domain.lifecycle import CLAIM, next_state
from annotations.models import Claim

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
