"""Every move of the lifecycle's table that leads a claim to another state is made by something people do."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import pytest

from annotations.actions.claims import edit_claim, withdraw_claim
from annotations.actions.publications import begin_correction, unpublish_claim
from annotations.actions.verdicts import withdraw_verdict
from annotations.domain.lifecycle import CLAIM
from annotations.domain.vocabulary import ClaimState, Role, Stance
from annotations.models import Claim, Event
from tests.claims_in_states import (
    NOTE,
    being_corrected,
    claim_in,
    published,
    read_twice,
    settled,
    signed,
    supported,
)
from tests.factories import a_claim, a_person, assessed, some_evidence, the_administrator

pytestmark = pytest.mark.django_db

DRAFT, IN_REVIEW, AGREED, DISPUTED, SIGNED, PUBLISHED, CORRECTED, WITHDRAWN = (
    ClaimState.DRAFT,
    ClaimState.IN_REVIEW,
    ClaimState.AGREED,
    ClaimState.DISPUTED,
    ClaimState.SIGNED,
    ClaimState.PUBLISHED,
    ClaimState.CORRECTED,
    ClaimState.WITHDRAWN,
)


def a_whole() -> Claim:
    """A draft whose status follows from its part, which is signed."""
    whole, part = a_claim(), supported()
    Claim.objects.filter(pk=part.pk).update(part_of=whole)
    signed(part)
    Claim.objects.filter(pk=whole.pk).update(inputs_version=1)
    return assessed(whole)


def withdrawn(claim: Claim) -> None:
    withdraw_claim(claim_id=claim.pk, actor=the_administrator())


def unpublished(claim: Claim) -> None:
    unpublish_claim(claim_id=claim.pk, public_note=NOTE, actor=a_person(role=Role.EDITOR))


def reopened(claim: Claim) -> None:
    begin_correction(claim_id=claim.pk, reason="A figure.", actor=a_person(role=Role.EDITOR))


def reworded(claim: Claim) -> None:
    edit_claim(claim_id=claim.pk, values={"text": "Something else."}, actor=the_administrator())


def unsigned(claim: Claim) -> None:
    verdict = claim.verdicts.get()
    withdraw_verdict(verdict_id=verdict.pk, reason="Misread.", actor=verdict.reviewer)


def read_otherwise(claim: Claim) -> None:
    read_twice(claim, Stance.CONTRADICTS)


STANDING_FOR: Final = ("verdict", "evidence", "second_look", "publication", "assessment")
"""What an event is about that moves a claim along with it."""

MOVES: Final[Mapping[tuple[ClaimState, ClaimState], tuple[Callable[[], Claim], Callable[[Claim], Any]]]] = {
    (DRAFT, IN_REVIEW): (a_claim, lambda claim: some_evidence(claim=claim)),
    (DRAFT, DISPUTED): (a_whole, lambda claim: signed(claim, status="REFUTED")),
    (DRAFT, SIGNED): (a_whole, signed),
    (DRAFT, WITHDRAWN): (a_claim, withdrawn),
    (IN_REVIEW, AGREED): (supported, lambda claim: read_twice(claim, Stance.CORROBORATES)),
    (IN_REVIEW, DISPUTED): (supported, read_otherwise),
    (IN_REVIEW, SIGNED): (supported, signed),
    (IN_REVIEW, WITHDRAWN): (supported, withdrawn),
    (AGREED, IN_REVIEW): (lambda: claim_in(AGREED), reworded),
    (AGREED, DISPUTED): (lambda: claim_in(AGREED), lambda claim: signed(claim, status="REFUTED")),
    (AGREED, SIGNED): (lambda: claim_in(AGREED), signed),
    (AGREED, WITHDRAWN): (lambda: claim_in(AGREED), withdrawn),
    (DISPUTED, IN_REVIEW): (lambda: claim_in(DISPUTED), lambda claim: settled(claim, "")),
    (DISPUTED, AGREED): (lambda: claim_in(DISPUTED), lambda claim: settled(claim, Stance.CONTRADICTS)),
    (DISPUTED, WITHDRAWN): (lambda: claim_in(DISPUTED), withdrawn),
    (SIGNED, IN_REVIEW): (lambda: claim_in(SIGNED), unsigned),
    (SIGNED, DISPUTED): (lambda: claim_in(SIGNED), read_otherwise),
    (SIGNED, PUBLISHED): (lambda: claim_in(SIGNED), published),
    (SIGNED, CORRECTED): (being_corrected, published),
    (SIGNED, WITHDRAWN): (lambda: claim_in(SIGNED), withdrawn),
    (PUBLISHED, IN_REVIEW): (lambda: claim_in(PUBLISHED), reopened),
    (PUBLISHED, WITHDRAWN): (lambda: claim_in(PUBLISHED), unpublished),
    (CORRECTED, IN_REVIEW): (lambda: claim_in(CORRECTED), reopened),
    (CORRECTED, WITHDRAWN): (lambda: claim_in(CORRECTED), unpublished),
}


@pytest.mark.parametrize(("old", "new"), MOVES)
def test_a_claim_moves_along_the_table_and_its_history_says_so(old: ClaimState, new: ClaimState) -> None:
    begin, deed = MOVES[old, new]
    claim = begin()
    claim.refresh_from_db()
    assert claim.state == old
    deed(claim)
    claim.refresh_from_db()
    assert claim.state == new
    told = Event.objects.filter(stream=f"claim:{claim.pk}").order_by("position")
    moves = [
        (event.before[name], event.after[name])
        for event in told
        for name in ("claim_state", "state")
        if event.after.get(name) in ClaimState.values and event.subject_type in ("claim", *STANDING_FOR)
    ]
    assert (old, new) in moves


def test_no_move_is_left_out() -> None:
    rows = {(old, new) for (old, _), new in CLAIM.items() if old != new}
    assert {(old.value, new.value) for old, new in MOVES} == rows
