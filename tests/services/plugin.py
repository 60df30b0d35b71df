"""Gives the suite a PostgreSQL and a broker of its own, before the settings are read.

The servers live in a folder of their own for one run and are shared by all workers of the run, each of which
has its own database (pytest-django sees to it) and its own numbered space in the broker. A machine that has
servers names them in DATABASE_URL and REDIS_URL.
"""

import os
import shutil
import signal
import tempfile
from pathlib import Path
from types import FrameType

import pytest

from tests.services.template import Template
from workbench.launch.children import began_at
from workbench.launch.services import Services

# Each worker of a parallel run its own: the broker has sixteen.
BROKER_SPACES = 16


PREFIX = f"workbench-tests-{os.geteuid()}-"


def end_servers_of_killed_runs() -> None:
    """A run that was killed could not stop its servers: the next one does."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        if began_at(int(folder.name.removeprefix(PREFIX).partition("-")[0])) is None:
            for server in Services(folder, durable=False).started_here:
                server.child.end_survivor()
            shutil.rmtree(folder, ignore_errors=True)


def end_in_order(number: int, frame: FrameType | None) -> None:
    """Told to end, end as after Ctrl-C: what was started is stopped."""
    raise KeyboardInterrupt


class PrivateServers:
    """The servers of this run and the folder they live in."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
        self.services = Services(self.folder, durable=False)

    def start(self) -> None:
        try:
            self.services.start()
        except BaseException:
            self.stop()
            raise
        os.environ.update(self.services.environment)
        os.environ["WORKBENCH_DATA"] = str(self.folder / "data")

    def stop(self) -> None:
        self.services.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Start the servers in the process that leads the run; its workers inherit the addresses."""
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker is not None:
        _use_own_broker_space(worker)
        return
    end_servers_of_killed_runs()
    signal.signal(signal.SIGTERM, end_in_order)
    servers = PrivateServers()
    servers.start()
    early_config.add_cleanup(servers.stop)
    if getattr(early_config.known_args_namespace, "numprocesses", None):
        template = Template(servers.folder)
        early_config.add_cleanup(template.stop)
        template.start()


def _use_own_broker_space(worker: str) -> None:
    number = 1 + int(worker.removeprefix("gw")) % (BROKER_SPACES - 1)
    address = os.environ["REDIS_URL"].replace("?db=0", "")
    os.environ["REDIS_URL"] = f"{address}?db={number}" if "?" not in address else address
