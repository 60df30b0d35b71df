"""Showing another status: proposed, approved and ended on its page."""

import pytest

from annotations.domain.vocabulary import Role
from annotations.models import Override
from tests.actions.test_verdicts import a_supported_claim
from tests.factories import a_claim, a_person
from tests.reviewed import a_look, review_rules
from tests.web.visitors import field_errors, toasts_of, visitor, words_of

pytestmark = pytest.mark.django_db

WHY = "The registrar told us on the record that the ledger is wrong."


def proposed(client: object, claim_id: int, text: str = WHY) -> object:
    page = client.get(f"/claims/{claim_id}/override/")  # type: ignore[attr-defined]
    held = page.context["form"]["assessment_id"].value()
    given = {"assessment_id": held, "status": "CONFLICTING", "reason_code": "expert_knowledge", "text": text}
    return client.post(f"/claims/{claim_id}/override/", given)  # type: ignore[attr-defined]


def test_one_proposes_another_approves_and_it_can_be_ended() -> None:
    claim = a_supported_claim()
    first, second = visitor(a_person(display_name="Ada First")), visitor(a_person(role=Role.EDITOR))
    assert "Show another status" in words_of(first.get(f"/claims/{claim.pk}/"))
    answer = proposed(first, claim.pk)
    row = Override.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/claims/{claim.pk}/override/")  # type: ignore[attr-defined, index]
    waits = words_of(second.get(f"/claims/{claim.pk}/"))
    assert (
        "Ada First proposes to show another status (expert knowledge): Conflicting" in waits and WHY in waits
    )
    own, other = (words_of(one.get(f"/claims/{claim.pk}/override/")) for one in (first, second))
    assert "It waits for somebody else to approve it." in own
    assert "Approve" in other.split() and "Ada First" in other and WHY in other
    assert first.post(f"/overrides/{row.pk}/approve/").status_code == 403
    second.post(f"/overrides/{row.pk}/approve/")
    assert "Overridden: Conflicting" in words_of(first.get(f"/claims/{claim.pk}/"))
    unsaid = second.post(f"/overrides/{row.pk}/end/", {"reason": " "})
    assert (unsaid.status_code, "Say why it ends." in words_of(unsaid)) == (422, True)
    second.post(f"/overrides/{row.pk}/end/", {"reason": "The ledger was mended."})
    row.refresh_from_db()
    assert row.end_reason == "The ledger was mended."


def test_too_short_a_reason_is_refused_and_stays_in_the_field() -> None:
    claim = a_supported_claim()
    answer = proposed(visitor(), claim.pk, "x" * 39)
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert answer.context["form"]["text"].value() == "x" * 39  # type: ignore[attr-defined]
    assert "40" in str(field_errors(answer))
    assert not Override.objects.exists()


def test_who_only_reads_sees_what_is_there_and_proposes_nothing() -> None:
    claim = a_supported_claim()
    reader = visitor(role=Role.READER)
    assert "Reviewers may propose one." in words_of(reader.get(f"/claims/{claim.pk}/override/"))
    assert reader.post(f"/claims/{claim.pk}/override/", {}).status_code == 403
    assert "Show another status" not in words_of(reader.get(f"/claims/{claim.pk}/"))


def test_ones_own_proposal_is_taken_back_without_a_word() -> None:
    claim, person = a_supported_claim(), visitor()
    proposed(person, claim.pk)
    row = Override.objects.get()
    undo = ("Proposed. It holds once somebody else approves it.", f"/overrides/{row.pk}/end/")
    assert toasts_of(person.get(f"/claims/{claim.pk}/override/")) == [undo]
    person.post(undo[1])
    row.refresh_from_db()
    assert row.end_reason == "Taken back by who proposed it."


def test_whoever_is_no_second_person_reads_why_and_an_editor_may_decline() -> None:
    claim, colleague, editor = a_supported_claim(), visitor(), visitor(role=Role.EDITOR)
    proposed(visitor(), claim.pk)
    row = Override.objects.get()
    page = words_of(colleague.get(f"/claims/{claim.pk}/override/"))
    assert "One of the two who decide otherwise than the rule is an editor." in page
    assert "Approve" not in page.split()
    ways = (editor.get("/").content.decode(), editor.get("/notices/").content.decode())
    assert [f'href="/claims/{claim.pk}/override/"' in one for one in ways] == [True, True]
    editor.post(f"/overrides/{row.pk}/end/", {"reason": "The registrar was wrong."})
    row.refresh_from_db()
    assert (row.approved_at, row.end_reason) == (None, "The registrar was wrong.")


def test_what_was_chosen_is_shown_as_it_will_read() -> None:
    claim = a_supported_claim()
    chosen = {"status": "REFUTED", "reason_code": "legal"}
    assert "Overridden: Refuted (legal, until " in words_of(
        visitor().get(f"/claims/{claim.pk}/override/", chosen)
    )
    # What nobody may choose is not shown, and breaks nothing.
    wrong = visitor().get(f"/claims/{claim.pk}/override/", {"status": "SUPPORTED", "reason_code": "x"})
    assert (wrong.status_code, "Overridden: Supported (" in words_of(wrong)) == (200, False)


def test_whoever_reads_a_passage_of_it_blind_finds_no_page() -> None:
    review_rules()
    first, reader, claim = a_person(), a_person(), a_claim(risk="high", risk_reason="Names a person.")
    assert a_look(first=first, claim=claim).reader == reader
    seen = [visitor(one).get(f"/claims/{claim.pk}/override/").status_code for one in (first, reader)]
    assert seen == [200, 404]
