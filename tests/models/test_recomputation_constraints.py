"""The database itself refuses what recomputations and trials of policies must never hold."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from annotations.models import AskedAgain, Policy, PolicyTrial, PolicyTrialMove, Recomputation
from tests.factories import a_claim, the_administrator

pytestmark = pytest.mark.django_db

MODELS: list[type[models.Model]] = [AskedAgain, PolicyTrial, PolicyTrialMove, Recomputation]


def recomputation(**values: Any) -> None:
    Recomputation.objects.create(**{"claim_ids": [1, 2], "total": 2, **values})


def trial(**values: Any) -> PolicyTrial:
    given = {"policy_version": "1.1.0", "tables": {}, "reason": "Tried.", "base_version": "1.0.0"}
    return PolicyTrial.objects.create(**{**given, "proposed_by": the_administrator(), **values})


def move(times: int = 1, **values: Any) -> None:
    given = {
        "trial": trial(),
        "claim": a_claim(),
        "status_before": "SUPPORTED",
        "status_after": "LEANS_SUPPORTED",
        **values,
    }
    for _ in range(times):
        PolicyTrialMove.objects.create(**given)


VIOLATIONS: dict[str, Callable[[], Any]] = {
    "recomputation_state_is_known": lambda: recomputation(state="lost"),
    "recomputation_does_no_more_than_all": lambda: recomputation(done=3),
    "recomputation_fails_no_more_than_done": lambda: recomputation(failed=1),
    "recomputation_counts_its_claims": lambda: recomputation(total=3),
    "recomputation_ended_says_when": lambda: recomputation(state="failed"),
    "recomputation_done_did_all": lambda: recomputation(state="done", finished_at=timezone.now()),
    "policy_trial_state_is_known": lambda: trial(state="lost"),
    "policy_trial_has_a_reason": lambda: trial(reason=""),
    "policy_trial_does_no_more_than_all": lambda: trial(done=1),
    "policy_trial_moves_no_more_than_done": lambda: trial(moved=1),
    "policy_trial_applied_became_a_policy": lambda: trial(
        policy=Policy.objects.create(version="1.1.0", tables={})
    ),
    "policy_trial_that_ran_says_when": lambda: trial(state="done"),
    "policy_trial_that_failed_says_why": lambda: trial(state="failed", finished_at=timezone.now()),
    "policy_trial_moves_a_claim_once": lambda: move(2),
    "policy_trial_moves_between_two_statuses": lambda: move(status_after="SUPPORTED"),
}


@pytest.mark.parametrize("name", sorted(VIOLATIONS))
def test_the_database_refuses(name: str) -> None:
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        VIOLATIONS[name]()
    assert refusal.value.__cause__.diag.constraint_name == name  # type: ignore[union-attr]


def test_every_constraint_has_its_test() -> None:
    assert {constraint.name for model in MODELS for constraint in model._meta.constraints} == set(VIOLATIONS)
