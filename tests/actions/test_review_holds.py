"""What was read, signed or settled holds only for the words, the people and the state it was done under."""

import pytest

from annotations.actions.claims import edit_claim, restore_claim, withdraw_claim
from annotations.actions.disputes import settle_dispute, take_dispute
from annotations.actions.evidence import attach_evidence, edit_evidence, withdraw_evidence
from annotations.actions.publications import unpublish_claim
from annotations.actions.relinking import relink_passage
from annotations.actions.second_looks import answer_look
from annotations.actions.verdicts import withdraw_verdict
from annotations.domain.errors import Conflict, NotAllowed, NotFound
from annotations.domain.vocabulary import (
    ClaimState,
    PassageCheck,
    PublicationKind,
    Role,
    SecondLookState,
    Stance,
)
from annotations.models import Claim, Event, Evidence, Publication, SecondLook, User
from annotations.queries.publication_pages import publishing_of
from annotations.queries.second_looks import disputes_open_to
from tests.actions.test_disputes import a_dispute
from tests.actions.test_verdicts import a_supported_claim, signed
from tests.exports.signed_claims import a_signed_claim
from tests.factories import a_person, assessed
from tests.factories import the_administrator as administrator
from tests.published import NOTE, an_editor, published
from tests.reviewed import a_counted_link, a_look, review_rules

pytestmark = pytest.mark.django_db


def state_of(claim: Claim) -> str:
    return Claim.objects.values_list("state", flat=True).get(pk=claim.pk)


def reworded(claim: Claim, text: str) -> Claim:
    edited = edit_claim(claim_id=claim.pk, values={"text": text}, actor=administrator())
    return assessed(edited)


def of_a_link(look: SecondLook) -> Evidence:
    assert look.evidence is not None
    return Evidence.objects.select_related("claim", "capture").get(pk=look.evidence.pk)


def test_other_words_call_off_what_is_being_read_and_are_read_anew() -> None:
    review_rules()
    first, reader = a_person(), a_person()
    look = a_look(first=first)
    link = of_a_link(look)
    reworded(link.claim, "The ferry sank near the pier.")
    with pytest.raises(Conflict):
        answer_look(look_id=look.pk, stance=Stance.CORROBORATES, actor=reader)
    states = list(SecondLook.objects.order_by("pk").values_list("state", "reader"))
    assert states == [(SecondLookState.CANCELLED, reader.pk), (SecondLookState.OPEN, reader.pk)]


def test_what_was_read_under_other_words_counts_no_longer() -> None:
    review_rules()
    first, reader, another = a_person(), a_person(), a_person()
    look = a_look(first=first)
    link = of_a_link(look)
    assert look.reader is not None
    answer_look(look_id=look.pk, stance=Stance.CORROBORATES, actor=look.reader)
    assert state_of(link.claim) == ClaimState.AGREED
    reworded(link.claim, "The ferry sank near the pier.")
    again = SecondLook.objects.exclude(pk=look.pk).get()
    assert (state_of(link.claim), again.state) == (ClaimState.IN_REVIEW, SecondLookState.OPEN)
    assert again.reader in {reader, another} - {look.reader}
    with pytest.raises(Conflict) as waiting:
        signed(link.claim)
    assert waiting.value.rule == "second-look-open"
    event = Event.objects.get(verb="claim.edited")
    assert (event.before["claim_state"], event.after["claim_state"]) == ("agreed", "in_review")


def test_a_note_of_its_topic_leaves_the_readings_alone() -> None:
    review_rules()
    look = a_look(first=a_person())
    reader = a_person()
    claim = of_a_link(look).claim
    edit_claim(claim_id=claim.pk, values={"risk_reason": "Names two people."}, actor=administrator())
    look.refresh_from_db()
    assert (look.state, reader.is_active) == (SecondLookState.OPEN, True)


def test_a_disputed_passage_is_not_linked_anew_past_the_dispute() -> None:
    first, second = a_person(), a_person()
    link = of_a_link(a_dispute(first, second))
    withdraw_evidence(evidence_id=link.pk, actor=first)
    for passage in (link.passage, link.passage.split()[0]):
        with pytest.raises(Conflict) as refusal:
            attach_evidence(
                claim_id=link.claim_id,
                capture_id=link.capture_id,
                passage=passage,
                start=link.start,
                stance=Stance.CORROBORATES,
                actor=first,
            )
        assert refusal.value.rule == "stance-disputed"
    assert Evidence.objects.count() == 1


def test_a_disputed_passage_is_not_quoted_anew_either() -> None:
    first, second = a_person(), a_person()
    link = of_a_link(a_dispute(first, second))
    Evidence.objects.filter(pk=link.pk).update(passage_check=PassageCheck.NOT_FOUND)
    with pytest.raises(Conflict) as refusal:
        relink_passage(
            evidence_id=link.pk, capture_id=link.capture_id, start=0, end=len(link.passage), actor=first
        )
    assert (refusal.value.rule, Evidence.objects.count()) == ("stance-disputed", 1)


def test_while_a_link_is_disputed_only_its_note_changes() -> None:
    first, second = a_person(), a_person()
    link = of_a_link(a_dispute(first, second))
    for values in ({"coverage": "partial"}, {"proximity": "secondary"}, {"stance": Stance.CONTEXT}):
        with pytest.raises(Conflict) as refusal:
            edit_evidence(evidence_id=link.pk, values=values, actor=first)
        assert refusal.value.rule == "stance-disputed"
    values = {"note": "See page two.", "stance": link.stance, "coverage": link.coverage}
    assert edit_evidence(evidence_id=link.pk, values=values, actor=first).note == "See page two."


def test_a_claim_whose_signature_was_taken_back_comes_back_unsigned() -> None:
    claim = a_supported_claim()
    verdict = signed(claim)
    withdraw_claim(claim_id=claim.pk, actor=administrator())
    withdraw_verdict(verdict_id=verdict.pk, reason="I misread it.", actor=administrator())
    restored = restore_claim(claim_id=claim.pk, actor=administrator())
    assert (restored.state, state_of(claim)) == (ClaimState.IN_REVIEW, ClaimState.IN_REVIEW)
    event = Event.objects.get(verb="claim.restored")
    assert (event.before["state"], event.after["state"]) == ("withdrawn", "in_review")


def test_a_claim_that_is_still_signed_comes_back_signed() -> None:
    claim = a_supported_claim()
    signed(claim)
    withdraw_claim(claim_id=claim.pk, actor=administrator())
    restore_claim(claim_id=claim.pk, actor=administrator())
    assert (state_of(claim), state_of(assessed(claim))) == (ClaimState.SIGNED, ClaimState.SIGNED)


def test_a_claim_whose_dissent_was_taken_back_comes_back_undisputed() -> None:
    claim = a_supported_claim()
    dissent = signed(claim, status="REFUTED")
    withdraw_claim(claim_id=claim.pk, actor=administrator())
    withdraw_verdict(verdict_id=dissent.pk, reason="I misread it.", actor=administrator())
    restore_claim(claim_id=claim.pk, actor=administrator())
    assert state_of(assessed(claim)) == ClaimState.IN_REVIEW
    signed(claim)
    assert state_of(claim) == ClaimState.SIGNED


def test_a_claim_with_a_live_dissent_comes_back_disputed() -> None:
    claim = a_supported_claim()
    signed(claim, status="REFUTED")
    withdraw_claim(claim_id=claim.pk, actor=administrator())
    restore_claim(claim_id=claim.pk, actor=administrator())
    assert state_of(claim) == ClaimState.DISPUTED


def two_claims_with_one_passage(first: User, reader: User, others: int) -> tuple[SecondLook, SecondLook]:
    """A dispute about a passage, and an open look at the same words under another claim."""
    disputed = a_dispute(first, reader)
    link = of_a_link(disputed)
    for _ in range(others):
        a_person()
    beside = a_counted_link(
        actor=first, source=link.source, capture=link.capture, passage=link.passage, start=link.start
    )
    assessed(beside.claim)
    return disputed, SecondLook.objects.get(evidence=beside)


def test_who_reads_the_same_words_blind_elsewhere_settles_no_dispute_about_them() -> None:
    first, second = a_person(), a_person()
    disputed, look = two_claims_with_one_passage(first, second, others=1)
    third = look.reader
    assert third not in (None, first, second)
    with pytest.raises((NotAllowed, NotFound)) as refusal:
        take_dispute(look_id=disputed.pk, actor=User.objects.get(pk=third.pk))
    assert refusal.value.rule in ("not-a-third-person", "not-found")
    assert list(disputes_open_to(third)) == []


def test_who_read_the_same_words_under_another_claim_does_not_read_them_blind() -> None:
    first, second = a_person(), a_person()
    _, look = two_claims_with_one_passage(first, second, others=0)
    assert look.reader is None


def test_a_claim_that_is_public_no_longer_is_withdrawn_like_any_other() -> None:
    claim = a_signed_claim()
    published(claim)
    editor = an_editor()
    unpublish_claim(claim_id=claim.pk, public_note=NOTE, actor=editor)
    restore_claim(claim_id=claim.pk, actor=editor)
    with pytest.raises(Conflict) as refusal:
        unpublish_claim(claim_id=claim.pk, public_note=NOTE, actor=editor)
    assert refusal.value.rule == "not-published"
    assert not publishing_of(Claim.objects.get(pk=claim.pk), editor).may_unpublish
    withdraw_claim(claim_id=claim.pk, actor=editor)
    assert state_of(claim) == ClaimState.WITHDRAWN
    kinds = list(Publication.objects.order_by("number").values_list("kind", flat=True))
    assert kinds == [PublicationKind.PUBLISHED, PublicationKind.WITHDRAWN]


def test_who_may_no_longer_work_neither_answers_nor_settles() -> None:
    review_rules()
    first, reader = a_person(), a_person()
    look = a_look(first=first)
    User.objects.filter(pk=reader.pk).update(role=Role.READER)
    reader.refresh_from_db()
    with pytest.raises(NotAllowed) as refusal:
        answer_look(look_id=look.pk, stance=Stance.CONTEXT, actor=reader)
    assert refusal.value.rule == "second_look.answer"


def test_who_may_no_longer_work_settles_nothing() -> None:
    first, second = a_person(), a_person()
    look = a_dispute(first, second)
    third = a_person()
    take_dispute(look_id=look.pk, actor=third)
    User.objects.filter(pk=third.pk).update(role=Role.READER)
    with pytest.raises(NotAllowed) as refusal:
        settle_dispute(
            look_id=look.pk, stance="", reason="Another mayor.", actor=User.objects.get(pk=third.pk)
        )
    assert refusal.value.rule == "dispute.settle"
