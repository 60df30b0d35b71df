"""When the letter with unread notices goes out: at seven in the morning of the person's own clock, every day
or every Monday.
"""

from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from annotations.domain.vocabulary import Digest

AT: Final = time(7)
MONDAY: Final = 0


def latest_slot(now: datetime, zone: str, how_often: str) -> datetime | None:
    """The latest moment, at or before `now`, at which a letter was to go out; None for who wants none.

    Where clocks leap over seven the letter goes out when they have; where seven comes twice, the first time.
    """
    if how_often not in (Digest.DAILY, Digest.WEEKLY):
        return None
    here = ZoneInfo(zone)
    day = now.astimezone(here).date()
    days = (1, 7)[how_often == Digest.WEEKLY]
    if how_often == Digest.WEEKLY:
        day -= timedelta(days=(day.weekday() - MONDAY) % 7)
    slot = datetime.combine(day, AT, tzinfo=here).astimezone(UTC)
    if slot <= now:
        return slot
    return datetime.combine(day - timedelta(days=days), AT, tzinfo=here).astimezone(UTC)


def is_due(now: datetime, zone: str, how_often: str, sent_at: datetime | None) -> bool:
    """Whether a letter is to go out: a slot has come since the last one. `sent_at` None: there was none."""
    slot = latest_slot(now, zone, how_often)
    return slot is not None and (sent_at is None or sent_at < slot)
