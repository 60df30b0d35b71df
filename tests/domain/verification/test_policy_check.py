"""Which tables can be a policy, and which rule refuses the others."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.domain.errors import Invalid
from annotations.domain.verification import (
    POLICY_1_0_0,
    Policy,
    assess,
    check_policy,
    check_replacement,
    policy_from,
    tables_of,
    version_key,
)
from annotations.domain.vocabulary import ClaimType, Status
from tests.domain.verification.scenes import own_reports, scene
from tests.domain.verification.worlds import worlds

UNSCORED = list(POLICY_1_0_0.not_checkable_types)


def changed(**changes: Any) -> dict[str, Any]:
    """The tables in force with other values; "table__key" names one value of a table."""
    tables = tables_of(POLICY_1_0_0)
    for name, value in changes.items():
        table, _, key = name.partition("__")
        if key:
            tables[table][key] = value
        else:
            tables[table] = value
    return tables


def checked(tables: dict[str, Any], version: str = "1.1.0") -> Policy:
    """The policy of these tables, where it may replace the one in force."""
    policy = policy_from(version, tables)
    check_replacement(policy, POLICY_1_0_0)
    check_policy(policy)
    return policy


def test_the_policy_in_force_is_one_and_comes_back_unchanged() -> None:
    read = policy_from("1.0.0", tables_of(POLICY_1_0_0))
    check_policy(read)
    assert (read, read.canonical) == (POLICY_1_0_0, POLICY_1_0_0.canonical)


def test_the_order_of_tables_means_nothing() -> None:
    turned = {
        name: dict(reversed(value.items())) if isinstance(value, dict) else value
        for name, value in reversed(tables_of(POLICY_1_0_0).items())
    }
    assert policy_from("1.0.0", turned).canonical == POLICY_1_0_0.canonical


def test_a_table_that_is_missing_says_what_the_program_came_with() -> None:
    tables = tables_of(POLICY_1_0_0)
    del tables["bar"]
    assert policy_from("1.0.0", tables) == POLICY_1_0_0


@pytest.mark.parametrize(
    ("changes", "rule", "field"),
    [
        ({"surplus": 1}, "policy-unknown-table", "surplus"),
        ({"version": "1.2.0"}, "policy-unknown-table", "version"),
        ({"grade_points": {"A": 100}}, "policy-table-shape", "grade_points"),
        ({"coverage_percent": 100}, "policy-table-shape", "coverage_percent"),
        ({"high_risk_types": "causal"}, "policy-table-shape", "high_risk_types"),
        ({"default_grades__wire": 3}, "policy-table-shape", "default_grades"),
        ({"grade_points__A": 100.0}, "policy-number", "grade_points"),
        ({"floor": -1}, "policy-number", "floor"),
        ({"floor": True}, "policy-number", "floor"),
        ({"bar": 1_001}, "policy-number", "bar"),
        ({"grade_points__A": 101}, "policy-out-of-range", "grade_points"),
        ({"coverage_percent__full": 120}, "policy-out-of-range", "coverage_percent"),
        ({"grade_points__C": 80}, "policy-grades-not-in-order", "grade_points"),
        ({"proximity_percent__secondary": 40}, "policy-percentages-not-in-order", "proximity_percent"),
        (
            {"credibility_percent__4": 0, "credibility_percent__5": 10},
            "policy-percentages-not-in-order",
            "credibility_percent",
        ),
        ({"coverage_percent__full": 40}, "policy-percentages-not-in-order", "coverage_percent"),
        ({"interest_percent__none": 40}, "policy-percentages-not-in-order", "interest_percent"),
        ({"default_grades__wire": "G"}, "policy-unknown-grade", "default_grades"),
        ({"admission_grade": "AB"}, "policy-unknown-grade", "admission_grade"),
        ({"anonymous_grade": "Z"}, "policy-unknown-grade", "anonymous_grade"),
        (
            {"grades_vouching_for_anonymous": ["event"]},
            "policy-unknown-grade",
            "grades_vouching_for_anonymous",
        ),
        ({"not_checkable_types": ["gossip"]}, "policy-unknown-type", "not_checkable_types"),
        ({"scores_as_event_when_due": ["gossip"]}, "policy-unknown-type", "scores_as_event_when_due"),
        ({"not_checkable_types": []}, "policy-opinion-scored", "not_checkable_types"),
        (
            {"not_checkable_types": [name for name in UNSCORED if name != "opinion"]},
            "policy-opinion-scored",
            "not_checkable_types",
        ),
        (
            {"scores_as_event_when_due": ["prediction", "event"]},
            "policy-only-predictions-wait",
            "scores_as_event_when_due",
        ),
        ({"scores_as_event_when_due": []}, "policy-prediction-scored", "scores_as_event_when_due"),
        ({"not_checkable_types": list(ClaimType.values)}, "policy-nothing-scored", "not_checkable_types"),
        (
            {"not_checkable_types": [name for name in ClaimType.values if name != "prediction"]},
            "policy-nothing-scored",
            "not_checkable_types",
        ),
        (
            {f"credibility_percent__{digit}": 50 for digit in "1234"},
            "policy-percentages-not-in-order",
            "credibility_percent",
        ),
        ({"high_risk_types": ["gossip"]}, "policy-unknown-type", "high_risk_types"),
        ({"default_grades__platform": "A"}, "policy-unknown-kind", "default_grades"),
        ({"grade_points__F": 50}, "policy-ungraded-counts", "grade_points"),
        ({"grade_points__E": 10}, "policy-worst-grade-counts", "grade_points"),
        ({"interest_percent__self_serving": 10}, "policy-self-interest-counts", "interest_percent"),
        ({"interest_percent__unknown": 50}, "policy-unknown-interest-counts", "interest_percent"),
        ({"origins_required__normal": 3}, "policy-origins-not-in-order", "origins_required"),
        ({"origins_required__normal": 0}, "policy-origins-not-in-order", "origins_required"),
        ({"origins_required__high": 11}, "policy-origins-not-reachable", "origins_required"),
        ({"floor": 0}, "policy-floor-not-reachable", "floor"),
        ({"grade_points__A": 75, "floor": 80}, "policy-floor-not-reachable", "floor"),
        ({"bar": 20, "prior_mass": 20}, "policy-bar-below-floor", "bar"),
        ({"grade_points__A": 90, "bar": 901}, "policy-bar-not-reachable", "bar"),
        ({"prior_mass": 0}, "policy-band-against-verdict", "prior_mass"),
        ({"prior_mass": 101}, "policy-band-against-verdict", "prior_mass"),
        ({"bar": 80, "prior_mass": 80}, "policy-untraced-verdict", "bar"),
        ({"grade_points__D": 30}, "policy-weak-grades-count", "grade_points"),
        ({}, "policy-unchanged", None),
    ],
)
def test_tables_that_cannot_mean_what_they_say(changes: dict[str, Any], rule: str, field: str | None) -> None:
    with pytest.raises(Invalid) as refused:
        checked(changed(**changes))
    assert (refused.value.rule, refused.value.field) == (rule, field)
    assert refused.value.message.endswith(".")


@pytest.mark.parametrize(
    ("version", "rule"),
    [
        ("2", "policy-version"),
        ("1.01.0", "policy-version"),
        ("1.2.0\n", "policy-version"),
        ("1.0.0", "policy-version-not-higher"),
        ("0.9.9", "policy-version-not-higher"),
    ],
)
def test_versions_that_cannot_follow(version: str, rule: str) -> None:
    with pytest.raises(Invalid) as refused:
        checked(changed(bar=120), version)
    assert (refused.value.rule, refused.value.field) == (rule, "version")


def test_versions_are_numbers_and_no_words() -> None:
    assert version_key("1.10.0") > version_key("1.9.9")


def test_the_message_of_a_floor_says_how_high_it_may_lie() -> None:
    with pytest.raises(Invalid) as refused:
        checked(changed(grade_points__A=75, floor=80))
    assert "between 1 and 75," in refused.value.message


@pytest.mark.parametrize(
    ("bar", "status"), [(150, "LEANS_SUPPORTED"), (101, "SUPPORTED"), (120, "SUPPORTED")]
)
def test_another_bar_gives_another_status(bar: int, status: str) -> None:
    policy = checked(changed(bar=bar), "2.0.0")
    result = assess(scene(*own_reports("B", "B")), policy)
    assert (result.status, result.policy_version) == (Status(status), "2.0.0")


policies = st.builds(
    lambda c, d, secondary, floor, bar, prior, high: changed(
        grade_points={"A": 100, "B": 75, "C": c, "D": d, "E": 0, "F": 0},
        proximity_percent={"primary": 100, "secondary": secondary, "tertiary": 40},
        floor=floor,
        bar=bar,
        prior_mass=prior,
        origins_required={"normal": 1, "high": high},
    ),
    st.integers(0, 75),
    st.integers(0, 40),
    st.integers(40, 99),
    st.integers(0, 60),
    st.integers(50, 400),
    st.integers(1, 120),
    st.integers(1, 4),
)


def accepted(tables: dict[str, Any]) -> Policy | None:
    """The policy, or None where a rule refuses it."""
    try:
        return checked(tables, "9.0.0")
    except Invalid as refused:
        assert refused.rule.startswith("policy-")
        return None


@settings(max_examples=60, deadline=None)
@given(policies, worlds())
def test_every_policy_that_passes_keeps_its_promises(tables: dict[str, Any], inputs: Any) -> None:
    policy = accepted(tables)
    if policy is not None:
        result = assess(inputs, policy)
        assert result.band is not None
        lower, upper = result.band
        assert result.status is not Status.SUPPORTED or 2 * lower >= 1
        assert result.status is not Status.REFUTED or 2 * upper <= 1
        verdict = result.status in (Status.SUPPORTED, Status.REFUTED)
        assert not verdict or any(link.counted and link.traced for link in result.links)
