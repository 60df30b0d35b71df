"""The end of a day on the clock of whoever has until then."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.work.due import day_of, end_of_day

ZONES = st.sampled_from(sorted(available_timezones()))
DAYS = st.dates(date(1990, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("day", "zone", "moment"),
    [
        (date(2026, 5, 4), "UTC", "2026-05-04T23:59:59"),
        (date(2026, 5, 4), "Asia/Kolkata", "2026-05-04T18:29:59"),
        # The night in which clocks are put forward is an hour short, that in which they are put back long.
        (date(2026, 3, 29), "Europe/Berlin", "2026-03-29T21:59:59"),
        (date(2026, 10, 25), "Europe/Berlin", "2026-10-25T22:59:59"),
        # Midnight is leapt over: the day ends with the leap.
        (date(2026, 4, 23), "Africa/Cairo", "2026-04-23T21:59:59"),
        # Midnight comes twice: the first one ends the day.
        (date(2026, 10, 31), "America/Havana", "2026-11-01T03:59:59"),
        # An hour before midnight comes twice: the day ends with the second.
        (date(2023, 3, 25), "America/Asuncion", "2023-03-26T03:59:59"),
    ],
)
def test_a_day_ends_where_the_next_begins(day: date, zone: str, moment: str) -> None:
    assert end_of_day(day, zone) == datetime.fromisoformat(moment).replace(tzinfo=UTC)


@given(DAYS, ZONES)
def test_the_last_second_is_of_that_day_and_the_next_is_not(day: date, zone: str) -> None:
    end = end_of_day(day, zone)
    if end.astimezone(ZoneInfo(zone)).date() != day:
        return  # The day does not exist there: a country moved across the date line.
    assert day_of(end, zone) == day
    assert day_of(end + timedelta(seconds=1), zone) > day
