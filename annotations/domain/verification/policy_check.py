"""Refusing a policy that cannot mean what it says.

What is checked is what the invariants of the specification (3.4) rest on: under a policy that passes, a
better grade never hurts, an untraced link never gives a verdict, a party speaking for itself adds nothing,
the band lies on the side of the verdict, and every threshold can be met. Each rule has a name, says which
table it is about, and stands in one list, in the order in which they are looked at.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from annotations.domain.errors import Invalid
from annotations.domain.verification.codes import Interest
from annotations.domain.verification.policy import POLICY_1_0_0, Policy
from annotations.domain.verification.policy_tables import tables_of, version_key
from annotations.domain.vocabulary import ClaimType, Credibility, Grade, Proximity, PublisherKind, Risk

MOST_ORIGINS: Final = 10
"""A verdict that takes more independent first-rate origins than these is out of reach for any claim."""

_PERCENTAGES: Final = ("proximity_percent", "credibility_percent", "coverage_percent", "interest_percent")
# What stands first in each of these is never worth less than what follows.
_FALLING: Final[Mapping[str, tuple[str, ...]]] = {
    "grade_points": ("A", "B", "C", "D", "E"),
    "proximity_percent": ("primary", "secondary", "tertiary"),
    "credibility_percent": ("1", "2", "3", "4", "5"),
    "coverage_percent": ("full", "partial"),
    "interest_percent": ("none", "neutral", "self_serving"),
    "origins_required": ("high", "normal"),
}
_WEAK: Final = (Grade.D, Grade.E, Grade.F)


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule that a policy breaks or keeps, with the table where it shows. The message may name the points of
    the `{best}` evidence there can be.
    """

    name: str
    field: str
    message: str
    is_broken: Callable[[Policy], bool]


def check_policy(policy: Policy) -> None:
    """Refuses with `Invalid` a policy that could not work, or would break a promise of the specification: by
    the first rule that it breaks.
    """
    for rule in _RULES:
        if rule.is_broken(policy):
            message = rule.message.format(best=_best_of_all(policy))
            raise Invalid(message, field=rule.field, rule=rule.name)


def check_replacement(policy: Policy, in_force: Policy) -> None:
    """Refuses with `Invalid` a policy that says nothing new (`policy-unchanged`), or whose version
    (`policy-version`) is not higher than that of the one in force (`policy-version-not-higher`).
    """
    if version_key(policy.version) <= version_key(in_force.version):
        raise Invalid(
            f"The version has to be higher than {in_force.version}, which is in force.",
            field="version",
            rule="policy-version-not-higher",
        )
    if tables_of(policy) == tables_of(in_force):
        raise Invalid("These are the tables that are in force.", rule="policy-unchanged")


def _exceeds_hundred(table: str) -> Callable[[Policy], bool]:
    return lambda policy: any(not 0 <= value <= 100 for value in _row(policy, table).values())


def _is_out_of_order(table: str) -> Callable[[Policy], bool]:
    def is_broken(policy: Policy) -> bool:
        worths = [_row(policy, table)[value] for value in _FALLING[table]]
        return any(better < worse for better, worse in pairwise(worths))

    return is_broken


def _names_other_than(table: str, known: Collection[str]) -> Callable[[Policy], bool]:
    return lambda policy: not _words_in(getattr(policy, table)) <= set(known)


def _words_in(value: Any) -> set[str]:
    """The words of a table of words, of a list, or the one word."""
    if isinstance(value, str):
        return {value}
    return {word if isinstance(word, str) else word[1] for word in value}


def _unscored(policy: Policy) -> set[str]:
    return {*policy.not_checkable_types, *policy.scores_as_event_when_due}


def _row(policy: Policy, table: str) -> dict[str, int]:
    return dict(getattr(policy, table))


def _best(policy: Policy, proximity: Proximity, grades: Collection[str] = tuple(Grade.values)) -> int:
    """The most points that one link of such a grade and proximity can have (specification 3.1)."""
    best = max(policy.grades[grade] for grade in grades) * policy.proximity[proximity]
    credibility, coverage = max(policy.credibility.values()), max(policy.coverage.values())
    return best * credibility * coverage * max(policy.interest.values()) // 100**4


def _best_of_all(policy: Policy) -> int:
    return _best(policy, Proximity.PRIMARY)


_BRAKE = "Points and percentages lie between 0 and 100: a factor may brake, never accelerate."
_ORDER = "Something better would be worth less than something worse."
_RULES: Final = (
    *(
        _Rule("policy-out-of-range", table, _BRAKE, _exceeds_hundred(table))
        for table in ("grade_points", *_PERCENTAGES)
    ),
    _Rule(
        "policy-grades-not-in-order",
        "grade_points",
        "A better grade cannot be worth less than a worse one.",
        _is_out_of_order("grade_points"),
    ),
    *(
        _Rule("policy-percentages-not-in-order", table, _ORDER, _is_out_of_order(table))
        for table in _PERCENTAGES
    ),
    _Rule(
        "policy-percentages-not-in-order",
        "credibility_percent",
        _ORDER,
        lambda policy: (
            policy.credibility[Credibility.CANNOT_BE_JUDGED] > policy.credibility[Credibility.CONFIRMED]
        ),
    ),
    *(
        _Rule(
            "policy-unknown-grade", table, "A grade is one of A to F.", _names_other_than(table, Grade.values)
        )
        for table in (
            "default_grades",
            "admission_grade",
            "anonymous_grade",
            "grades_vouching_for_anonymous",
        )
    ),
    *(
        _Rule(
            "policy-unknown-type",
            table,
            "No claim has such a type.",
            _names_other_than(table, ClaimType.values),
        )
        for table in ("not_checkable_types", "scores_as_event_when_due", "high_risk_types")
    ),
    _Rule(
        "policy-opinion-scored",
        "not_checkable_types",
        "What is no statement of fact has no score: opinions, demands, rhetoric, own feelings, questions and "
        "what is vague.",
        lambda policy: not set(POLICY_1_0_0.not_checkable_types) <= set(policy.not_checkable_types),
    ),
    _Rule(
        "policy-only-predictions-wait",
        "scores_as_event_when_due",
        "Only a prediction speaks of what is yet to happen; anything else would wait for ever.",
        lambda policy: not set(policy.scores_as_event_when_due) <= {ClaimType.PREDICTION},
    ),
    _Rule(
        "policy-prediction-scored",
        "scores_as_event_when_due",
        "A prediction has no score before it is due: it waits, or cannot be checked at all.",
        lambda policy: ClaimType.PREDICTION not in _unscored(policy),
    ),
    _Rule(
        "policy-nothing-scored",
        "not_checkable_types",
        "No type of claim would be left that evidence can settle.",
        lambda policy: _unscored(policy) >= set(ClaimType.values),
    ),
    _Rule(
        "policy-unknown-kind",
        "default_grades",
        "No publisher is of such a kind.",
        lambda policy: not policy.grade_by_kind.keys() <= set(PublisherKind.values),
    ),
    _Rule(
        "policy-ungraded-counts",
        "grade_points",
        "F is ignorance: nothing counts before it was graded.",
        lambda policy: policy.grades[Grade.F] > 0,
    ),
    _Rule(
        "policy-worst-grade-counts",
        "grade_points",
        "E is a history of invalid information: it counts nothing.",
        lambda policy: policy.grades[Grade.E] > 0,
    ),
    _Rule(
        "policy-self-interest-counts",
        "interest_percent",
        "A party speaking in its own favour adds nothing.",
        lambda policy: policy.interest[Interest.SELF_SERVING] > 0,
    ),
    _Rule(
        "policy-unknown-interest-counts",
        "interest_percent",
        "A party whose interest nobody recorded adds nothing.",
        lambda policy: policy.interest[Interest.UNKNOWN] > 0,
    ),
    _Rule(
        "policy-origins-not-in-order",
        "origins_required",
        "A verdict needs at least one origin, and at high risk no fewer than otherwise.",
        lambda policy: not 1 <= policy.origins_by_risk[Risk.NORMAL] <= policy.origins_by_risk[Risk.HIGH],
    ),
    _Rule(
        "policy-origins-not-reachable",
        "origins_required",
        f"No claim would have so many origins; ask for at most {MOST_ORIGINS}.",
        lambda policy: policy.origins_by_risk[Risk.HIGH] > MOST_ORIGINS,
    ),
    _Rule(
        "policy-floor-not-reachable",
        "floor",
        "The floor lies between 1 and {best}, the most a single piece of evidence can weigh here; above it "
        "nothing would ever count.",
        lambda policy: not 1 <= policy.floor <= _best_of_all(policy),
    ),
    _Rule(
        "policy-bar-below-floor",
        "bar",
        "The bar lies below the floor.",
        lambda policy: policy.bar < policy.floor,
    ),
    _Rule(
        "policy-bar-not-reachable",
        "bar",
        f"No claim would reach this bar: it takes more than {MOST_ORIGINS} of the best origins.",
        lambda policy: policy.bar > MOST_ORIGINS * _best_of_all(policy),
    ),
    _Rule(
        "policy-band-against-verdict",
        "prior_mass",
        "The prior mass lies between 1 and the bar; above it a verdict could lie in the wrong half of its "
        "band.",
        lambda policy: not 1 <= policy.prior_mass <= policy.bar,
    ),
    _Rule(
        "policy-untraced-verdict",
        "bar",
        "One report that nobody has traced would reach the bar by itself.",
        lambda policy: _best(policy, Proximity.SECONDARY) >= policy.bar,
    ),
    _Rule(
        "policy-weak-grades-count",
        "grade_points",
        "Grades D to F would count by themselves.",
        lambda policy: _best(policy, Proximity.PRIMARY, _WEAK) >= policy.floor,
    ),
)
