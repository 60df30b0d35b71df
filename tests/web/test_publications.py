"""Pages of publishing: what readers will see comes before the deed, and what they were told stays."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from annotations.actions.publications import begin_correction, unpublish_claim
from annotations.domain.vocabulary import ClaimState, ReplyOutcome, Role
from annotations.models import Claim, Publication, ReplyRequest
from annotations.queries.publications import what_would_be_said
from tests.exports.signed_claims import a_signed_claim, signed
from tests.factories import a_claim, a_person, assessed
from tests.published import NOTE, an_editor, asked_to_reply, corrected, published
from tests.web.visitors import field_errors, toasts_of, visitor, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    return visitor(role=Role.EDITOR)


def state_of(claim: Claim) -> str:
    return Claim.objects.get(pk=claim.pk).state


def test_what_readers_will_see_is_shown_and_then_published(editor: Client) -> None:
    claim = a_signed_claim()
    said = what_would_be_said(claim)
    assert said is not None
    shown = editor.get(f"/claims/{claim.pk}/publish/")
    assert (shown.context["said"], shown.context["is_previewed"]) == (said, True)
    assert "What readers will see" in words_of(shown)
    answer = editor.post(f"/claims/{claim.pk}/publish/", {"seen": said.seen}, follow=True)
    assert toasts_of(answer) == [("Published.", "")]
    assert state_of(claim) == ClaimState.PUBLISHED


def test_other_words_than_were_seen_come_back_as_they_are_now(editor: Client) -> None:
    claim = a_signed_claim()
    answer = editor.post(f"/claims/{claim.pk}/publish/", {"seen": "0" * 64})
    assert (answer.status_code, state_of(claim)) == (422, ClaimState.SIGNED)
    assert answer.context["said"] == what_would_be_said(claim)


def test_a_correction_asks_for_a_note_and_shows_it_with_the_earlier_verdict(editor: Client) -> None:
    claim = published().claim
    begin_correction(claim_id=claim.pk, reason="A figure.", actor=an_editor())
    signed(assessed(claim))
    address = f"/claims/{claim.pk}/publish/"
    assert editor.get(address).context["is_previewed"] is False
    short = editor.get(address, {"public_note": "", "preview": "1"})
    assert (short.status_code, field_errors(short)) == (422, {"public_note": ["This field is required."]})
    preview = editor.get(address, {"public_note": NOTE, "preview": "1"})
    assert (preview.context["is_previewed"], preview.context["note"]) == (True, NOTE)
    assert "And below it, as it was" in words_of(preview)
    editor.post(address, {"public_note": NOTE, "seen": preview.context["said"].seen})
    assert state_of(claim) == ClaimState.CORRECTED


def test_an_answer_that_is_awaited_asks_for_a_reason(editor: Client) -> None:
    claim = a_signed_claim()
    asked_to_reply(claim)
    address = f"/claims/{claim.pk}/publish/"
    assert "Somebody may still answer" in words_of(editor.get(address))
    refused = editor.post(address, {"seen": "", "reason_not_to_wait": ""})
    assert field_errors(refused) == {"reason_not_to_wait": ["This field is required."]}
    editor.post(address, {"reason_not_to_wait": "They said that they will not."})
    assert state_of(claim) == ClaimState.PUBLISHED


def test_what_is_not_signed_has_nothing_to_publish(editor: Client) -> None:
    claim = a_claim()
    assert "There is nothing to publish now" in words_of(editor.get(f"/claims/{claim.pk}/publish/"))
    assert "There is nothing to correct now" in words_of(editor.get(f"/claims/{claim.pk}/correct/"))
    assert "There is nothing to withdraw" in words_of(editor.get(f"/claims/{claim.pk}/unpublish/"))


@pytest.mark.parametrize("deed", ["publish", "correct", "unpublish"])
def test_only_editors_publish(deed: str) -> None:
    assert visitor().get(f"/claims/{published().claim_id}/{deed}/").status_code == 403


def test_a_correction_is_begun_with_a_reason(editor: Client) -> None:
    claim = published().claim
    address = f"/claims/{claim.pk}/correct/"
    assert editor.post(address, {"reason": " "}).status_code == 422
    page = editor.post(address, {"reason": "A figure was wrong."}, follow=True)
    assert state_of(claim) == ClaimState.IN_REVIEW
    assert "It is being corrected" in words_of(page)


def test_a_withdrawal_is_previewed_and_leaves_a_tombstone(editor: Client) -> None:
    claim = published().claim
    address = f"/claims/{claim.pk}/unpublish/"
    preview = editor.get(address, {"public_note": NOTE})
    assert "This check was withdrawn" in words_of(preview) and NOTE in words_of(preview)
    short = editor.post(address, {"public_note": "Too short."})
    assert short.status_code == 422
    page = editor.post(address, {"public_note": NOTE}, follow=True)
    words = words_of(page)
    assert "This check was withdrawn" in words and NOTE in words
    assert state_of(claim) == ClaimState.WITHDRAWN


def test_the_claim_shows_what_was_said_before_and_that_it_no_longer_is(editor: Client) -> None:
    first = published()
    corrected(first.claim)
    page = editor.get(f"/claims/{first.claim_id}/")
    publishing = page.context["publishing"]
    assert [one.number for one in publishing.publications] == [2, 1]
    assert "no longer said" in words_of(page)
    assert (publishing.may_correct, publishing.may_unpublish, publishing.may_publish) == (True, True, False)


def test_a_published_claim_is_not_offered_for_editing(editor: Client) -> None:
    claim = published().claim
    page = editor.get(f"/claims/{claim.pk}/")
    assert page.context["reading"].permissions == {
        "edit": False,
        "withdraw": False,
        "attach": False,
        "restore": True,
        "decide": True,
        "retire": True,
    }
    assert "It is published. It is signed anew once somebody began to correct it." in words_of(page)


def test_a_reviewer_sees_what_readers_see_and_publishes_nothing() -> None:
    publishing = visitor().get(f"/claims/{published().claim_id}/").context["publishing"]
    assert (publishing.may_publish, publishing.may_correct, publishing.may_unpublish) == (False,) * 3
    assert publishing.permissions["ask"] is True


def test_what_is_in_doubt_says_so(editor: Client) -> None:
    claim = published().claim
    claim.verdicts.update(state="lapsed", ended_at=timezone.now(), end_reason="The status changed.")
    assert "What is published is in doubt" in words_of(editor.get(f"/claims/{claim.pk}/"))


def test_the_board_finds_what_is_published(editor: Client) -> None:
    claim, other = published().claim, corrected(published().claim).claim
    a_signed_claim()
    unpublish_claim(claim_id=published().claim_id, public_note=NOTE, actor=an_editor())
    board = editor.get("/claims/", {"state": ["published", "corrected"]})
    assert {row.id for row in board.context["rows"]} == {claim.pk, other.pk}
    assert {row.standing for row in board.context["rows"]} == {"PUBLISHED"}


def test_who_was_asked_is_noted_and_their_answer_is_taken_back() -> None:
    person, claim = a_person(), a_claim()
    person.time_zone = "Asia/Tokyo"
    person.save(update_fields=["time_zone"])
    browser = visitor(person)
    sent = {"asked": "The office", "question": "How many?", "deadline_at": "2099-03-02T09:00"}
    browser.post(f"/claims/{claim.pk}/replies/new/", sent)
    request = ReplyRequest.objects.get()
    assert request.deadline_at.isoformat() == "2099-03-02T00:00:00+00:00"
    address = f"/replies/{request.pk}/"
    empty = browser.post(address, {"outcome": "answered", "version": 1})
    assert (empty.status_code, field_errors(empty)) == (422, {"answer": ["Put down what they answered."]})
    answer = {"outcome": "answered", "answer": "Nineteen.", "version": 1}
    page = browser.post(address, answer, follow=True)
    assert toasts_of(page) == [("The answer is noted.", f"{address}reopen/")]
    browser.post(f"{address}reopen/")
    assert ReplyRequest.objects.get().outcome == ReplyOutcome.WAITING


def test_a_deadline_is_put_off() -> None:
    request, browser = asked_to_reply(a_claim()), visitor()
    early = browser.post(
        f"/replies/{request.pk}/postpone/", {"deadline_at": "2001-01-01T09:00", "version": 1}
    )
    assert early.status_code == 422
    browser.post(f"/replies/{request.pk}/postpone/", {"deadline_at": "2099-01-01T09:00", "version": 1})
    assert ReplyRequest.objects.get().deadline_at.year == 2099


@pytest.mark.parametrize("number", [1, 4])
def test_a_claim_costs_the_same_however_much_was_said_of_it(
    number: int, editor: Client, django_assert_num_queries: Any
) -> None:
    claim = published().claim
    for _ in range(number - 1):
        corrected(claim)
    for _ in range(number):
        asked_to_reply(claim)
    editor.get(f"/claims/{claim.pk}/")
    with django_assert_num_queries(8):
        editor.get(f"/claims/{claim.pk}/correct/")
    assert Publication.objects.count() == number
