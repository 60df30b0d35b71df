"""Pages about requests to publishers."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from annotations.actions.corrections import conclude_correction
from annotations.domain.vocabulary import CorrectionOutcome, Role
from annotations.models import CorrectionRequest
from tests.actions.test_corrections import asked
from tests.factories import a_claim, a_person, an_article
from tests.web.visitors import field_errors, toasts_of, visitor, words_of

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def test_a_request_is_noted_from_the_article_and_stands_on_its_page() -> None:
    article, browser = an_article(), visitor()
    claim = a_claim(words="ferry", article=article)
    address = f"/articles/{article.pk}/corrections/new/"
    assert (claim.pk, claim.text) in browser.get(address).context["form"].fields["claim"].choices
    missing = browser.post(address, {"sent_to": "The desk"})
    assert field_errors(missing) == {"wording": ["This field is required."]}
    page = browser.post(
        address, {"sent_to": "The desk", "wording": "Nineteen.", "claim": claim.pk}, follow=True
    )
    assert toasts_of(page) == [("Noted.", "")]
    assert "Corrections asked for" in words_of(page)
    assert CorrectionRequest.objects.get().claim == claim


def test_a_refusal_stands_beside_what_was_typed() -> None:
    article = an_article()
    typed = {"sent_to": "The desk", "wording": "Nineteen.", "asked_on": "2026-03-02", "due_on": "2026-03-01"}
    answer = visitor().post(f"/articles/{article.pk}/corrections/new/", typed)
    assert (answer.status_code, field_errors(answer)) == (422, {"due_on": ["It is due after it was asked."]})
    assert answer.context["form"]["wording"].value() == "Nineteen."


def test_readers_ask_for_nothing() -> None:
    reader = visitor(role=Role.READER)
    assert reader.get(f"/articles/{an_article().pk}/corrections/new/").status_code == 403
    assert "may_ask_correction" in reader.get(f"/articles/{an_article().pk}/").context
    assert reader.get("/corrections/").status_code == 200


def test_an_outcome_is_noted_and_taken_back() -> None:
    request, browser = asked(), visitor()
    address = f"/corrections/{request.pk}/"
    assert browser.post(address, {"version": 1}).status_code == 422
    page = browser.post(address, {"outcome": "partly", "outcome_note": "A line.", "version": 1}, follow=True)
    assert toasts_of(page) == [("Noted.", f"{address}reopen/")]
    late = browser.post(address, {"outcome": "refused", "version": 1})
    assert late.status_code == 409
    browser.post(f"{address}reopen/")
    assert CorrectionRequest.objects.get().outcome == CorrectionOutcome.WAITING


def test_the_list_counts_outcomes_and_finds_what_is_overdue() -> None:
    today = timezone.localdate()
    late, done = asked(due_on=today - DAY), asked()
    conclude_correction(correction_id=done.pk, outcome="refused", actor=a_person())
    browser = visitor()
    everything = browser.get("/corrections/")
    assert everything.context["found"] == [late, done]
    counts = {value: count for value, _, count in everything.context["tabs"] if count}
    assert counts == {"": 2, "overdue": 1, "waiting": 1, "refused": 1}
    assert browser.get("/corrections/?outcome=overdue").context["found"] == [late]
    assert browser.get("/corrections/?outcome=refused").context["found"] == [done]
    assert browser.get("/corrections/?outcome=nonsense").context["found"] == [late, done]


@pytest.mark.parametrize("number", [1, 5])
def test_the_list_costs_the_same_however_long_it_is(number: int, django_assert_num_queries: Any) -> None:
    for _ in range(number):
        asked()
    browser = visitor()
    with django_assert_num_queries(5):
        browser.get("/corrections/")
