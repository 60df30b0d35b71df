"""A claim in each of its states, come to by what people do, for tests of what may become of it."""

from collections.abc import Callable, Mapping
from typing import Final

from annotations.actions.claims import withdraw_claim
from annotations.actions.disputes import settle_dispute, take_dispute
from annotations.actions.publications import begin_correction, publish_claim
from annotations.actions.second_looks import answer_look, ask_for_look
from annotations.actions.verdicts import sign_verdict
from annotations.domain.vocabulary import ClaimState, Role, Stance
from annotations.models import Claim, SecondLook, User, Verdict
from tests.factories import (
    a_claim,
    a_person,
    a_publisher,
    a_source,
    assessed,
    some_evidence,
    the_administrator,
)

NOTE: Final = "What we wrote about it was wrong."


def supported() -> Claim:
    """Two first-hand records say so; nobody has looked at it beside who linked them."""
    claim = a_claim()
    for _ in range(2):
        record = a_source(publisher=a_publisher(kind="primary_record"))
        some_evidence(claim=claim, source=record, proximity="primary", actor=the_administrator())
    return assessed(claim)


def signed(claim: Claim, *, status: str = "", actor: User | None = None) -> Verdict:
    """Signed by somebody, to another status than the computed one where one is given."""
    held = Claim.objects.get(pk=claim.pk).current_assessment.assessment_id
    return sign_verdict(
        claim_id=claim.pk, assessment_id=held, reason="So it is.", status=status, actor=actor or a_person()
    )


def read_twice(claim: Claim, stance: str) -> SecondLook:
    """The latest link, read by a second person, who finds this stance."""
    a_person()
    link = claim.evidence.latest("id")
    look = ask_for_look(evidence_id=link.pk, actor=the_administrator())
    assert look.reader is not None
    return answer_look(look_id=look.pk, stance=stance, reason="I see.", actor=look.reader)


def settled(claim: Claim, stance: str) -> None:
    """Its dispute, settled so by a third person."""
    look, third = SecondLook.objects.get(evidence__claim=claim, state="disputed"), a_person()
    take_dispute(look_id=look.pk, actor=third)
    settle_dispute(look_id=look.pk, stance=stance, reason="It says so.", actor=third)


def published(claim: Claim) -> None:
    """Published, or corrected where it was published before."""
    publish_claim(claim_id=claim.pk, public_note=NOTE, actor=a_person(role=Role.EDITOR))


def being_corrected() -> Claim:
    """Published, reopened, and signed anew."""
    claim = claim_in(ClaimState.PUBLISHED)
    begin_correction(claim_id=claim.pk, reason="A figure.", actor=a_person(role=Role.EDITOR))
    signed(assessed(claim))
    return claim


def _after(begin: Callable[[], Claim], deed: Callable[[Claim], object]) -> Callable[[], Claim]:
    def made() -> Claim:
        claim = begin()
        deed(claim)
        return claim

    return made


WAYS: Final[Mapping[ClaimState, Callable[[], Claim]]] = {
    ClaimState.DRAFT: a_claim,
    ClaimState.IN_REVIEW: supported,
    ClaimState.AGREED: _after(supported, lambda claim: read_twice(claim, Stance.CORROBORATES)),
    ClaimState.DISPUTED: _after(supported, lambda claim: read_twice(claim, Stance.CONTRADICTS)),
    ClaimState.SIGNED: _after(supported, signed),
    ClaimState.PUBLISHED: _after(_after(supported, signed), published),
    ClaimState.CORRECTED: _after(being_corrected, published),
    ClaimState.WITHDRAWN: _after(
        supported, lambda claim: withdraw_claim(claim_id=claim.pk, actor=the_administrator())
    ),
}


def claim_in(state: ClaimState) -> Claim:
    """A claim in this state."""
    claim = Claim.objects.get(pk=WAYS[state]().pk)
    assert claim.state == state, (claim.state, state)
    return claim
