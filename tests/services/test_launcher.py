"""The one command, as a person uses it: first start, Ctrl-C, second start, and after a power cut."""

import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.trees import PROJECT
from tests.services.live import free_port
from tests.services.waiting import SECONDS, wait_until
from workbench.launch.__main__ import end_survivors
from workbench.launch.children import began_at, command_line
from workbench.launch.folders import run_folder
from workbench.launch.services import Services

STARTING_SECONDS = 90
STOPPING_SECONDS = 90


class Run:
    """One run of the launcher."""

    def __init__(self, data: Path, port: int) -> None:
        self.data, self.address = data, f"http://127.0.0.1:{port}"
        self.output = ""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "workbench.launch"],
            cwd=PROJECT,
            env=environment(data, port),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def wait_until_it_answers(self) -> None:
        """Read what it prints until it says it is ready; it gives up by itself on what does not come."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.output += line
            if "Stop: Ctrl-C" in line:
                return
        raise AssertionError(f"it ended instead of starting:\n{self.output}")

    def readiness(self) -> dict[str, object]:
        try:
            answer = urllib.request.urlopen(f"{self.address}/readyz", timeout=SECONDS)
        except urllib.error.HTTPError as refusal:
            answer = refusal
        with answer:
            found: dict[str, object] = json.load(answer)
            return found

    def members(self) -> dict[int, str | None]:
        """Every process that belongs to this run, with the moment it began."""
        mark = f"WORKBENCH_DATA={self.data}".encode()
        found = {int(path.name) for path in Path("/proc").glob("[0-9]*") if mark in _environ(path)}
        # PostgreSQL hides its environment behind its user namespace, and writes titles over its command line.
        records = {int(record.read_text().split()[0]) for record in self.data.glob("run/*.process")}
        return {pid: began_at(pid) for pid in found | records}

    def recorded(self, name: str) -> int | None:
        """The number of the process of this name; none while it is between two lives."""
        try:
            return int((self.data / "run" / f"{name}.process").read_text().split()[0])
        except (OSError, IndexError):
            return None

    def kill_and_see_replaced(self, name: str) -> None:
        """Kill the process of this name; return once another one has its place."""
        killed = self.recorded(name)
        assert killed is not None
        os.kill(killed, signal.SIGKILL)
        wait_until(lambda: self.recorded(name) not in (killed, None), self.logs)

    def becomes_ready(self) -> None:
        """Return once it says so of itself."""
        wait_until(lambda: self.readiness()["status"] == "ready", self.logs)

    def logs(self) -> str:
        """The end of what each process wrote."""
        ends = (path.read_text(errors="replace").splitlines()[-8:] for path in self.data.glob("logs/*.log"))
        return "\n".join("\n".join(lines) for lines in ends)

    def ctrl_c(self) -> int:
        """What a terminal sends; gives back the exit status."""
        self.process.send_signal(signal.SIGINT)
        rest, _ = self.process.communicate(timeout=STOPPING_SECONDS)
        self.output += rest
        return self.process.returncode

    def kill(self, pids: dict[int, str | None]) -> None:
        """What a power cut does to these."""
        for pid in pids:
            if began_at(pid) == pids[pid]:
                os.kill(pid, signal.SIGKILL)
        if self.process.pid in pids:
            self.process.wait(STOPPING_SECONDS)


def environment(data: Path, port: int | str) -> dict[str, str]:
    """A shell in which nothing but the folder and the port is set."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return {**kept, "WORKBENCH_DATA": str(data), "WORKBENCH_PORT": str(port), "HOME": "/nonexistent"}


def refusal(data: Path, port: int | str) -> tuple[int, str]:
    """Exit status and words of a launcher that cannot start."""
    done = subprocess.run(
        [sys.executable, "-m", "workbench.launch"],
        cwd=PROJECT,
        env=environment(data, port),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=STARTING_SECONDS,
    )
    return done.returncode, done.stderr


def _environ(process: Path) -> bytes:
    try:
        return (process / "environ").read_bytes()
    except OSError:
        return b""


def alive(pids: dict[int, str | None]) -> dict[int, str]:
    """Those that still run."""
    return {pid: command_line(pid) for pid, began in pids.items() if began and began_at(pid) == began}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One folder for all tests of this file: each finds what the one before it left."""
    folder = tmp_path_factory.mktemp("launched") / "data"
    yield folder
    end_survivors(folder)
    for server in Services(folder).children:
        server.end_survivor()


@pytest.fixture
def run(data: Path) -> Iterator[Run]:
    """A run that answers, ended after the test however that went."""
    started = Run(data, free_port())
    try:
        yield started
    finally:
        if started.process.poll() is None:
            started.ctrl_c()


def test_first_start_fills_answers_and_stops_without_a_trace(run: Run) -> None:
    run.wait_until_it_answers()
    answer = run.readiness()
    assert (answer["status"], answer["checks"]) == (
        "ready",
        {"database": "ok", "broker": "ok", "worker interactive": "ok", "worker background": "ok"},
    )
    assert run.address in run.output and "People:" in run.output
    assert f"WORKBENCH_PUBLIC_URL={run.address}\n" in (run_folder(run.data) / "environment").read_text()
    members = run.members()
    assert run.ctrl_c() == 0
    assert alive(members) == {}
    assert (run.data / "postgresql" / "PG_VERSION").exists()


def test_second_start_fills_nothing_and_whatever_dies_is_started_again(run: Run) -> None:
    run.wait_until_it_answers()
    assert "People:" not in run.output
    mortal = ("worker-interactive", "postgresql", "valkey")
    for name in mortal:
        run.kill_and_see_replaced(name)
        run.becomes_ready()
    assert run.ctrl_c() == 0
    for name in mortal:
        assert f"{name} stopped unexpectedly and is started again" in run.output


def test_recovers_after_everything_was_killed_and_replaces_what_a_killed_launcher_left(run: Run) -> None:
    run.wait_until_it_answers()
    run.kill(run.members())
    second = Run(run.data, free_port())
    second.wait_until_it_answers()
    assert second.readiness()["status"] == "ready"
    members = second.members()
    second.kill({second.process.pid: members[second.process.pid]})
    left = alive(members)
    assert len(left) >= 5
    third = Run(run.data, free_port())
    third.wait_until_it_answers()
    assert [name for pid, name in left.items() if began_at(pid) == members[pid]] == []
    assert third.ctrl_c() == 0


def test_a_taken_port_is_one_clear_line(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert refusal(tmp_path, port) == (
            1,
            f"Workbench cannot run: Port {port} on 127.0.0.1 cannot be used (Address already in use). "
            "Choose another: make run WORKBENCH_PORT=8001\n",
        )


def test_a_folder_in_use_is_one_clear_line(tmp_path: Path) -> None:
    with (tmp_path / "launcher.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        held.write("4321")
        held.flush()
        status, words = refusal(tmp_path, free_port())
    assert (status, words.count("\n")) == (1, 1)
    assert f"it already runs from {tmp_path} (process 4321)" in words


def test_a_port_that_is_no_number_is_one_clear_line(tmp_path: Path) -> None:
    assert refusal(tmp_path, "eight") == (
        1,
        "Workbench cannot run: WORKBENCH_PORT is 'eight'; it must be a whole number of at least 1.\n",
    )


def test_files_of_another_postgresql_are_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "postgresql").mkdir()
    (tmp_path / "postgresql" / "PG_VERSION").write_text("12\n")
    status, words = refusal(tmp_path, free_port())
    assert (status, words.count("\n")) == (1, 1)
    assert "was made by PostgreSQL 12, but " in words
