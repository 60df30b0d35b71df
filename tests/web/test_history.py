"""The page about the history as a whole."""

import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import OperationalError

from annotations import tasks
from annotations.actions import history as sealing
from annotations.actions.history import seal_history
from annotations.actions.history_checks import ask_for_check, check_history, sweep_history_checks
from annotations.domain.errors import NotAllowed
from annotations.domain.vocabulary import Role
from annotations.models import Event, HistorySeal
from tests.factories import a_claim, a_person, the_administrator
from tests.management.test_history import behind_the_back, worked_on
from tests.web.visitors import visitor, words_of

pytestmark = pytest.mark.django_db

PAGES = ("/history/", "/history/state/", "/history/bundle/")


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("role", [Role.READER, Role.REVIEWER, Role.EDITOR])
def test_it_is_for_administrators(address: str, role: str) -> None:
    assert visitor(role=role).get(address).status_code == 403


def test_before_anything_was_sealed_it_says_what_will_come() -> None:
    a_claim()
    shown = words_of(visitor(the_administrator()).get("/history/"))
    assert (
        "Never sealed" in shown and "Nothing is sealed yet." in shown and "It was not checked yet." in shown
    )


def test_it_tells_the_last_seal_and_what_came_since() -> None:
    worked_on()
    seal = seal_history()
    assert seal is not None
    a_claim()
    state = visitor(the_administrator()).get("/history/").context["state"]
    assert (state.seal, state.unsealed, state.events) == (seal, 1, seal.events + 1)


def test_a_check_is_asked_for_done_once_and_kept() -> None:
    worked_on()
    admin, client = the_administrator(), visitor(the_administrator())
    client.post("/history/check/")
    first = Event.objects.get(verb="history.check_asked")
    assert ask_for_check(actor=admin) == first
    assert "A check is under way" in words_of(client.get("/history/state/"))
    assert sweep_history_checks() == 1
    tasks.check_history()
    assert sweep_history_checks() == 0
    shown = words_of(client.get("/history/"))
    assert "Whole: every event is as it was recorded" in shown and "under way" not in shown


def test_what_a_check_finds_is_told_in_words() -> None:
    claim = worked_on()
    seal_history()
    row = Event.objects.filter(stream=f"claim:{claim.pk}").order_by("position").last()
    assert row is not None
    behind_the_back("UPDATE annotations_event SET note = 'forged' WHERE id = %s", row.pk)
    checked = check_history()
    assert checked is not None and (checked.after["is_whole"], checked.after["broken"]) == (False, 1)
    shown = words_of(visitor(the_administrator()).get("/history/"))
    assert "Not whole: 1 thing is not as it was recorded" in shown
    assert f"{row.stream}, row {row.position}: what it says was changed." in shown


def test_only_administrators_ask_for_a_check() -> None:
    a_claim()
    with pytest.raises(NotAllowed):
        ask_for_check(actor=a_person(role=Role.EDITOR))


def test_the_bundle_is_sent_while_it_is_made_and_checks_itself(tmp_path: Path) -> None:
    worked_on()
    seal_history()
    answer: Any = visitor(the_administrator()).get("/history/bundle/")
    assert answer["Content-Type"] == "application/zip"
    with ZipFile(BytesIO(b"".join(answer.streaming_content))) as bundle:
        bundle.extractall(tmp_path)
    assert len((tmp_path / "events.ndjson").read_text().splitlines()) == HistorySeal.objects.get().events
    assert json.loads((tmp_path / "seals.ndjson").read_text())["number"] == 1
    checked = subprocess.run(
        [sys.executable, "-I", "verify.py"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (checked.returncode, checked.stderr) == (0, "")


def test_the_hourly_job_seals_and_leaves_what_is_locked_to_its_next_turn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    a_claim()
    tasks.seal_history()
    tasks.seal_history()
    assert HistorySeal.objects.count() == 1

    def locked() -> int:
        raise OperationalError("canceling statement due to lock timeout")

    monkeypatch.setattr(sealing, "_last_event", locked)
    tasks.seal_history()
    assert HistorySeal.objects.count() == 1
