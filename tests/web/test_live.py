"""The endpoint that pages ask each second."""

from typing import Any

import pytest
from django.test import Client

from annotations.actions.claims import edit_claim, withdraw_claim
from annotations.actions.overrides import end_override
from tests.exports.signed_claims import backed, signed
from tests.factories import a_claim, an_article, assessed, some_evidence, the_administrator
from tests.overridden import an_override, override_words
from tests.web.visitors import visitor

pytestmark = pytest.mark.django_db


def ask(client: Client, **question: Any) -> dict[str, Any]:
    answer: dict[str, Any] = client.get("/live/claims", question).json()
    return answer


def test_a_claim_that_nobody_has_computed_is_being_computed() -> None:
    claim = a_claim()
    told = ask(visitor(), ids=claim.pk)["claims"]
    assert told == [
        {
            "id": claim.pk,
            "status": "NOT_ENOUGH_EVIDENCE",
            "shown": "COMPUTING",
            "status_label": "Being computed",
            "why": "",
            "support": None,
            "opposition": None,
            "state": "draft",
            "is_signed": False,
            "overridden": "",
            "version": 1,
            "is_due": True,
            "assessment": None,
        }
    ]


def test_a_computed_claim_says_why() -> None:
    claim = backed(a_claim())
    told = ask(visitor(), ids=claim.pk)["claims"][0]
    expected = (claim.status, claim.get_status_display(), False, "in_review")
    assert (told["shown"], told["status_label"], told["is_due"], told["state"]) == expected
    assert "One origin supports it" in told["why"]


def test_while_nothing_changes_there_is_nothing_to_tell() -> None:
    claim, client = a_claim(), visitor()
    cursor = ask(client, ids=claim.pk)["cursor"]
    assert ask(client, ids=claim.pk, after=cursor) == {"cursor": cursor, "claims": []}


def test_every_change_is_told() -> None:
    claim, client = assessed(a_claim()), visitor()
    changes = [
        lambda: some_evidence(claim=claim),
        lambda: assessed(claim),
        lambda: edit_claim(claim_id=claim.pk, values={"text": "Other words."}, actor=the_administrator()),
        lambda: withdraw_claim(claim_id=claim.pk, actor=the_administrator()),
    ]
    cursors = [ask(client, ids=claim.pk)["cursor"]]
    for change in changes:
        change()
        cursors.append(ask(client, ids=claim.pk, after=cursors[-1])["cursor"])
    assert len(set(cursors)) == 5


def test_a_signature_that_completes_is_told() -> None:
    claim, client = backed(a_claim()), visitor()
    before = ask(client, ids=claim.pk)["cursor"]
    signed(claim)
    told = ask(client, ids=claim.pk, after=before)["claims"]
    assert [(one["state"], one["is_signed"]) for one in told] == [("signed", True)]


def test_an_override_is_told_when_it_holds_and_when_it_ended() -> None:
    claim, client = backed(a_claim()), visitor()
    before = ask(client, ids=claim.pk)["cursor"]
    override = an_override(claim, status="CONFLICTING")
    answer = ask(client, ids=claim.pk, after=before)
    shown = [(one["status"], one["overridden"]) for one in answer["claims"]]
    assert shown == [("SUPPORTED", override_words(override, "Conflicting"))]
    end_override(override_id=override.pk, reason="It was published.", actor=the_administrator())
    told = ask(client, ids=claim.pk, after=answer["cursor"])["claims"]
    assert [(one["status"], one["overridden"]) for one in told] == [("SUPPORTED", "")]


def test_an_article_is_asked_for_all_of_its_claims() -> None:
    article = an_article(text="The ferry stopped. Two boats remained. Nobody came.")
    here = [a_claim(article=article, words=words) for words in ("The ferry stopped", "Two boats remained")]
    a_claim()
    told = ask(visitor(), article=article.pk)["claims"]
    assert [claim["id"] for claim in told] == [claim.pk for claim in here]


@pytest.mark.parametrize("claims", [1, 20])
def test_nothing_changed_costs_one_statement_however_many(
    claims: int, django_assert_num_queries: Any
) -> None:
    claims_made = [a_claim() for _ in range(claims)]
    ids = ",".join(str(claim.pk) for claim in claims_made)
    client = visitor()
    cursor = ask(client, ids=ids)["cursor"]
    with django_assert_num_queries(3):  # the session, the person, the claims
        ask(client, ids=ids, after=cursor)
    some_evidence(claim=claims_made[0])
    assessed(claims_made[0])
    with django_assert_num_queries(4):
        ask(client, ids=ids, after=cursor)


@pytest.mark.parametrize("question", [{}, {"ids": ""}, {"ids": "1,x"}, {"ids": "1;2"}, {"article": "-1"}])
def test_a_question_nobody_understands_is_refused(question: dict[str, str]) -> None:
    assert visitor().get("/live/claims", question).status_code == 400


def test_after_the_session_the_answer_is_not_a_page(client: Client) -> None:
    answer = client.get("/live/claims?ids=1")
    assert (answer.status_code, answer.json()) == (401, {"error": "signed-out"})
