"""Calling second looks off when what was to be read is judged anew or no longer part of the reckoning."""

from django.db.models import QuerySet

from annotations.actions.claim_states import Moved, move_claim
from annotations.actions.notices import tell
from annotations.actions.review_states import settle_review_state
from annotations.domain.lifecycle import SECOND_LOOK, next_state
from annotations.domain.vocabulary import ClaimState, NoticeKind, SecondLookState
from annotations.models import Claim, Evidence, SecondLook

JUDGED_ANEW = "The link was judged anew."
WITHDRAWN = "The link was withdrawn."
OTHER_WORDS = "The claim says something else now."
CLAIM_WITHDRAWN = "The claim was withdrawn."


def no_longer_read(evidence: Evidence, because: str) -> Moved:
    """Ends what waits to be read of a link whose claim is locked, and moves the claim on: old and new, for
    the event of the action that this is part of. A dispute stays, should the link come back, and whoever was
    settling it is free, and told.
    """
    _call_off(SecondLook.objects.filter(evidence=evidence), because)
    return settle_review_state(evidence.claim)


def read_under_other_words(claim: Claim) -> tuple[bool, Moved]:
    """The same for all links of a locked claim that says something else now: what waited is called off, what
    was read before counts no longer. Whether there was anything, and how the claim moved.
    """
    looks = SecondLook.objects.filter(evidence__claim=claim).exclude(state=SecondLookState.CANCELLED)
    if not looks.exists():
        return False, ({}, {})
    _call_off(looks, OTHER_WORDS)
    is_agreed = claim.state == ClaimState.AGREED
    return True, move_claim(claim, "go_on_reviewing") if is_agreed else ({}, {})


def call_off_looks_at_claim(claim: Claim) -> None:
    """The same for all links of a locked claim that is withdrawn."""
    _call_off(SecondLook.objects.filter(evidence__claim=claim), CLAIM_WITHDRAWN)


def _call_off(looks: QuerySet[SecondLook], because: str) -> None:
    state = next_state(SECOND_LOOK, SecondLookState.OPEN, "cancel", noun="second look")
    looks.filter(state=SecondLookState.OPEN).update(state=state, cancelled_because=because)
    being_settled = looks.filter(state=SecondLookState.DISPUTED, settler__isnull=False)
    for look in being_settled.select_related("evidence__claim"):
        settler, look.settler, look.settling_since = look.settler_id, None, None
        look.save(update_fields=["settler", "settling_since"])
        if look.evidence is not None and settler is not None:
            tell([settler], NoticeKind.DISPUTE_OVER, claim=look.evidence.claim)
