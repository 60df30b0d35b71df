"""A publisher's grades over time as steps on paper: one line for each topic, from A at the top to F below.

Everything is in whole units of a picture 400 wide, from the upper left corner. Time runs evenly from the
first grade to today; where everything happened on one day the line spans the whole width all the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from annotations.domain.vocabulary import Grade

WIDTH: Final = 400
LEFT: Final = 16
ROW: Final = 14
TOP: Final = 10
GRADES: Final = tuple(grade.value for grade in Grade)


@dataclass(frozen=True, slots=True)
class Graded:
    """One entry of the history: from when which grade holds."""

    grade: str
    since: date


@dataclass(frozen=True, slots=True)
class Dot:
    """Where a grade begins to hold."""

    x: int
    y: int
    grade: str
    since: date


@dataclass(frozen=True, slots=True)
class GradeChart:
    """`path` is the line as the path of an SVG, `rows` the height of each grade by its letter."""

    width: int
    height: int
    path: str
    dots: list[Dot]
    rows: list[tuple[str, int]]
    begins: date
    ends: date


def grade_chart(history: Sequence[Graded], *, today: date) -> GradeChart | None:
    """The steps of one topic, the first entry first; None where nobody graded. Of two entries that hold from
    the same day the later one is drawn.
    """
    if not history:
        return None
    by_day = {entry.since: entry for entry in history}
    entries = [by_day[day] for day in sorted(by_day)]
    begins, ends = entries[0].since, max(today, entries[-1].since)
    dots = [
        Dot(_place(entry.since, begins, ends), _height(entry.grade), entry.grade, entry.since)
        for entry in entries
    ]
    steps = "".join(f"H{dot.x}V{dot.y}" for dot in dots[1:])
    return GradeChart(
        width=WIDTH,
        height=_height(GRADES[-1]) + TOP,
        path=f"M{dots[0].x} {dots[0].y}{steps}H{WIDTH}",
        dots=dots,
        rows=[(grade, _height(grade)) for grade in GRADES],
        begins=begins,
        ends=ends,
    )


def _place(day: date, begins: date, ends: date) -> int:
    span = (ends - begins).days
    return LEFT + (round((WIDTH - LEFT) * (day - begins).days / span) if span else 0)


def _height(grade: str) -> int:
    return TOP + ROW * GRADES.index(grade)
