"""Keeps what was started running until it is told to stop: a process that dies is started again."""

import signal
import sys
import threading
import time
from collections import defaultdict, deque
from types import FrameType

from workbench.launch.children import Child
from workbench.launch.refusal import CannotStart

# A process that dies this often within a minute is broken, and starting it once more would only hide that.
DEATHS_ALLOWED = 5
DEATHS_WITHIN_SECONDS = 60.0


class Supervisor:
    """Watches over processes. Ctrl-C, or the signal a service manager sends, ends the watch."""

    def __init__(self) -> None:
        self.told_to_stop = threading.Event()
        self._deaths: dict[str, deque[float]] = defaultdict(lambda: deque(maxlen=DEATHS_ALLOWED))

    def listen(self) -> None:
        """Take over the signals that mean stop. A second one ends the launcher's patience."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)

    def watch(self, children: list[Child]) -> None:
        """Return when told to stop. Raises CannotStart when a process keeps dying."""
        while not self.told_to_stop.wait(0.5):
            for child in children:
                if not child.running():
                    self._restart(child)

    def _restart(self, child: Child) -> None:
        deaths = self._deaths[child.name]
        deaths.append(time.monotonic())
        if len(deaths) == DEATHS_ALLOWED and deaths[-1] - deaths[0] < DEATHS_WITHIN_SECONDS:
            raise CannotStart(f"{child.name} keeps stopping. The end of {child.log}:\n{child.last_words()}")
        print(
            f"{child.name} stopped unexpectedly and is started again. Its log: {child.log}", file=sys.stderr
        )
        child.start()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.told_to_stop.set()
