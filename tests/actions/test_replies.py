"""The right of reply: whom a claim was put to, until when, and what they answered."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from annotations.actions.claims import withdraw_claim
from annotations.actions.replies import conclude_reply, expire_replies, postpone_reply, reopen_reply
from annotations.domain.errors import Refusal
from annotations.domain.vocabulary import ReplyOutcome, Role
from annotations.models import ReplyRequest
from annotations.queries.replies import awaited_replies
from tests.events import events_of
from tests.factories import a_claim, a_person, a_publisher
from tests.published import asked_to_reply, passed

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def rule_of(attempt: Callable[[], Any]) -> str:
    with pytest.raises(Refusal) as refusal:
        attempt()
    return refusal.value.rule


def test_a_question_is_noted_with_who_was_asked_how_and_until_when() -> None:
    claim, office, person = a_claim(), a_publisher(), a_person()
    request = asked_to_reply(claim, publisher_id=office.pk, actor=person)
    told = ReplyRequest.objects.values(
        "asked", "publisher", "channel", "question", "outcome", "answer", "answered_at", "noted_by"
    ).get()
    assert told == {
        "asked": "The harbour office",
        "publisher": office.pk,
        "channel": "by e-mail",
        "question": "How many crossings were there?",
        "outcome": "waiting",
        "answer": "",
        "answered_at": None,
        "noted_by": person.pk,
    }
    verb, actor, before, after = events_of(claim)[-1]
    assert (verb, actor, before) == ("reply.asked", person.pk, {})
    assert (after["asked"], after["deadline_at"]) == ("The harbour office", request.deadline_at.isoformat())


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({"asked": " "}, "required"),
        ({"question": ""}, "required"),
        ({"asked": "x" * 301}, "too-long"),
        ({"publisher_id": 10**9}, "unknown-publisher"),
        ({"asked_at": timezone.now() + DAY, "deadline_at": timezone.now() + 2 * DAY}, "in-the-future"),
        ({"deadline_at": timezone.now() - DAY}, "deadline-before-question"),
    ],
)
def test_what_cannot_be_meant_is_refused(given: dict[str, Any], rule: str) -> None:
    assert rule_of(lambda: asked_to_reply(a_claim(), **given)) == rule


def test_readers_ask_nobody_and_nothing_is_asked_about_a_withdrawn_claim() -> None:
    claim = a_claim()
    assert rule_of(lambda: asked_to_reply(claim, actor=a_person(role=Role.READER))) == "reply.ask"
    withdraw_claim(claim_id=claim.pk, actor=claim.created_by)
    assert rule_of(lambda: asked_to_reply(claim)) == "claim-is-withdrawn"


def test_an_answer_is_noted_and_taken_back() -> None:
    claim, person = a_claim(), a_person()
    request = asked_to_reply(claim)
    conclude_reply(reply_id=request.pk, outcome="answered", answer=" Nineteen.\n", actor=person)
    request.refresh_from_db()
    assert (request.outcome, request.answer) == (ReplyOutcome.ANSWERED, "Nineteen.")
    assert request.answered_at is not None
    reopen_reply(reply_id=request.pk, actor=person)
    again = ReplyRequest.objects.get()
    assert (again.outcome, again.answer, again.answered_at) == (ReplyOutcome.WAITING, "", None)
    assert [verb for verb, *_ in events_of(claim)[-3:]] == [
        "reply.asked",
        "reply.concluded",
        "reply.reopened",
    ]
    assert list(awaited_replies(claim.pk, timezone.now())) == [request]


def test_what_is_no_answer_is_refused() -> None:
    request = asked_to_reply(a_claim())

    def concluding(**given: Any) -> str:
        values = {"reply_id": request.pk, "outcome": "answered", "answer": "Yes.", "actor": a_person()}
        return rule_of(lambda: conclude_reply(**{**values, **given}))

    assert concluding(outcome="no_answer") == "unknown-outcome"
    assert concluding(answer=" ") == "required"
    assert concluding(answered_at=timezone.now() + DAY) == "in-the-future"
    assert concluding(answered_at=request.asked_at - DAY) == "answered-before-question"
    assert concluding(actor=a_person(role=Role.READER)) == "reply.conclude"
    assert concluding(expected_version=7) == "stale"
    assert concluding(reply_id=10**9) == "not-found"
    conclude_reply(reply_id=request.pk, outcome="declined", actor=a_person())
    assert concluding() == "reply-request-conclude-answered-from-declined"


def test_who_lets_the_deadline_pass_has_not_answered_and_may_still() -> None:
    claim = a_claim()
    request = asked_to_reply(claim)
    assert expire_replies(now=timezone.now()) == 0
    assert (expire_replies(now=passed(request)), expire_replies(now=passed(request))) == (1, 0)
    request.refresh_from_db()
    assert (request.outcome, request.answered_at) == (ReplyOutcome.NO_ANSWER, None)
    assert events_of(claim)[-1] == ("reply.run_out", None, {"outcome": "waiting"}, {"outcome": "no_answer"})
    conclude_reply(reply_id=request.pk, outcome="answered", answer="Nineteen.", actor=a_person())
    request.refresh_from_db()
    assert request.outcome == ReplyOutcome.ANSWERED


def test_a_deadline_is_put_off_and_then_waited_for_again() -> None:
    claim, person = a_claim(), a_person()
    request = asked_to_reply(claim)
    expire_replies(now=passed(request))
    later = timezone.now() + 3 * DAY
    postpone_reply(reply_id=request.pk, deadline_at=later, expected_version=2, actor=person)
    request.refresh_from_db()
    assert (request.outcome, request.deadline_at) == (ReplyOutcome.WAITING, later)
    early = request.asked_at
    assert (
        rule_of(lambda: postpone_reply(reply_id=request.pk, deadline_at=early, actor=person))
        == "deadline-before-question"
    )
    conclude_reply(reply_id=request.pk, outcome="declined", actor=person)
    assert (
        rule_of(lambda: postpone_reply(reply_id=request.pk, deadline_at=later, actor=person))
        == "reply-request-postpone-from-declined"
    )
