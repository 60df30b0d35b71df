"""Calling second looks off when what was to be read is judged anew or no longer part of the reckoning."""

from django.db.models import QuerySet

from annotations.domain.lifecycle import SECOND_LOOK, next_state
from annotations.domain.vocabulary import SecondLookState
from annotations.models import Claim, Evidence, SecondLook

JUDGED_ANEW = "The link was judged anew."
WITHDRAWN = "The link was withdrawn."
CLAIM_WITHDRAWN = "The claim was withdrawn."


def call_off_look(evidence: Evidence, because: str) -> bool:
    """Ends what waits to be read of a link whose claim is locked; told of in the event of the action that
    this is part of. A dispute stays, should the link come back, and whoever was settling it is free. Gives
    back whether there was either.
    """
    return _call_off(SecondLook.objects.filter(evidence=evidence), because)


def call_off_looks_at_claim(claim: Claim) -> bool:
    """The same for all links of a locked claim that is withdrawn."""
    return _call_off(SecondLook.objects.filter(evidence__claim=claim), CLAIM_WITHDRAWN)


def _call_off(looks: QuerySet[SecondLook], because: str) -> bool:
    state = next_state(SECOND_LOOK, SecondLookState.OPEN, "cancel", noun="second look")
    ended = looks.filter(state=SecondLookState.OPEN).update(state=state, cancelled_because=because)
    freed = looks.filter(state=SecondLookState.DISPUTED).update(settler=None, settling_since=None)
    return bool(ended or freed)
