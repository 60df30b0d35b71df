"""Making, editing, withdrawing and restoring claims."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from annotations.actions.claim_parts import InterestsInput, QuantityInput, TimeScopeInput
from annotations.actions.claims import (
    AttributionLayer,
    create_claim,
    edit_claim,
    restore_claim,
    withdraw_claim,
)
from annotations.actions.publishers import add_bloc
from annotations.actions.verdicts import sign_verdict
from annotations.domain.errors import Conflict, Invalid, NotAllowed, Stale
from annotations.domain.vocabulary import ClaimState, ClaimType, Role, VerdictState
from annotations.models import Claim, Event, TimeScope, Verdict
from annotations.queries.claims import attribution_stack
from tests.factories import (
    a_claim,
    a_person,
    a_publisher,
    a_source,
    an_article,
    assessed,
    some_evidence,
    the_administrator,
)

pytestmark = pytest.mark.django_db


def events_of(claim: Claim) -> list[str]:
    return list(
        Event.objects.filter(stream=f"claim:{claim.pk}").order_by("position").values_list("verb", flat=True)
    )


def test_a_claim_is_highlighted_on_its_words_and_leaves_one_event() -> None:
    article = an_article(text="The ferry stopped. Two boats remained.")
    claim = a_claim(article=article, words="Two boats remained")
    highlight = claim.highlights.get()
    assert (highlight.start, highlight.end, highlight.exact) == (19, 37, "Two boats remained")
    assert (claim.state, claim.status, claim.language) == (ClaimState.DRAFT, "NOT_ENOUGH_EVIDENCE", "en")
    assert events_of(claim) == ["claim.created"]


def test_words_that_differ_are_refused_with_the_words_that_stand_there() -> None:
    article = an_article(text="The ferry stopped.")
    with pytest.raises(Conflict) as refusal:
        create_claim(
            text="It stopped",
            type=ClaimType.EVENT,
            revision_id=article.revisions.get().pk,
            start=0,
            end=9,
            exact="The boats",
            actor=a_person(),
        )
    assert (refusal.value.rule, refusal.value.details["found"]) == ("words-differ", "The ferry")
    assert not Claim.objects.exists()


def test_layers_of_an_attribution_are_claims_that_assert_each_other_on_the_same_words() -> None:
    content = a_claim(
        words="Two boats remained",
        attributions=[
            AttributionLayer(asserter="The Gazette", verb="reported"),
            AttributionLayer(asserter="", verb="said", mode="anonymous"),
        ],
    )
    stack = attribution_stack(content)
    assert [(layer.type, layer.text) for layer in stack] == [
        (
            "attribution",
            "The Gazette reported that unnamed sources said that two boats remained.",
        ),
        ("attribution", "Unnamed sources said that two boats remained."),
        ("event", "Two boats remained"),
    ]
    assert {layer.highlights.get().exact for layer in stack} == {"Two boats remained"}


@pytest.mark.parametrize(
    ("given", "field", "rule"),
    [
        ({"text": "  "}, "text", "required"),
        ({"text": "x" * 2001}, "text", "too-long"),
        ({"type": "rumour"}, "type", "unknown-type"),
        ({"type": "attribution"}, "mode", "required"),
        ({"risk": "huge"}, "risk", "unknown-risk"),
    ],
)
def test_each_refusal_names_its_field_and_rule(given: dict[str, Any], field: str, rule: str) -> None:
    with pytest.raises(Invalid) as refusal:
        create_claim(**dict[str, Any]({"text": "It stopped.", "type": "event", "actor": a_person(), **given}))
    assert (refusal.value.field, refusal.value.rule) == (field, rule)


def test_attributions_follow_the_words_they_assert_until_somebody_words_them() -> None:
    content = a_claim(
        words="Two boats remained",
        attributions=[
            AttributionLayer(asserter="The Gazette", verb="reported"),
            AttributionLayer(asserter="the harbour", verb="said"),
        ],
    )
    outer = attribution_stack(content)[1]
    edit_claim(claim_id=content.pk, values={"text": "Three boats remained."}, actor=a_person())
    assert [layer.text for layer in attribution_stack(content)][:2] == [
        "The Gazette reported that the harbour said that three boats remained.",
        "The harbour said that three boats remained.",
    ]
    edit_claim(claim_id=outer.pk, values={"text": "The harbour counted three boats."}, actor=a_person())
    edit_claim(claim_id=content.pk, values={"text": "Four boats remained."}, actor=a_person())
    assert [layer.text for layer in attribution_stack(content)][:2] == [
        "The Gazette reported that the harbour counted three boats.",
        "The harbour counted three boats.",
    ]


def test_an_edit_on_an_older_version_is_refused_and_changes_nothing() -> None:
    claim = a_claim()
    edit_claim(claim_id=claim.pk, values={"text": "First."}, expected_version=1, actor=a_person())
    with pytest.raises(Stale) as refusal:
        edit_claim(claim_id=claim.pk, values={"text": "Second."}, expected_version=1, actor=a_person())
    claim.refresh_from_db()
    assert (claim.text, claim.version, refusal.value.details) == ("First.", 2, {"version": 2})


def test_an_edit_that_changes_nothing_leaves_no_event_and_no_version() -> None:
    claim = a_claim()
    edit_claim(claim_id=claim.pk, values={"text": claim.text, "type": claim.type}, actor=a_person())
    claim.refresh_from_db()
    assert (claim.version, events_of(claim)) == (1, ["claim.created"])


def test_time_figures_and_interests_are_replaced_as_wholes_and_ask_for_an_assessment() -> None:
    claim = assessed(a_claim())
    time = TimeScopeInput(text="yesterday", starts_on=date(2026, 3, 1), is_confirmed=True)
    quantities = [QuantityInput(text="dozens", low=Decimal(24), high=Decimal(99), unit="boats")]
    edit_claim(claim_id=claim.pk, values={}, time=time, quantities=quantities, actor=the_administrator())
    edit_claim(
        claim_id=claim.pk,
        values={},
        time=time,
        quantities=quantities,
        interests=InterestsInput(),
        actor=the_administrator(),
    )
    claim.refresh_from_db()
    assert (claim.version, claim.inputs_version, claim.assessed_version) == (2, 2, 1)
    assert events_of(claim) == ["claim.created", "claim.edited"]


def test_withdrawing_and_restoring_gives_back_the_state_before() -> None:
    claim = a_claim()
    some_evidence(claim=claim)
    withdraw_claim(claim_id=claim.pk, reason="A duplicate.", actor=the_administrator())
    claim.refresh_from_db()
    assert (claim.state, claim.state_before_withdrawal) == (ClaimState.WITHDRAWN, ClaimState.IN_REVIEW)
    with pytest.raises(Conflict):
        some_evidence(claim=claim)
    restore_claim(claim_id=claim.pk, actor=the_administrator())
    claim.refresh_from_db()
    assert (claim.state, claim.state_before_withdrawal) == (ClaimState.IN_REVIEW, "")
    assert events_of(claim) == ["claim.created", "evidence.attached", "claim.withdrawn", "claim.restored"]


def test_only_the_author_or_an_editor_withdraws_a_claim() -> None:
    author, colleague, editor = a_person(), a_person(), a_person(role=Role.EDITOR)
    claim = a_claim(actor=author)
    with pytest.raises(NotAllowed):
        withdraw_claim(claim_id=claim.pk, actor=colleague)
    withdraw_claim(claim_id=claim.pk, actor=author)
    restore_claim(claim_id=claim.pk, actor=editor)
    withdraw_claim(claim_id=claim.pk, actor=editor)


def test_other_words_end_the_signatures_under_a_claim() -> None:
    claim = a_claim()
    some_evidence(
        claim=claim, source=a_source(publisher=a_publisher(kind="primary_record")), proximity="primary"
    )
    assessed(claim)
    verdict = sign_verdict(
        claim_id=claim.pk,
        assessment_id=claim.current_assessment.assessment_id,
        reason="The record says so.",
        actor=a_person(),
    )
    edit_claim(claim_id=claim.pk, values={"text": "Quite another thing."}, actor=the_administrator())
    verdict = Verdict.objects.get(pk=verdict.pk)
    assert (verdict.state, verdict.end_reason) == (VerdictState.LAPSED, "The words of the claim changed.")


THEN = TimeScopeInput("on 5 January", starts_on=date(2024, 1, 5), is_confirmed=True)
TEN = QuantityInput("ten", low=Decimal(10), high=Decimal(10))


def another_year() -> dict[str, Any]:
    return {"time": replace(THEN, starts_on=date(2023, 1, 5))}


def another_figure() -> dict[str, Any]:
    return {"quantities": [replace(TEN, high=Decimal(12))]}


def another_interest() -> dict[str, Any]:
    bloc = add_bloc(name="The harbour", dispute="The quay", actor=the_administrator())
    return {"interests": InterestsInput(favours=[bloc.pk])}


def another_asserter() -> dict[str, Any]:
    return {"values": {"asserter_publisher_id": a_publisher().pk}}


@pytest.mark.parametrize("change", [another_year, another_figure, another_interest, another_asserter])
def test_what_else_a_claim_means_ends_the_signatures_under_it(change: Callable[[], dict[str, Any]]) -> None:
    claim = a_claim(time=THEN, quantities=[TEN])
    record = a_source(publisher=a_publisher(kind="primary_record"))
    some_evidence(claim=claim, source=record, proximity="primary")
    assessed(claim)
    verdict = sign_verdict(
        claim_id=claim.pk,
        assessment_id=claim.current_assessment.assessment_id,
        reason="The record says so.",
        actor=a_person(),
    )
    edit_claim(claim_id=claim.pk, actor=the_administrator(), **{"values": {}, **change()})
    verdict.refresh_from_db()
    assert (verdict.state, verdict.end_reason) == (VerdictState.LAPSED, "What the claim means changed.")


SEVERAL = "28 soldiers were killed and 59 houses burned yesterday in a brutal massacre."


def test_what_the_words_call_for_is_noted_where_nobody_said() -> None:
    claim = a_claim(text=SEVERAL)
    time = TimeScope.objects.get(claim=claim)
    assert (claim.must_split, time.text, time.starts_on, time.confirmed_at) == (True, "yesterday", None, None)
    told = a_claim(text=SEVERAL, must_split=False, time=None)
    assert (told.must_split, TimeScope.objects.filter(claim=told).exists()) == (False, False)


def test_the_time_that_is_proposed_counts_from_the_day_of_the_article() -> None:
    words = "The ferry stopped yesterday."
    claim = a_claim(words=words, article=an_article(text=words, published_on=date(2024, 5, 3)))
    time = TimeScope.objects.get(claim=claim)
    assert (claim.must_split, time.text, time.starts_on, time.anchored_on, time.confirmed_at) == (
        False,
        "yesterday",
        date(2024, 5, 2),
        date(2024, 5, 3),
        None,
    )


def test_other_words_are_looked_at_anew() -> None:
    claim, person = a_claim(text="A ferry sank."), the_administrator()
    edit_claim(claim_id=claim.pk, values={"text": SEVERAL}, actor=person)
    claim.refresh_from_db()
    assert (claim.must_split, TimeScope.objects.get(claim=claim).text) == (True, "yesterday")
    edit_claim(claim_id=claim.pk, values={"must_split": False}, time=None, actor=person)
    edit_claim(claim_id=claim.pk, values={"text": f"Some {SEVERAL}"}, actor=person)
    claim.refresh_from_db()
    assert (claim.must_split, TimeScope.objects.filter(claim=claim).exists()) == (False, False)
