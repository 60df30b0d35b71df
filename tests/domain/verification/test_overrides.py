"""When people decide otherwise than the rule (3.5, 3.6): every refusal by its rule, and what then counts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from annotations.domain.errors import Refusal
from annotations.domain.verification import (
    EffectiveStatus,
    Proposal,
    Standing,
    check_approval,
    check_not_ended,
    check_override,
    effective_status,
)
from annotations.domain.verification.overrides import HOLDS_FOR
from annotations.domain.vocabulary import OverrideReason, Status

S, R, LS, LR = Status.SUPPORTED, Status.REFUTED, Status.LEANS_SUPPORTED, Status.LEANS_REFUTED
CONFLICTING, NOT_CHECKABLE = Status.CONFLICTING, Status.NOT_CHECKABLE
PENDING_EVENT = Status.PENDING_EVENT
NOW = datetime(2021, 3, 1, 12, tzinfo=UTC)
WHY = "The court's file, which we may not store, says so in plain words."


def rule_and_field(check: Any, *given: Any, **named: Any) -> tuple[str, str | None] | None:
    """By which rule it is refused and at which field; None where it passes."""
    try:
        check(*given, **named)
    except Refusal as refusal:
        return refusal.rule, refusal.field
    return None


@pytest.mark.parametrize(
    ("computed", "status", "reason_code", "text", "refused"),
    [
        (LS, S, "legal", WHY, None),
        (CONFLICTING, Status.MIXED, "engine_gap", WHY, ("override-mixed-needs-parts", "status")),
        (LS, S, "legal", "x" * 40, None),
        (NOT_CHECKABLE, S, "legal", WHY, ("type-not-scored", None)),
        (PENDING_EVENT, R, "legal", WHY, ("type-not-scored", None)),
        (S, NOT_CHECKABLE, "legal", WHY, ("override-unscored", "status")),
        (S, PENDING_EVENT, "legal", WHY, ("override-unscored", "status")),
        (S, "TRUE", "legal", WHY, ("override-unscored", "status")),
        (S, S, "legal", WHY, ("override-changes-nothing", "status")),
        (LS, S, "hunch", WHY, ("unknown-override-reason", "reason_code")),
        (LS, S, "legal", "x" * 39, ("override-text-too-short", "text")),
        (LS, S, "legal", f"  Because.{' ' * 40}", ("override-text-too-short", "text")),
    ],
)
def test_what_may_be_proposed(
    computed: Status, status: str, reason_code: str, text: str, refused: tuple[str, str | None] | None
) -> None:
    assert rule_and_field(check_override, computed, status, reason_code=reason_code, text=text) == refused


@pytest.mark.parametrize("reason", OverrideReason)
def test_every_reason_is_one(reason: OverrideReason) -> None:
    check_override(LS, S, reason_code=reason.value, text=WHY)


A_STEP = Proposal(LS, S, proposed_by=1, is_by_lead=False, expires_at=NOW + timedelta(seconds=1))


@pytest.mark.parametrize(
    ("changes", "approver", "is_lead", "rule"),
    [
        ({}, 2, True, None),
        ({}, 2, False, "override-needs-a-lead"),
        ({"is_by_lead": True}, 2, False, None),
        ({"is_by_lead": True, "status": R}, 2, False, "override-needs-a-lead"),
        ({"status": R}, 2, True, None),
        ({}, 1, True, "four-eyes"),
        ({"expires_at": NOW}, 2, True, "override-expired"),
        ({"is_approved": True}, 2, True, "override-approved-already"),
        ({"is_ended": True}, 2, True, "override-ended"),
        ({"is_ended": True, "is_approved": True, "expires_at": NOW}, 1, False, "override-ended"),
        ({"is_approved": True, "expires_at": NOW}, 1, False, "override-approved-already"),
        ({"expires_at": NOW}, 1, False, "override-expired"),
    ],
)
def test_what_may_be_approved_by_whom(
    changes: dict[str, Any], approver: int, is_lead: bool, rule: str | None
) -> None:
    proposal = replace(A_STEP, **changes)
    refused = rule_and_field(check_approval, proposal, approver=approver, is_lead=is_lead, now=NOW)
    assert refused == (rule and (rule, None))


@pytest.mark.parametrize(
    ("computed", "status", "is_far"),
    [
        (LS, S, False),
        (CONFLICTING, S, False),
        (LR, LS, False),
        (S, CONFLICTING, False),
        (LR, S, True),
        (S, LR, True),
        (R, S, True),
    ],
)
def test_more_than_two_ranks_are_far(computed: Status, status: Status, is_far: bool) -> None:
    assert replace(A_STEP, computed=computed, status=status).is_far is is_far


def test_what_is_over_is_not_ended_again() -> None:
    assert rule_and_field(check_not_ended, is_ended=True) == ("override-ended", None)
    assert rule_and_field(check_not_ended, is_ended=False) is None


def test_it_holds_for_half_a_year() -> None:
    assert timedelta(days=180) == HOLDS_FOR


@pytest.mark.parametrize(
    ("computed", "signed", "overridden", "shown"),
    [
        (LS, None, None, (LS, Standing.PROVISIONAL)),
        (LS, LS, None, (LS, Standing.SIGNED)),
        (LS, None, R, (R, Standing.OVERRIDDEN)),
        (LS, LS, R, (R, Standing.OVERRIDDEN)),
        (NOT_CHECKABLE, None, None, (NOT_CHECKABLE, Standing.BY_TYPE)),
        (NOT_CHECKABLE, None, R, (NOT_CHECKABLE, Standing.BY_TYPE)),
        (PENDING_EVENT, None, S, (PENDING_EVENT, Standing.BY_TYPE)),
    ],
)
def test_what_counts(
    computed: Status, signed: Status | None, overridden: Status | None, shown: tuple[Status, Standing]
) -> None:
    found = effective_status(computed, signed=signed, overridden=overridden)
    assert found == EffectiveStatus(*shown, computed=computed, signed=signed, overridden=overridden)
