"""Workers showing that they run."""

import pytest

from annotations.actions.heartbeats import beat
from annotations.models import Event, Heartbeat

pytestmark = pytest.mark.django_db


def test_each_worker_has_one_row_with_its_latest_beat() -> None:
    beat(name="interactive")
    first = Heartbeat.objects.get()
    beat(name="background")
    beat(name="interactive")
    again = Heartbeat.objects.get(name="interactive")
    assert (Heartbeat.objects.count(), again.pk, again.beat_at > first.beat_at) == (2, first.pk, True)


def test_a_beat_is_no_event() -> None:
    beat(name="interactive")
    assert Event.objects.count() == 0
