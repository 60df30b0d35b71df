"""Assessing: once for each set of inputs, the last state winning, nothing lost and nothing twice."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from annotations.actions.assessments import assess_claim, mark_due_predictions, sweep_assessments
from annotations.actions.claim_parts import InterestsInput, QuantityInput
from annotations.actions.claims import edit_claim, withdraw_claim
from annotations.actions.evidence import edit_evidence, restore_evidence, withdraw_evidence
from annotations.actions.publishers import add_bloc, grade_publisher, join_bloc
from annotations.actions.sources import derive_source, relate_sources
from annotations.actions.splits import PartInput, join_parts, split_claim
from annotations.domain.verification import fingerprint_of
from annotations.models import Assessment, Claim, CurrentAssessment, Event, Publisher
from annotations.queries.engine_inputs import engine_inputs
from annotations.queries.policies import policy_in_force
from annotations.queries.trial_statuses import claims_in_order, statuses_under
from tests.factories import (
    a_claim,
    a_publisher,
    a_source,
    an_article,
    assessed,
    some_evidence,
    the_administrator,
)

pytestmark = pytest.mark.django_db


def wire_with_a_copy() -> Claim:
    """One wire report and a newspaper that carries it."""
    claim = a_claim()
    wire = a_source(publisher=a_publisher(kind="wire"))
    paper = a_source(publisher=a_publisher(kind="newspaper"))
    derive_source(source_id=paper.pk, origin_id=wire.pk, kind="republishes", actor=the_administrator())
    some_evidence(claim=claim, source=wire, sourcing="own")
    some_evidence(claim=claim, source=paper)
    return assessed(claim)


def test_a_wire_and_its_copy_count_once() -> None:
    claim = wire_with_a_copy()
    assessment = claim.current_assessment.assessment
    assert (claim.status, assessment.support, assessment.supporting_origins) == ("LEANS_SUPPORTED", 60, 1)
    assert [(link["counted"], link.get("reason")) for link in assessment.result["links"]] == [
        (True, None),
        (False, "NOT_INDEPENDENT"),
    ]
    assert assessment.result["explanation"].startswith("One origin supports it with 60 points")


def quoted_official(*, favoured: bool) -> tuple[Claim, Publisher, int]:
    """A wire quotes an unnamed official of a ministry; the claim serves a bloc, which they may speak for."""
    actor = the_administrator()
    bloc = add_bloc(name="North", dispute="The strait", actor=actor)
    ministry = a_publisher(name="Northern Ministry", kind="party_official")
    if favoured:
        join_bloc(publisher_id=ministry.pk, bloc_id=bloc.pk, reason="Its government.", actor=actor)
    official = a_source(publisher=ministry, is_anonymous=True)
    wire = a_source(publisher=a_publisher(kind="wire"))
    derive_source(source_id=wire.pk, origin_id=official.pk, kind="quotes", actor=actor)
    claim = a_claim(interests=InterestsInput(favours=[bloc.pk]))
    some_evidence(claim=claim, source=wire)
    return assessed(claim), ministry, bloc.pk


def test_an_unnamed_official_has_the_interest_of_the_ministry() -> None:
    claim, _, _ = quoted_official(favoured=True)
    assessment = claim.current_assessment.assessment
    link = assessment.result["links"][0]
    assert (claim.status, assessment.support) == ("NOT_ENOUGH_EVIDENCE", 0)
    assert (link["interest"], link["reason"]) == ("self_serving", "PARTY_SELF_SERVING")
    assert "Northern Ministry" not in str(assessment.result)


def test_an_unnamed_official_of_no_party_counts_as_somebody_unnamed_and_no_more() -> None:
    claim, ministry, bloc = quoted_official(favoured=False)
    grade_publisher(publisher_id=ministry.pk, grade="A", reason="Precise.", actor=the_administrator())
    assessment = assessed(claim).current_assessment.assessment
    link = assessment.result["links"][0]
    assert (link["points"], link["interest"], link["origin_class"][:2]) == (40, "none", "a:")

    join_bloc(publisher_id=ministry.pk, bloc_id=bloc, reason="Its government.", actor=the_administrator())
    assert assessed(claim).current_assessment.assessment.support == 0


def test_nothing_is_done_when_nothing_is_due() -> None:
    claim = wire_with_a_copy()
    assert assess_claim(claim_id=claim.pk) is None
    assert Assessment.objects.filter(claim=claim).count() == 1


def test_ten_changes_cost_one_assessment() -> None:
    claim = wire_with_a_copy()
    evidence = claim.evidence.earliest("id")
    for number in range(10):
        edit_evidence(
            evidence_id=evidence.pk,
            values={"credibility": str(1 + number % 4)},
            actor=the_administrator(),
        )
    ran = [assess_claim(claim_id=claim.pk) is not None for _ in range(10)]
    assert ran == [True] + [False] * 9


def test_inputs_that_return_use_the_assessment_they_had() -> None:
    claim = wire_with_a_copy()
    first = claim.current_assessment.assessment_id
    evidence = claim.evidence.earliest("id")
    withdraw_evidence(evidence_id=evidence.pk, actor=the_administrator())
    assessed(claim)
    restore_evidence(evidence_id=evidence.pk, actor=the_administrator())
    assessed(claim)
    assert CurrentAssessment.objects.get(claim=claim).assessment_id == first
    assert Assessment.objects.filter(claim=claim).count() == 2


def test_the_status_changes_with_one_event_and_only_when_it_differs() -> None:
    claim = wire_with_a_copy()
    changes = Event.objects.filter(stream=f"claim:{claim.pk}", verb="status.changed").order_by("id")
    edit_evidence(
        evidence_id=claim.evidence.earliest("id").pk, values={"credibility": "1"}, actor=the_administrator()
    )
    assessed(claim)
    assert [(event.before, event.after["status"]) for event in changes] == [({}, "LEANS_SUPPORTED")]


def test_a_regraded_publisher_makes_exactly_its_claims_due() -> None:
    claim, other = wire_with_a_copy(), assessed(a_claim())
    wire = claim.evidence.earliest("id").source.publisher
    grade_publisher(publisher_id=wire.pk, grade="E", reason="Invented reports.", actor=the_administrator())
    assert list(Claim.objects.to_assess()) == [claim]
    assert assessed(claim).status == "NOT_ENOUGH_EVIDENCE"
    assert other.assessed_version == 1


def test_the_sweep_finds_what_is_due() -> None:
    claims = [a_claim() for _ in range(3)]
    assert sweep_assessments(limit=2) == 2
    for claim in claims:
        assess_claim(claim_id=claim.pk)
    assert sweep_assessments() == 0


def test_a_claim_that_is_gone_is_no_error() -> None:
    assert assess_claim(claim_id=987_654_321) is None


@pytest.mark.parametrize("links", [2, 8])
def test_the_number_of_statements_does_not_grow_with_the_evidence(links: int) -> None:
    claim = a_claim()
    for _ in range(links):
        some_evidence(claim=claim, source=a_source(publisher=a_publisher(kind="wire")), sourcing="own")
    with CaptureQueriesContext(connection) as statements:
        assess_claim(claim_id=claim.pk)
    assert len(statements) == 32


@pytest.mark.django_db(transaction=True)
def test_jobs_at_the_same_time_assess_once() -> None:
    claim = a_claim()
    some_evidence(claim=claim)

    def job(_: int) -> bool:
        try:
            return assess_claim(claim_id=claim.pk) is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(job, range(4))) == [False, False, False, True]
    assert Assessment.objects.filter(claim=claim).count() == 1


def test_assessments_are_never_changed_nor_deleted() -> None:
    claim = wire_with_a_copy()
    for attempt in (
        lambda: Assessment.objects.filter(claim=claim).update(status="REFUTED"),
        lambda: Assessment.objects.filter(claim=claim)._raw_delete("default"),
        lambda: Event.objects.all().update(verb="nothing.happened"),
        lambda: Event.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(ProgrammingError, match="pgtrigger"), transaction.atomic():
            attempt()


def test_inputs_are_the_same_alone_and_among_others() -> None:
    """Sources of one claim are related to sources that only another claim cites."""
    ours, theirs = a_source(publisher=a_publisher(kind="wire")), a_source(publisher=a_publisher(kind="wire"))
    between = a_source(publisher=a_publisher(kind="wire"))
    relate_sources(
        first_id=ours.pk, second_id=between.pk, kind="same_work", reason="Copies.", actor=the_administrator()
    )
    derive_source(source_id=between.pk, origin_id=theirs.pk, kind="cites", actor=the_administrator())
    first, second = a_claim(), a_claim()
    some_evidence(claim=first, source=ours, sourcing="own")
    some_evidence(claim=second, source=theirs, sourcing="own")
    alone = {**engine_inputs([first.pk]), **engine_inputs([second.pk])}
    together = engine_inputs([first.pk, second.pk])
    assert {pk: fingerprint_of(inputs) for pk, inputs in alone.items()} == {
        pk: fingerprint_of(inputs) for pk, inputs in together.items()
    }


def test_the_parts_of_a_compound_claim_decide_for_it() -> None:
    whole = assessed(a_claim(text="It sank and nobody was saved."))
    sank, saved = (a_claim(text=text, part_of_id=whole.pk) for text in ("It sank.", "Nobody was saved."))
    record = a_source(publisher=a_publisher(kind="primary_record"))
    some_evidence(claim=sank, source=record, proximity="primary")
    some_evidence(claim=saved, source=record, proximity="primary", stance="contradicts")
    for part in (sank, saved):
        assessed(part)
    assert assessed(whole).status == "MIXED"
    assert whole.current_assessment.assessment.result["explanation"] == (
        "Its parts decide: 1 supported, 1 refuted."
    )
    withdraw_claim(claim_id=saved.pk, actor=the_administrator())
    assert assessed(whole).status == "SUPPORTED"


def test_what_blocks_or_asks_for_more_in_a_part_does_so_in_the_whole() -> None:
    whole = a_claim(text="It sank and nobody was saved.")
    part = assessed(a_claim(text="It sank.", part_of_id=whole.pk, risk="high", must_split=True))
    sign_off = assessed(whole).current_assessment.assessment.result["sign_off"]
    assert (sign_off["reviewers"], sign_off["why"], sign_off["blocked_by"]) == (
        2,
        ["HIGH_RISK"],
        ["MUST_SPLIT"],
    )
    edit_claim(claim_id=part.pk, values={"must_split": False}, actor=the_administrator())
    assessed(part)
    whole.refresh_from_db()
    assert assessed(whole).current_assessment.assessment.result["sign_off"]["blocked_by"] == []


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"type": "opinion"}, "NOT_CHECKABLE"),
        ({"type": "prediction", "matures_on": date(2999, 3, 1)}, "PENDING_EVENT"),
    ],
)
def test_what_has_no_score_keeps_its_status_whatever_its_parts_come_to(
    values: dict[str, Any], status: str
) -> None:
    whole = a_claim(text="It was a shameful, illegal act.", **values)
    part = a_claim(text="It broke the law.", part_of_id=whole.pk)
    for _ in range(2):
        some_evidence(claim=part, source=a_source(publisher=a_publisher(kind="wire")), sourcing="own")
    assert (assessed(part).status, assessed(whole).status) == ("SUPPORTED", status)
    result = whole.current_assessment.assessment.result
    assert (result["sign_off"]["required"], result["explanation"].startswith("Its parts")) == (False, False)
    policy = replace(policy_in_force(), version="9.0.0", bar=150)
    order = [pk for pk in claims_in_order() if pk in (whole.pk, part.pk)]
    assert statuses_under(policy, order, trial_id=0)[whole.pk] == (status, status)


def test_a_whole_with_nothing_linked_tells_only_of_its_parts() -> None:
    whole = a_claim(text="It sank and nobody was saved.")
    assessed(a_claim(text="It sank.", part_of_id=whole.pk))
    result = assessed(whole).current_assessment.assessment.result
    told = (result["explanation"], result["reason_sentences"], result["reasons"])
    assert told == ("Its parts decide: 1 not enough evidence.", [], [])


TWO_FIGURES = (
    QuantityInput("28 soldiers", Decimal(28), Decimal(28)),
    QuantityInput("59 civilians", Decimal(59), Decimal(59)),
)


def test_a_claim_of_two_figures_has_to_be_split_before_anybody_signs() -> None:
    words = "28 soldiers were killed and 59 civilians were killed."
    claim = a_claim(
        words=words, article=an_article(text=words), type="quantity", must_split=False, quantities=TWO_FIGURES
    )
    assert not claim.must_split
    result = assessed(claim).current_assessment.assessment.result
    assert (result["reasons"][0], result["sign_off"]["blocked_by"]) == (
        {"code": "MUST_SPLIT"},
        ["MUST_SPLIT"],
    )

    edit_claim(claim_id=claim.pk, values={}, quantities=TWO_FIGURES[:1], actor=the_administrator())
    assert assessed(claim).current_assessment.assessment.result["sign_off"]["blocked_by"] == []


def test_the_figures_of_a_whole_do_not_block_where_parts_state_them() -> None:
    whole = a_claim(type="quantity", must_split=False, quantities=TWO_FIGURES)
    assessed(a_claim(type="quantity", part_of_id=whole.pk, quantities=TWO_FIGURES[:1]))
    blockers = assessed(whole).current_assessment.assessment.result["sign_off"]["blocked_by"]
    assert "MUST_SPLIT" not in blockers


def test_a_prediction_that_came_due_is_decided_by_its_evidence() -> None:
    claim = a_claim(type="prediction", matures_on=date(2026, 3, 1))
    later = a_claim(type="prediction", matures_on=date(2999, 3, 1))
    for one in (claim, later):
        Claim.objects.filter(pk=one.pk).update(status="PENDING_EVENT", assessed_version=1)
    assert mark_due_predictions(today=date(2026, 3, 2)) == 1
    assert (assessed(claim).status, assessed(later).status) == ("NOT_ENOUGH_EVIDENCE", "PENDING_EVENT")
    assert mark_due_predictions(today=date(2026, 3, 3)) == 0


def test_a_prediction_that_was_split_and_joined_comes_due() -> None:
    day = date(2030, 5, 3)
    words = "The ferry will sink and the boats will burn."
    claim = a_claim(
        words=words, article=an_article(text=words), type="prediction", matures_on=day, must_split=False
    )
    assert assessed(claim).status == "PENDING_EVENT"
    parts = [PartInput("The ferry will sink.", "prediction"), PartInput("The boats will burn.", "prediction")]
    split_claim(claim_id=claim.pk, parts=parts, actor=the_administrator())
    join_parts(claim_id=claim.pk, actor=the_administrator())
    assert assessed(claim).status == "PENDING_EVENT"
    assert mark_due_predictions(today=day) == 1


def test_a_prediction_of_several_parts_comes_due_once() -> None:
    today = timezone.now().date()
    whole = a_claim(type="prediction", matures_on=today + timedelta(days=1))
    assessed(a_claim(type="prediction", part_of_id=whole.pk))
    assert assessed(whole).status == "PENDING_EVENT"
    Claim.objects.filter(pk=whole.pk).update(matures_on=today)
    assert mark_due_predictions(today=today) == 1
    assert assessed(whole).status == "PENDING_EVENT"
    assert mark_due_predictions(today=today) == 0
