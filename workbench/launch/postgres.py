"""A private PostgreSQL: reached through a socket in a closed folder only, no network, no password.

PostgreSQL refuses to run as root. There, it is started in a user namespace of its own, in which it is nobody,
while its files stay the caller's. Where the system forbids namespaces, it runs as an unprivileged user of the
machine, with its files below /var/lib, since that user cannot enter a closed home.
"""

import hashlib
import os
import pwd
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from workbench.launch.binaries import postgresql_folder, postgresql_version
from workbench.launch.children import Child, command_line, wait_until_gone
from workbench.launch.folders import private_folder
from workbench.launch.refusal import CannotStart

OWNER = "workbench"
STARTING_SECONDS = 60


@dataclass(frozen=True)
class Place:
    """As whom PostgreSQL runs, and where its files and its socket are."""

    prefix: tuple[str, ...]
    user: int | None
    cluster: Path
    sockets: Path


def place(data: Path, run: Path) -> Place:
    """The first way in which PostgreSQL may run here. Raises CannotStart when there is none."""
    if os.geteuid() != 0:
        return Place((), None, data / "postgresql", run)
    if _namespaces_allowed():
        return Place(("unshare", "--user"), None, data / "postgresql", run)
    return _place_of_another_user(data)


def _namespaces_allowed() -> bool:
    if not shutil.which("unshare"):
        return False
    return subprocess.run(["unshare", "--user", "true"], capture_output=True, check=False).returncode == 0


def _place_of_another_user(data: Path) -> Place:
    user = next((entry for name in ("postgres", "nobody") if (entry := _entry(name))), None)
    if user is None:
        raise CannotStart(
            "PostgreSQL does not run as root: start Workbench as an ordinary user, or set DATABASE_URL."
        )
    mark = hashlib.sha256(os.fsencode(data)).hexdigest()[:12]
    home = Path("/var/lib") / f"workbench-{mark}"
    for folder in (home, home / "run"):
        folder.mkdir(mode=0o700, exist_ok=True)
        os.chown(folder, user.pw_uid, user.pw_gid)
    return Place((), user.pw_uid, home / "postgresql", home / "run")


def _entry(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


class PostgreSQL:
    """One cluster in one folder.

    `durable=False` gives up safety against a power cut for speed: tests only.
    """

    def __init__(self, data: Path, run: Path, *, durable: bool = True) -> None:
        self.programs = postgresql_folder()
        self.version = postgresql_version(self.programs)
        self.place = place(data, private_folder(run))
        self.durable = durable
        self.child = Child(
            name="postgresql",
            command=self._command(),
            run_folder=run,
            log=data / "logs" / "postgresql.log",
            stop_signal=signal.SIGINT,
            patience=20.0,
            user=self.place.user,
        )

    @property
    def address(self) -> str:
        """The address of the database, as DATABASE_URL wants it."""
        return f"postgresql://{OWNER}@{quote(str(self.place.sockets), safe='')}/{OWNER}"

    def start(self) -> None:
        """Make the cluster if there is none, and start the server. Returns when it answers."""
        self.child.end_survivor()
        if not (self.place.cluster / "PG_VERSION").exists():
            self._make_cluster()
        self._check_version()
        self._forget_dead_server()
        self.child.start()
        self._wait_until_it_answers()

    def stop(self) -> None:
        self.child.stop()

    def _command(self) -> list[str]:
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.place.sockets),
            "unix_socket_permissions": "0700",
            "max_connections": "100",
            "timezone": "UTC",
            "log_timezone": "UTC",
        }
        if not self.durable:
            options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        pairs = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        return [*self.place.prefix, str(self.programs / "postgres"), "-D", str(self.place.cluster), *pairs]

    def _make_cluster(self) -> None:
        # Made beside and renamed: a start that is interrupted here leaves nothing that looks like a cluster.
        unfinished = self.place.cluster.with_name("postgresql.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        answer = subprocess.run(
            [
                *self.place.prefix,
                str(self.programs / "initdb"),
                "-D",
                str(unfinished),
                *self._cluster_options(),
            ],
            capture_output=True,
            text=True,
            check=False,
            user=self.place.user,
            cwd=self.place.sockets,
        )
        if answer.returncode:
            raise CannotStart(f"PostgreSQL could not make its files: {' '.join(answer.stderr.split())}")
        unfinished.rename(self.place.cluster)

    def _cluster_options(self) -> list[str]:
        # Letters of every script compare and fold case alike on every machine, whatever locales it has.
        builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        locale = builtin if self.version >= 17 else ["--locale=C.UTF-8"]
        return [
            "-U",
            OWNER,
            "--auth=trust",
            "--encoding=UTF8",
            *locale,
            *([] if self.durable else ["--no-sync"]),
        ]

    def _check_version(self) -> None:
        made_by = (self.place.cluster / "PG_VERSION").read_text().strip()
        if made_by != str(self.version):
            raise CannotStart(
                f"The data in {self.place.cluster} was made by PostgreSQL {made_by}, "
                f"but {self.version} was found: see 'Upgrade' in docs/operations.md."
            )

    def _forget_dead_server(self) -> None:
        # After a restart of the machine the number in this file may belong to another program by now, and
        # PostgreSQL would then refuse to start.
        for record in (self.place.cluster / "postmaster.pid", self.place.sockets / ".s.PGSQL.5432.lock"):
            if record.exists():
                self._end_server(int(record.read_text().split(maxsplit=1)[0]))
                record.unlink(missing_ok=True)

    def _end_server(self, pid: int) -> None:
        if str(self.place.cluster) not in command_line(pid):
            return
        os.kill(pid, signal.SIGINT)
        if not wait_until_gone(pid, self.child.patience):
            raise CannotStart(f"Another PostgreSQL (process {pid}) uses {self.place.cluster}: stop it first.")

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + STARTING_SECONDS
        while not self._answers():
            if time.monotonic() > deadline:
                raise CannotStart(
                    f"PostgreSQL did not answer in {STARTING_SECONDS} s. Its log: {self.child.log}"
                )
            if not self.child.running():
                self._start_again()
            time.sleep(0.05)

    def _start_again(self) -> None:
        # What a killed server left is still letting go of its memory: that takes a moment. Nothing else
        # passes.
        if "shared memory block" not in self.child.last_words():
            raise CannotStart(
                f"PostgreSQL did not start. Its log: {self.child.log}\n{self.child.last_words()}"
            )
        time.sleep(0.5)
        self.child.start()

    def _answers(self) -> bool:
        """Whether the server takes connections; makes the one database when it is not there yet."""
        try:
            with psycopg.connect(self._maintenance, autocommit=True, connect_timeout=5) as connection:
                known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [OWNER]).fetchone()
                if not known:
                    connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(OWNER)))
        except psycopg.OperationalError:
            return False
        return True

    @property
    def _maintenance(self) -> str:
        return self.address.removesuffix(OWNER) + "postgres"
