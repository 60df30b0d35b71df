"""A policy is proposed, tried on every claim, looked at, and only then applied."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from annotations.actions import policies
from annotations.actions.assessments import assess_claims
from annotations.actions.policies import apply_policy, discard_trial, propose_policy, run_trial, sweep_trials
from annotations.actions.recomputations import run_recomputation
from annotations.actions.verdicts import sign_verdict
from annotations.domain.errors import Conflict, NotAllowed, Refusal
from annotations.domain.verification import POLICY_1_0_0, policy_from, tables_of
from annotations.models import Claim, Policy, PolicyTrial, Recomputation, StaleFlag, Verdict
from annotations.queries.policies import moves_of, policy_in_force
from tests.events import events_of
from tests.factories import (
    a_claim,
    a_person,
    a_publisher,
    a_source,
    assessed,
    some_evidence,
    the_administrator,
)
from tests.register import many_claims_on

pytestmark = pytest.mark.django_db

LOWER_B = {"grade_points": {"A": 100, "B": 30, "C": 20, "D": 10, "E": 0, "F": 0}}


def proposed(tables: Mapping[str, Any] = LOWER_B, version: str = "1.1.0") -> PolicyTrial:
    return propose_policy(version=version, tables=tables, reason="Wires erred.", actor=the_administrator())


def tried(**given: Any) -> PolicyTrial:
    trial = run_trial(trial_id=proposed(**given).pk)
    assert trial is not None
    return trial


def a_claim_on_a_wire() -> Claim:
    claim = a_claim()
    some_evidence(claim=claim, source=a_source(publisher=a_publisher(kind="wire")), sourcing="own")
    return assessed(claim)


def test_without_a_row_the_policy_of_the_program_is_in_force() -> None:
    assert policy_in_force() == POLICY_1_0_0


def test_stored_tables_say_the_same_policy_again() -> None:
    Policy.objects.create(version="1.0.0", tables=tables_of(POLICY_1_0_0))
    assert policy_in_force() == POLICY_1_0_0
    assert policy_in_force().canonical == POLICY_1_0_0.canonical


def test_a_trial_says_which_statuses_would_move_and_moves_none() -> None:
    moving = [a_claim_on_a_wire() for _ in range(2)]
    staying = assessed(a_claim())
    opinion = assessed(a_claim(type="opinion"))
    due = a_claim()
    trial = tried()
    assert (trial.state, trial.total, trial.done, trial.moved) == ("done", 5, 5, 2)
    assert trial.moved_counts == {"LEANS_SUPPORTED>NOT_ENOUGH_EVIDENCE": 2}
    moves = [(move.claim_id, move.status_before, move.status_after) for move in moves_of(trial.pk)]
    assert moves == [(claim.pk, "LEANS_SUPPORTED", "NOT_ENOUGH_EVIDENCE") for claim in moving]
    assert set(Claim.objects.to_assess()) == {due}
    assert Claim.objects.get(pk=moving[0].pk).status == "LEANS_SUPPORTED"
    assert policy_in_force().version == "1.0.0"
    assert {staying.status, opinion.status} == {"NOT_ENOUGH_EVIDENCE", "NOT_CHECKABLE"}


def test_the_whole_of_parts_that_move_moves_with_them() -> None:
    whole = assessed(a_claim())
    for _ in range(2):
        part = a_claim(part_of_id=whole.pk)
        some_evidence(claim=part, source=a_source(publisher=a_publisher(kind="wire")), sourcing="own")
        assess_claims(claim_ids=[part.pk])
    trial = tried()
    assert (trial.total, trial.moved) == (3, 3)
    assert moves_of(trial.pk).filter(claim=whole).exists()


def test_what_is_applied_is_what_the_trial_showed() -> None:
    source = a_source(publisher=a_publisher(kind="wire"))
    claims = many_claims_on(source, 21)
    assess_claims(claim_ids=[claim.pk for claim in claims])
    trial = tried()
    policy = apply_policy(trial_id=trial.pk, actor=the_administrator())
    assert policy_in_force() == policy_from("1.1.0", {**tables_of(POLICY_1_0_0), **LOWER_B})
    assert events_of(policy)[0][0] == "policy.applied"
    row = Recomputation.objects.get()
    run_recomputation(recomputation_id=row.pk)
    row.refresh_from_db()
    assert row.counts_after == {"NOT_ENOUGH_EVIDENCE": 21}
    trial.refresh_from_db()
    assert (trial.state, trial.policy) == ("applied", policy)


def a_signed_claim() -> Claim:
    claim = a_claim_on_a_wire()
    assessment = claim.current_assessment.assessment
    sign_verdict(
        claim_id=claim.pk, assessment_id=assessment.pk, reason="It is so.", actor=a_person(role="editor")
    )
    return claim


def test_signatures_stay_under_a_minor_version_and_are_marked_where_points_moved() -> None:
    moved, still = a_signed_claim(), assessed(a_claim())
    tables = {"grade_points": {**dict(POLICY_1_0_0.grade_points), "B": 70}}
    apply_policy(trial_id=tried(tables=tables).pk, actor=the_administrator())
    assess_claims(claim_ids=[moved.pk, still.pk])
    assert Verdict.objects.get(claim=moved).state == "live"
    flag = StaleFlag.objects.get()
    assert (flag.claim, flag.cause, flag.detail) == (
        moved,
        "POLICY_CHANGED",
        "Policy 1.1.0 was applied.",
    )


def test_signatures_lapse_under_a_major_version() -> None:
    claim = a_signed_claim()
    trial = tried(version="2.0.0", tables={"bar": 101, "prior_mass": 100})
    assert trial.moved == 0
    apply_policy(trial_id=trial.pk, actor=the_administrator())
    assessed(claim)
    assert Verdict.objects.get(claim=claim).end_reason == "The policy changed in its principles."


def test_a_trial_is_applied_once_and_only_after_it_ran_and_against_what_is_in_force() -> None:
    early = proposed()
    with pytest.raises(Conflict) as refusal:
        apply_policy(trial_id=early.pk, actor=the_administrator())
    assert refusal.value.rule == "policy-trial-apply-from-proposed"
    run_trial(trial_id=early.pk)
    other = tried(version="1.2.0")
    apply_policy(trial_id=other.pk, actor=the_administrator())
    with pytest.raises(Conflict) as refusal:
        apply_policy(trial_id=early.pk, actor=the_administrator())
    assert refusal.value.rule == "policy-changed-since-trial"
    with pytest.raises(Conflict) as refusal:
        apply_policy(trial_id=other.pk, actor=the_administrator())
    assert refusal.value.rule == "policy-trial-apply-from-applied"


def test_only_administrators_propose_apply_and_discard() -> None:
    trial, editor = proposed(), a_person(role="editor")
    for attempt in (
        lambda: propose_policy(version="1.1.0", tables=LOWER_B, reason="Why not.", actor=editor),
        lambda: apply_policy(trial_id=trial.pk, actor=editor),
        lambda: discard_trial(trial_id=trial.pk, actor=editor),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_a_discarded_trial_is_not_run() -> None:
    trial = proposed()
    discard_trial(trial_id=trial.pk, actor=the_administrator())
    assert run_trial(trial_id=trial.pk) is None
    assert sweep_trials() == 0


def test_an_interrupted_trial_starts_over(monkeypatch: pytest.MonkeyPatch) -> None:
    claims = [a_claim_on_a_wire() for _ in range(3)]
    monkeypatch.setattr(policies, "CHUNK", 1)
    trial = tried()
    PolicyTrial.objects.update(
        state="running", finished_at=None, leased_until=timezone.now() - timedelta(seconds=1)
    )
    assert sweep_trials() == 1
    again = run_trial(trial_id=trial.pk)
    assert again is not None
    assert (again.attempts, again.total, again.moved, moves_of(trial.pk).count()) == (2, 3, 3, len(claims))


@pytest.mark.parametrize(
    ("version", "tables", "rule"),
    [
        ("one", LOWER_B, "policy-version"),
        ("1.0.0", LOWER_B, "policy-version-not-higher"),
        ("1.1.0", {}, "policy-unchanged"),
        ("1.1.0", {"mood": 3}, "policy-unknown-table"),
        ("1.1.0", {"bar": 99.5}, "policy-number"),
        ("1.1.0", {"floor": 101}, "policy-floor-not-reachable"),
    ],
)
def test_a_policy_that_cannot_be_meant_is_refused_by_its_rule(
    version: str, tables: Mapping[str, Any], rule: str
) -> None:
    with pytest.raises(Refusal) as refusal:
        proposed(tables, version)
    assert refusal.value.rule == rule
    assert not PolicyTrial.objects.exists()
