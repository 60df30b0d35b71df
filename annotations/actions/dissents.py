"""Dissents: a reviewer came to another status than the rule, and an editor settles between the two."""

from django.db import transaction
from django.utils import timezone

from annotations.access import require
from annotations.actions.notices import tell
from annotations.actions.recording import change, record_event
from annotations.actions.review_states import settle_review_state
from annotations.actions.verdicts import lapse_verdicts, locked_verdict
from annotations.domain.errors import Conflict, Invalid, NotAllowed
from annotations.domain.lifecycle import VERDICT, next_state
from annotations.domain.vocabulary import NoticeKind, VerdictState
from annotations.models import User, Verdict

UPHELD = "Another reviewer came to another status, and an editor agreed."


@transaction.atomic
def settle_dissent(*, verdict_id: int, is_upheld: bool, reason: str, actor: User) -> Verdict:
    """Decides between a dissent and the computed status. The rule goes on computing either way.

    Overruled, the computed status stands as the other signatures have it. Upheld, those signatures lapse: the
    reason says what has to change, or somebody proposes an override. Refuses what is no dissent
    (`not-a-dissent`), whoever signed the claim (`settled-by-a-signer`), and a decision without a reason.
    """
    verdict, claim = locked_verdict(verdict_id)
    verdict.claim = claim
    require(actor, "verdict.settle", verdict)
    if not verdict.is_dissent:
        raise Conflict("This signature agrees with the computed status.", rule="not-a-dissent")
    live = Verdict.objects.filter(claim=claim, state=VerdictState.LIVE)
    if live.filter(reviewer=actor).exists() or verdict.reviewer_id == actor.pk:
        raise NotAllowed(
            "You signed this claim; an editor who did not has to settle it.", rule="settled-by-a-signer"
        )
    if not reason.strip():
        raise Invalid("Say in a sentence why.", field="reason", rule="required")
    verb = "uphold" if is_upheld else "overrule"
    before, after = change(
        verdict,
        {
            "state": next_state(VERDICT, verdict.state, verb, noun="verdict"),
            "ended_at": timezone.now(),
            "end_reason": reason.strip()[:300],
            "settled_by_id": actor.pk,
        },
    )
    if is_upheld:
        lapse_verdicts(claim, reason=UPHELD, actor=actor)
    # Where the end of the other signatures moved the claim, their events tell of it.
    old_state = claim.state
    settle_review_state(claim)
    moved = {} if claim.state == old_state else {"claim_state": claim.state}
    record_event(
        f"dissent.{'upheld' if is_upheld else 'overruled'}",
        verdict,
        stream=claim,
        actor=actor,
        before={**before, **({"claim_state": old_state} if moved else {})},
        after={**after, "status": verdict.status, **moved},
        note=reason.strip(),
    )
    tell([verdict.reviewer_id], NoticeKind.DISPUTE_SETTLED, claim=claim, actor=actor)
    return verdict
