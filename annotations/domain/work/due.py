"""When work is due: at the end of a day on the clock of whoever does it.

A day ends where the next one begins. Where clocks are changed at midnight that moment either comes twice (the
first counts) or not at all (the day then ends with the leap), and a day has 23 or 25 hours.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

SOON: Final = timedelta(hours=24)
"""So long before it is due somebody is told of it."""


def end_of_day(day: date, zone: str) -> datetime:
    """The last whole second of a day in a time zone (an IANA name), as a moment in UTC."""
    midnight = datetime.combine(day + timedelta(days=1), time.min, tzinfo=ZoneInfo(zone))
    return midnight.astimezone(UTC) - timedelta(seconds=1)


def day_of(moment: datetime, zone: str) -> date:
    """The day that a moment falls on in a time zone."""
    return moment.astimezone(ZoneInfo(zone)).date()
