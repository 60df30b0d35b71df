"""The commands that check the history and hand it out, against a database whose rows were tampered with."""

import re
import subprocess
import sys
from io import StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from annotations.actions.claims import edit_claim
from annotations.actions.history import seal_history
from annotations.actions.protection import register_protected_source
from annotations.domain.errors import NotAllowed
from annotations.models import Claim, Event, HistorySeal
from tests.factories import a_claim, a_person, some_evidence, the_administrator

pytestmark = pytest.mark.django_db


def worked_on() -> Claim:
    claim = some_evidence().claim
    edit_claim(claim_id=claim.pk, values={"text": "The pier was closed."}, actor=claim.created_by)
    return claim


def said(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def behind_the_back(statement: str, *values: int) -> None:
    """As somebody would who has the database in their hands, whatever its triggers say."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_a_history_as_it_was_recorded_is_whole() -> None:
    worked_on()
    seal_history()
    events, streams = Event.objects.count(), Event.objects.values("stream").distinct().count()
    assert said("verify_history") == f"{events} events in {streams} streams, 1 seal: whole.\n"


def test_what_was_changed_behind_the_back_is_named() -> None:
    claim = worked_on()
    row = Event.objects.filter(stream=f"claim:{claim.pk}").order_by("position").last()
    assert row is not None
    behind_the_back("UPDATE annotations_event SET note = 'forged' WHERE id = %s", row.pk)
    out = StringIO()
    with pytest.raises(CommandError, match="NOT as it was recorded"):
        call_command("verify_history", stdout=out)
    assert out.getvalue() == f"BROKEN  {row.stream}, row {row.position}: what it says was changed.\n"


def test_what_was_cut_off_at_the_end_is_noticed_by_the_seal() -> None:
    claim = worked_on()
    seal_history()
    last = Event.objects.filter(stream=f"claim:{claim.pk}").order_by("position").last()
    assert last is not None
    behind_the_back("DELETE FROM annotations_event WHERE id = %s", last.pk)
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_history", stdout=out)
    assert re.fullmatch(
        r"BROKEN  Seal 1 covered \d+ events in \d+ streams; there are \d+ in \d+ of that time\.\n",
        out.getvalue(),
    )


def test_a_row_that_says_another_day_than_it_was_written_on_is_named() -> None:
    claim = worked_on()
    row = Event.objects.filter(stream=f"claim:{claim.pk}").order_by("position").last()
    assert row is not None
    behind_the_back("UPDATE annotations_event SET recorded_at = at + interval '2 days' WHERE id = %s", row.pk)
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_history", stdout=out)
    assert f"BROKEN  {row.stream}, row {row.position}: it says " in out.getvalue()


def test_sealing_twice_without_anything_new_adds_no_seal() -> None:
    worked_on()
    first = seal_history(actor=the_administrator())
    assert first is not None and seal_history() is None
    a_claim()
    second = seal_history()
    assert second is not None
    assert list(HistorySeal.objects.order_by("number").values_list("number", "previous_sha256")) == [
        (1, "0" * 64),
        (2, first.sha256),
    ]
    with pytest.raises(NotAllowed):
        seal_history(actor=a_person())


def test_the_bundle_is_checked_by_its_own_script_with_nothing_but_python(tmp_path: Path) -> None:
    worked_on()
    keeper = a_person()
    register_protected_source(
        title="Letter of Zebulon",
        publisher_name="Quartzine",
        publisher_kind="eyewitness",
        authors="Ysolde",
        url="",
        note="",
        published_on=None,
        actor=keeper,
    )
    seal_history()
    file = tmp_path / "history.zip"
    assert said("export_history", str(file)) == (
        f"{Event.objects.count()} events are in {file}. Check them with the script that lies beside them.\n"
    )
    with pytest.raises(CommandError, match="is there already"):
        call_command("export_history", str(file))
    with ZipFile(file) as bundle:
        assert bundle.namelist() == ["events.ndjson", "seals.ndjson", "verify.py", "README.txt", "SHA256SUMS"]
        assert not any(
            word in bundle.read(name) for name in bundle.namelist() for word in (b"Zebulon", b"Ysolde")
        )
        bundle.extractall(tmp_path)
    checked = run(tmp_path, sys.executable, "-I", "-S", "verify.py")
    assert (checked.returncode, checked.stdout.splitlines()[-1].rsplit(": ", 1)[1]) == (0, "whole.")
    sums = run(tmp_path, "sha256sum", "--check", "--quiet", "SHA256SUMS")
    assert (sums.returncode, sums.stdout) == (0, "")


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=60)
