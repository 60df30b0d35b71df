"""Where a claim stands in review, as its second looks, dissents and signatures have it."""

from collections.abc import Sequence

from annotations.actions.claim_states import Moved, move_claim
from annotations.domain.lifecycle import CLAIM, next_state
from annotations.domain.second_looks import Look, review_verb
from annotations.domain.vocabulary import ClaimState, VerdictState
from annotations.models import Assessment, Claim, CurrentAssessment, Verdict
from annotations.queries.second_looks import looks_by_claim

UNSIGNED = (ClaimState.IN_REVIEW, ClaimState.AGREED)


def settle_review_state(claim: Claim) -> Moved:
    """Moves a locked claim to where its second looks, dissents and signatures have it: disputed, agreed, in
    review, or, where a dispute ended that signatures outlived, signed again. Old and new, for the event of
    the action that this is part of.
    """
    before = claim.state
    looks = looks_by_claim([claim.pk]).get(claim.pk, ())
    verb = review_verb(claim.state, looks, has_dissent=claim.pk in _dissented([claim]))
    if verb is not None:
        move_claim(claim, verb)
    if before == ClaimState.DISPUTED:
        _sign_again(claim)
    if claim.state == before:
        return {}, {}
    return {"claim_state": before}, {"claim_state": claim.state}


def review_again(claim: Claim) -> None:
    """The same for a locked claim that was out of the work, whatever ended or began meanwhile."""
    settle_review_state(claim)
    _sign_again(claim)


def _sign_again(claim: Claim) -> None:
    current = CurrentAssessment.objects.filter(claim=claim).select_related("assessment").first()
    if claim.state in UNSIGNED and current is not None:
        sign_off_state(claim, current.assessment)


def settle_review_states(claims: Sequence[Claim]) -> dict[int, Moved]:
    """The same for many locked claims, but for signing: old and new of those that moved. Two statements, and
    one for each state that some come to.
    """
    looks, dissented = looks_by_claim([claim.pk for claim in claims]), _dissented(claims)
    moved: dict[int, Moved] = {}
    by_state: dict[str, list[int]] = {}
    for claim in claims:
        new = _state_by_review(claim, looks.get(claim.pk, ()), has_dissent=claim.pk in dissented)
        if new != claim.state:
            moved[claim.pk] = ({"claim_state": claim.state}, {"claim_state": new})
            by_state.setdefault(new, []).append(claim.pk)
            claim.state = new
    for state, ids in sorted(by_state.items()):
        Claim.objects.filter(pk__in=ids).update(state=state)
    return moved


def sign_off_state(claim: Claim, assessment: Assessment) -> Moved:
    """With enough signatures a locked claim is signed, with fewer it is no longer. Old and new, for the
    event.
    """
    live = Verdict.objects.filter(claim=claim, state=VerdictState.LIVE, is_dissent=False)
    flags = list(live.values_list("context_flag", flat=True))
    is_signed = len(flags) >= _signatures_needed(assessment, flags)
    if is_signed == (claim.state == ClaimState.SIGNED):
        return {}, {}
    return move_claim(claim, "complete_sign_off" if is_signed else "lose_sign_off")


def _signatures_needed(assessment: Assessment, flags: Sequence[str]) -> int:
    """What the assessment asks for; two wherever a context flag was set (specification 3.5)."""
    return max(1, int(assessment.result["sign_off"]["reviewers"]), 2 if any(flags) else 1)


def _state_by_review(claim: Claim, looks: Sequence[Look], *, has_dissent: bool) -> str:
    verb = review_verb(claim.state, looks, has_dissent=has_dissent)
    return claim.state if verb is None else next_state(CLAIM, claim.state, verb, noun="claim")


def _dissented(claims: Sequence[Claim]) -> set[int]:
    live = Verdict.objects.filter(claim__in=claims, state=VerdictState.LIVE, is_dissent=True)
    return set(live.values_list("claim_id", flat=True))
