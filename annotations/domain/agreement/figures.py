"""What a figure is: a number with the count that it rests on, or the reason why there is none."""

from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

Z_95 = 1.959963984540054
"""The standard normal quantile of 97.5 %: two-sided intervals of 95 %."""


class NotEnough(StrEnum):
    """Why there is no figure."""

    NO_PAIRS = "NO_PAIRS"
    """Nothing was read by two people."""
    ONE_VALUE = "ONE_VALUE"
    """Everybody said the same one thing: there is nothing that agreement could be told from chance by."""
    TOO_FEW = "TOO_FEW"
    """Fewer than the number below which a figure would mislead."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Where a figure lies, with 95 % confidence."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Figure:
    """A number over `count` units, or none and why; `interval` where one is known. Shares lie between 0 and
    1, alpha and kappa reach down to -1 and below; of durations the function that gives them says the unit.
    """

    value: float | None
    count: int
    interval: Interval | None = None
    missing: NotEnough | None = None

    @classmethod
    def none(cls, count: int, why: NotEnough) -> "Figure":
        """No figure over so many units."""
        return cls(None, count, missing=why)

    @classmethod
    def share(cls, hits: int, count: int) -> "Figure":
        """A share with its Wilson interval."""
        if not count:
            return cls.none(0, NotEnough.NO_PAIRS)
        return cls(hits / count, count, wilson_interval(hits, count))


def wilson_interval(hits: int, count: int) -> Interval:
    """The score interval of a share (Wilson 1927), 95 %. `count` is at least 1, `hits` from 0 to `count`."""
    share, square = hits / count, Z_95**2
    middle = share + square / (2 * count)
    spread = Z_95 * sqrt(share * (1 - share) / count + square / (4 * count**2))
    scale = 1 + square / count
    return Interval(max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale))
