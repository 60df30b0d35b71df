"""When something is made by a timetable."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.timetables import next_moment
from annotations.domain.vocabulary import Cadence


@pytest.mark.parametrize(
    ("now", "zone", "cadence", "hour", "expected"),
    [
        ("2026-05-06T03:59", "UTC", "daily", 4, "2026-05-06T04:00"),
        ("2026-05-06T04:00", "UTC", "daily", 4, "2026-05-07T04:00"),
        ("2026-05-06T23:30", "Asia/Tokyo", "daily", 8, "2026-05-07T23:00"),
        ("2026-05-06T12:00", "UTC", "weekly", 6, "2026-05-11T06:00"),
        ("2026-05-11T05:00", "UTC", "weekly", 6, "2026-05-11T06:00"),
        ("2026-05-11T06:00", "UTC", "weekly", 6, "2026-05-18T06:00"),
        ("2026-12-02T00:00", "UTC", "monthly", 6, "2027-01-01T06:00"),
        ("2026-12-01T05:00", "UTC", "monthly", 6, "2026-12-01T06:00"),
        ("2026-04-30T23:00", "Pacific/Auckland", "monthly", 0, "2026-05-31T12:00"),
        # Clocks leap from two to three: it is made when they have.
        ("2026-03-28T12:00", "Europe/Berlin", "daily", 2, "2026-03-29T01:00"),
        # Two o'clock comes twice: the first time.
        ("2026-10-24T12:00", "Europe/Berlin", "daily", 2, "2026-10-25T00:00"),
        ("2026-10-25T00:00", "Europe/Berlin", "daily", 2, "2026-10-26T01:00"),
    ],
)
def test_it_is_the_next_one_on_the_clock_of_the_owner(
    now: str, zone: str, cadence: str, hour: int, expected: str
) -> None:
    found = next_moment(datetime.fromisoformat(now).replace(tzinfo=UTC), zone, cadence, hour)
    assert found == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)),
    st.sampled_from(["UTC", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu"]),
    st.sampled_from(Cadence.values),
    st.integers(0, 23),
)
def test_it_comes_and_not_too_late(now: datetime, zone: str, cadence: str, hour: int) -> None:
    found = next_moment(now, zone, cadence, hour)
    most = {"daily": 1, "weekly": 7, "monthly": 31}[cadence]
    assert now < found <= now + timedelta(days=most, hours=2)
    there = found.astimezone(ZoneInfo(zone))
    assert there.hour == hour or there.utcoffset() != (there - timedelta(hours=1)).utcoffset()
    assert cadence != "weekly" or there.weekday() == 0
    assert cadence != "monthly" or there.day == 1
