"""The small pictures of a status as numbers: bars of points and the band, ready to be drawn.

A bar is 200 points wide and ends there, so that the line of the verdict, at 100, stands in its middle. The
band runs from 0 (refuted) to 100 (supported) and is the interval of specification 3.1.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

BAR_POINTS = 200
POINT_WIDTH = 1.2


@dataclass(frozen=True, slots=True)
class Band:
    """Where the interval begins, how wide it is, and its middle, in percent."""

    start: float
    width: float
    middle: float

    @property
    def end(self) -> float:
        """Where the interval ends."""
        return round(self.start + self.width, 1)

    @property
    def marker(self) -> float:
        """Where a marker of the middle begins, kept inside the picture."""
        return round(min(max(self.middle - POINT_WIDTH / 2, 0), 100 - POINT_WIDTH), 1)


def bar(points: int | None) -> int:
    """The width of a bar of points."""
    return min(points or 0, BAR_POINTS)


def band(result: Mapping[str, Any]) -> Band | None:
    """The band of a stored result; None where nothing is scored."""
    bounds = result.get("band")
    if not bounds:
        return None
    low, high = (round(100 * bound, 1) for bound in bounds)
    return Band(start=low, width=round(high - low, 1), middle=round((low + high) / 2, 1))
