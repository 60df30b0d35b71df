"""When people decide otherwise than the rule (3.6)."""

from datetime import date, timedelta

import pytest

from annotations.domain.errors import Refusal
from annotations.domain.verification import (
    OverrideInput,
    Standing,
    check_approval,
    check_override,
    effective_status,
    needs_lead,
)
from annotations.domain.vocabulary import Status

S, R, LS, LR = Status.SUPPORTED, Status.REFUTED, Status.LEANS_SUPPORTED, Status.LEANS_REFUTED
DAY = date(2021, 3, 1)
WHY = "The court's file, which we may not store, says so in plain words."


@pytest.mark.parametrize(
    ("computed", "status", "reason_code", "text", "rule"),
    [
        (LS, S, "legal", WHY, None),
        (Status.CONFLICTING, Status.MIXED, "engine_gap", WHY, None),
        (Status.NOT_CHECKABLE, S, "legal", WHY, "type-not-scored"),
        (Status.PENDING_EVENT, R, "legal", WHY, "type-not-scored"),
        (S, Status.NOT_CHECKABLE, "legal", WHY, "type-not-scored"),
        (S, S, "legal", WHY, "override-changes-nothing"),
        (LS, S, "hunch", WHY, "unknown-override-reason"),
        (LS, S, "legal", "Because." + " " * 40, "override-unexplained"),
        (LS, S, "legal", "x" * 39, "override-unexplained"),
        (LS, S, "legal", "x" * 40, None),
    ],
)
def test_what_may_be_proposed(
    computed: Status, status: Status, reason_code: str, text: str, rule: str | None
) -> None:
    refused = None
    try:
        check_override(computed, status, reason_code=reason_code, text=text)
    except Refusal as refusal:
        refused = refusal.rule
    assert refused == rule


@pytest.mark.parametrize(
    ("computed", "status", "lead"),
    [(LS, S, False), (Status.CONFLICTING, S, False), (LR, LS, False), (LR, S, True), (R, S, True)],
)
def test_more_than_two_ranks_need_a_lead(computed: Status, status: Status, lead: bool) -> None:
    assert needs_lead(computed, status) == lead
    check_approval(computed, status, proposed_by=1, approved_by=2, one_is_lead=True)
    if lead:
        with pytest.raises(Refusal) as refused:
            check_approval(computed, status, proposed_by=1, approved_by=2, one_is_lead=False)
        assert refused.value.rule == "lead-needed"


def test_nobody_approves_alone() -> None:
    with pytest.raises(Refusal) as refused:
        check_approval(LS, S, proposed_by=1, approved_by=1, one_is_lead=True)
    assert refused.value.rule == "four-eyes"


OVERRIDE = OverrideInput(R, computed=LS, approved=True, proposed_on=DAY)


@pytest.mark.parametrize(
    ("computed", "is_signed", "today", "override", "shown"),
    [
        (LS, False, DAY, None, (LS, Standing.PROVISIONAL, "Leans supported, provisional")),
        (LS, True, DAY, None, (LS, Standing.SIGNED, "Leans supported")),
        (LS, True, DAY, OVERRIDE, (R, Standing.OVERRIDDEN, "Refuted, overriding computed Leans supported")),
        (
            LS,
            True,
            DAY + timedelta(days=179),
            OVERRIDE,
            (R, Standing.OVERRIDDEN, "Refuted, overriding computed Leans supported"),
        ),
        (LS, True, DAY + timedelta(days=180), OVERRIDE, (LS, Standing.SIGNED, "Leans supported")),
        (S, False, DAY, OVERRIDE, (S, Standing.PROVISIONAL, "Supported, provisional")),
        (
            LS,
            True,
            DAY,
            OverrideInput(R, computed=LS, approved=False, proposed_on=DAY),
            (LS, Standing.SIGNED, "Leans supported"),
        ),
        (
            Status.NOT_CHECKABLE,
            True,
            DAY,
            OverrideInput(R, computed=Status.NOT_CHECKABLE, approved=True, proposed_on=DAY),
            (Status.NOT_CHECKABLE, Standing.BY_TYPE, "Not checkable"),
        ),
    ],
)
def test_what_counts(
    computed: Status, is_signed: bool, today: date, override: OverrideInput | None, shown: tuple[object, ...]
) -> None:
    found = effective_status(computed, is_signed=is_signed, today=today, override=override)
    assert (found.status, found.standing, found.words) == shown
    assert found.computed is computed
