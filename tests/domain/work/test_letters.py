"""When letters go out."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.vocabulary import Digest
from annotations.domain.work.letters import is_due, latest_slot


def utc(words: str) -> datetime:
    """A moment, written without its zone."""
    return datetime.fromisoformat(words).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "zone", "how_often", "slot"),
    [
        ("2026-05-06T07:00", "UTC", Digest.DAILY, "2026-05-06T07:00"),
        ("2026-05-06T06:59", "UTC", Digest.DAILY, "2026-05-05T07:00"),
        ("2026-05-06T06:00", "Europe/Berlin", Digest.DAILY, "2026-05-06T05:00"),
        # It is Thursday there already.
        ("2026-05-06T22:00", "Pacific/Auckland", Digest.DAILY, "2026-05-06T19:00"),
        # A Wednesday: the last Monday. A Monday before seven: the one before.
        ("2026-05-06T12:00", "UTC", Digest.WEEKLY, "2026-05-04T07:00"),
        ("2026-05-04T06:59", "UTC", Digest.WEEKLY, "2026-04-27T07:00"),
        # Seven stays seven when clocks are put forward.
        ("2026-03-29T12:00", "Europe/Berlin", Digest.DAILY, "2026-03-29T05:00"),
        ("2026-03-28T12:00", "Europe/Berlin", Digest.DAILY, "2026-03-28T06:00"),
    ],
)
def test_a_letter_goes_out_at_seven_where_its_reader_is(
    now: str, zone: str, how_often: Digest, slot: str
) -> None:
    assert latest_slot(utc(now), zone, how_often) == utc(slot)


def test_who_wants_none_gets_none() -> None:
    assert latest_slot(utc("2026-05-06T12:00"), "UTC", Digest.NEVER) is None
    assert not is_due(utc("2026-05-06T12:00"), "UTC", Digest.NEVER, None)


MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))
ZONES = st.sampled_from(["UTC", "Europe/Berlin", "America/Havana", "Asia/Kolkata", "Pacific/Auckland"])


@given(MOMENTS, ZONES, st.sampled_from([Digest.DAILY, Digest.WEEKLY]))
def test_a_letter_that_was_sent_is_not_due_again_before_the_next_slot(
    now: datetime, zone: str, how_often: Digest
) -> None:
    slot = latest_slot(now, zone, how_often)
    assert slot is not None and slot <= now < slot + timedelta(days=7, hours=2)
    assert is_due(now, zone, how_often, slot - timedelta(seconds=1))
    assert not is_due(now, zone, how_often, now)
