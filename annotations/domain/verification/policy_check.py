"""Reading a policy from plain tables, and refusing one that cannot mean what it says.

What is checked is what the invariants of the specification (3.4) rest on: with a policy that passes, a
better grade never hurts, an untraced link never gives a verdict, a party speaking for itself adds nothing,
the band lies on the side of the verdict, and every threshold can be met.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from itertools import pairwise
from typing import Any

from annotations.domain.errors import Invalid
from annotations.domain.verification.codes import Interest
from annotations.domain.verification.policy import Policy
from annotations.domain.vocabulary import (
    ClaimType,
    Coverage,
    Credibility,
    Grade,
    Proximity,
    PublisherKind,
    Risk,
)

# No claim has more independent origins than this; a bar that asks for more is never met.
MOST_ORIGINS = 10

_TABLES: dict[str, tuple[type, tuple[str, ...]]] = {
    "grade_points": (Grade, tuple(Grade.values)),
    "proximity_percent": (Proximity, tuple(Proximity.values)),
    "credibility_percent": (Credibility, tuple(Credibility.values)),
    "coverage_percent": (Coverage, tuple(Coverage.values)),
    "interest_percent": (Interest, tuple(Interest)),
    "origins_required": (Risk, tuple(Risk.values)),
}
# What stands first in each of these is never worth less than what follows.
_FALLING = {
    "grade_points": ("A", "B", "C", "D", "E"),
    "proximity_percent": ("primary", "secondary", "tertiary"),
    "coverage_percent": ("full", "partial"),
    "interest_percent": ("none", "neutral", "self_serving"),
    "credibility_percent": ("1", "2", "3", "4", "5"),
    "origins_required": ("high", "normal"),
}
_NOTHING = {"grade_points": ("E", "F"), "interest_percent": ("self_serving", "unknown")}
_WEAK = ("D", "E", "F")
_NUMBERS = ("floor", "bar", "prior_mass")
_LISTS = (
    "not_checkable_types",
    "scores_as_event_when_due",
    "high_risk_types",
    "grades_vouching_for_anonymous",
)


def policy_tables(policy: Policy) -> dict[str, Any]:
    """A policy as plain values: tables as objects, lists as lists. What `check_policy` takes."""
    tables: dict[str, Any] = {field.name: getattr(policy, field.name) for field in fields(policy)}
    tables |= {name: dict(tables[name]) for name in (*_TABLES, "default_grades")}
    return tables | {name: list(tables[name]) for name in _LISTS}


def check_policy(tables: Mapping[str, Any]) -> Policy:
    """Read a policy from plain tables.

    Raises `Invalid` for the first rule that is broken: `policy-incomplete` (a table or value is missing or
    unknown), `policy-version`, `policy-range` (no whole number, or out of range), `policy-order` (something
    better worth less), `policy-nothing` (what must count for nothing counts), `policy-floor`, `policy-bar`,
    `policy-origins`, `policy-prior-mass`, `policy-untraced`, `policy-weak-grades`.
    """
    _check_complete(tables)
    _check_numbers(tables)
    policy = _built(tables)
    for rule, (message, is_broken) in _RULES.items():
        if is_broken(policy):
            raise Invalid(message, rule=rule)
    return policy


def _refuse(rule: str, message: str, field: str) -> None:
    raise Invalid(message, rule=rule, field=field)


def _check_complete(tables: Mapping[str, Any]) -> None:
    names = {field.name for field in fields(Policy)}
    for name in sorted(names ^ set(tables)):
        _refuse(
            "policy-incomplete", f"The policy {'lacks' if name in names else 'does not know'} {name}.", name
        )
    for name, (_, values) in _TABLES.items():
        if not isinstance(tables[name], Mapping) or set(tables[name]) != set(values):
            _refuse("policy-incomplete", f"The table {name} needs exactly: {', '.join(values)}.", name)
    for name in _LISTS:
        known = Grade.values if name == "grades_vouching_for_anonymous" else ClaimType.values
        if not isinstance(tables[name], list | tuple) or not set(tables[name]) <= set(known):
            _refuse("policy-incomplete", f"{name} lists what is not known.", name)
    _check_grades(tables)
    if not re.fullmatch(r"\d+\.\d+\.\d+", str(tables["version"])):
        _refuse("policy-version", "A version has three numbers, such as 1.2.0.", "version")


def _check_grades(tables: Mapping[str, Any]) -> None:
    defaults = tables["default_grades"]
    if not isinstance(defaults, Mapping) or not set(defaults) <= set(PublisherKind.values):
        _refuse("policy-incomplete", "Default grades are given by kind of publisher.", "default_grades")
    grades = (*defaults.values(), tables["admission_grade"], tables["anonymous_grade"])
    if not set(grades) <= set(Grade.values):
        _refuse("policy-incomplete", "A grade is one of A to F.", "default_grades")


def _check_numbers(tables: Mapping[str, Any]) -> None:
    """Whole numbers only: no status may hang on a rounding. True is a number to Python, and none here."""
    numbers = {name: tables[name] for name in _NUMBERS}
    numbers |= {f"{name}.{key}": value for name in _TABLES for key, value in tables[name].items()}
    for name, value in numbers.items():
        highest = MOST_ORIGINS * 100 if name in _NUMBERS else 100
        if type(value) is not int or not 0 <= value <= highest:
            _refuse("policy-range", f"{name} has to be a whole number from 0 to {highest}.", name)


def _built(tables: Mapping[str, Any]) -> Policy:
    """Every table in the order of its vocabulary, so that the same policy has the same fingerprint."""
    content = dict(tables) | {name: tuple(tables[name]) for name in _LISTS}
    for name, (_, values) in _TABLES.items():
        content[name] = tuple((str(value), tables[name][value]) for value in values)
    defaults = tables["default_grades"]
    content["default_grades"] = tuple(
        (kind, defaults[kind]) for kind in PublisherKind.values if kind in defaults
    )
    return Policy(**content)


def _best(policy: Policy, proximity: str, grades: tuple[str, ...] = tuple(Grade.values)) -> int:
    """The most points that one link can have with such a grade and proximity."""
    best = max(policy.grades[grade] for grade in grades) * policy.proximity[proximity]
    credibility, coverage = max(policy.credibility.values()), max(policy.coverage.values())
    return best * credibility * coverage * max(policy.interest.values()) // 100**4


def _is_out_of_order(policy: Policy) -> bool:
    tables = {name: dict(getattr(policy, name)) for name in _FALLING}
    worths = [[tables[name][value] for value in values] for name, values in _FALLING.items()]
    return any(better < worse for worth in worths for better, worse in pairwise(worth))


def _counts_what_is_nothing(policy: Policy) -> bool:
    return any(dict(getattr(policy, name))[value] for name, values in _NOTHING.items() for value in values)


_RULES: dict[str, tuple[str, Callable[[Policy], bool]]] = {
    "policy-order": ("Something better would be worth less.", _is_out_of_order),
    "policy-nothing": (
        "Grades E and F, and a party for itself or of unknown interest, count nothing.",
        _counts_what_is_nothing,
    ),
    "policy-floor": (
        "The floor must be above 0, and within reach of one link.",
        lambda policy: not 0 < policy.floor <= _best(policy, Proximity.PRIMARY.value),
    ),
    "policy-bar": (
        f"The bar must be at least the floor, and within reach of {MOST_ORIGINS} origins.",
        lambda policy: (
            not policy.floor <= policy.bar <= MOST_ORIGINS * _best(policy, Proximity.PRIMARY.value)
        ),
    ),
    "policy-origins": (
        f"A verdict needs at least one origin and at most {MOST_ORIGINS}.",
        lambda policy: not all(0 < count <= MOST_ORIGINS for count in policy.origins_by_risk.values()),
    ),
    "policy-prior-mass": (
        "The prior mass must be above 0 and at most the bar, or the band would leave its side.",
        lambda policy: not 0 < policy.prior_mass <= policy.bar,
    ),
    "policy-untraced": (
        "One untraced report would reach the bar by itself.",
        lambda policy: _best(policy, Proximity.SECONDARY.value) >= policy.bar,
    ),
    "policy-weak-grades": (
        "Grades D to F would count by themselves.",
        lambda policy: _best(policy, Proximity.PRIMARY.value, _WEAK) >= policy.floor,
    ),
}
