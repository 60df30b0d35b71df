"""A database, a broker and a worker of one test's own, each of which it may kill, stop and start."""

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from tests.services.live import WORKER, database_address
from tests.services.waiting import SECONDS, wait_until
from workbench.launch import processes
from workbench.launch.binaries import postgresql_folder
from workbench.launch.folders import private_folder, run_folder
from workbench.launch.postgres import PostgreSQL
from workbench.launch.valkey import Valkey

PROJECT = Path(__file__).resolve().parents[2]
SERVE = "from tests.services.work_to_do import serve; serve()"


class OwnWorld:
    """Everything a job needs, and nothing of it shared with other tests."""

    def __init__(self, folder: Path) -> None:
        data = private_folder(folder)
        run = run_folder(data)
        self.postgresql = PostgreSQL(data, run, durable=False)
        self.valkey = Valkey(data, run, durable=True)
        self.files = data / "files"
        self.environment = {
            "DATABASE_URL": self.postgresql.address,
            "REDIS_URL": self.valkey.address,
            "DJANGO_SETTINGS_MODULE": "tests.services.quick_timetable",
            "WORKBENCH_DATA": str(data),
            "WORKBENCH_FILES": str(self.files),
        }
        self.worker = processes.worker_process(WORKER, data, run, self.environment)
        self.maker_log = data / "logs" / "maker.log"
        self.maker: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start the servers and fetch the tables; the worker is started by who needs it."""
        self.postgresql.start()
        self.valkey.start()
        self._start_maker()
        self._copy_tables()

    def _copy_tables(self) -> None:
        """Those that the migrations made for this run, empty: to migrate once more takes ten seconds."""
        made, own = database_address(), self.postgresql.address
        dump = _program("pg_dump", "--no-owner", "--exclude-table-data=annotations_*", made)
        load = _program("psql", "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", own)
        tables = subprocess.run(dump, capture_output=True, check=True).stdout
        subprocess.run(load, input=tables, stdout=subprocess.DEVNULL, check=True)

    def _start_maker(self) -> None:
        with self.maker_log.open("wb") as complaints:
            self.maker = subprocess.Popen(
                [sys.executable, "manage.py", "shell", "--verbosity", "0", "-c", SERVE],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=complaints,
                env={**os.environ, **self.environment},
                cwd=PROJECT,
                text=True,
            )

    def stop(self) -> None:
        """Stop everything that was started."""
        if self.maker:
            with self.maker:
                self.maker.kill()
        for part in (self.worker, self.valkey, self.postgresql):
            part.stop()

    def kill_worker(self) -> None:
        """End the worker as a power cut would."""
        os.kill(self.worker.pid, signal.SIGKILL)
        self.wait_for(lambda: not self.worker.running())

    def ask(self, *, claims: int, exports: int) -> tuple[list[int], list[int]]:
        """Claims that are due and exports that wait, made as the web server would make them."""
        made = self._made("ask", claims=claims, exports=exports)
        return made["claims"], made["exports"]

    def revise(self, *, highlights: int) -> tuple[int, list[int]]:
        """An article whose highlights have to be carried over into its second text, and their claims."""
        made = self._made("revise", highlights=highlights)
        return made["article"], made["claims"]

    def _made(self, name: str, **numbers: int) -> dict[str, Any]:
        assert self.maker and self.maker.stdin and self.maker.stdout
        self.maker.stdin.write(json.dumps([name, numbers]) + "\n")
        self.maker.stdin.flush()
        answered, _, _ = select.select([self.maker.stdout], [], [], SECONDS)
        answer = self.maker.stdout.readline() if answered else ""
        assert answer, self.maker_log.read_text()
        made: dict[str, Any] = json.loads(answer)
        return made

    def let_leases_lapse(self) -> None:
        """As if the half minute of a lease were over: the timetable finds it next."""
        self.rows("UPDATE annotations_export SET leased_until = now() WHERE state = 'running' RETURNING id")

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """What the database answers."""
        with psycopg.connect(self.postgresql.address, autocommit=True) as connection:
            return connection.execute(statement, values).fetchall()

    @contextmanager
    def held_up(self, claim_ids: list[int], *, exports: bool = True) -> Iterator[None]:
        """Whoever works on one of these claims, or renders an export, comes to a stand in it."""
        connection = psycopg.connect(self.postgresql.address)
        connection.execute("SELECT id FROM annotations_claim WHERE id = ANY(%s) FOR UPDATE", [claim_ids])
        if exports:
            connection.execute("LOCK TABLE annotations_staleflag IN ACCESS EXCLUSIVE MODE")
        try:
            yield
        finally:
            connection.close()

    def due(self) -> int:
        """How many claims wait for their assessment."""
        return int(
            self.rows("SELECT count(*) FROM annotations_claim WHERE assessed_version < inputs_version")[0][0]
        )

    def states(self, export_ids: list[int]) -> set[str]:
        """The states in which these exports are."""
        return {
            state
            for (state,) in self.rows("SELECT state FROM annotations_export WHERE id = ANY(%s)", export_ids)
        }

    def wait_for(self, condition: Callable[[], bool]) -> None:
        """Return as soon as the condition holds; fail with what the worker said last when it does not."""
        wait_until(condition, lambda: self.worker.last_words(40))


def _program(name: str, *words: str) -> list[str]:
    """One of those that PostgreSQL brings along."""
    return [str(postgresql_folder() / name), *words]
