"""Taking a step back: by its inverse action, newest first, never past what others did meanwhile."""

from datetime import timedelta
from decimal import Decimal

import pytest

from annotations.actions.claim_parts import QuantityInput
from annotations.actions.claims import create_claim, edit_claim, restore_claim, withdraw_claim
from annotations.actions.comments import edit_comment, remove_comment, write_comment
from annotations.actions.evidence import edit_evidence, withdraw_evidence
from annotations.actions.inverses import INVERSES, NO_WAY_BACK, OPPOSITES
from annotations.actions.undoing import undo_event, undo_last, undoable_among
from annotations.domain.errors import Conflict, NotAllowed, NotFound
from annotations.domain.vocabulary import ClaimState, EvidenceState, Role
from annotations.models import Claim, Event
from annotations.web.event_words import WORDS
from tests.factories import a_claim, a_person, some_evidence, the_administrator

pytestmark = pytest.mark.django_db


def last(claim: Claim, verb: str = "") -> Event:
    found = Event.objects.filter(stream=f"claim:{claim.pk}").order_by("-position")
    return found.filter(verb=verb)[0] if verb else found[0]


def reworded(claim: Claim, text: str) -> Event:
    edit_claim(claim_id=claim.pk, values={"text": text}, actor=claim.created_by)
    return last(claim, "claim.edited")


def refused(event: Event) -> str:
    with pytest.raises(Conflict) as refusal:
        undo_event(event_id=event.pk, actor=the_administrator())
    return refusal.value.rule


def test_every_step_with_a_way_back_or_none_is_one_that_happens() -> None:
    assert sorted({*INVERSES, *NO_WAY_BACK, *OPPOSITES.values()} - WORDS.keys()) == []
    assert INVERSES.keys() & NO_WAY_BACK.keys() == set()


def test_an_edit_is_taken_back_by_an_edit_that_names_it() -> None:
    claim = a_claim(text="The pier was open.")
    event = reworded(claim, "The pier was closed.")
    undone = undo_event(event_id=event.pk, actor=claim.created_by)
    claim.refresh_from_db()
    assert (claim.text, undone.verb, undone.after["undoes"]) == (
        "The pier was open.",
        "claim.edited",
        event.pk,
    )


def test_a_withdrawal_and_a_restoration_take_each_other_back() -> None:
    claim = a_claim()
    withdraw_claim(claim_id=claim.pk, actor=claim.created_by)
    undone = undo_event(event_id=last(claim).pk, actor=claim.created_by)
    claim.refresh_from_db()
    assert (claim.state, undone.verb) == (ClaimState.DRAFT, "claim.restored")
    again = undo_event(event_id=undone.pk, actor=claim.created_by)
    claim.refresh_from_db()
    assert (claim.state, again.after["undoes"]) == (ClaimState.WITHDRAWN, undone.pk)


def test_what_is_newer_is_taken_back_first() -> None:
    claim = a_claim(text="One.")
    first, second = reworded(claim, "Two."), reworded(claim, "Three.")
    assert refused(first) == "newer-first"
    undo_event(event_id=second.pk, actor=claim.created_by)
    assert refused(second) == "undone-already"
    undo_event(event_id=first.pk, actor=claim.created_by)
    claim.refresh_from_db()
    assert claim.text == "One."


def test_what_happened_to_something_else_stands_in_nobodys_way() -> None:
    claim = a_claim(text="One.")
    event = reworded(claim, "Two.")
    evidence = some_evidence(claim=claim)
    assert undoable_among(f"claim:{claim.pk}", Event.objects.filter(stream=f"claim:{claim.pk}")) == {
        event.pk,
        last(claim, "evidence.attached").pk,
    }
    undo_event(event_id=last(claim, "evidence.attached").pk, actor=evidence.attached_by)
    evidence.refresh_from_db()
    assert evidence.state == EvidenceState.WITHDRAWN


def test_a_step_taken_back_without_naming_it_is_taken_back() -> None:
    claim = a_claim()
    withdraw_claim(claim_id=claim.pk, actor=claim.created_by)
    event = last(claim)
    restore_claim(claim_id=claim.pk, actor=claim.created_by)
    assert refused(event) == "undone-already"


def test_an_edit_of_a_link_leaves_what_followed_from_it_to_the_action() -> None:
    evidence = some_evidence(stance="corroborates")
    edit_evidence(evidence_id=evidence.pk, values={"stance": "contradicts"}, actor=evidence.attached_by)
    undo_event(event_id=last(evidence.claim, "evidence.edited").pk, actor=evidence.attached_by)
    evidence.refresh_from_db()
    assert evidence.stance == "corroborates"


def test_comments_come_and_go_and_what_is_not_kept_says_so() -> None:
    claim = a_claim()
    comment = write_comment(claim_id=claim.pk, text="Look here.", actor=claim.created_by)
    undo_event(event_id=last(claim).pk, actor=claim.created_by)
    comment.refresh_from_db()
    assert comment.removed_at is not None
    undo_event(event_id=last(claim, "comment.removed").pk, actor=claim.created_by)
    edit_comment(comment_id=comment.pk, text="Look there.", actor=claim.created_by)
    assert refused(last(claim)) == "cannot-be-undone"


def test_access_is_that_of_the_inverse_action() -> None:
    claim = a_claim()
    event = reworded(claim, "Other words.")
    with pytest.raises(NotAllowed):
        undo_event(event_id=event.pk, actor=a_person(role=Role.READER))
    with pytest.raises(NotFound):
        undo_event(event_id=10**9, actor=claim.created_by)
    author = a_person()
    comment = write_comment(claim_id=claim.pk, text="Mine.", actor=author)
    remove_comment(comment_id=comment.pk, actor=author)
    with pytest.raises(Conflict, match="Somebody else removed this"):
        undo_event(event_id=last(claim).pk, actor=the_administrator())


def test_what_the_history_does_not_hold_is_refused_in_words() -> None:
    claim = a_claim(text="The ferry made 40 crossings.", quantities=[])
    figure = QuantityInput(text="40 crossings", low=Decimal(40), unit="crossings")
    edit_claim(claim_id=claim.pk, values={}, quantities=[figure], actor=claim.created_by)
    with pytest.raises(Conflict, match="does not hold what quantities said before"):
        undo_event(event_id=last(claim).pk, actor=claim.created_by)


def test_the_last_own_step_goes_first_and_the_ones_before_follow() -> None:
    person = a_person()
    claim = a_claim(text="One.", actor=person)
    reworded(claim, "Two.")
    evidence = some_evidence(claim=claim, actor=person)
    withdraw_evidence(evidence_id=evidence.pk, actor=person)
    some_evidence(claim=claim)
    stream, undone = f"claim:{claim.pk}", []
    for _ in range(4):
        undone.append(undo_last(stream=stream, actor=person).verb)
    assert undone == ["evidence.restored", "evidence.withdrawn", "claim.edited", "claim.withdrawn"]
    with pytest.raises(Conflict) as refusal:
        undo_last(stream=stream, actor=person)
    assert refusal.value.rule == "nothing-to-undo"


def test_what_is_older_than_a_day_is_not_taken_back_by_a_single_key(monkeypatch: pytest.MonkeyPatch) -> None:
    claim = a_claim()
    monkeypatch.setattr("annotations.actions.undoing.RECENT", timedelta(0))
    with pytest.raises(Conflict, match="no step of yours here"):
        undo_last(stream=f"claim:{claim.pk}", actor=claim.created_by)


def test_a_claim_that_is_made_is_taken_back_by_withdrawing_it() -> None:
    person = a_person()
    claim = create_claim(text="Nobody stands here.", type="event", actor=person)
    assert undo_last(stream=f"claim:{claim.pk}", actor=person).verb == "claim.withdrawn"
