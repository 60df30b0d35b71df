"""When a signed status should be looked at again (3.7)."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from annotations.domain.verification import makes_stale
from annotations.domain.verification.staleness import (
    CAUSES,
    is_counter_evidence,
    moves_what_was_signed,
    shelf_life,
)
from annotations.domain.vocabulary import ClaimType, StaleCause, Status

SIGNED_ON = date(2021, 3, 10)
DAY, WEEK, QUARTER, YEAR = (timedelta(days=days) for days in (1, 7, 90, 365))


@pytest.mark.parametrize(
    ("claim_type", "happened_on", "life"),
    [
        ("event", date(2021, 3, 9), DAY),
        ("event", date(2021, 3, 10), DAY),
        ("event", date(2021, 4, 1), DAY),
        ("event", date(2021, 3, 8), WEEK),
        ("event", date(2021, 3, 3), WEEK),
        ("event", date(2021, 3, 2), YEAR),
        ("event", None, YEAR),
        ("causal", date(2021, 3, 9), DAY),
        ("media", date(2021, 3, 5), WEEK),
        ("quantity", date(2021, 3, 9), QUARTER),
        ("comparison", None, QUARTER),
        ("attribution", date(2021, 3, 9), YEAR),
        ("historical", date(2021, 3, 9), YEAR),
        ("law", date(2021, 3, 9), YEAR),
    ],
)
def test_how_long_a_status_stays_fresh(claim_type: str, happened_on: date | None, life: timedelta) -> None:
    assert shelf_life(claim_type, happened_on=happened_on, signed_on=SIGNED_ON) == life


@pytest.mark.parametrize("claim_type", ClaimType)
def test_every_type_has_a_shelf_life(claim_type: ClaimType) -> None:
    assert shelf_life(claim_type, happened_on=None, signed_on=SIGNED_ON) in (QUARTER, YEAR)


def test_only_a_change_around_an_intact_passage_merely_informs() -> None:
    assert [cause for cause in StaleCause if not makes_stale(cause)] == [StaleCause.SOURCE_CHANGED]


@pytest.mark.parametrize(
    ("stance", "against"),
    [
        ("contradicts", {Status.SUPPORTED, Status.LEANS_SUPPORTED}),
        ("corroborates", {Status.REFUTED, Status.LEANS_REFUTED}),
        ("context", set()),
    ],
)
def test_what_speaks_against_what_was_signed(stance: str, against: set[Status]) -> None:
    assert {status for status in Status if is_counter_evidence(stance, status)} == against


SIGNED: Mapping[str, Any] = {
    "status": "SUPPORTED",
    "S": 120,
    "R": 0,
    "n_S": 2,
    "n_R": 0,
    "links": [{"link": 1, "points": 60, "counted": True}, {"link": 2, "points": 60, "counted": True}],
    "certainty": "MODERATE",
}


@pytest.mark.parametrize(
    ("changes", "moved"),
    [
        ({}, False),
        ({"credibility_out": "1"}, False),
        ({"certainty": "HIGH"}, True),
        ({"links": SIGNED["links"][::-1]}, False),
        ({"status": "LEANS_SUPPORTED"}, True),
        ({"S": 115}, True),
        ({"R": 30}, True),
        ({"n_S": 1}, True),
        ({"n_R": 1}, True),
        ({"links": SIGNED["links"][:1]}, True),
        ({"links": [SIGNED["links"][0], {"link": 2, "points": 50, "counted": True}]}, True),
        ({"links": [SIGNED["links"][0], {"link": 2, "points": 60, "counted": False}]}, True),
    ],
)
def test_which_results_move_what_was_signed(changes: Mapping[str, Any], moved: bool) -> None:
    assert moves_what_was_signed(SIGNED, {**SIGNED, **changes}) is moved


def test_changes_of_register_and_rule_have_their_causes() -> None:
    assert set(CAUSES.values()) == {
        StaleCause.GRADE_CHANGED,
        StaleCause.RELATION_CHANGED,
        StaleCause.POLICY_CHANGED,
    }
