"""A world in which it is known what is true, and who copied whom.

Outlets of all grades report claims. A few report by themselves, and are right as often as their grade says;
the rest copy, and how often a report is copied is heavy-tailed: most hardly at all, some by everybody. In
half of the claims a party has something to gain: it says so whatever is true, and is copied like anybody.
"""

from dataclasses import dataclass
from random import Random

# How often a report of its own is right, by grade of the outlet; a party's outlet is graded like others.
ACCURACY = {"A": 0.96, "B": 0.87, "C": 0.72, "D": 0.55}
_GRADES, _SHARES = ("A", "B", "C", "D"), (1, 4, 4, 3)
_OUTLETS = 1200
# A Pareto tail with such an exponent has no mean: a few reports are everywhere. What a party says is news.
_TAIL, _PARTY_TAIL = 0.6, 0.4
_MOST_COPIES = 100


@dataclass(frozen=True, slots=True)
class Report:
    """What one outlet prints: for or against, its own or a copy of the report with that number."""

    outlet: str
    grade: str
    is_for: bool
    copy_of: int | None
    from_party: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """One claim with the truth about it, and everything that was printed."""

    is_true: bool
    reports: tuple[Report, ...]


def made_cases(count: int, seed: int) -> list[Case]:
    """So many claims, the same ones for the same seed."""
    random = Random(seed)
    grades = [grade for grade, share in zip(_GRADES, _SHARES, strict=True) for _ in range(share)]
    outlets = [(f"outlet{number}", grades[number % len(grades)]) for number in range(_OUTLETS)]
    return [_case(random, outlets, is_true=n % 2 == 0, has_party=n % 4 < 2) for n in range(count)]


def _case(random: Random, outlets: list[tuple[str, str]], *, is_true: bool, has_party: bool) -> Case:
    printing = random.sample(outlets, len(outlets))
    reports: list[Report] = []
    if has_party:
        _spread(random, printing, reports, Report("party", "C", True, None, from_party=True))
    for _ in range(random.choices((1, 2, 3, 4), (4, 3, 2, 1))[0]):
        outlet, grade = printing.pop()
        is_right = random.random() < ACCURACY[grade]
        _spread(random, printing, reports, Report(outlet, grade, is_right == is_true, None))
    return Case(is_true, tuple(reports))


def _spread(random: Random, printing: list[tuple[str, str]], reports: list[Report], report: Report) -> None:
    """Print a report and its copies."""
    number = len(reports)
    reports.append(report)
    copies = int(random.paretovariate(_PARTY_TAIL if report.from_party else _TAIL)) - 1
    for _ in range(min(_MOST_COPIES, copies)):
        if printing:
            outlet, grade = printing.pop()
            reports.append(Report(outlet, grade, report.is_for, number))
