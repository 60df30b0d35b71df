"""A figure over the nights as a picture."""

from datetime import date, timedelta

import pytest

from annotations.domain.trend_chart import Night, bound_above, trend_chart

FIRST = date(2026, 5, 1)


def nights(*values: float | None) -> list[Night]:
    return [Night(FIRST + timedelta(days=number), value) for number, value in enumerate(values)]


def test_a_line_breaks_where_there_was_nothing_and_a_night_alone_is_a_dot() -> None:
    chart = trend_chart(nights(0, 1, None, 0.5, None, 1, 0.5, None), low=0, high=1)
    assert chart is not None
    assert chart.paths == ["M34 88L74 8", "M234 8L274 48"]
    assert [(dot.x, dot.y) for dot in chart.dots] == [(154, 48), (274, 48)]
    assert chart.rows == [(1, 8), (0.5, 48), (0.0, 88)]
    assert (chart.first.value, chart.last.value, chart.begins, chart.ends) == (
        0,
        0.5,
        FIRST,
        FIRST + timedelta(days=7),
    )


@pytest.mark.parametrize("values", [(), (None,), (1,), (None, 1, None)])
def test_two_values_make_a_course(values: tuple[float | None, ...]) -> None:
    assert trend_chart(nights(*values), low=0, high=1) is None


def test_what_lies_outside_is_drawn_at_the_edge() -> None:
    chart = trend_chart(nights(-0.5, 7), low=0, high=1)
    assert chart is not None and chart.paths == ["M34 88L314 8"]


@pytest.mark.parametrize(
    ("values", "bound"),
    [((), 1), ((None, 0), 1), ((1.5,), 2), ((3,), 4), ((7,), 10), ((11,), 20), ((400,), 400), ((401,), 1000)],
)
def test_the_bound_is_a_number_that_can_be_halved(values: tuple[float | None, ...], bound: float) -> None:
    assert bound_above(values) == bound
