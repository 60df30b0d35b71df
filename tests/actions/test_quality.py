"""The figures of agreement and quality, computed from what people really did."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from annotations.actions.claims import edit_claim
from annotations.actions.publishers import grade_publisher
from annotations.actions.quality import ask_for_figures, figures_of, keep_figures
from annotations.actions.verdicts import sign_verdict
from annotations.domain.errors import Conflict
from annotations.models import (
    Article,
    Assessment,
    Claim,
    Desk,
    GoldLink,
    Override,
    QualityFigures,
    SecondLook,
    Verdict,
)
from annotations.queries.quality import Scope, scopes_of
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


def signed_claims(count: int, **given: Any) -> list[Claim]:
    """Claims in an article of one publisher, signed as supported with high certainty: made as rows."""
    article, publisher = an_article(text="It stood."), a_publisher()
    Article.objects.filter(pk=article.pk).update(publisher=publisher)
    claims = [a_claim(words="It stood.", article=article) for _ in range(count)]
    for claim in claims:
        made = Assessment.objects.create(
            claim=claim,
            fingerprint=f"{claim.pk:064d}",
            policy_version="1.0.0",
            status="SUPPORTED",
            certainty="HIGH",
            support=200,
            opposition=0,
            supporting_origins=2,
            opposing_origins=0,
            result={"links": []},
        )
        Verdict.objects.create(
            claim=claim, assessment=made, status="SUPPORTED", reason="It is so.", reviewer=a_person(), **given
        )
    ids = [claim.pk for claim in claims]
    Claim.objects.filter(pk__in=ids).update(state="signed", status="SUPPORTED", changed_at=timezone.now())
    return claims


def test_no_figure_counts_the_status_of_a_claim_that_somebody_reads_blind() -> None:
    claims = signed_claims(21)
    told = figures_of(the_scope())
    assert told["calibration"]["HIGH"]["count"] == 21
    assert [row["count"] for row in told["balance"]["publishers"]] == [21]
    SecondLook.objects.create(
        evidence=some_evidence(claim=claims[0]),
        why="SAMPLED",
        first_reviewer=the_administrator(),
        first_stance="corroborates",
        sealed_claims=[claims[0].pk],
    )
    sealed = figures_of(the_scope())
    assert sealed["calibration"]["HIGH"]["count"] == 20
    assert [row["count"] for row in sealed["balance"]["publishers"]] == [20]
    assert sealed["raw_agreement"]["count"] == 0


def test_a_signed_status_holds_until_the_claim_has_another() -> None:
    claims = signed_claims(20)
    Claim.objects.filter(pk=claims[0].pk).update(status="REFUTED")
    assert figures_of(the_scope())["calibration"]["HIGH"] == share(0.95, 20, 0.7639, 0.9911)
    assert figures_of(the_scope())["calibration_by_status"]["SUPPORTED"]["LOW"]["count"] == 0


def test_a_second_person_who_edits_a_claim_has_typed_it_too() -> None:
    first, second = a_person(), a_person()
    for number in range(20):
        claim = a_claim(actor=first)
        values = {"type": "law"} if number < 2 else {"topic": "ferries"}
        edit_claim(claim_id=claim.pk, values=values, actor=second)
    edit_claim(claim_id=a_claim(actor=first).pk, values={"topic": "ferries"}, actor=first)
    found = figures_of(the_scope())["type_alpha"]
    # 18 pairs alike, 2 of event and law: 1 - 39 * 2 / (38 * 2), below chance by a little.
    assert (found["value"], found["count"]) == (-0.0263, 20)


def test_overridden_claims_are_a_share_of_all_that_were_concluded() -> None:
    claims = signed_claims(20)
    now = timezone.now()
    for claim in [claims[0], a_claim()]:
        Override.objects.create(
            claim=claim,
            assessment=Assessment.objects.earliest("pk"),
            status="REFUTED",
            reason_code="expert_knowledge",
            text="The register of that day says otherwise, in so many words.",
            proposed_by=a_person(),
            approved_by=a_person(),
            approved_at=now,
            expires_at=now + timedelta(days=9),
        )
    found = figures_of(the_scope())
    assert found["override_rate"] == share(0.0952, 21, 0.0265, 0.2891)
    assert found["calibration"]["HIGH"]["value"] == 0.95


def test_figures_of_closed_desks_stand_for_themselves() -> None:
    desk = Desk.objects.create(name="Harbour", visibility="closed", made_by=the_administrator())
    claim = some_evidence().claim
    Claim.objects.filter(pk=claim.pk).update(desk=desk)
    counted = {scope: figures_of(the_scope(desk=scope))["backlog"]["in_review"] for scope in (None, desk.pk)}
    assert counted == {None: 0, desk.pk: 1}


def test_what_is_computed_again_and_what_is_dropped() -> None:
    now = timezone.now()
    assert keep_figures(now=now) == 3
    rows = QualityFigures.objects.filter(days=30)
    for days in range(1, 130):
        row = rows.order_by("-computed_on").first()
        assert row is not None
        QualityFigures.objects.create(
            computed_on=now.date() - timedelta(days=days), days=7, figures=row.figures
        )
    ask_for_figures(actor=the_administrator())
    with pytest.raises(Conflict):
        ask_for_figures(actor=the_administrator())
    assert keep_figures(now=now) == 3
    older = QualityFigures.objects.filter(computed_on__lt=now.date() - timedelta(days=60))
    assert {row.computed_on.day for row in older} <= {1}
    assert QualityFigures.objects.filter(days=7).count() - older.count() == 60


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
