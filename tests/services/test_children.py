"""What an earlier launcher left is known by number and moment; a stranger with the same number is safe."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.waiting import SECONDS, wait_until
from workbench.launch.children import Child, began_at, wait_until_gone


@pytest.fixture
def stranger() -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(["sleep", "600"], start_new_session=True)
    yield process
    process.kill()
    process.wait()


def child(folder: Path) -> Child:
    return Child("sleeper", ["sleep", "600"], folder, folder / "sleeper.log", patience=2.0)


def test_a_process_left_behind_is_ended(tmp_path: Path, stranger: subprocess.Popen[bytes]) -> None:
    record = tmp_path / "sleeper.process"
    record.write_text(f"{stranger.pid} {began_at(stranger.pid)}\n")
    child(tmp_path).end_survivor()
    assert (began_at(stranger.pid), record.exists()) == (None, False)


def test_a_stranger_that_was_given_the_number_is_left_alone(
    tmp_path: Path, stranger: subprocess.Popen[bytes]
) -> None:
    record = tmp_path / "sleeper.process"
    record.write_text(f"{stranger.pid} another moment\n")
    child(tmp_path).end_survivor()
    assert (began_at(stranger.pid) is not None, record.exists()) == (True, False)


@pytest.mark.parametrize("text", ["", "no number", "12"])
def test_a_record_that_makes_no_sense_is_no_record(tmp_path: Path, text: str) -> None:
    (tmp_path / "sleeper.process").write_text(text)
    child(tmp_path).end_survivor()


def test_stopping_ends_what_the_process_started_too(tmp_path: Path) -> None:
    family = Child(
        "family", ["sh", "-c", "sleep 600 & echo $!; wait"], tmp_path, tmp_path / "family.log", patience=2.0
    )
    family.start()
    wait_until(lambda: family.last_words() != "", lambda: "nothing")
    grandchild = int(family.last_words())
    family.stop()
    assert wait_until_gone(grandchild, SECONDS)
    assert (family.running(), (tmp_path / "family.process").exists()) == (False, False)
