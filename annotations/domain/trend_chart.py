"""A figure over the nights as a line on paper, with a gap where there was none.

Everything is in whole units of a picture 320 wide, from the upper left corner. Time runs evenly from the
first night to the last; a night between two gaps is a dot.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

WIDTH: Final = 320
HEIGHT: Final = 96
LEFT: Final = 34
RIGHT: Final = 6
TOP: Final = 8
BOTTOM: Final = 8


@dataclass(frozen=True, slots=True)
class Night:
    """What a figure was on a day; None where there was not enough."""

    day: date
    value: float | None


@dataclass(frozen=True, slots=True)
class Dot:
    """Where one value stands."""

    x: int
    y: int
    night: Night


@dataclass(frozen=True, slots=True)
class TrendChart:
    """`paths` are lines as paths of an SVG, `dots` the nights that stand alone and the last one, `rows` the
    heights of the values that are written at the side.
    """

    width: int
    height: int
    left: int
    paths: list[str]
    dots: list[Dot]
    rows: list[tuple[float, int]]
    begins: date
    ends: date
    first: Night
    last: Night


def trend_chart(nights: Sequence[Night], *, low: float, high: float) -> TrendChart | None:
    """The nights in their order, between two values that bound the picture; None where two have no value."""
    known = [night for night in nights if night.value is not None]
    if len(known) < 2:
        return None
    begins, ends = nights[0].day, nights[-1].day
    stretches = [[_dot(night, begins, ends, low, high) for night in each] for each in _stretches(nights)]
    middle = (low + high) / 2
    return TrendChart(
        width=WIDTH,
        height=HEIGHT,
        left=LEFT,
        paths=[_path(dots) for dots in stretches if len(dots) > 1],
        dots=[*(dots[0] for dots in stretches[:-1] if len(dots) == 1), stretches[-1][-1]],
        rows=[(value, _height(value, low, high)) for value in (high, middle, low)],
        begins=begins,
        ends=ends,
        first=known[0],
        last=known[-1],
    )


def bound_above(values: Sequence[float | None]) -> float:
    """The next of 1, 2, 4, 10, 20, 40 ... that no value exceeds; these can be halved."""
    highest = max((value for value in values if value is not None), default=0)
    bound, step = 1, 0
    while bound < highest:
        bound = (2, 4, 10)[step % 3] * 10 ** (step // 3)
        step += 1
    return bound


def _stretches(nights: Sequence[Night]) -> Iterator[list[Night]]:
    """Nights with values that follow one another."""
    stretch: list[Night] = []
    for night in nights:
        if night.value is not None:
            stretch.append(night)
        elif stretch:
            yield stretch
            stretch = []
    if stretch:
        yield stretch


def _dot(night: Night, begins: date, ends: date, low: float, high: float) -> Dot:
    span = (ends - begins).days
    across = (night.day - begins).days / span if span else 1
    value = low if night.value is None else night.value
    return Dot(LEFT + round((WIDTH - LEFT - RIGHT) * across), _height(value, low, high), night)


def _height(value: float, low: float, high: float) -> int:
    within = min(max((value - low) / (high - low), 0), 1)
    return TOP + round((HEIGHT - TOP - BOTTOM) * (1 - within))


def _path(dots: Sequence[Dot]) -> str:
    first, *rest = dots
    return f"M{first.x} {first.y}" + "".join(f"L{dot.x} {dot.y}" for dot in rest)
