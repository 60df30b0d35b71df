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
from tests.random_work import a_newsroom, work_at_random

pytestmark = pytest.mark.django_db

SEQUENCES = 100
"""`python -m bench.run random_work` runs ten thousand others."""


def test_random_work_reaches_every_state_and_breaks_nothing() -> None:
    reached = work_at_random(a_newsroom(), range(SEQUENCES))
    assert reached.states == {
        "claim": set(ClaimState.values),
        "verdict": set(VerdictState.values),
        "evidence": set(EvidenceState.values) - {EvidenceState.PROPOSED},
        "second look": set(SecondLookState.values),
        "publication": set(PublicationKind.values),
        "correction": set(CorrectionOutcome.values),
        "reply": set(ReplyOutcome.values),
    }
    reachable = {new for (old, _), new in CLAIM.items() if old != new}
    assert reachable <= {new for _, new in reached.moves}
