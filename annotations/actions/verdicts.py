"""Signing verdicts, withdrawing them, and letting them lapse when what was signed no longer holds."""

from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from annotations.access import require
from annotations.actions.claim_states import Moved, holding_assessment
from annotations.actions.lapse_notices import notify_of_lapsed_signatures, tell_where_in_doubt
from annotations.actions.recording import (
    change,
    locked,
    new_event,
    record_event,
    refusing_duplicates,
)
from annotations.actions.review_states import settle_review_state, settle_review_states, sign_off_state
from annotations.actions.staleness import clear_flags
from annotations.domain.canonical import one_line
from annotations.domain.errors import Conflict, Invalid, NotAllowed, NotFound
from annotations.domain.lifecycle import CLAIM, VERDICT, next_state
from annotations.domain.verification import SignOffBlocker
from annotations.domain.vocabulary import ClaimState, ContextFlag, StaleCause, Status, VerdictState
from annotations.models import Assessment, Claim, Event, Evidence, StaleFlag, User, Verdict
from annotations.queries.assessments import assessments_beneath
from annotations.queries.second_looks import disputed_links, holding_up

ALREADY = {"verdict_is_signed_once_per_reviewer": "You signed a verdict on this claim already."}
SHORT_CLAIM_LIMIT = 75
BLOCKERS = {
    SignOffBlocker.MUST_SPLIT: "The claim says more than one thing. Split it first.",
    SignOffBlocker.TIME_UNRESOLVED: "The time of the claim is open. Confirm a date first.",
    SignOffBlocker.PASSAGE_MISSING: "A piece of evidence has no passage. Select one or withdraw it.",
}
UNSIGNABLE = frozenset({Status.NOT_CHECKABLE, Status.PENDING_EVENT})


@transaction.atomic
def sign_verdict(
    *,
    claim_id: int,
    assessment_id: int,
    reason: str,
    short_claim: str = "",
    context_flag: str = ContextFlag.NONE,
    status: str = "",
    actor: User,
) -> Verdict:
    """Signs the assessment that the signer saw, with a reason in their own words.

    In order: refuses who may not sign; a claim of which a stance is disputed (`stance-disputed`), also in a
    part of it, or whose words changed in an article (`words-changed`); an assessment that no longer holds
    (`assessment-outdated`); a claim that cannot be signed (`type-not-scored`, `must-split`,
    `time-unresolved`); one that waits for a second reading that the rules ask for (`second-look-open`); the
    author of evidence that counts here or in a part of the claim (`four-eyes`); a second signature of the
    same person. With the last signature that the policy asks for, the claim is signed, and what made it stale
    has been looked at.

    Whoever comes to another status names it: such a dissent counts for nothing, disputes the claim, and waits
    for an editor (`settle_dissent`). Refuses a status that nobody signs (`unknown-status`).
    """
    claim = locked(Claim, claim_id)
    require(actor, "verdict.sign", claim)
    parts = assessments_beneath([claim.pk])[claim.pk]
    _require_settled_stances([claim.pk, *parts])
    next_state(CLAIM, claim.state, "take_signature", noun="claim")
    _require_settled_words(claim)
    assessment = holding_assessment(claim, assessment_id)
    _require_signable(assessment)
    _require_second_looks([claim.pk, *parts])
    _require_fresh_eyes(assessment, parts.values(), actor)
    own_status = _checked_status(status or assessment.status)
    is_dissent = own_status != assessment.status
    with refusing_duplicates(ALREADY):
        verdict = Verdict.objects.create(
            claim=claim,
            assessment=assessment,
            status=own_status,
            is_dissent=is_dissent,
            reviewer=actor,
            **_checked(reason, short_claim, context_flag),
        )
    before, after = settle_review_state(claim) if is_dissent else sign_off_state(claim, assessment)
    if claim.state == ClaimState.SIGNED:
        clear_flags([claim.pk], actor=actor)
    record_event(
        "verdict.signed",
        verdict,
        stream=claim,
        actor=actor,
        before=before,
        after={
            "status": verdict.status,
            **({"is_dissent": True} if is_dissent else {}),
            "assessment": assessment.pk,
            "reason": verdict.reason,
            # By what its parts had come to it is seen later whether they still bear the signature.
            "parts": {str(pk): held for pk, held in parts.items()},
            **after,
        },
    )
    return verdict


def _require_settled_stances(claim_ids: Collection[int]) -> None:
    """Nobody signs what two people read differently."""
    if disputed_links(claim_ids).exists():
        raise Conflict(
            "Two readings of a passage differ. A third person decides on its stance, then sign.",
            rule="stance-disputed",
        )


def _require_second_looks(claim_ids: Collection[int]) -> None:
    waiting = holding_up(claim_ids).count()
    if waiting:
        raise Conflict(
            "A passage waits to be read by a second person. Sign once it is."
            if waiting == 1
            else f"{waiting} passages wait to be read by a second person. Sign once they are.",
            rule="second-look-open",
            details={"waiting": waiting},
        )


def _require_settled_words(claim: Claim) -> None:
    """Nobody signs what the article may not say any more."""
    changed = StaleFlag.objects.filter(claim=claim, cause=StaleCause.WORDS_CHANGED, cleared_at__isnull=True)
    if changed.exists():
        raise Conflict(
            "The words of the article changed under this claim. Decide about its highlight, then sign.",
            rule="words-changed",
        )


@transaction.atomic
def withdraw_verdict(*, verdict_id: int, reason: str, actor: User) -> Verdict:
    """Takes a signature back. The row stays, with the reason."""
    verdict, claim = locked_verdict(verdict_id)
    require(actor, "verdict.withdraw", verdict)
    if not reason.strip():
        raise Invalid("Say why the signature is taken back.", field="reason", rule="required")
    before, after = _ended(verdict, "withdraw", reason.strip())
    state = claim.state
    if state == ClaimState.SIGNED:
        sign_off_state(claim, verdict.assessment)
    settle_review_state(claim)
    old, new = _moved(state, claim.state)
    before, after = before | old, after | new
    record_event("verdict.withdrawn", verdict, stream=claim, actor=actor, before=before, after=after)
    tell_where_in_doubt(claim, actor)
    return verdict


def lapse_verdicts(claim: Claim, *, reason: str, actor: User | None) -> int:
    """Ends every live signature under a locked claim; part of the action that changed what was signed."""
    return lapse_all({claim.pk: reason}, [claim], actor=actor)


def lapse_all(reasons: Mapping[int, str], claims: Sequence[Claim], *, actor: User | None) -> int:
    """Ends every live signature under these locked claims, each for the reason given with the claim's id.

    An event for each signature. The number of statements grows with the number of different reasons only.
    """
    live = Verdict.objects.select_for_update().filter(claim__in=claims, state=VerdictState.LIVE)
    ended = list(live.order_by("claim", "id"))
    if not ended:
        return 0
    state, now = next_state(VERDICT, VerdictState.LIVE, "lapse", noun="verdict"), timezone.now()
    by_id = {claim.pk: claim for claim in claims}
    was = {claim.pk: claim.state for claim in claims}
    _lose_sign_offs(claims, {verdict.claim_id for verdict in ended})
    for reason in sorted(set(reasons.values())):
        ids = [verdict.pk for verdict in ended if reasons[verdict.claim_id] == reason]
        Verdict.objects.filter(pk__in=ids).update(state=state, ended_at=now, end_reason=reason[:300])
    settle_review_states([by_id[pk] for pk in sorted({verdict.claim_id for verdict in ended})])
    events: list[Event] = []
    for verdict in ended:
        values = {"state": state, "ended_at": now, "end_reason": reasons[verdict.claim_id][:300]}
        claim = by_id[verdict.claim_id]
        moved = _moved(was.pop(claim.pk, claim.state), claim.state)
        events.append(_lapsed(verdict, claim, values, moved, actor))
    Event.objects.bulk_create(events)
    notify_of_lapsed_signatures(ended, claims, actor=actor)
    return len(ended)


def _moved(old: str, new: str) -> Moved:
    return ({}, {}) if old == new else ({"claim_state": old}, {"claim_state": new})


def _lapsed(
    verdict: Verdict, claim: Claim, values: Mapping[str, Any], moved: Moved, actor: User | None
) -> Event:
    before, after = moved
    return new_event(
        "verdict.lapsed",
        verdict,
        stream=claim,
        actor=actor,
        before={**{name: getattr(verdict, name) for name in values}, **before},
        after={**values, **after},
    )


def _lose_sign_offs(claims: Sequence[Claim], lapsed: Container[int]) -> None:
    """Moves those that were signed back into review."""
    signed = [claim for claim in claims if claim.pk in lapsed and claim.state == ClaimState.SIGNED]
    state = next_state(CLAIM, ClaimState.SIGNED, "lose_sign_off", noun="claim")
    if signed:
        Claim.objects.filter(pk__in=[claim.pk for claim in signed]).update(state=state)
    for claim in signed:
        claim.state = state


def _ended(verdict: Verdict, verb: str, reason: str) -> tuple[dict[str, Any], dict[str, Any]]:
    state = next_state(VERDICT, verdict.state, verb, noun="verdict")
    return change(verdict, {"state": state, "ended_at": timezone.now(), "end_reason": reason[:300]})


def _require_signable(assessment: Assessment) -> None:
    if assessment.status in UNSIGNABLE:
        raise Conflict("Claims of this type get no verdict.", rule="type-not-scored")
    for blocker in assessment.result["sign_off"]["blocked_by"]:
        raise Conflict(BLOCKERS[blocker], rule=blocker.lower().replace("_", "-"))


def _require_fresh_eyes(assessment: Assessment, of_parts: Iterable[int | None], actor: User) -> None:
    counted = _counted_links(assessment.result)
    held = [pk for pk in of_parts if pk is not None]
    if held:
        for result in Assessment.objects.filter(pk__in=held).values_list("result", flat=True):
            counted |= _counted_links(result)
    own = Q(attached_by=actor) | Q(changed_by=actor)
    if Evidence.objects.filter(own, pk__in=counted).exists():
        raise NotAllowed(
            "You added or last changed evidence that counts here; somebody else has to sign.",
            rule="four-eyes",
        )


def _counted_links(result: Mapping[str, Any]) -> set[int]:
    return {link["link"] for link in result["links"] if link["counted"]}


def _checked(reason: str, short_claim: str, context_flag: str) -> dict[str, Any]:
    if not reason.strip():
        raise Invalid("Say in a sentence why this is right.", field="reason", rule="required")
    short = one_line(short_claim)
    if len(short) >= SHORT_CLAIM_LIMIT:
        raise Invalid(
            f"The short form has to stay under {SHORT_CLAIM_LIMIT} characters; this has {len(short)}.",
            field="short_claim",
            rule="too-long",
        )
    if context_flag not in ContextFlag.values:
        raise Invalid(
            f"“{context_flag}” is no context flag.", field="context_flag", rule="unknown-context-flag"
        )
    return {"reason": reason.strip(), "short_claim": short, "context_flag": context_flag}


def _checked_status(status: str) -> str:
    if status not in Status.values or status in UNSIGNABLE:
        raise Invalid("Choose a status that evidence can come to.", field="status", rule="unknown-status")
    return status


def locked_verdict(verdict_id: int) -> tuple[Verdict, Claim]:
    """A verdict with its claim, both locked. Refuses with `NotFound`."""
    claim_id = Verdict.objects.filter(pk=verdict_id).values_list("claim_id", flat=True).first()
    if claim_id is None:
        raise NotFound(f"There is no verdict {verdict_id}.", details={"id": verdict_id})
    claim = locked(Claim, claim_id)
    return locked(Verdict, verdict_id), claim
