"""Signing on the claim's page: who may, what a refusal keeps, and how two sign without reading each other."""

from typing import Any

import pytest
from django.test import Client

from annotations.actions.verdicts import sign_verdict
from annotations.domain.vocabulary import Role
from annotations.models import Claim, User, Verdict
from tests.factories import (
    a_claim,
    a_person,
    a_publisher,
    a_source,
    assessed,
    some_evidence,
    the_administrator,
)
from tests.web.visitors import field_errors, toasts_of, visitor, words_of

pytestmark = pytest.mark.django_db


def a_claim_to_sign(**given: Any) -> Claim:
    """A claim that two first-hand records support."""
    claim = a_claim(**given)
    for _ in range(2):
        record = a_source(publisher=a_publisher(kind="primary_record"))
        some_evidence(claim=claim, source=record, proximity="primary", sourcing="own")
    return assessed(claim)


def signing(client: Client, claim: Claim, follow: bool = False, **given: Any) -> Any:
    values = {"assessment": claim.current_assessment.assessment_id, "reason": "Both records say so.", **given}
    return client.post(f"/claims/{claim.pk}/verdict/", values, follow=follow)


def a_signature(claim: Claim, person: User | None = None, reason: str = "It is in the log.") -> Verdict:
    claim.refresh_from_db()
    return sign_verdict(
        claim_id=claim.pk,
        assessment_id=claim.current_assessment.assessment_id,
        reason=reason,
        actor=person or a_person(),
    )


def test_a_reviewer_signs_and_can_take_it_back() -> None:
    claim, person = a_claim_to_sign(), a_person(display_name="Ines Marlow")
    client = visitor(person)
    answer = signing(client, claim, follow=True, short_claim="Crossings rose")
    verdict = Verdict.objects.get()
    kept = (verdict.reviewer, verdict.status, verdict.reason, verdict.context_flag, verdict.short_claim)
    assert kept == (person, "SUPPORTED", "Both records say so.", "", "Crossings rose")
    assert toasts_of(answer) == [("You signed: supported.", f"/verdicts/{verdict.pk}/withdraw/")]
    assert "Signed by Ines Marlow" in words_of(answer)
    undone = client.post(f"/verdicts/{verdict.pk}/withdraw/", follow=True)
    verdict.refresh_from_db()
    assert (verdict.state, verdict.end_reason) == ("withdrawn", "Taken back by its signer.")
    assert "Signed by" not in words_of(undone)


def test_a_context_flag_asks_for_a_second_signature() -> None:
    claim = a_claim_to_sign()
    answer = signing(visitor(), claim, follow=True, context_flag="outdated")
    page = words_of(answer)
    assert "Two reviewers sign it, because context was flagged." in page
    assert "1 of 2 signatures" in page
    assert Verdict.objects.get().context_flag == "outdated"


def test_whoever_linked_what_counts_in_a_part_does_not_sign_the_whole() -> None:
    whole, person = a_claim_to_sign(), a_person()
    part = a_claim(part_of_id=whole.pk)
    record = a_source(publisher=a_publisher(kind="primary_record"))
    some_evidence(claim=part, source=record, proximity="primary", sourcing="own", actor=person)
    assessed(part)
    assessed(whole)
    told = "You linked or last changed evidence that counts here, so another reviewer signs."
    assert told in words_of(visitor(person).get(f"/claims/{whole.pk}/"))


def test_an_editor_gives_a_reason_to_take_back_the_signature_of_another() -> None:
    claim = a_claim_to_sign()
    verdict, client = a_signature(claim), visitor(role=Role.EDITOR)
    assert 'name="reason"' in client.get(f"/claims/{claim.pk}/").content.decode()
    refused = client.post(f"/verdicts/{verdict.pk}/withdraw/")
    assert refused.status_code == 422
    client.post(f"/verdicts/{verdict.pk}/withdraw/", {"reason": "Signed the wrong claim."})
    verdict.refresh_from_db()
    assert (verdict.state, verdict.end_reason) == ("withdrawn", "Signed the wrong claim.")


def test_without_a_reason_the_rest_is_kept() -> None:
    answer = signing(visitor(), a_claim_to_sign(), reason=" ", short_claim="Crossings rose")
    assert (answer.status_code, field_errors(answer)) == (422, {"reason": ["This field is required."]})
    assert answer.context["form"]["short_claim"].value() == "Crossings rose"


def test_a_short_form_that_is_too_long_is_refused_beside_its_field() -> None:
    answer = signing(visitor(), a_claim_to_sign(), short_claim="x" * 80)
    words = "The short form has to stay under 75 characters; this has 80."
    assert (answer.status_code, field_errors(answer)) == (422, {"short_claim": [words]})


def test_a_status_that_changed_is_shown_and_the_words_are_kept_for_the_next_attempt() -> None:
    claim = a_claim_to_sign()
    before = claim.current_assessment.assessment_id
    for _ in range(2):
        record = a_source(publisher=a_publisher(kind="primary_record"))
        some_evidence(claim=claim, source=record, proximity="primary", sourcing="own", stance="contradicts")
    assessed(claim)
    client = visitor()
    answer = signing(client, claim, assessment=before, reason="The log says so.")
    assert answer.status_code == 422
    assert field_errors(answer) == {
        "__all__": ["The status changed since you looked at it. Look at it again, then sign."]
    }
    form = answer.context["form"]
    now = Claim.objects.get(pk=claim.pk).current_assessment.assessment_id
    assert (form["reason"].value(), form["assessment"].value()) == ("The log says so.", str(now))
    assert "Why: conflicting" in words_of(answer)


def test_whoever_linked_what_counts_is_told_that_another_signs_and_loses_no_word() -> None:
    claim = a_claim_to_sign()
    client = visitor(the_administrator())
    told = "You linked or last changed evidence that counts here, so another reviewer signs."
    assert told in words_of(client.get(f"/claims/{claim.pk}/"))
    answer = signing(client, claim, reason="I know it.")
    assert (answer.status_code, answer.context["form"]["reason"].value()) == (403, "I know it.")


def test_readers_are_not_offered_a_signature_and_cannot_give_one() -> None:
    claim, client = a_claim_to_sign(), visitor(role=Role.READER)
    assert "Reviewers sign verdicts." in words_of(client.get(f"/claims/{claim.pk}/"))
    assert signing(client, claim).status_code == 403
    assert Verdict.objects.count() == 0


def test_of_two_reviewers_the_second_does_not_read_the_first_before_signing() -> None:
    claim = a_claim_to_sign(risk="high", risk_reason="Names the mayor.")
    a_signature(claim, a_person(display_name="Ines Marlow"), "It is in the log.")
    client = visitor()
    page = words_of(client.get(f"/claims/{claim.pk}/"))
    for told in (
        "Two reviewers sign it, because it is of high risk.",
        "High risk: Names the mayor.",
        "1 of 2 signatures",
        "Another reviewer",
        "Somebody signed: supported",
    ):
        assert told in page
    for sealed in ("It is in the log.", "Ines Marlow"):
        assert sealed not in page
    signing(client, claim)
    page = words_of(client.get(f"/claims/{claim.pk}/"))
    assert "It is in the log." in page and "Ines Marlow" in page
    assert "2 of 2 signatures" in page


def test_who_does_not_sign_reads_the_reasons_at_once() -> None:
    claim = a_claim_to_sign(risk="high")
    a_signature(claim)
    assert "It is in the log." in words_of(visitor(role=Role.READER).get(f"/claims/{claim.pk}/"))


def test_while_the_status_is_computed_the_form_stays_and_waits() -> None:
    claim = a_claim_to_sign()
    some_evidence(claim=claim)
    page = visitor().get(f"/claims/{claim.pk}/")
    assert "once it is computed" in words_of(page)
    answer = signing(visitor(), claim)
    assert field_errors(answer) == {
        "__all__": ["The status is being computed. Wait a moment, look at it, then sign."]
    }
