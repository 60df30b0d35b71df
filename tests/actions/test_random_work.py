"""Whatever people do, in any order: it is done or refused by a rule, and what always holds holds on."""

import pytest

from annotations.domain.lifecycle import CLAIM
from annotations.domain.vocabulary import (
    ClaimState,
    CorrectionOutcome,
    EvidenceState,
    PublicationKind,
    ReplyOutcome,
    SecondLookState,
    VerdictState,
)
from tests.random_work import Reached, a_newsroom, work_at_random

pytestmark = pytest.mark.django_db

STEPS_AT_LEAST = 400
SEQUENCES_AT_MOST = 1000
"""Lots are drawn by the ids of rows, so that a sequence does not come to the same in every run: they go on
until every state was reached. `python -m bench.run random_work` runs ten thousand.
"""

EVERY_STATE = {
    "claim": set(ClaimState.values),
    "verdict": set(VerdictState.values),
    "evidence": set(EvidenceState.values) - {EvidenceState.PROPOSED},
    "second look": set(SecondLookState.values),
    "publication": set(PublicationKind.values),
    "correction": set(CorrectionOutcome.values),
    "reply": set(ReplyOutcome.values),
}
REACHABLE = {new for (old, _), new in CLAIM.items() if old != new}


def test_random_work_reaches_every_state_and_breaks_nothing() -> None:
    reached = work_at_random(a_newsroom(), range(SEQUENCES_AT_MOST), is_enough=all_is_reached)
    assert reached.states == EVERY_STATE
    assert {new for _, new in reached.moves} >= REACHABLE


def all_is_reached(reached: Reached) -> bool:
    states = {new for _, new in reached.moves}
    return reached.steps >= STEPS_AT_LEAST and reached.states == EVERY_STATE and states >= REACHABLE
