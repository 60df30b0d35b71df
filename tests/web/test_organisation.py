"""The page of the newsroom, and the linter's."""

import json
from typing import Any

import pytest
from django.test import Client

from annotations.domain.claimreview import RULES
from annotations.domain.claimreview.schema import CLAIM_REVIEW_SCHEMA
from annotations.domain.organisation import Profile
from annotations.queries.organisation import profile_in_force
from annotations.web.forms.organisation import values_of
from annotations.web.lint_examples import EXAMPLES
from tests.domain.claimreview.faults import a_review
from tests.factories import the_administrator
from tests.web.visitors import toasts_of, visitor, words_of

pytestmark = pytest.mark.django_db

AT, LINT = "/organisation/", "/lint/"


def typed(**given: Any) -> dict[str, Any]:
    """The form as it comes, with other values."""
    filled = {**values_of(Profile("The Checkers")), "has_public_pages": "", **given}
    return {name: value for name, value in filled.items() if value is not None}


def test_an_administrator_writes_it_and_a_reviewer_reads_it() -> None:
    administrator = visitor(the_administrator())
    answer = administrator.post(
        AT,
        typed(number=0, has_public_pages="on", ownership="Its readers.", words_mixed="Half of it"),
        follow=True,
    )
    assert toasts_of(answer) == [("Saved.", "")]
    profile = profile_in_force()
    assert (profile.number, profile.has_public_pages, profile.ownership) == (1, True, "Its readers.")
    told = words_of(visitor().get(AT))
    assert "Its readers." in told and "Half of it" in told and "Version 1" in told
    again = {**typed(**values_of(profile)), "number": 1, "has_public_pages": "on"}
    answer = administrator.post(AT, again, follow=True)
    assert toasts_of(answer) == [("Nothing was different, so nothing was saved.", "")]


def test_a_reviewer_changes_nothing() -> None:
    assert visitor().post(AT, typed(number=0)).status_code == 403
    assert visitor().get(f"{AT}ratings/").status_code == 403
    assert profile_in_force().number == 0


@pytest.mark.parametrize(
    ("given", "status", "words"),
    [
        ({"name": ""}, 422, "This field is required"),
        ({"words_mixed": "Mixed", "value_mixed": "9"}, 422, "is 9, not from 1 to 5"),
        ({"words_refuted": "True"}, 422, "wrong end of the scale"),
        ({"address": "nowhere"}, 422, "nowhere"),
        ({"number": "7"}, 409, "Somebody else changed it"),
    ],
)
def test_what_is_refused_is_kept_and_said(given: dict[str, str], status: int, words: str) -> None:
    answer = visitor(the_administrator()).post(AT, typed(**{"number": 0, "contact": "By the pier", **given}))
    assert answer.status_code == status
    assert words in words_of(answer) and "By the pier" in words_of(answer)


def test_ratings_are_shown_while_they_are_typed() -> None:
    administrator = visitor(the_administrator())
    shown = words_of(administrator.get(f"{AT}ratings/", typed(words_supported="Rock solid", best=7)))
    assert "Rock solid" in shown and "5 of 1 to 7" in shown
    assert "The worst number" in words_of(administrator.get(f"{AT}ratings/", typed(worst=9)))
    assert administrator.get(f"{AT}ratings/", {"worst": "x"}).status_code == 200


def test_the_linter_keeps_what_was_pasted_and_names_each_fault() -> None:
    markup = json.dumps(a_review(inLanguage=..., claimReviewed="False: it rained <b>"))
    answer = visitor().post(LINT, {"markup": markup, "address": ""})
    told = words_of(answer)
    assert answer.status_code == 200
    assert RULES["language-missing"].fix.split(",")[0] in told.replace("&quot;", '"')
    assert "verdict-in-claim" in told and "$.claimReviewed" in told and "cannot be published" in told
    assert "False: it rained &lt;b&gt;" in answer.content.decode()


def test_the_linter_praises_what_is_clean_and_teaches_when_it_is_empty() -> None:
    assert "No rule has anything against it." in words_of(visitor().get(f"{LINT}?example=clean"))
    assert "Paste markup" in words_of(visitor().get(LINT))
    assert "Paste markup" in words_of(visitor().get(f"{LINT}?example=unknown"))


@pytest.mark.parametrize("name", [name for name in EXAMPLES if name != "clean"])
def test_each_example_shows_a_fault(name: str) -> None:
    assert "As it is, it cannot be published." in words_of(visitor().get(LINT, {"example": name}))


@pytest.mark.parametrize("markup", ["", "x" * 500_001])
def test_the_linter_refuses_nothing_at_all_and_too_much(markup: str) -> None:
    assert visitor().post(LINT, {"markup": markup}).status_code == 422


def test_any_text_gets_an_answer() -> None:
    for markup in ("[" * 50_000, "\x00", "<script>", "null", '"\\ud800"', '{"@type": "ClaimReview"}'):
        assert visitor().post(LINT, {"markup": markup}).status_code in (200, 422)


def test_context_and_schema_are_served_to_everybody(client: Client) -> None:
    context, schema = client.get("/contexts/evidence.jsonld"), client.get("/schemas/claimreview.json")
    assert (context["Content-Type"], schema["Content-Type"]) == (
        "application/ld+json",
        "application/schema+json",
    )
    assert json.loads(schema.content) == CLAIM_REVIEW_SCHEMA
    assert "EvidenceRecord" in json.loads(context.content)["@context"]
    assert context["Access-Control-Allow-Origin"] == "*" and "public" in context["Cache-Control"]
