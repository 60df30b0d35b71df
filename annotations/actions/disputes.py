"""Disputes: a third person settles between two readings of a passage, without knowing whose they are."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from annotations.access import require
from annotations.actions.notices import tell
from annotations.actions.recording import inputs_changed, record_event
from annotations.actions.review_states import settle_review_state
from annotations.actions.second_looks import locked_look, write_look
from annotations.domain.errors import Conflict, Invalid, NotAllowed, NotFound
from annotations.domain.lifecycle import EVIDENCE, SECOND_LOOK, next_state
from annotations.domain.vocabulary import NoticeKind, SecondLookState, Stance
from annotations.models import Evidence, SecondLook, StanceVote, User
from annotations.queries.disputes import may_settle


@transaction.atomic
def take_dispute(*, look_id: int, actor: User) -> SecondLook:
    """Takes a dispute to settle it; until it is settled or given back, the claims concerned are out of the
    settler's sight. Refuses (`not-a-third-person`) whoever read the passage or had a hand in the link, and a
    dispute that somebody has (`dispute-taken`).
    """
    look, evidence = _disputed(look_id)
    require(actor, "dispute.take", look)
    if look.settler_id == actor.pk:
        return look
    if look.settler_id is not None:
        raise Conflict("Somebody is settling this already.", rule="dispute-taken")
    if not may_settle(actor, look, evidence):
        raise NotAllowed(
            "A dispute is settled by somebody of the desk who has not read the passage before.",
            rule="not-a-third-person",
        )
    write_look(look, {"settler_id": actor.pk, "settling_since": timezone.now()})
    record_event("dispute.taken", look, stream=evidence.claim, actor=actor, after={"evidence": evidence.pk})
    return look


@transaction.atomic
def release_dispute(*, look_id: int, actor: User) -> SecondLook:
    """Gives a dispute back; somebody else may take it."""
    look, evidence = _disputed(look_id)
    require(actor, "dispute.release", look)
    before = {"settler": look.settler_id}
    write_look(look, {"settler_id": None, "settling_since": None})
    record_event("dispute.released", look, stream=evidence.claim, actor=actor, before=before)
    return look


@transaction.atomic
def settle_dispute(*, look_id: int, stance: str, reason: str, actor: User) -> SecondLook:
    """Decides how the passage is read, with a reason. Without a stance it does not bear on the claim at all,
    and the link is rejected; otherwise the link takes the stance and counts again.

    Both who read it before are told. Refuses everybody but whoever took it, and a decision without a reason.
    """
    if stance not in ("", *Stance.values):
        raise Invalid("Say what the passage does to the claim.", field="stance", rule="unknown-stance")
    look, evidence = _disputed(look_id)
    require(actor, "dispute.settle", look)
    if not reason.strip():
        raise Invalid("Say in a sentence why.", field="reason", rule="required")
    settled = {
        "state": next_state(SECOND_LOOK, look.state, "settle", noun="second look"),
        "settled_stance": stance,
        "settled_reason": reason.strip(),
        "settled_at": timezone.now(),
    }
    link_before, link_after = _judge(evidence, stance, reason.strip(), actor)
    write_look(look, settled)
    before, after = settle_review_state(evidence.claim)
    event = record_event(
        "dispute.settled",
        look,
        stream=evidence.claim,
        actor=actor,
        before={"state": SecondLookState.DISPUTED, **link_before, **before},
        after={**settled, "evidence": evidence.pk, **link_after, **after},
    )
    inputs_changed([evidence.claim_id], because=event)
    told = {pk for pk in (look.first_reviewer_id, look.reader_id) if pk is not None}
    tell(told, NoticeKind.DISPUTE_SETTLED, second_look=look)
    return look


def _judge(
    evidence: Evidence, stance: str, reason: str, actor: User
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The link as it was settled. Who decided on another stance than the first has judged it, and signs no
    claim that rests on it.
    """
    old = {"evidence_state": evidence.state, "evidence_stance": evidence.stance}
    verb = "accept" if stance else "reject"
    evidence.state = next_state(EVIDENCE, evidence.state, verb, noun="evidence")
    if stance and stance != evidence.stance:
        evidence.stance, evidence.changed_by = stance, actor
    if stance:
        StanceVote.objects.create(evidence=evidence, reviewer=actor, stance=stance, reason=reason)
    evidence.version += 1
    evidence.changed_at = evidence.judged_at = timezone.now()
    written = ["state", "stance", "changed_by", "version", "changed_at", "judged_at"]
    evidence.save(update_fields=written)
    return old, {"evidence_state": evidence.state, "evidence_stance": evidence.stance}


def _disputed(look_id: int) -> tuple[SecondLook, Evidence]:
    look, evidence = locked_look(look_id)
    if evidence is None or look.state not in (SecondLookState.DISPUTED, SecondLookState.SETTLED):
        raise NotFound(f"There is no dispute {look_id}.", details={"id": look_id})
    if look.state == SecondLookState.SETTLED:
        raise Conflict("This dispute was settled.", rule="dispute-settled")
    return look, evidence
