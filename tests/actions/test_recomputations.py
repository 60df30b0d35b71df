"""Recomputing many claims: one job, in chunks, with progress, and nobody kept waiting by what fails."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from annotations.actions import assessments, recomputations
from annotations.actions.assessments import assess_claims, sweep_assessments
from annotations.actions.publishers import grade_publisher
from annotations.actions.recomputations import run_recomputation, sweep_recomputations
from annotations.actions.recording import inputs_changed, recompute
from annotations.models import (
    AskedAgain,
    Assessment,
    Claim,
    Event,
    Publisher,
    Recomputation,
    Source,
)
from annotations.queries.assessments import claims_to_ask_for
from tests.factories import a_claim, a_publisher, a_source, assessed, some_evidence, the_administrator
from tests.register import a_bare_claim, changed_inputs, many_claims_on

pytestmark = pytest.mark.django_db


def claims_on_a_wire(number: int) -> tuple[Source, list[Claim]]:
    """So many claims that rest on one wire report and are assessed, and one that does not."""
    source = a_source(publisher=a_publisher(kind="wire"))
    claims = many_claims_on(source, number)
    assess_claims(claim_ids=[claim.pk for claim in claims])
    return source, claims


def regrade(publisher: Publisher, grade: str = "E") -> None:
    grade_publisher(publisher_id=publisher.pk, grade=grade, reason="Looked at.", actor=the_administrator())


def test_a_regrade_is_one_job_with_its_cause_and_its_counts() -> None:
    source, claims = claims_on_a_wire(25)
    regrade(source.publisher)
    row = Recomputation.objects.get()
    told = (row.state, row.total, row.done, row.counts_before)
    assert told == ("queued", 25, 0, {"LEANS_SUPPORTED": 25})
    assert row.caused_by == Event.objects.get(verb="publisher.graded")
    assert row.requested_by == the_administrator()
    run_recomputation(recomputation_id=row.pk)
    row.refresh_from_db()
    assert (row.state, row.done, row.failed, row.counts_after) == (
        "done",
        25,
        0,
        {"NOT_ENOUGH_EVIDENCE": 25},
    )
    assert not Claim.objects.to_assess().exists()
    assert run_recomputation(recomputation_id=row.pk) is None
    assert len(claims) == 25


def test_the_history_of_each_claim_says_which_change_moved_it() -> None:
    source, claims = claims_on_a_wire(21)
    regrade(source.publisher)
    run_recomputation(recomputation_id=Recomputation.objects.get().pk)
    graded = Event.objects.get(verb="publisher.graded")
    event = Event.objects.filter(stream=f"claim:{claims[0].pk}", verb="status.changed").latest("id")
    assert event.after["because"] == [graded.pk]
    assert event.note == f"Because {source.publisher.name} was graded E."


def test_regrading_touches_exactly_the_claims_behind_the_publisher_in_few_statements() -> None:
    source = a_source(publisher=a_publisher(kind="wire"))
    other = a_source(publisher=a_publisher(kind="wire"))
    ours, theirs = many_claims_on(source, 2_000), many_claims_on(other, 50)
    with CaptureQueriesContext(connection) as statements:
        regrade(source.publisher)
    assert changed_inputs(*ours) == [True] * 2_000
    assert changed_inputs(*theirs) == [False] * 50
    assert len(statements) == 15
    assert Recomputation.objects.get().claim_ids == [claim.pk for claim in ours]


@pytest.mark.parametrize("number", [3, 40])
def test_the_number_of_statements_does_not_grow_with_the_claims(number: int) -> None:
    source, claims = claims_on_a_wire(number)
    regrade(source.publisher)
    with CaptureQueriesContext(connection) as statements:
        made = assess_claims(claim_ids=[claim.pk for claim in claims])
    assert (len(made), len(statements)) == (number, 35)


def test_few_claims_have_a_job_each_and_no_row() -> None:
    source, claims = claims_on_a_wire(20)
    regrade(source.publisher)
    assert not Recomputation.objects.exists()
    assert Claim.objects.to_assess().count() == len(claims)


def test_many_at_once_come_to_what_each_alone_comes_to() -> None:
    wire, paper = a_source(publisher=a_publisher(kind="wire")), a_source()
    claims = [a_claim() for _ in range(6)]
    for number, claim in enumerate(claims):
        some_evidence(claim=claim, source=wire, sourcing="own")
        if number % 2:
            some_evidence(claim=claim, source=paper, sourcing="own", stance="contradicts")
    together = {row.claim_id: row.fingerprint for row in assess_claims(claim_ids=[c.pk for c in claims])}
    inputs_changed([claim.pk for claim in claims])
    alone = {claim.pk: assessed(claim).current_assessment.assessment.fingerprint for claim in claims}
    assert together == alone
    assert Assessment.objects.count() == 6


def test_wholes_follow_their_parts() -> None:
    whole = assessed(a_claim(text="It sank and nobody was saved."))
    parts = [a_claim(part_of_id=whole.pk) for _ in range(2)]
    record = a_source(publisher=a_publisher(kind="primary_record"))
    for part in parts:
        some_evidence(claim=part, source=record, proximity="primary")
    assess_claims(claim_ids=[part.pk for part in parts])
    whole.refresh_from_db()
    assert (whole.status, whole.assessed_version) == ("SUPPORTED", whole.inputs_version)
    event = Event.objects.filter(stream=f"claim:{whole.pk}", verb="status.changed").latest("id")
    assert event.note == "Because a part was added to it; a part of it became supported."


class Broken:
    """Lets the computing of some claims fail, as a bug would."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, claims: list[Claim]) -> None:
        self.ids = {claim.pk for claim in claims}
        self.real = assessments.assess
        monkeypatch.setattr(assessments, "assess", self)

    def __call__(self, inputs: Any, policy: Any) -> Any:
        if inputs.node.id in self.ids:
            raise ArithmeticError("A bug.")
        return self.real(inputs, policy)


def test_a_claim_that_cannot_be_computed_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    claims = many_claims_on(a_source(), 25)
    Broken(monkeypatch, claims[3:5])
    recompute([claim.pk for claim in claims], because=None)
    row = run_recomputation(recomputation_id=Recomputation.objects.get().pk)
    assert row is not None
    assert (row.state, row.done, row.failed) == ("done", 25, 2)
    assert list(Claim.objects.to_assess().order_by("pk")) == claims[3:5]


def test_what_fails_again_and_again_does_not_keep_others_waiting() -> None:
    stuck = [a_bare_claim() for _ in range(3)]
    now = timezone.now()
    assert sweep_assessments(limit=3) == 3
    fresh = a_bare_claim()
    assert claims_to_ask_for(now, 3) == [(fresh.pk, 1)]
    for times, minutes in ((2, 1), (3, 5), (4, 10)):
        AskedAgain.objects.update(not_before=now)
        sweep_assessments()
        row = AskedAgain.objects.get(claim=stuck[0])
        assert row.times == times
        assert row.not_before <= timezone.now() + timedelta(minutes=minutes)
    AskedAgain.objects.update(not_before=now)
    newer = a_bare_claim()
    assert claims_to_ask_for(timezone.now(), 1) == [(newer.pk, 1)]


def test_a_change_makes_a_claim_that_rested_due_at_once() -> None:
    claim = a_bare_claim()
    sweep_assessments()
    assert claims_to_ask_for(timezone.now(), 10) == []
    inputs_changed([claim.pk])
    assert claims_to_ask_for(timezone.now(), 10) == [(claim.pk, 2)]


def test_the_sweep_leaves_alone_what_a_recomputation_will_do() -> None:
    claims = many_claims_on(a_source(), 21)
    inputs_changed([claim.pk for claim in claims])
    assert claims_to_ask_for(timezone.now(), 100) == []
    assert sweep_recomputations() == 1


def test_another_worker_goes_on_where_one_was_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    claims = many_claims_on(a_source(), 25)
    monkeypatch.setattr(recomputations, "CHUNK", 10)
    recompute([claim.pk for claim in claims], because=None)
    row = Recomputation.objects.get()
    Recomputation.objects.update(
        state="running", done=10, attempts=1, leased_until=timezone.now() + timedelta(minutes=1)
    )
    assert run_recomputation(recomputation_id=row.pk) is None
    Recomputation.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    run_recomputation(recomputation_id=row.pk)
    row.refresh_from_db()
    assert (row.state, row.done, row.attempts) == ("done", 25, 2)
    assert set(Claim.objects.to_assess()) == set(claims[:10])


def test_what_kills_its_workers_is_given_up_and_left_to_the_sweep() -> None:
    claims = many_claims_on(a_source(), 21)
    recompute([claim.pk for claim in claims], because=None)
    Recomputation.objects.update(attempts=5)
    assert run_recomputation(recomputation_id=Recomputation.objects.get().pk) is None
    assert Recomputation.objects.get().state == "failed"
    assert len(claims_to_ask_for(timezone.now(), 100)) == 21
