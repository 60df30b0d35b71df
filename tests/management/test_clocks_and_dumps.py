"""The history under a clock that goes back, an event that says another day, and after a restored dump."""

from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from annotations.actions import recording
from annotations.actions.claims import edit_claim
from annotations.actions.history import seal_history
from annotations.actions.undoing import undo_event
from annotations.models import Claim, Event
from annotations.queries.history import check_stored_history, history_rows, seal_rows
from tests.factories import a_claim
from tests.management.test_history import behind_the_back, said, worked_on

pytestmark = pytest.mark.django_db


class Clock:
    """The clock of the program, put forward or back."""

    def __init__(self, shift: timedelta) -> None:
        self.shift = shift

    def now(self) -> datetime:
        return timezone.now() + self.shift


def reworded(claim: Claim, text: str) -> Event:
    edit_claim(claim_id=claim.pk, values={"text": text}, actor=claim.created_by)
    return Event.objects.filter(stream=f"claim:{claim.pk}").latest("position")


def test_a_clock_that_goes_back_breaks_nothing_and_is_remarked(monkeypatch: pytest.MonkeyPatch) -> None:
    claim = a_claim(text="One.")
    reworded(claim, "Two.")
    monkeypatch.setattr(recording, "timezone", Clock(timedelta(minutes=-5)))
    later = reworded(claim, "Three.")
    assert later.position == 3 and later.at < Event.objects.get(stream=later.stream, position=2).at
    undone = undo_event(event_id=later.pk, actor=claim.created_by)
    claim.refresh_from_db()
    assert (claim.text, undone.position) == ("Two.", 4)
    found = check_stored_history()
    assert found.is_whole
    assert [(one.rule, one.stream, one.position) for one in found.findings] == [
        ("clock-went-back", later.stream, 3)
    ]
    assert said("verify_history").splitlines()[-1].endswith("whole.")


def test_an_event_that_says_another_day_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Written through the program itself, so its hashes are right."""
    claim = a_claim(text="One.")
    monkeypatch.setattr(recording, "timezone", Clock(timedelta(days=-30)))
    backdated = reworded(claim, "Two.")
    out = StringIO()
    with pytest.raises(CommandError, match="NOT as it was recorded"):
        call_command("verify_history", stdout=out)
    assert out.getvalue().startswith(f"BROKEN  {backdated.stream}, row 2: it says ")


def test_a_clock_a_few_minutes_off_is_no_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    claim = a_claim(text="One.")
    monkeypatch.setattr(recording, "timezone", Clock(timedelta(minutes=9)))
    reworded(claim, "Two.")
    assert check_stored_history().findings == []


def test_nobody_sets_when_the_database_took_an_event() -> None:
    """What the program says of it is overwritten."""
    event = recording.new_event("claim.edited", a_claim(), actor=None)
    event.recorded_at = timezone.now() - timedelta(days=30)
    event.save(force_insert=True)
    event.refresh_from_db()
    assert event.recorded_at is not None and timezone.now() - event.recorded_at < timedelta(hours=1)


def test_a_restored_dump_is_whole_goes_on_and_keeps_its_seals() -> None:
    """A restore copies the rows past every trigger, as they were."""
    claim = worked_on()
    seal_history()
    before, seals = list(history_rows()), seal_rows()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE dumped AS SELECT * FROM annotations_event")
    behind_the_back("DELETE FROM annotations_event")
    behind_the_back("INSERT INTO annotations_event SELECT * FROM dumped ORDER BY content_sha256")
    assert (list(history_rows()), seal_rows()) == (before, seals)
    after = reworded(claim, "Three.")
    assert after.previous_hash == next(
        row["chain_hash"] for row in reversed(before) if row["stream"] == after.stream
    )
    assert seal_history() is not None
    assert check_stored_history().findings == []


def test_a_restored_dump_that_is_older_than_a_seal_elsewhere_is_told_by_it() -> None:
    """Whoever kept a seal notices that the database was put back to an earlier day."""
    claim = worked_on()
    reworded(claim, "Three.")
    seal_history()
    kept = seal_rows()
    last = Event.objects.latest("pk")
    behind_the_back("DELETE FROM annotations_event WHERE id = %s", last.pk)
    assert [one.rule for one in check_stored_history().findings] == ["seal-counts"]
    assert seal_rows() == kept
