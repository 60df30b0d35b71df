"""Krippendorff's alpha: agreement of any number of readers, some of whom read only some units.

alpha = 1 - observed disagreement / disagreement to be expected by chance (Krippendorff, *Content Analysis*,
chapter on reliability). Both are sums over the coincidence matrix: each unit with m readings adds every
ordered pair of two different readings, weighted 1/(m - 1). What differs between levels is how far two values
are apart.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from enum import StrEnum
from functools import partial
from itertools import permutations
from typing import Any

from annotations.domain.agreement.figures import Figure, NotEnough
from annotations.domain.agreement.intervals import jackknife_interval

Unit = Sequence[Hashable]
"""The readings of one unit; who did not read it is absent."""


class Level(StrEnum):
    """What the values are to each other."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"


def krippendorff_alpha(units: Sequence[Unit], level: Level, order: Sequence[Any] = ()) -> Figure:
    """Agreement over these units: 1 is perfect, 0 is chance, below 0 is worse than chance.

    `order` names the values from lowest to highest for ordinal values; interval values are numbers. The count
    is of units that two or more people read.
    """
    counted = Counter(tuple(sorted(unit, key=str)) for unit in units if len(unit) > 1)
    if not counted:
        return Figure.none(0, NotEnough.NO_PAIRS)
    alpha = partial(_alpha, level=level, order=order)
    value = alpha(counted)
    if value is None:
        return Figure.none(counted.total(), NotEnough.ONE_VALUE)
    return Figure(value, counted.total(), jackknife_interval(counted, alpha))


def _alpha(counted: Counter[Any], level: Level, order: Sequence[Any]) -> float | None:
    """Of units that two or more people read, each with how often it occurs; None where there is one value."""
    pairs = _coincidences(counted)
    margins: defaultdict[Any, float] = defaultdict(float)
    for (one, _other), weight in pairs.items():
        margins[one] += weight
    if len(margins) < 2:
        return None
    distance = _distance(level, margins, order)
    total = sum(margins.values())
    observed = sum(weight * distance(*pair) for pair, weight in pairs.items())
    expected = sum(margins[one] * margins[other] * distance(one, other) for one, other in _both_ways(margins))
    return 1 - (total - 1) * observed / expected


def _coincidences(counted: Counter[Any]) -> Mapping[tuple[Any, Any], float]:
    pairs: defaultdict[tuple[Any, Any], float] = defaultdict(float)
    for unit, times in counted.items():
        for pair in permutations(unit, 2):
            pairs[pair] += times / (len(unit) - 1)
    return pairs


def _both_ways(margins: Mapping[Any, float]) -> list[tuple[Any, Any]]:
    return list(permutations(margins, 2))


def _distance(
    level: Level, margins: Mapping[Any, float], order: Sequence[Any]
) -> Callable[[Any, Any], float]:
    """The square of how far two values are apart."""
    if level is Level.NOMINAL:
        return lambda one, other: float(one != other)
    if level is Level.INTERVAL:
        return lambda one, other: float(one - other) ** 2
    ranks = {value: rank for rank, value in enumerate(order)}

    def between(one: Any, other: Any) -> float:
        """So many readings lie between the two values, their own counted half."""
        low, high = sorted((ranks[one], ranks[other]))
        passed = sum(margins.get(value, 0) for value in order[low : high + 1])
        return float(passed - (margins.get(one, 0) + margins.get(other, 0)) / 2) ** 2 if low != high else 0.0

    return between
