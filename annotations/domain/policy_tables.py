"""A policy as people edit it and as it is stored, and what a policy must hold to make sense.

The tables are JSON: a table of points or percent is an object of whole numbers, a table of grades an object
of letters, a list of types a list. A table that did not exist when a policy was stored has the numbers of the
policy this program came with.

`check_policy` refuses, each by a rule of its own, what could never work (thresholds that no evidence meets)
and what would break a promise of the specification (a party that counts in its own favour).
"""

import re
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final

from annotations.domain.errors import Invalid
from annotations.domain.verification import CURRENT_POLICY, Interest, Policy
from annotations.domain.vocabulary import ClaimType, Grade, PublisherKind, Risk

MOST_ORIGINS: Final = 10
"""A verdict that takes more independent first-rate origins than these is out of reach for any claim."""

NUMBER_LIMIT: Final = 1_000
_VERSION = re.compile(r"(0|[1-9]\d{0,3})\.(0|[1-9]\d{0,3})\.(0|[1-9]\d{0,3})")
_TABLES: Final = {field.name: getattr(CURRENT_POLICY, field.name) for field in fields(Policy)}
_FACTORS: Final = ("proximity_percent", "credibility_percent", "coverage_percent", "interest_percent")


def tables_of(policy: Policy) -> dict[str, Any]:
    """Every table of a policy but its version, as plain JSON values."""
    return {name: _plain(getattr(policy, name)) for name in _TABLES if name != "version"}


def policy_from(version: str, tables: Mapping[str, Any]) -> Policy:
    """The policy that these tables say.

    Refuses with `Invalid`: a table that there is not (`policy-unknown-table`), one of another shape or with
    other rows than it has (`policy-table-shape`), a number that is none or out of range (`policy-number`).
    """
    unknown = set(tables) - (_TABLES.keys() - {"version"})
    if unknown:
        raise Invalid(
            f"A policy has no table {min(unknown)}.", field=min(unknown), rule="policy-unknown-table"
        )
    values = {name: _read(name, value) for name, value in tables.items()}
    return Policy(**{**_TABLES, **values, "version": version})


def check_policy(policy: Policy, in_force: Policy) -> None:
    """Refuses with `Invalid` a policy that cannot replace the one in force."""
    _check_version(policy, in_force)
    _check_ranges(policy)
    _check_grades(policy)
    _check_words(policy)
    _check_promises(policy)
    _check_thresholds(policy)
    if tables_of(policy) == tables_of(in_force):
        raise Invalid("These are the tables that are in force.", rule="policy-unchanged")


def version_key(version: str) -> tuple[int, ...]:
    """Versions in their order; refuses (`policy-version`) what is not of the form 1.2.3."""
    found = _VERSION.fullmatch(version)
    if found is None:
        raise Invalid("A version has the form 1.2.3.", field="version", rule="policy-version")
    return tuple(int(part) for part in found.groups())


def _plain(value: Any) -> Any:
    if not isinstance(value, tuple):
        return value
    return dict(value) if _is_table(value) else list(value)


def _is_table(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and isinstance(value[0], tuple)


def _read(name: str, value: Any) -> Any:
    known = _TABLES[name]
    if isinstance(known, int):
        return _number(name, value)
    if _is_table(known):
        return _table(name, value, dict(known))
    if isinstance(known, tuple):
        return tuple(_words(name, value))
    return _words(name, [value])[0]


def _table(name: str, value: Any, known: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    if not isinstance(value, Mapping) or (name != "default_grades" and value.keys() != known.keys()):
        raise _shape(name, f"It has exactly these rows: {', '.join(known)}.")
    numbers = isinstance(next(iter(known.values())), int)
    rows = [*(row for row in known if row in value), *sorted(row for row in value if row not in known)]
    if numbers:
        return tuple((row, _number(name, value[row])) for row in rows)
    return tuple((row, _words(name, [value[row]])[0]) for row in rows)


def _number(name: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= NUMBER_LIMIT:
        raise Invalid(
            f"{name.replace('_', ' ').capitalize()} takes whole numbers from 0 to {NUMBER_LIMIT}.",
            field=name,
            rule="policy-number",
        )
    return value


def _words(name: str, value: Any) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise _shape(name, "It takes words.")
    return value


def _shape(name: str, sentence: str) -> Invalid:
    return Invalid(f"The table {name} has another shape. {sentence}", field=name, rule="policy-table-shape")


def _check_version(policy: Policy, in_force: Policy) -> None:
    if version_key(policy.version) <= version_key(in_force.version):
        raise Invalid(
            f"The version has to be higher than {in_force.version}, which is in force.",
            field="version",
            rule="policy-version-not-higher",
        )


def _check_ranges(policy: Policy) -> None:
    for name in ("grade_points", *_FACTORS):
        if any(not 0 <= value <= 100 for _, value in getattr(policy, name)):
            raise Invalid(
                "Points and percentages lie between 0 and 100: a factor may brake, never accelerate.",
                field=name,
                rule="policy-out-of-range",
            )


def _check_grades(policy: Policy) -> None:
    points = [policy.grades[grade] for grade in "ABCDE"]
    if points != sorted(points, reverse=True):
        raise Invalid(
            "A better grade cannot be worth less than a worse one.",
            field="grade_points",
            rule="policy-grades-not-in-order",
        )
    named = [
        *(("default_grades", grade) for grade in policy.grade_by_kind.values()),
        ("admission_grade", policy.admission_grade),
        ("anonymous_grade", policy.anonymous_grade),
        *(("grades_vouching_for_anonymous", grade) for grade in policy.grades_vouching_for_anonymous),
    ]
    for name, grade in named:
        if grade not in Grade.values:
            raise Invalid(f"“{grade}” is no grade.", field=name, rule="policy-unknown-grade")


def _check_words(policy: Policy) -> None:
    for name in ("not_checkable_types", "scores_as_event_when_due"):
        if unknown := set(getattr(policy, name)) - set(ClaimType.values):
            raise Invalid(f"“{min(unknown)}” is no type of a claim.", field=name, rule="policy-unknown-type")
    if unknown := policy.grade_by_kind.keys() - set(PublisherKind.values):
        raise Invalid(
            f"“{min(unknown)}” is no kind of a publisher.",
            field="default_grades",
            rule="policy-unknown-kind",
        )


def _check_promises(policy: Policy) -> None:
    if policy.grades[Grade.F]:
        raise Invalid(
            "F is ignorance: nothing counts before it was graded.",
            field="grade_points",
            rule="policy-ungraded-counts",
        )
    if policy.interest[Interest.SELF_SERVING]:
        raise Invalid(
            "A party speaking in its own favour adds nothing.",
            field="interest_percent",
            rule="policy-self-interest-counts",
        )
    normal, high = policy.origins_by_risk[Risk.NORMAL], policy.origins_by_risk[Risk.HIGH]
    if not 1 <= normal <= high:
        raise Invalid(
            "A verdict needs at least one origin, and at high risk no fewer than otherwise.",
            field="origins_required",
            rule="policy-origins-not-in-order",
        )
    if policy.prior_mass < 1 or policy.prior_mass > policy.bar:
        raise Invalid(
            "The prior mass lies between 1 and the bar; above it a verdict could lie in the wrong half of "
            "its band.",
            field="prior_mass",
            rule="policy-band-against-verdict",
        )


def _check_thresholds(policy: Policy) -> None:
    best = _best_link(policy)
    if not 1 <= policy.floor <= best:
        raise Invalid(
            f"The floor lies between 1 and {best}, the most a single piece of evidence can weigh here; "
            "above it nothing would ever count.",
            field="floor",
            rule="policy-floor-not-reachable",
        )
    if policy.bar < policy.floor:
        raise Invalid("The bar lies below the floor.", field="bar", rule="policy-bar-below-floor")
    if policy.bar > best * MOST_ORIGINS:
        raise Invalid(
            f"No claim would reach this bar: it takes more than {MOST_ORIGINS} of the best origins.",
            field="bar",
            rule="policy-bar-not-reachable",
        )
    if policy.origins_by_risk[Risk.HIGH] > MOST_ORIGINS:
        raise Invalid(
            f"No claim would have so many origins; ask for at most {MOST_ORIGINS}.",
            field="origins_required",
            rule="policy-origins-not-reachable",
        )


def _best_link(policy: Policy) -> int:
    """Points of the best evidence there can be (specification 3.1)."""
    weight = max(policy.grades.values())
    for name in _FACTORS:
        weight *= max(percent for _, percent in getattr(policy, name))
    return int(weight // 100 ** len(_FACTORS))
