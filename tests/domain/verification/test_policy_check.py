"""Which tables can be a policy, and which rule refuses the others."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.domain.errors import Invalid
from annotations.domain.verification import POLICY_1_0_0, Policy, assess, check_policy, policy_tables
from annotations.domain.vocabulary import Status
from tests.domain.verification.scenes import own_reports, scene
from tests.domain.verification.worlds import worlds


def changed(**changes: Any) -> dict[str, Any]:
    """The tables in force with other values; "table__key" names one value of a table."""
    tables = policy_tables(POLICY_1_0_0)
    for name, value in changes.items():
        table, _, key = name.partition("__")
        if key:
            tables[table][key] = value
        else:
            tables[table] = value
    return tables


def test_the_policy_in_force_is_one_and_comes_back_unchanged() -> None:
    assert check_policy(policy_tables(POLICY_1_0_0)) == POLICY_1_0_0
    assert check_policy(policy_tables(POLICY_1_0_0)).canonical == POLICY_1_0_0.canonical


def test_the_order_of_tables_means_nothing() -> None:
    tables = policy_tables(POLICY_1_0_0)
    turned = {
        name: dict(reversed(value.items())) if isinstance(value, dict) else value
        for name, value in reversed(tables.items())
    }
    assert check_policy(turned).canonical == POLICY_1_0_0.canonical


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"version": "2"}, "policy-version"),
        ({"surplus": 1}, "policy-incomplete"),
        ({"grade_points": {"A": 100}}, "policy-incomplete"),
        ({"coverage_percent": 100}, "policy-incomplete"),
        ({"default_grades__platform": "A"}, "policy-incomplete"),
        ({"default_grades__wire": "G"}, "policy-incomplete"),
        ({"anonymous_grade": "Z"}, "policy-incomplete"),
        ({"high_risk_types": ["gossip"]}, "policy-incomplete"),
        ({"grades_vouching_for_anonymous": ["event"]}, "policy-incomplete"),
        ({"grade_points__A": 100.0}, "policy-range"),
        ({"grade_points__A": 101}, "policy-range"),
        ({"floor": -1}, "policy-range"),
        ({"floor": True}, "policy-range"),
        ({"grade_points__C": 80}, "policy-order"),
        ({"proximity_percent__secondary": 40}, "policy-order"),
        ({"coverage_percent__partial": 100, "coverage_percent__full": 50}, "policy-order"),
        ({"origins_required__normal": 3}, "policy-order"),
        ({"grade_points__F": 50}, "policy-nothing"),
        ({"interest_percent__unknown": 50}, "policy-nothing"),
        ({"interest_percent__self_serving": 10}, "policy-nothing"),
        ({"floor": 0}, "policy-floor"),
        ({"grade_points__A": 75, "floor": 80}, "policy-floor"),
        ({"bar": 20, "prior_mass": 20}, "policy-bar"),
        ({"grade_points__A": 90, "bar": 901}, "policy-bar"),
        ({"origins_required__normal": 0}, "policy-origins"),
        ({"origins_required__high": 11}, "policy-origins"),
        ({"prior_mass": 0}, "policy-prior-mass"),
        ({"prior_mass": 101}, "policy-prior-mass"),
        ({"bar": 80, "prior_mass": 80}, "policy-untraced"),
        ({"grade_points__D": 30}, "policy-weak-grades"),
    ],
)
def test_tables_that_cannot_mean_what_they_say(changes: dict[str, Any], rule: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_policy(changed(**changes))
    assert refused.value.rule == rule
    assert refused.value.message.endswith(".")


def test_a_table_that_is_missing_is_named() -> None:
    tables = policy_tables(POLICY_1_0_0)
    del tables["bar"]
    with pytest.raises(Invalid) as refused:
        check_policy(tables)
    assert (refused.value.rule, refused.value.field) == ("policy-incomplete", "bar")


@pytest.mark.parametrize(
    ("bar", "status"), [(150, "LEANS_SUPPORTED"), (100, "SUPPORTED"), (120, "SUPPORTED")]
)
def test_another_bar_gives_another_status(bar: int, status: str) -> None:
    policy = check_policy(changed(version="2.0.0", bar=bar))
    result = assess(scene(*own_reports("B", "B")), policy)
    assert (result.status, result.policy_version) == (Status(status), "2.0.0")


policies = st.builds(
    lambda c, d, secondary, floor, bar, prior, high: changed(
        version="9.0.0",
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
        return check_policy(tables)
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
