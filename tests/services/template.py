"""The tables, made once for all processes of a run: each copies its database from the one made here.

    python -m tests.services.template NAME

is what the process that leads the run starts, beside the others, which take as long to collect the tests.
"""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import django
import psycopg
from django.core.management import call_command
from psycopg import sql

PROJECT = Path(__file__).resolve().parents[2]
# What the processes of a run are told: the database to copy, and where the making of it is written down.
NAME, LOG = "WORKBENCH_TESTS_TEMPLATE", "WORKBENCH_TESTS_TEMPLATE_LOG"
MAKING_SECONDS = 180


class Template:
    """The process that makes the tables, and the database it leaves."""

    def __init__(self, folder: Path) -> None:
        self.name, self.log = f"workbench_template_{os.getpid()}", folder / "template.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Begin; the other processes of the run are told by the environment what to wait for."""
        os.environ.update({NAME: self.name, LOG: str(self.log)})
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.services.template", self.name],
                cwd=PROJECT,
                env={**os.environ, "DJANGO_SETTINGS_MODULE": "workbench.settings.test"},
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def stop(self) -> None:
        """Leave nothing behind, also on a server that was there before."""
        if self.process:
            with self.process:
                self.process.kill()
            for name in (unfinished(self.name), self.name):
                _at_the_server("DROP DATABASE IF EXISTS {}", name)


def unfinished(name: str) -> str:
    """What the database is called as long as it must not be copied."""
    return f"{name}_unfinished"


def is_there(name: str) -> bool:
    """Whether it may be copied."""
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
    return found is not None


def make(name: str) -> None:
    """The database with all tables, under this name once it is finished."""
    making, given = unfinished(name), os.environ["DATABASE_URL"]
    _at_the_server("CREATE DATABASE {}", making)
    os.environ["DATABASE_URL"] = urlsplit(given)._replace(path=f"/{making}").geturl()
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    django.db.connections.close_all()
    os.environ["DATABASE_URL"] = given
    _at_the_server("ALTER DATABASE {} RENAME TO {}", making, name)


def _at_the_server(statement: str, *names: str) -> None:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


if __name__ == "__main__":
    make(sys.argv[1])
