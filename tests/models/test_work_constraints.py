"""The database itself refuses what articles, claims, evidence, assessments and verdicts must never hold."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, models, transaction
from django.utils import timezone

from annotations.models import (
    Article,
    Assessment,
    Claim,
    ClaimInterest,
    Event,
    Evidence,
    Highlight,
    IdempotencyKey,
    Override,
    PartyBloc,
    Policy,
    Quantity,
    Reliance,
    Revision,
    StaleFlag,
    StanceVote,
    TimeScope,
    Verdict,
)
from tests.factories import (
    a_claim,
    a_person,
    a_source,
    an_article,
    assessed,
    some_evidence,
    the_administrator,
)

pytestmark = pytest.mark.django_db

MODELS: list[type[models.Model]] = [
    Article,
    Assessment,
    Claim,
    ClaimInterest,
    Event,
    Evidence,
    Highlight,
    IdempotencyKey,
    Override,
    Quantity,
    Reliance,
    Revision,
    StaleFlag,
    StanceVote,
    TimeScope,
    Verdict,
]


def article(**values: Any) -> None:
    Article.objects.create(**{"headline": "Ferry", "imported_by": the_administrator(), **values})


def same_address() -> None:
    article(canonical_url="https://news.example/ferry")
    article(canonical_url="https://news.example/ferry")


def revision(**values: Any) -> None:
    first = an_article().revisions.get()
    given = {
        "article": first.article,
        "number": 2,
        "text": "Other.",
        "blocks": [],
        "sha256": "other",
        "origin": "paste",
        "made_by": the_administrator(),
    }
    Revision.objects.create(**{**given, **values})


def claim(**values: Any) -> None:
    pk = a_claim().pk
    if values.pop("of_itself", False):
        values = {**values, "part_of": pk}
    Claim.objects.filter(pk=pk).update(**values)


def interest(times: int = 1, **values: Any) -> None:
    bloc = PartyBloc.objects.create(name="The company", dispute="The harbour")
    given = {"claim": a_claim(), "bloc": bloc, "kind": "favours", **values}
    for _ in range(times):
        ClaimInterest.objects.create(**given)


def time_scope(**values: Any) -> None:
    TimeScope.objects.create(**{"claim": a_claim(), "text": "today", "granularity": "day", **values})


def quantity(**values: Any) -> None:
    Quantity.objects.create(**{"claim": a_claim(), "text": "ten", "low": 10, "high": 10, **values})


def highlight(**values: Any) -> None:
    made = a_claim(words="Two boats").highlights.get()
    Highlight.objects.filter(pk=made.pk).update(**values)


def successors(*, in_next_revision: bool = False, **values: Any) -> None:
    """Two rows found from the same highlight, on two places, and in two revisions if asked for."""
    made = a_claim(words="Two boats").highlights.get()
    original, first = made.pk, made.revision
    assert made.end is not None
    for number in (1, 2):
        made.pk, made.original_id, made.outcome, made.end = None, original, "moved", made.end - 1
        if in_next_revision:
            made.revision = Revision.objects.create(
                article=first.article,
                number=1 + number,
                text="Other.",
                blocks=[],
                sha256="other",
                origin="paste",
                made_by=the_administrator(),
            )
        for name, value in values.items():
            setattr(made, name, value)
        made.save(force_insert=True)


def same_place() -> None:
    made = a_claim(words="Two boats").highlights.get()
    made.pk = None
    made.save(force_insert=True)


def evidence(**values: Any) -> None:
    Evidence.objects.filter(pk=some_evidence().pk).update(**values)


def same_passage() -> None:
    link = some_evidence()
    link.pk = None
    link.save(force_insert=True)


def reliance() -> None:
    values = {"evidence": some_evidence(), "source": a_source()}
    Reliance.objects.create(**values)
    Reliance.objects.create(**values)


def vote(**values: Any) -> None:
    link = some_evidence()
    person = the_administrator()
    StanceVote.objects.filter(evidence=link).delete()
    for _ in range(2):
        StanceVote.objects.create(**{"evidence": link, "reviewer": person, "stance": "context", **values})


def assessment(**values: Any) -> None:
    given = {
        "claim": a_claim(),
        "fingerprint": "f",
        "policy_version": "1",
        "status": "SUPPORTED",
        "result": {},
        **values,
    }
    Assessment.objects.create(**given)
    Assessment.objects.create(**given)


def stale(**values: Any) -> None:
    given = {"claim": a_claim(), "cause": "AGE", **values}
    StaleFlag.objects.create(**given)
    StaleFlag.objects.create(**given)


def signed(times: int = 1, **values: Any) -> None:
    known = assessed(a_claim())
    given = {
        "claim": known,
        "assessment": known.current_assessment.assessment,
        "status": "SUPPORTED",
        "reason": "It is so.",
        "reviewer": the_administrator(),
        **values,
    }
    for _ in range(times):
        Verdict.objects.create(**given)


def override(times: int = 1, **values: Any) -> None:
    known = assessed(a_claim())
    given = {
        "claim": known,
        "assessment": known.current_assessment.assessment,
        "status": "SUPPORTED",
        "reason_code": "legal",
        "text": "A court has settled it, in a ruling that is final.",
        "proposed_by": the_administrator(),
        "expires_at": timezone.now(),
        **values,
    }
    for _ in range(times):
        Override.objects.create(**given)


def approved_by_oneself() -> None:
    override(approved_by=the_administrator(), approved_at=timezone.now())


def same_key() -> None:
    for _ in range(2):
        IdempotencyKey.objects.create(person=the_administrator(), key="k", request_sha256="x")


VIOLATIONS: dict[str, Callable[[], None]] = {
    "article_address_is_imported_once": same_address,
    "article_has_a_headline": lambda: article(headline=""),
    "revision_number_is_unique_in_its_article": lambda: revision(number=1),
    "revision_is_made_by_somebody_or_by_a_check": lambda: revision(made_by=None),
    "revision_has_text": lambda: revision(text=""),
    "revision_numbers_start_at_one": lambda: revision(number=0),
    "revision_origin_is_known": lambda: revision(origin="pigeon"),
    "claim_has_text": lambda: claim(text=""),
    "claim_type_is_known": lambda: claim(type="rumour"),
    "claim_state_is_known": lambda: claim(state="lost"),
    "claim_status_is_known": lambda: claim(status="TRUE"),
    "claim_risk_is_known": lambda: claim(risk="huge"),
    "claim_that_asserts_another_is_an_attribution": lambda: claim(asserts=a_claim().pk),
    "claim_attribution_has_a_mode": lambda: claim(type="attribution", asserter="The mayor"),
    "claim_attribution_names_its_asserter_unless_anonymous": lambda: claim(
        type="attribution", mode="indirect"
    ),
    "claim_does_not_contain_itself": lambda: claim(of_itself=True),
    "claim_withdrawn_remembers_its_state": lambda: claim(state="withdrawn"),
    "claim_is_not_assessed_ahead_of_its_inputs": lambda: claim(assessed_version=9),
    "claim_interest_is_stated_once_per_bloc": lambda: interest(times=2),
    "claim_interest_kind_is_known": lambda: interest(kind="likes"),
    "time_scope_granularity_is_known": lambda: time_scope(granularity="moment"),
    "time_scope_ends_after_it_starts": lambda: time_scope(
        starts_on=date(2026, 1, 2), ends_on=date(2026, 1, 1)
    ),
    "time_scope_confirmation_is_whole": lambda: time_scope(confirmed_by=the_administrator()),
    "quantity_high_is_not_below_low": lambda: quantity(high=9),
    "quantity_comparator_is_known": lambda: quantity(comparator="nearly"),
    "highlight_ends_after_it_starts": lambda: highlight(end=0),
    "highlight_has_a_place_unless_its_words_are_gone": lambda: highlight(exact=""),
    "highlight_on_other_words_is_live_only_when_confirmed": lambda: highlight(outcome="changed"),
    "highlight_is_confirmed_by_somebody": lambda: highlight(confirmed_at=timezone.now()),
    "highlight_superseded_is_not_current": lambda: highlight(state="superseded"),
    "highlight_has_one_row_per_revision": lambda: successors(is_current=False),
    "highlight_has_one_current_row": lambda: successors(in_next_revision=True),
    "highlight_state_is_known": lambda: highlight(state="faded"),
    "highlight_outcome_is_known": lambda: highlight(outcome="lucky"),
    "highlight_found_again_names_its_original": lambda: highlight(outcome="moved"),
    "highlight_marks_a_place_once_per_claim": same_place,
    "evidence_uses_a_passage_once_per_claim": same_passage,
    "evidence_withdrawn_remembers_its_state": lambda: evidence(state="withdrawn"),
    "evidence_has_a_passage": lambda: evidence(passage=""),
    "evidence_passage_ends_after_it_starts": lambda: evidence(end=0),
    "evidence_passage_check_is_known": lambda: evidence(passage_check="perhaps"),
    "evidence_stance_is_known": lambda: evidence(stance="agrees"),
    "evidence_coverage_is_known": lambda: evidence(coverage="most"),
    "evidence_proximity_is_known": lambda: evidence(proximity="near"),
    "evidence_credibility_is_known": lambda: evidence(credibility="9"),
    "evidence_sourcing_is_known": lambda: evidence(sourcing="guess"),
    "evidence_state_is_known": lambda: evidence(state="lost"),
    "reliance_is_stated_once": reliance,
    "stance_vote_is_cast_once": lambda: vote(),
    "stance_vote_stance_is_known": lambda: vote(stance="agrees"),
    "assessment_is_stored_once_per_fingerprint": lambda: assessment(),
    "assessment_status_is_known": lambda: assessment(status="TRUE"),
    "assessment_certainty_is_known": lambda: assessment(certainty="SURE"),
    "stale_flag_is_raised_once_per_cause": lambda: stale(),
    "stale_flag_cause_is_known": lambda: stale(cause="BORED"),
    "verdict_is_signed_once_per_reviewer": lambda: signed(times=2),
    "verdict_status_is_known": lambda: signed(status="TRUE"),
    "verdict_state_is_known": lambda: signed(state="asleep", ended_at=timezone.now(), end_reason="x"),
    "verdict_context_flag_is_known": lambda: signed(context_flag="odd"),
    "verdict_settled_was_a_dissent": lambda: signed(
        state="upheld", ended_at=timezone.now(), end_reason="x", settled_by=a_person()
    ),
    "verdict_is_settled_by_somebody_else": lambda: signed(settled_by=the_administrator()),
    "verdict_has_a_reason": lambda: signed(reason=""),
    "verdict_that_ended_says_when_and_why": lambda: signed(state="lapsed"),
    "override_is_open_once_per_claim": lambda: override(times=2),
    "override_status_is_known": lambda: override(status="TRUE"),
    "override_reason_is_known": lambda: override(reason_code="mood"),
    "override_is_explained": lambda: override(text="Because."),
    "override_is_approved_by_a_second_person": approved_by_oneself,
    "override_approval_is_whole": lambda: override(approved_at=timezone.now()),
    "override_that_ended_says_when_and_why": lambda: override(ended_at=timezone.now()),
    "idempotency_key_is_used_once": same_key,
}

BY_TRIGGER = {"event_position_is_unique_in_its_stream"}
"""A trigger numbers the events, so that nobody can offer a position that is taken."""


@pytest.mark.parametrize("name", sorted(VIOLATIONS))
def test_the_database_refuses(name: str) -> None:
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        VIOLATIONS[name]()
    assert refusal.value.__cause__.diag.constraint_name == name  # type: ignore[union-attr]


def test_every_constraint_has_its_test() -> None:
    named = {constraint.name for model in MODELS for constraint in model._meta.constraints}
    assert named == VIOLATIONS.keys() | BY_TRIGGER


def test_a_policy_is_never_changed() -> None:
    Policy.objects.create(version="1.0.0", tables={})
    with pytest.raises(ProgrammingError, match="pgtrigger"), transaction.atomic():
        Policy.objects.update(version="2.0.0")
