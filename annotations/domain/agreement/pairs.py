"""Two readers of the same units: plain agreement, flat opposition, and Cohen's kappa."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from itertools import product
from typing import Any, NamedTuple

from annotations.domain.agreement.figures import Figure, NotEnough
from annotations.domain.agreement.intervals import jackknife_interval

Pair = tuple[Any, Any]


class Opposition(NamedTuple):
    """Two values that contradict each other outright."""

    one: Any
    other: Any


def raw_agreement(pairs: Sequence[Pair]) -> Figure:
    """The share of units that both read the same."""
    return Figure.share(sum(one == other for one, other in pairs), len(pairs))


def flat_opposition(pairs: Sequence[Pair], opposed: Opposition) -> Figure:
    """The share of units that the two read as outright opposites."""
    return Figure.share(sum({one, other} == set(opposed) for one, other in pairs), len(pairs))


def cohen_kappa(pairs: Sequence[Pair], order: Sequence[Any] = ()) -> Figure:
    """Agreement of two named readers beyond chance (Cohen 1960). With an `order` of the values, differences
    weigh as the square of how far apart they are (Cohen 1968).
    """
    if not pairs:
        return Figure.none(0, NotEnough.NO_PAIRS)
    counted = Counter(pairs)
    kappa = partial(_kappa, distance=_distance(order))
    value = kappa(counted)
    if value is None:
        return Figure.none(len(pairs), NotEnough.ONE_VALUE)
    return Figure(value, len(pairs), jackknife_interval(counted, kappa))


def _kappa(counted: Counter[Pair], distance: Callable[[Any, Any], float]) -> float | None:
    """Of pairs, each with how often it occurs; None where both said one and the same throughout."""
    firsts, seconds = Counter[Any](), Counter[Any]()
    for (one, other), times in counted.items():
        firsts[one] += times
        seconds[other] += times
    if len(firsts | seconds) < 2:
        return None
    observed = sum(times * distance(*pair) for pair, times in counted.items()) / counted.total()
    met = product(firsts.items(), seconds.items())
    expected = sum(n * m * distance(one, other) for (one, n), (other, m) in met) / counted.total() ** 2
    return 1 - observed / expected


def _distance(order: Sequence[Any]) -> Callable[[Any, Any], float]:
    if not order:
        return lambda one, other: float(one != other)
    ranks = {value: rank for rank, value in enumerate(order)}
    return lambda one, other: float(ranks[one] - ranks[other]) ** 2
