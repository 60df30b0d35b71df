"""What each method makes of a case: true, false, or no verdict.

The methods that count reports are given the accuracy of each grade as it is in this world, which nobody has
in the real one. The engine is given grades only.
"""

from collections.abc import Callable
from enum import Enum
from math import exp, log
from random import Random

from annotations.domain.verification import (
    BlocMembership,
    DerivationInput,
    Inputs,
    ItemInput,
    LinkInput,
    NodeInput,
    PublisherInput,
    Result,
    assess,
)
from annotations.domain.vocabulary import Status
from bench.world.making import ACCURACY, Case, Report

Verdict = bool | None

_SURE = 0.9
_BELIEVED = 0.8
_POINTS = {"A": 100, "B": 75, "C": 50, "D": 25}
_VERDICTS = {Status.SUPPORTED: True, Status.REFUTED: False}


class Tracing(Enum):
    """How much of the copying is recorded, and what becomes of the rest."""

    ALL = "all republication recorded"
    NONE_UNEXAMINED = "none recorded, left unexamined"
    HALF_OWN = "half recorded, rest wrongly own"
    NONE_OWN = "none recorded, all wrongly own"


def majority(case: Case) -> Verdict:
    """Whoever is more."""
    return _sign(sum(1 if report.is_for else -1 for report in case.reports))


def weighted(case: Case) -> Verdict:
    """Whoever has more points, by grade."""
    points = [_POINTS[r.grade] if r.is_for else -_POINTS[r.grade] for r in case.reports]
    share = sum(points) / sum(map(abs, points))
    return _sign(share) if abs(share) >= 2 * 0.6 - 1 else None


def log_odds(case: Case) -> Verdict:
    """Independent evidence pooled by Bayes' rule; a verdict when it is 90 percent sure."""
    odds = sum(_log_odds(report) for report in case.reports)
    chance = 1 / (1 + exp(-odds))
    return None if 1 - _SURE < chance < _SURE else chance >= _SURE


def dempster(case: Case) -> Verdict:
    """Dempster's rule over simple support functions; a verdict from a belief of 0.8 on."""
    doubts = {True: 1.0, False: 1.0}
    for report in case.reports:
        doubts[report.is_for] *= 2 * (1 - ACCURACY[report.grade])
    for_it, against_it = 1 - doubts[True], 1 - doubts[False]
    agreeing = 1 - for_it * against_it
    if agreeing <= 0:
        return None
    if for_it * doubts[False] / agreeing >= _BELIEVED:
        return True
    return False if against_it * doubts[True] / agreeing >= _BELIEVED else None


COUNTING: dict[str, Callable[[Case], Verdict]] = {
    "majority": majority,
    "weighted vote": weighted,
    "log-odds, no dependence": log_odds,
    "Dempster-Shafer": dempster,
}


def engine(case: Case, tracing: Tracing, *, with_interest: bool = True, seed: int = 0) -> Result:
    """What the engine says with so much tracing; `seed` decides which half of the copying is recorded."""
    return assess(inputs_of(case, tracing, with_interest=with_interest, random=Random(seed)))


def verdict_of(result: Result) -> Verdict:
    """The verdict of a result, None for everything that is not one."""
    return _VERDICTS.get(result.status)


def inputs_of(case: Case, tracing: Tracing, *, with_interest: bool, random: Random) -> Inputs:
    """A case as its reviewers recorded it."""
    publishers, items, links = [], [], []
    for number, report in enumerate(case.reports):
        blocs = (BlocMembership("party"),) if report.from_party and with_interest else ()
        publishers.append(PublisherInput(report.outlet, "newspaper", report.grade, blocs=blocs))
        is_recorded = tracing is Tracing.ALL or (tracing is Tracing.HALF_OWN and random.random() < 0.5)
        rests_on = () if report.copy_of is None or not is_recorded else (DerivationInput(report.copy_of),)
        items.append(ItemInput(number, report.outlet, derivations=rests_on))
        links.append(_link(number, report, tracing, bool(rests_on)))
    node = NodeInput(1, favours=("party",))
    return Inputs(node, tuple(links), tuple(items), tuple(publishers))


def _link(number: int, report: Report, tracing: Tracing, is_relay: bool) -> LinkInput:
    stance = "corroborates" if report.is_for else "contradicts"
    is_left_open = report.copy_of is not None and tracing is Tracing.NONE_UNEXAMINED
    sourcing = "unexamined" if is_relay or is_left_open else "own"
    return LinkInput(number, number, stance, sourcing=sourcing)


def _log_odds(report: Report) -> float:
    accuracy = ACCURACY[report.grade]
    odds = log(accuracy / (1 - accuracy))
    return odds if report.is_for else -odds


def _sign(number: float) -> Verdict:
    return None if number == 0 else number > 0
