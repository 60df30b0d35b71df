"""The project's own processes, running against the database and the broker of the test run."""

import json
import os
import signal
import socket
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from tests.services.waiting import SECONDS, wait_until
from workbench.launch import processes
from workbench.launch.children import Child
from workbench.workers import Worker

# One process for all queues: the suite asks what is done, not how fast.
WORKER = Worker("interactive", ("interactive", "bulk", "exports"), threads=4, keeps_timetable=True)


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number


class LiveWorkbench:
    """A real web server and a real worker.

    `address` is where pages are; `worker` can be killed and started.
    """

    def __init__(self, folder: Path) -> None:
        port = free_port()
        self.address = f"http://127.0.0.1:{port}"
        self.folder = folder
        environment = {
            "DATABASE_URL": database_address(),
            "REDIS_URL": settings.REDIS_URL,
            "DJANGO_SETTINGS_MODULE": "workbench.settings.test",
            "WORKBENCH_PORT": str(port),
            "WORKBENCH_WEB_PROCESSES": "1",
        }
        folder.mkdir(parents=True, exist_ok=True)
        self.web: Child = processes.web(folder, folder, environment)
        self.worker: Child = processes.worker_process(WORKER, folder, folder, environment)

    def start(self) -> None:
        """Start both; return when they answer."""
        self.web.start()
        self.worker.start()
        self.wait_for(lambda: self.readiness()[0] == 200)

    def stop(self) -> None:
        self.web.stop()
        self.worker.stop()

    def keep_running(self) -> None:
        """Start again what a test has killed."""
        for child in (self.web, self.worker):
            if not child.running():
                child.start()

    def kill_worker(self) -> None:
        """End the worker as a power cut would."""
        os.kill(self.worker.pid, signal.SIGKILL)
        self.wait_for(lambda: not self.worker.running())

    def readiness(self) -> tuple[int, dict[str, object]]:
        """What /readyz answers: status code and JSON; code 0 when nothing answers at all."""
        try:
            with urllib.request.urlopen(f"{self.address}/readyz", timeout=SECONDS) as response:
                return response.status, json.load(response)
        except urllib.error.HTTPError as refusal:
            return refusal.code, json.load(refusal)
        except OSError:
            return 0, {}

    def wait_for(self, condition: Callable[[], bool]) -> None:
        """Return as soon as the condition holds; fail with what the processes said last when it does not."""
        wait_until(condition, lambda: f"{self.web.last_words()}\n{self.worker.last_words()}")


def database_address() -> str:
    """The address of the database the tests themselves use, as a process is told it."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    return parts._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
