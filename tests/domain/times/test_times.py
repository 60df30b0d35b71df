"""Time expressions against an anchor; the first table is that of the specification (1.6)."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotations.domain.times import Tense, TimeState, find_time_expressions, resolve_time

TUESDAY = date(2020, 9, 29)
PAST, FUTURE = Tense.PAST, Tense.FUTURE


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "tense", "start", "end", "granularity", "confirm"),
    [
        ("yesterday", PAST, "2020-09-28", "2020-09-28", "day", False),
        ("Sunday", PAST, "2020-09-27", "2020-09-27", "day", False),
        ("early Sunday", PAST, "2020-09-27", "2020-09-27", "day", False),
        ("Sunday evening", PAST, "2020-09-27", "2020-09-27", "day", False),
        ("Tuesday", PAST, "2020-09-22", "2020-09-22", "day", True),
        ("On Sept. 25", PAST, "2020-09-25", "2020-09-25", "day", False),
        ("in January", PAST, "2020-01-01", "2020-01-31", "month", False),
        ("in December", PAST, "2019-12-01", "2019-12-31", "month", False),
        ("November", FUTURE, "2020-11-01", "2020-11-30", "month", False),
        ("1988-1994", PAST, "1988-01-01", "1994-12-31", "range", False),
        ("1988–1994", PAST, "1988-01-01", "1994-12-31", "range", False),
        ("since 2003", PAST, "2003-01-01", "2020-09-29", "range", False),
        ("last week", PAST, "2020-09-21", "2020-09-27", "week", True),
        ("today", PAST, "2020-09-29", "2020-09-29", "day", False),
        ("tomorrow", PAST, "2020-09-30", "2020-09-30", "day", False),
        ("last night", PAST, "2020-09-28", "2020-09-28", "day", False),
        ("next Friday", PAST, "2020-10-02", "2020-10-02", "day", True),
        ("Friday", FUTURE, "2020-10-02", "2020-10-02", "day", False),
        ("this month", PAST, "2020-09-01", "2020-09-30", "month", False),
        ("last month", PAST, "2020-08-01", "2020-08-31", "month", False),
        ("next year", PAST, "2021-01-01", "2021-12-31", "year", False),
        ("three days ago", PAST, "2020-09-26", "2020-09-26", "day", False),
        ("two weeks ago", PAST, "2020-09-14", "2020-09-20", "week", True),
        ("nine months ago", PAST, "2019-12-01", "2019-12-31", "month", True),
        ("a year ago", PAST, "2019-01-01", "2019-12-31", "year", True),
        ("25 September 2020", PAST, "2020-09-25", "2020-09-25", "day", False),
        ("September 25, 2020", PAST, "2020-09-25", "2020-09-25", "day", False),
        ("2020-09-25", PAST, "2020-09-25", "2020-09-25", "day", False),
        ("in May 2019", PAST, "2019-05-01", "2019-05-31", "month", False),
        ("on Oct. 3", PAST, "2019-10-03", "2019-10-03", "day", False),
        ("on Oct. 3", FUTURE, "2020-10-03", "2020-10-03", "day", False),
        ("Feb. 29", PAST, "2020-02-29", "2020-02-29", "day", False),
        ("September", PAST, "2020-09-01", "2020-09-30", "month", True),
        ("in 2011", PAST, "2011-01-01", "2011-12-31", "year", False),
        ("the 1990s", PAST, "1990-01-01", "1999-12-31", "range", False),
        ("from 1988 to 1994", PAST, "1988-01-01", "1994-12-31", "range", False),
        ("2014-15", PAST, "2014-01-01", "2015-12-31", "range", False),
        ("since Sunday", PAST, "2020-09-27", "2020-09-29", "range", False),
    ],
)
def test_vectors(text: str, tense: Tense, start: str, end: str, granularity: str, confirm: bool) -> None:
    scope = resolve_time(text, TUESDAY, tense=tense)
    assert (scope.start, scope.end) == (day(start), day(end))
    assert (scope.granularity, scope.needs_confirmation, scope.state) == (
        granularity,
        confirm,
        TimeState.RESOLVED,
    )


@pytest.mark.parametrize(
    "text",
    [
        "soon",
        "recently",
        "decades",
        "Feb. 30",
        "1994-1988",
        "since 2031",
        "a million years ago",
        "gibberish",
        "",
    ],
)
def test_what_cannot_be_dated_stays_open(text: str) -> None:
    scope = resolve_time(text, TUESDAY)
    assert (scope.start, scope.end, scope.granularity) == (None, None, "unresolved")
    assert (scope.state, scope.needs_confirmation) == (TimeState.UNRESOLVED, True)


@pytest.mark.parametrize(
    "text", ["yesterday", "Sunday", "on Sept. 25", "in January", "last week", "since 2003", "soon"]
)
def test_nothing_relative_is_dated_without_an_anchor(text: str) -> None:
    scope = resolve_time(text, None)
    assert (scope.start, scope.end, scope.state) == (None, None, TimeState.NO_ANCHOR)


def test_what_names_its_own_year_needs_no_anchor() -> None:
    assert resolve_time("25 September 2020", None).start == day("2020-09-25")
    assert resolve_time("1988-1994", None).end == day("1994-12-31")


def test_other_languages_have_no_rules_and_no_wrong_dates() -> None:
    assert resolve_time("gestern", TUESDAY, language="de").state is TimeState.UNRESOLVED
    assert find_time_expressions("Wir kamen 2011 an.", language="de") == ()
    assert resolve_time("yesterday", TUESDAY, language="en-GB").start == day("2020-09-28")


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("The bridge fell yesterday, two years after the 1988–1994 works.", ["yesterday", "1988–1994"]),
        ("On Sept. 25, talks ended; since 2003 none were held.", ["On Sept. 25", "since 2003"]),
        ("It may march on, and they may soon return in May.", ["soon", "in May"]),
        ("Some 2,000 people, 1,500 of them guests, came at 10:30.", []),
        ("He spoke late on Sunday evening.", ["late on Sunday evening"]),
        ("Nothing here.", []),
    ],
)
def test_finding_expressions(sentence: str, found: list[str]) -> None:
    expressions = find_time_expressions(sentence)
    assert [expression.text for expression in expressions] == found
    assert [sentence[expression.start : expression.end] for expression in expressions] == found


EVERY_RULE = (
    *("yesterday", "tomorrow", "last night", "today", "last week", "this week", "next week", "last month"),
    *("next month", "last year", "next year", "Sunday", "Monday", "last Friday", "next Friday", "March 3"),
    *("29 February", "in May", "in December", "January", "400 years ago", "500 days ago", "two weeks ago"),
    *("three months ago", "since May", "since 2003", "since yesterday", "1988-1994", "the 2090s", "soon"),
)


@given(st.sampled_from(EVERY_RULE), st.dates(), st.sampled_from(Tense))
@example("tomorrow", date.max, Tense.PAST)
@example("yesterday", date.min, Tense.PAST)
@example("last week", date.min, Tense.PAST)
@example("next year", date.max, Tense.FUTURE)
@example("Friday", date.max, Tense.FUTURE)
def test_from_any_day_of_the_calendar_it_is_dates_or_stays_open(
    text: str, anchor: date, tense: Tense
) -> None:
    scope = resolve_time(text, anchor, tense=tense)
    assert scope.state in (TimeState.RESOLVED, TimeState.UNRESOLVED)
    assert (scope.start is None, scope.end is None) == (scope.state is TimeState.UNRESOLVED,) * 2


@pytest.mark.parametrize(
    ("text", "anchor", "tense"),
    [
        ("tomorrow", date.max, PAST),
        ("next week", date.max, PAST),
        ("Friday", date.max, FUTURE),
        ("yesterday", date.min, PAST),
        ("last month", date.min, PAST),
        ("400 years ago", date(300, 1, 1), PAST),
    ],
)
def test_what_lies_outside_the_calendar_stays_open(text: str, anchor: date, tense: Tense) -> None:
    assert resolve_time(text, anchor, tense=tense).state is TimeState.UNRESOLVED


def test_a_day_and_month_within_the_calendar_is_found_at_its_very_ends() -> None:
    assert resolve_time("March 3", date.max).start == date(9999, 3, 3)
    assert resolve_time("March 3", date.min, tense=FUTURE).start == date(1, 3, 3)


@given(st.text(max_size=60), st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_any_text_can_be_read(text: str, anchor: date) -> None:
    scope = resolve_time(text, anchor)
    assert (scope.start is not None) == (scope.state is TimeState.RESOLVED)
    assert scope.start is None or scope.end is None or scope.start <= scope.end


@given(
    st.sampled_from(
        [
            "yesterday",
            "Monday",
            "in March",
            "March 3",
            "last month",
            "four days ago",
            "last week",
            "since May",
        ]
    ),
    st.dates(date(1900, 1, 1), date(2100, 1, 1)),
)
def test_the_past_lies_before_the_anchor(text: str, anchor: date) -> None:
    scope = resolve_time(text, anchor)
    assert scope.start is not None
    assert scope.start <= anchor
