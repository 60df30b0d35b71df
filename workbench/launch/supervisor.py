"""Keeps what was started running until it is told to stop: a process that dies is started again."""

import signal
import sys
import threading
import time
from collections import defaultdict, deque
from collections.abc import Sequence
from types import FrameType
from typing import Protocol

from workbench.launch.children import Child
from workbench.launch.refusal import CannotStart

# A process that dies this often within a minute is broken, and starting it once more would only hide that.
DEATHS_ALLOWED = 5
DEATHS_WITHIN_SECONDS = 60.0


class Started(Protocol):
    """Something with one process that knows how it is started, be it for the first time or after a death."""

    @property
    def child(self) -> Child:
        """Its process."""

    def start(self) -> None:
        """Start it; return when it may be used."""


class Supervisor:
    """Watches over processes. Ctrl-C, or the signal a service manager sends, ends the watch."""

    def __init__(self) -> None:
        self.told_to_stop = threading.Event()
        self._deaths: dict[str, deque[float]] = defaultdict(lambda: deque(maxlen=DEATHS_ALLOWED))

    def listen(self) -> None:
        """Take over the signals that mean stop. A second one ends the launcher's patience."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)

    def watch(self, everything: Sequence[Started]) -> None:
        """Return when told to stop. Raises CannotStart when a process keeps dying."""
        while not self.told_to_stop.wait(0.5):
            for started in everything:
                if not started.child.running():
                    self._restart(started)

    def _restart(self, started: Started) -> None:
        child = started.child
        deaths = self._deaths[child.name]
        deaths.append(time.monotonic())
        if len(deaths) == DEATHS_ALLOWED and deaths[-1] - deaths[0] < DEATHS_WITHIN_SECONDS:
            raise CannotStart(f"{child.name} keeps stopping. The end of {child.log}:\n{child.last_words()}")
        print(
            f"{child.name} stopped unexpectedly and is started again. Its log: {child.log}", file=sys.stderr
        )
        started.start()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.told_to_stop.set()
