"""The figures of agreement and quality, computed from what people really did."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from annotations.actions.publishers import grade_publisher
from annotations.actions.quality import figures_of, keep_figures
from annotations.actions.verdicts import sign_verdict
from annotations.models import Desk, GoldLink, QualityFigures, SecondLook
from annotations.queries.quality import Scope, scopes_of
from tests.factories import (
    a_person,
    a_publisher,
    a_source,
    assessed,
    some_evidence,
    the_administrator,
)

pytestmark = pytest.mark.django_db


def the_scope(**given: Any) -> Scope:
    until = timezone.now() + timedelta(hours=1)
    return Scope(**{"desk": None, "claim_type": "", "days": 30, "until": until, **given})


def read_twice(pairs: list[tuple[str, str]], settled: dict[int, str] | None = None) -> tuple[Any, Any]:
    """Two people read so many links."""
    first, second, third = (a_person() for _ in range(3))
    evidence = some_evidence()
    for number, (one, other) in enumerate(pairs):
        state = "agreed" if one == other else "settled" if number in (settled or {}) else "disputed"
        ending = (
            {
                "settler": third,
                "settled_stance": (settled or {})[number],
                "settled_reason": "Read in full.",
                "settled_at": timezone.now(),
            }
            if state == "settled"
            else {}
        )
        SecondLook.objects.create(
            evidence=evidence if state == "agreed" or state == "settled" else some_evidence(),
            why="SAMPLED",
            state=state,
            first_reviewer=first,
            first_stance=one,
            reader=second,
            taken_at=timezone.now(),
            stance=other,
            answered_at=timezone.now(),
            **ending,
        )
    return first, second


def share(value: float | None, count: int, low: Any = None, high: Any = None, missing: Any = None) -> Any:
    return {"value": value, "count": count, "low": low, "high": high, "missing": missing}


def test_nothing_is_told_where_nothing_was_done() -> None:
    nothing = share(None, 0, missing="NO_PAIRS")
    figures = figures_of(the_scope())
    people, backlog, balance = (figures.pop(name) for name in ("people", "backlog", "balance"))
    assert (people, balance) == (
        {"overturned": {}, "gold": {}, "kappa": {}, "grade_kappa": {}},
        {"publishers": [], "sides": []},
    )
    assert set(backlog.values()) == {0}
    assert figures.pop("calibration") == dict.fromkeys(["HIGH", "MODERATE", "LOW"], nothing)
    assert (figures.pop("calibration_by_status"), figures.pop("open_denials")) == ({}, 0)
    assert figures == dict.fromkeys(figures, nothing)


def test_below_twenty_readings_there_is_no_figure_but_their_count() -> None:
    read_twice([("corroborates", "corroborates")] * 10 + [("corroborates", "contradicts")])
    figures = figures_of(the_scope())
    assert figures["raw_agreement"] == share(None, 11, missing="TOO_FEW")


def test_what_two_people_read_is_counted() -> None:
    pairs = [("corroborates", "corroborates")] * 12 + [("contradicts", "contradicts")] * 6
    pairs += [("corroborates", "contradicts"), ("corroborates", "context")]
    first, second = read_twice(pairs, settled={18: "contradicts"})
    figures = figures_of(the_scope())
    assert figures["raw_agreement"] == share(0.9, 20, 0.699, 0.9721)
    assert figures["flat_opposition"]["value"] == 0.05
    assert figures["adjudication_rate"]["value"] == 0.1
    # 1 - 39 * 4 / 754; the interval is that of the jackknife.
    assert figures["alpha_nominal"] == share(0.7931, 20, 0.5139, 1.0)
    # One of the two disputes is settled: 19 readings are decided, of which one was reversed.
    assert figures["overturn_rate"] == share(None, 19, missing="TOO_FEW")
    low, high = sorted((first.pk, second.pk))
    assert list(figures["people"]["kappa"]) == [f"{low}-{high}"]
    assert figures["people"]["overturned"] == {str(first.pk): share(None, 19, missing="TOO_FEW")}


def test_gold_is_told_by_person_and_stays_out_of_agreement() -> None:
    person = a_person()
    for number in range(20):
        gold = GoldLink.objects.create(
            claim_text="The pier is closed.",
            passage="The pier was closed.",
            source_title="Notice",
            stance="corroborates",
            reason="Says so.",
            made_by=the_administrator(),
        )
        stance = "corroborates" if number % 4 else "context"
        SecondLook.objects.create(
            gold=gold,
            why="SAMPLED",
            state="agreed" if stance == "corroborates" else "disputed",
            first_stance="corroborates",
            reader=person,
            taken_at=timezone.now(),
            stance=stance,
            answered_at=timezone.now(),
        )
    figures = figures_of(the_scope())
    assert figures["people"]["gold"][str(person.pk)]["value"] == 0.75
    assert figures["raw_agreement"]["count"] == 0


def test_grades_of_several_people_and_the_time_to_sign_are_told() -> None:
    for _ in range(2):
        publisher = a_publisher()
        for grade in "BC":
            administrator = a_person(role="administrator")
            grade_publisher(publisher_id=publisher.pk, grade=grade, reason="Record.", actor=administrator)
    record = a_publisher(kind="official_body")
    grade_publisher(publisher_id=record.pk, grade="A", reason="Record.", actor=the_administrator())
    evidence = some_evidence(source=a_source(publisher=record), proximity="primary", sourcing="own")
    claim = assessed(evidence.claim)
    signer = a_person()
    needed = claim.current_assessment.assessment.result["sign_off"]["reviewers"]
    for person in (signer, a_person())[:needed]:
        sign_verdict(
            claim_id=claim.pk,
            assessment_id=claim.current_assessment.assessment_id,
            reason="It is so.",
            actor=person,
        )
    figures = figures_of(the_scope())
    assert figures["grade_alpha"] == share(None, 2, missing="TOO_FEW")
    assert figures["median_hours_to_sign_off"]["count"] == 1
    assert figures["tracing_rate"] == share(None, 1, missing="TOO_FEW")


def test_figures_of_a_day_are_kept_once_for_every_desk_and_period() -> None:
    Desk.objects.create(name="Harbour", made_by=the_administrator())
    now = timezone.now()
    assert (keep_figures(now=now), keep_figures(now=now), len(scopes_of(now.date()))) == (6, 0, 6)
    assert QualityFigures.objects.count() == 6


def test_a_scope_is_of_its_desk_and_type() -> None:
    desk = Desk.objects.create(name="Harbour", made_by=the_administrator())
    claim = some_evidence().claim
    type(claim).objects.filter(pk=claim.pk).update(desk=desk)
    here, elsewhere = the_scope(desk=desk.pk), the_scope(desk=desk.pk, claim_type="law")
    assert figures_of(here)["backlog"]["in_review"] == 1
    assert figures_of(elsewhere)["backlog"]["in_review"] == 0


def test_the_number_of_statements_does_not_grow(django_assert_num_queries: Any) -> None:
    read_twice([("corroborates", "corroborates")] * 3)
    with django_assert_num_queries(16):
        figures_of(the_scope())
