"""Asking a publisher to correct an article, and what came of it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from annotations.actions.corrections import ask_for_correction, conclude_correction, reopen_correction
from annotations.domain.errors import Refusal
from annotations.domain.vocabulary import CorrectionOutcome, Role
from annotations.models import Article, CorrectionRequest
from annotations.queries.corrections import (
    correction_requests,
    corrections_of_article,
    overdue_corrections,
)
from tests.desks import a_desk
from tests.events import events_of
from tests.factories import a_claim, a_person, an_article

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def today() -> date:
    return timezone.localdate()


def asked(article: Article | None = None, **given: Any) -> CorrectionRequest:
    values: dict[str, Any] = {
        "article_id": (article or an_article()).pk,
        "sent_to": "The desk of corrections, by e-mail",
        "wording": "It was nineteen crossings, not ninety.",
        "asked_on": today() - 10 * DAY,
        **given,
    }
    return ask_for_correction(**{"actor": a_person(), **values})


def rule_of(attempt: Callable[[], Any]) -> str:
    with pytest.raises(Refusal) as refusal:
        attempt()
    return refusal.value.rule


def test_a_request_is_noted_in_the_history_of_the_article() -> None:
    article, person = an_article(), a_person()
    claim = a_claim(words="ferry", article=article)
    request = asked(article, claim_id=claim.pk, due_on=today(), actor=person)
    told = CorrectionRequest.objects.values("sent_to", "wording", "claim", "outcome", "outcome_on").get()
    assert told == {
        "sent_to": "The desk of corrections, by e-mail",
        "wording": "It was nineteen crossings, not ninety.",
        "claim": claim.pk,
        "outcome": "waiting",
        "outcome_on": None,
    }
    verb, actor, _, after = events_of(article)[-1]
    assert (verb, actor, after["due_on"]) == ("correction.asked", person.pk, today().isoformat())
    assert request.noted_by == person


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({"sent_to": " "}, "required"),
        ({"wording": ""}, "required"),
        ({"sent_to": "x" * 301}, "too-long"),
        ({"asked_on": timezone.localdate() + 2 * DAY}, "in-the-future"),
        ({"due_on": timezone.localdate() - 11 * DAY}, "due-before-asked"),
        ({"article_id": 10**9}, "not-found"),
    ],
)
def test_what_cannot_be_meant_is_refused(given: dict[str, Any], rule: str) -> None:
    assert rule_of(lambda: asked(**given)) == rule


def test_the_claim_has_to_stand_in_the_article_and_the_person_to_work_there() -> None:
    assert rule_of(lambda: asked(claim_id=a_claim().pk)) == "claim-not-in-article"
    assert rule_of(lambda: asked(actor=a_person(role=Role.READER))) == "correction.ask"


@pytest.mark.parametrize("outcome", ["corrected", "partly", "refused", "no_answer"])
def test_an_outcome_is_noted_with_its_day_and_taken_back(outcome: str) -> None:
    article, person = an_article(), a_person()
    request = asked(article)
    values: dict[str, Any] = {"outcome": outcome, "outcome_note": "A line below.", "outcome_on": today()}
    conclude_correction(correction_id=request.pk, **values, actor=person)
    request.refresh_from_db()
    assert {name: getattr(request, name) for name in values} == values
    assert events_of(article)[-1][0] == "correction.concluded"
    again = f"correction-request-conclude-refused-from-{outcome.replace('_', '-')}"
    assert (
        rule_of(lambda: conclude_correction(correction_id=request.pk, outcome="refused", actor=person))
        == again
    )
    reopen_correction(correction_id=request.pk, actor=person)
    request.refresh_from_db()
    assert (request.outcome, request.outcome_on, request.outcome_note) == ("waiting", None, "")
    assert (
        rule_of(lambda: reopen_correction(correction_id=request.pk, actor=person))
        == "correction-request-reopen-from-waiting"
    )


def test_what_is_no_outcome_is_refused() -> None:
    request = asked()

    def concluding(**given: Any) -> str:
        values = {"correction_id": request.pk, "outcome": "corrected", "actor": a_person()}
        return rule_of(lambda: conclude_correction(**{**values, **given}))

    assert concluding(outcome="waiting") == "unknown-outcome"
    assert concluding(outcome_on=today() + 2 * DAY) == "in-the-future"
    assert concluding(outcome_on=today() - 11 * DAY) == "concluded-before-asked"
    assert concluding(actor=a_person(role=Role.READER)) == "correction.conclude"
    assert concluding(expected_version=7) == "stale"
    assert concluding(correction_id=10**9) == "not-found"


def test_what_waits_comes_first_by_its_day_and_is_overdue_after_it() -> None:
    person = a_person()
    late, soon = asked(due_on=today() - DAY), asked(due_on=today())
    open_ended, done = asked(), asked(due_on=today() - 5 * DAY)
    conclude_correction(correction_id=done.pk, outcome=CorrectionOutcome.REFUSED, actor=person)
    assert list(correction_requests(person)) == [late, soon, open_ended, done]
    assert list(overdue_corrections(person)) == [late]
    assert list(correction_requests(person, outcome="refused")) == [done]


def test_what_a_closed_desk_asks_for_is_told_to_nobody_else() -> None:
    member, stranger = a_person(), a_person()
    article = an_article()
    Article.objects.filter(pk=article.pk).update(desk=a_desk(member))
    request = asked(article, actor=member)
    assert corrections_of_article(article.pk, member) == [request]
    assert corrections_of_article(article.pk, stranger) == []
