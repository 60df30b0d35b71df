"""Disputes: who settles between two readings, and what the decision does to link and claim."""

import pytest

from annotations.actions.claims import withdraw_claim
from annotations.actions.disputes import release_dispute, settle_dispute, take_dispute
from annotations.actions.evidence import edit_evidence, withdraw_evidence
from annotations.actions.second_looks import answer_look, ask_for_look
from annotations.domain.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal
from annotations.domain.vocabulary import ClaimState, EvidenceState, NoticeKind, Role, SecondLookState, Stance
from annotations.models import Claim, Event, Evidence, Notice, SecondLook, StanceVote, User
from annotations.queries.second_looks import disputes_open_to
from annotations.queries.visibility import visible_claims
from tests.actions.test_verdicts import a_supported_claim, signed
from tests.factories import a_person, assessed
from tests.factories import the_administrator as administrator
from tests.reviewed import a_look, review_rules

pytestmark = pytest.mark.django_db


def a_dispute(first: User, second: User, stance: str = Stance.CONTRADICTS) -> SecondLook:
    """Two people read one passage: it corroborates, it contradicts."""
    review_rules()
    look = a_look(first=first)
    assert look.reader == second
    answered = answer_look(look_id=look.pk, stance=stance, reason="It denies it.", actor=second)
    assessed(Claim.objects.get())
    return answered


def test_a_third_person_takes_it_and_sees_nothing_else_of_the_claim() -> None:
    first, second = a_person(), a_person()
    look = a_dispute(first, second)
    third = a_person()
    assert list(disputes_open_to(third)) == [look]
    assert visible_claims(third).count() == 1
    take_dispute(look_id=look.pk, actor=third)
    assert visible_claims(third).count() == 0
    assert list(disputes_open_to(a_person())) == []
    release_dispute(look_id=look.pk, actor=third)
    assert visible_claims(third).count() == 1


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.EDITOR])
def test_a_party_does_not_settle(role: Role) -> None:
    first, second = a_person(role=role), a_person()
    look = a_dispute(first, second)
    for party in (first, second):
        with pytest.raises(NotAllowed) as refusal:
            take_dispute(look_id=look.pk, actor=party)
        assert (refusal.value.rule, list(disputes_open_to(party))) == ("not-a-third-person", [])


def test_it_is_settled_by_whoever_took_it_with_a_reason() -> None:
    first, second = a_person(), a_person()
    look = a_dispute(first, second)
    third, fourth = a_person(), a_person()
    take_dispute(look_id=look.pk, actor=third)
    attempts: list[tuple[User, str, str, type[Refusal], str]] = [
        (fourth, Stance.CONTEXT, "Because.", NotAllowed, "dispute.settle"),
        (third, Stance.CONTEXT, " ", Invalid, "required"),
        (third, "perhaps", "Because.", Invalid, "unknown-stance"),
    ]
    for actor, stance, reason, kind, rule in attempts:
        with pytest.raises(kind) as refusal:
            settle_dispute(look_id=look.pk, stance=stance, reason=reason, actor=actor)
        assert refusal.value.rule == rule
    with pytest.raises(Conflict) as taken:
        take_dispute(look_id=look.pk, actor=fourth)
    assert taken.value.rule == "dispute-taken"


@pytest.mark.parametrize(
    ("stance", "state", "status", "claim_state"),
    [
        (Stance.CORROBORATES, EvidenceState.ACCEPTED, "LEANS_SUPPORTED", ClaimState.AGREED),
        (Stance.CONTRADICTS, EvidenceState.ACCEPTED, "LEANS_REFUTED", ClaimState.AGREED),
        (Stance.CONTEXT, EvidenceState.ACCEPTED, "NOT_ENOUGH_EVIDENCE", ClaimState.AGREED),
        ("", EvidenceState.REJECTED, "NOT_ENOUGH_EVIDENCE", ClaimState.IN_REVIEW),
    ],
)
def test_the_link_takes_what_was_decided(stance: str, state: str, status: str, claim_state: str) -> None:
    first, second, third = a_person(), a_person(), a_person(role=Role.EDITOR)
    look = a_dispute(first, second)
    take_dispute(look_id=look.pk, actor=third)
    settled = settle_dispute(look_id=look.pk, stance=stance, reason="The date differs.", actor=third)
    link = Evidence.objects.get()
    claim = assessed(link.claim)
    assert (settled.state, settled.settled_stance, settled.settled_reason) == (
        SecondLookState.SETTLED,
        stance,
        "The date differs.",
    )
    assert (link.state, link.stance, claim.status, claim.state) == (
        state,
        stance or Stance.CORROBORATES,
        status,
        claim_state,
    )
    assert link.changed_by == (first if stance in ("", Stance.CORROBORATES) else third)
    assert StanceVote.objects.filter(evidence=link).count() == (3 if stance else 2)
    assert SecondLook.objects.count() == 1
    told = Notice.objects.filter(kind=NoticeKind.DISPUTE_SETTLED).values_list("person", flat=True)
    assert set(told) == {first.pk, second.pk}
    event = Event.objects.get(verb="dispute.settled")
    assert (event.actor, event.after["evidence_state"]) == (third, state)


def test_there_is_no_dispute_where_nobody_differs_and_none_twice() -> None:
    first, second, third = a_person(), a_person(), a_person(role=Role.EDITOR)
    look = a_dispute(first, second)
    take_dispute(look_id=look.pk, actor=third)
    settle_dispute(look_id=look.pk, stance="", reason="Another mayor.", actor=third)
    with pytest.raises(Conflict) as refusal:
        settle_dispute(look_id=look.pk, stance="", reason="Another mayor.", actor=third)
    assert refusal.value.rule == "dispute-settled"
    with pytest.raises(NotFound):
        take_dispute(look_id=look.pk + 1, actor=third)


def test_nobody_signs_while_a_stance_is_disputed_or_waits_for_its_second_reading() -> None:
    review_rules(asks_when=["SINGLE_ORIGIN_VERDICT", "HIGH_RISK"])
    first, second = a_person(), a_person()
    look = a_look(first=first)
    claim = Claim.objects.get()
    with pytest.raises(Conflict) as waiting:
        signed(claim)
    assert (waiting.value.rule, waiting.value.details) == ("second-look-open", {"waiting": 1})
    answer_look(look_id=look.pk, stance=Stance.CONTEXT, actor=second)
    assessed(claim)
    with pytest.raises(Conflict) as disputed:
        signed(claim)
    assert disputed.value.rule == "stance-disputed"


def test_what_was_drawn_by_lot_keeps_nobody_from_signing() -> None:
    review_rules(asks_when=[], sampled_percent=100)
    a_person()
    claim = a_supported_claim()
    assert SecondLook.objects.filter(why="SAMPLED", state="open").count() == 2
    signed(claim)
    claim.refresh_from_db()
    assert claim.state == ClaimState.SIGNED


def test_a_dispute_about_what_did_not_count_ends_and_the_claim_is_signed_again() -> None:
    claim = a_supported_claim()
    link = claim.evidence.earliest("pk")
    second = a_person()
    signed(claim)
    look = ask_for_look(evidence_id=link.pk, actor=administrator())
    answer_look(look_id=look.pk, stance=Stance.CONTRADICTS, actor=second)
    claim.refresh_from_db()
    assert claim.state == ClaimState.DISPUTED
    third = a_person(role=Role.EDITOR)
    take_dispute(look_id=look.pk, actor=third)
    settle_dispute(look_id=look.pk, stance=Stance.CORROBORATES, reason="As first read.", actor=third)
    claim.refresh_from_db()
    assert claim.state == ClaimState.SIGNED


@pytest.mark.parametrize("is_claim", [True, False])
def test_whoever_settles_is_free_and_told_when_link_or_claim_is_withdrawn(is_claim: bool) -> None:
    first, second, third = a_person(), a_person(), a_person(role=Role.EDITOR)
    look = a_dispute(first, second)
    claim = Claim.objects.get()
    take_dispute(look_id=look.pk, actor=third)
    if is_claim:
        withdraw_claim(claim_id=claim.pk, actor=administrator())
    else:
        withdraw_evidence(evidence_id=look.evidence_id or 0, actor=first)
    look.refresh_from_db()
    assert (look.state, look.settler, list(disputes_open_to(third))) == ("disputed", None, [])
    told = Notice.objects.filter(kind=NoticeKind.DISPUTE_OVER).values_list("person", "claim")
    assert list(told) == [(third.pk, claim.pk)]


def test_who_changed_the_link_last_does_not_settle_even_without_a_reading() -> None:
    review_rules()
    first, second, third = a_person(), a_person(), a_person(role=Role.EDITOR)
    look = a_look(first=first)
    assert look.reader == second
    edit_evidence(evidence_id=look.evidence_id or 0, values={"credibility": "2"}, actor=third)
    answer_look(look_id=look.pk, stance=Stance.CONTRADICTS, actor=second)
    assert not StanceVote.objects.filter(reviewer=third).exists()
    with pytest.raises(NotAllowed) as refusal:
        take_dispute(look_id=look.pk, actor=third)
    assert (refusal.value.rule, list(disputes_open_to(third))) == ("not-a-third-person", [])
