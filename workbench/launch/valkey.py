"""A private server of the Redis protocol, reached through a socket in a closed folder only."""

import time
from pathlib import Path

import redis

from workbench.launch.binaries import redis_program
from workbench.launch.children import Child
from workbench.launch.folders import private_folder
from workbench.launch.refusal import CannotStart

STARTING_SECONDS = 60


class Valkey:
    """One server in one folder.

    With `durable=True` every message is written down, once a second at the latest.
    """

    def __init__(self, data: Path, run: Path, *, durable: bool = True) -> None:
        self.program = redis_program()
        self.folder = data / "valkey"
        self.socket = private_folder(run) / "valkey.sock"
        self.durable = durable
        self.child = Child(
            name="valkey",
            command=self._command(),
            run_folder=run,
            log=data / "logs" / "valkey.log",
            patience=10.0,
        )

    @property
    def address(self) -> str:
        """The address of the server, as REDIS_URL wants it."""
        return f"unix://{self.socket}?db=0"

    def start(self) -> None:
        """Start the server. Returns when it answers."""
        private_folder(self.folder)
        self.child.start()
        deadline = time.monotonic() + STARTING_SECONDS
        while not self._answers():
            if not self.child.running() or time.monotonic() > deadline:
                raise CannotStart(
                    f"{self.program} did not start. Its log: {self.child.log}\n{self.child.last_words()}"
                )
            time.sleep(0.02)

    def stop(self) -> None:
        self.child.stop()

    def _command(self) -> list[str]:
        options = {
            "--port": "0",
            "--unixsocket": str(self.socket),
            "--unixsocketperm": "700",
            "--dir": str(self.folder),
            "--appendonly": "yes" if self.durable else "no",
            "--save": "",
            "--maxmemory-policy": "noeviction",
            "--daemonize": "no",
        }
        return [str(self.program), *(part for pair in options.items() for part in pair)]

    def _answers(self) -> bool:
        try:
            with redis.Redis(unix_socket_path=str(self.socket), socket_timeout=2) as client:
                return bool(client.ping())
        except (redis.ConnectionError, redis.TimeoutError):
            # Also while it reads back what it had written down.
            return False
