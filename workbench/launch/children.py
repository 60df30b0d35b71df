"""Processes the launcher starts, and what an earlier launcher left behind.

Each process leads a session of its own, so that a Ctrl-C in the terminal reaches the launcher alone and the
launcher stops the others in order. Each is recorded with the moment it began: after a `kill -9` of the
launcher the next one finds the survivors and ends them, and never mistakes a stranger that was given the same
number for one of them.
"""

import os
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

LOG_BYTES_KEPT = 5 * 1024 * 1024


def began_at(pid: int) -> str | None:
    """When the process began, in the system's own unit; None when it has ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return _began_at_without_proc(pid) if not Path("/proc/self").exists() else None
    return None if fields[0] in "ZX" else fields[19]


def _began_at_without_proc(pid: int) -> str | None:
    answer = subprocess.run(
        ["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return answer.stdout.strip() or None


def command_line(pid: int) -> str:
    """The words the process was started with; empty when it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        if Path("/proc/self").exists():
            return ""
        answer = subprocess.run(
            ["ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False
        )
        return answer.stdout.strip()


def wait_until_gone(pid: int, seconds: float) -> bool:
    """Whether the process ended within this time."""
    deadline = time.monotonic() + seconds
    while began_at(pid) is not None:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


@dataclass
class Child:
    """One process: how it is started, how it is asked to stop, and where its number is kept."""

    name: str
    command: list[str]
    run_folder: Path
    log: Path
    environment: dict[str, str] = field(default_factory=dict)
    stop_signal: signal.Signals = signal.SIGTERM
    patience: float = 10.0
    user: int | None = None
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    _asked: bool = field(default=False, init=False)

    def start(self) -> None:
        """Start it. What an earlier launcher left running under the same name is ended first."""
        self.end_survivor()
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LOG_BYTES_KEPT:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                env={**os.environ, **self.environment},
                start_new_session=True,
                user=self.user,
                group=self.user,
                extra_groups=None if self.user is None else [],
            )
        self._asked = False
        self._record.write_text(f"{self.process.pid} {began_at(self.process.pid)}\n")

    @property
    def child(self) -> "Child":
        """Itself: a process may stand where a server is expected that has one."""
        return self

    @property
    def pid(self) -> int:
        if self.process is None:
            raise RuntimeError(f"{self.name} was not started")
        return self.process.pid

    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def ask_to_stop(self) -> None:
        """Ask once: to some servers a second request means to drop everything."""
        if self.process is not None and not self._asked:
            self._asked = True
            self.process.send_signal(self.stop_signal)

    def stop(self) -> None:
        """Ask it to stop, wait, and end what remains of it by force."""
        self.ask_to_stop()
        if self.process is not None:
            try:
                self.process.wait(self.patience)
            except subprocess.TimeoutExpired:
                self.process.kill()
            _end_group(self.process.pid)
            self.process.wait()
        self._record.unlink(missing_ok=True)

    def end_survivor(self) -> None:
        """End the process an earlier launcher recorded under this name, if it still is that process."""
        try:
            number, began = self._record.read_text().split(maxsplit=1)
            pid = int(number)
        except (OSError, ValueError):
            return
        if began_at(pid) == began.strip():
            os.kill(pid, self.stop_signal)
            if not wait_until_gone(pid, self.patience):
                os.kill(pid, signal.SIGKILL)
                wait_until_gone(pid, self.patience)
            _end_group(pid)
        self._record.unlink(missing_ok=True)

    def last_words(self, lines: int = 12) -> str:
        """The end of its log."""
        try:
            written = self.log.read_text(errors="replace").splitlines()
        except OSError:
            return ""
        return "\n".join(written[-lines:])

    @property
    def _record(self) -> Path:
        return self.run_folder / f"{self.name}.process"


def _end_group(leader: int) -> None:
    # While a member of the group lives its number is not given to another, so this cannot reach a stranger.
    try:
        os.killpg(leader, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return
