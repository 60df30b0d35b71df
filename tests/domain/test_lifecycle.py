"""The state machines as tables."""

import pytest
from django.db.models import TextChoices

from annotations.domain.errors import Conflict
from annotations.domain.lifecycle import (
    ANNOTATION_IMPORT,
    CLAIM,
    EVIDENCE,
    EXPORT,
    HIGHLIGHT,
    SECOND_LOOK,
    VERDICT,
    Table,
    next_state,
)
from annotations.domain.vocabulary import (
    ClaimState,
    EvidenceState,
    ExportState,
    HighlightState,
    ImportState,
    SecondLookState,
    VerdictState,
)

TABLES = [
    (ANNOTATION_IMPORT, ImportState, "queued"),
    (CLAIM, ClaimState, "draft"),
    (EVIDENCE, EvidenceState, "accepted"),
    (EXPORT, ExportState, "queued"),
    (HIGHLIGHT, HighlightState, "live"),
    (SECOND_LOOK, SecondLookState, "open"),
    (VERDICT, VerdictState, "live"),
]


@pytest.mark.parametrize(("table", "states", "first"), TABLES)
def test_every_state_in_a_table_is_a_known_one(table: Table, states: type[TextChoices], first: str) -> None:
    named = {state for state, _ in table} | set(table.values()) | {first}
    assert named <= set(states.values)


@pytest.mark.parametrize(("table", "states", "first"), TABLES)
def test_what_the_table_does_not_list_is_refused(table: Table, states: type[TextChoices], first: str) -> None:
    verbs = {verb for _, verb in table}
    for state in states.values:
        for verb in verbs:
            if (state, verb) in table:
                assert next_state(table, state, verb, noun="thing") == table[(state, verb)]
            else:
                with pytest.raises(Conflict):
                    next_state(table, state, verb, noun="thing")


def test_a_refusal_says_what_is_and_what_was_wanted() -> None:
    with pytest.raises(Conflict) as refusal:
        next_state(CLAIM, "withdrawn", "take_evidence", noun="claim")
    assert (refusal.value.message, refusal.value.rule) == (
        "This claim is withdrawn. It is not possible to link evidence to it.",
        "claim-take-evidence-from-withdrawn",
    )
