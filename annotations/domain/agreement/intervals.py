"""Where a figure lies, with 95 % confidence.

Shares have Wilson's interval. Alpha and kappa have none in closed form that would hold for any number of
readers, so theirs comes from the jackknife (Tukey 1958; Efron and Stein 1981): the figure is computed anew
without each unit in turn, and its standard error is what that moves. Units that were read alike are left out
once and counted as often as they are, so that many units cost no more than few.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from math import ceil, sqrt
from typing import Any

from annotations.domain.agreement.figures import Z_95, Figure, Interval, NotEnough


def jackknife_interval(
    counted: Counter[Any], statistic: Callable[[Counter[Any]], float | None]
) -> Interval | None:
    """Where the statistic of these units (each with how often it occurs) lies. None where one unit decides
    whether there is a figure at all, and where nothing moves it: then the units do not tell.
    """
    value, total = statistic(counted), counted.total()
    moved = [(statistic(counted - Counter([unit])), times) for unit, times in counted.items()]
    without = [(each, times) for each, times in moved if each is not None]
    if value is None or total < 2 or len(without) < len(moved):
        return None
    middle = sum(each * times for each, times in without) / total
    variance = (total - 1) / total * sum(times * (each - middle) ** 2 for each, times in without)
    spread = Z_95 * sqrt(variance)
    return Interval(max(-1.0, value - spread), min(1.0, value + spread)) if spread > 1e-12 else None


def median_figure(values: Sequence[float]) -> Figure:
    """The median, with the interval between two of the values themselves, whatever their distribution
    (Conover, *Practical Nonparametric Statistics*, section 3.2).
    """
    if not values:
        return Figure.none(0, NotEnough.NO_PAIRS)
    ordered, count = sorted(values), len(values)
    half, spread = count / 2, Z_95 * sqrt(count) / 2
    low, high = max(ceil(half - spread), 1), min(ceil(half + spread), count)
    middle = (ordered[(count - 1) // 2] + ordered[count // 2]) / 2
    return Figure(middle, count, Interval(ordered[low - 1], ordered[high - 1]))
