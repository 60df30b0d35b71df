"""The two servers everything needs: those the environment names, else private ones."""

import os
import threading
from pathlib import Path

from workbench.launch.children import Child
from workbench.launch.folders import private_folder, run_folder
from workbench.launch.postgres import PostgreSQL
from workbench.launch.valkey import Valkey


class Services:
    """Addresses of a database and a broker, and whatever had to be started to have them."""

    def __init__(self, data: Path, *, durable: bool = True) -> None:
        private_folder(data)
        run = run_folder(data)
        self.postgresql = None if os.environ.get("DATABASE_URL") else PostgreSQL(data, run, durable=durable)
        self.valkey = None if os.environ.get("REDIS_URL") else Valkey(data, run, durable=durable)

    @property
    def environment(self) -> dict[str, str]:
        """What a process has to be told to reach them."""
        addresses = {}
        if self.postgresql:
            addresses["DATABASE_URL"] = self.postgresql.address
        if self.valkey:
            addresses["REDIS_URL"] = self.valkey.address
        return addresses

    def start(self) -> None:
        """Start what is not given, both at once.

        Raises CannotStart; what had started by then must still be stopped.
        """
        failures: list[BaseException] = []
        threads = [threading.Thread(target=_start, args=(server, failures)) for server in self.started_here]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if failures:
            raise failures[0]

    def stop(self) -> None:
        """Stop what was started here. Safe to call at any time."""
        for server in reversed(self.started_here):
            server.stop()

    @property
    def started_here(self) -> list[PostgreSQL | Valkey]:
        return [server for server in (self.postgresql, self.valkey) if server is not None]

    @property
    def children(self) -> list[Child]:
        return [server.child for server in self.started_here]


def _start(server: PostgreSQL | Valkey, failures: list[BaseException]) -> None:
    try:
        server.start()
    except Exception as error:  # handed to the thread that waits, whatever it is
        failures.append(error)
