"""Grades over time as steps on paper."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.grade_chart import LEFT, WIDTH, Dot, GradeChart, Graded, grade_chart

TODAY = date(2024, 1, 11)


def test_a_line_goes_from_grade_to_grade_until_today() -> None:
    history = [Graded("B", date(2024, 1, 1)), Graded("D", date(2024, 1, 6))]
    assert grade_chart(history, today=TODAY) == GradeChart(
        width=400,
        height=90,
        path="M16 24H208V52H400",
        dots=[Dot(16, 24, "B", date(2024, 1, 1)), Dot(208, 52, "D", date(2024, 1, 6))],
        rows=[("A", 10), ("B", 24), ("C", 38), ("D", 52), ("E", 66), ("F", 80)],
        begins=date(2024, 1, 1),
        ends=TODAY,
    )


def test_nothing_is_drawn_of_nothing_and_one_day_spans_the_width() -> None:
    assert grade_chart([], today=TODAY) is None
    chart = grade_chart([Graded("A", TODAY), Graded("C", TODAY)], today=TODAY)
    assert chart is not None and (chart.path, len(chart.dots)) == ("M16 38H400", 1)


DAYS = st.dates(date(2000, 1, 1), date(2030, 1, 1))


@given(st.lists(st.builds(Graded, st.sampled_from("ABCDEF"), DAYS), min_size=1), DAYS)
def test_every_line_stays_in_the_picture_and_runs_forwards(history: list[Graded], today: date) -> None:
    chart = grade_chart(history, today=today)
    assert chart is not None
    places = [dot.x for dot in chart.dots]
    assert places == sorted(places) and places[0] == LEFT and places[-1] <= WIDTH
    assert all(0 < dot.y < chart.height for dot in chart.dots)
    assert chart.ends - chart.begins >= timedelta(0)
