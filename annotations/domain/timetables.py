"""When something that is made by a timetable is made next, on the clock of whoever it is made for.

Every week is on Mondays, every month on its first day. Where clocks leap over the hour it is made when they
have; where the hour comes twice, the first time.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from annotations.domain.vocabulary import Cadence


def next_moment(now: datetime, zone: str, cadence: str, hour: int) -> datetime:
    """The first moment after `now`, in UTC. `zone` is an IANA name, `hour` one of its clock."""
    here = ZoneInfo(zone)
    day = _first_day(now.astimezone(here).date(), cadence)
    while (moment := _at(day, hour, here)) <= now:
        day = _first_day(day + timedelta(days=1), cadence)
    return moment


def _first_day(day: date, cadence: str) -> date:
    """The first day from this one on that the cadence names."""
    if cadence == Cadence.WEEKLY:
        return day + timedelta(days=-day.weekday() % 7)
    if cadence == Cadence.MONTHLY and day.day > 1:
        return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return day


def _at(day: date, hour: int, here: ZoneInfo) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=here).astimezone(UTC)
