"""The one command: servers, database, web server, workers, an address; and one Ctrl-C."""

import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from workbench import env
from workbench.launch import processes
from workbench.launch.children import Child
from workbench.launch.folders import private_folder, run_folder
from workbench.launch.readiness import everything_answers, require_free_port
from workbench.launch.refusal import CannotStart
from workbench.launch.services import Services
from workbench.launch.sign_ins import demo_sign_ins
from workbench.launch.supervisor import Supervisor

PROJECT = Path(__file__).resolve().parents[2]
READY_SECONDS = 60


def main() -> int:
    """Run until told to stop. The exit status is 0 after a stop that was asked for, 1 after a failure."""
    try:
        run()
    except (CannotStart, ImproperlyConfigured) as refusal:
        print(f"Workbench cannot run: {refusal}", file=sys.stderr)
        return 1
    return 0


def run() -> None:
    """Start everything, say where it is, watch over it, stop everything."""
    supervisor = Supervisor()
    supervisor.listen()
    data = private_folder(env.folder("WORKBENCH_DATA", PROJECT / ".data"))
    host, port = env.text("WORKBENCH_HOST", "127.0.0.1"), env.whole_number("WORKBENCH_PORT", 8000, least=1)
    address = f"http://{host}:{port}"
    with only_launcher(data):
        end_survivors(data)
        require_free_port(host, port)
        services = Services(data)
        own = own_processes(data, services, address)
        try:
            start(data, services, own, supervisor, address)
            supervisor.watch([*services.started_here, *own])
        finally:
            print("Stopping ...", flush=True)
            stop(own)
            services.stop()
            print("Stopped. The data is kept in", data, flush=True)


@contextmanager
def only_launcher(data: Path) -> Iterator[None]:
    """Holds the folder for this launcher. The lock goes with the process, however that ends."""
    with (data / "launcher.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            raise CannotStart(
                f"it already runs from {data} (process {file.read().strip()}). Stop that one with Ctrl-C, "
                f"or set WORKBENCH_DATA and WORKBENCH_PORT for a second one."
            ) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def end_survivors(data: Path) -> None:
    """End what an earlier launcher that was killed left running."""
    run_ = run_folder(data)
    for child in [*processes.workers(data, run_, {}), processes.web(data, run_, {})]:
        child.end_survivor()


def own_processes(data: Path, services: Services, address: str) -> list[Child]:
    """The web server and the workers, told where the servers are."""
    environment = environment_of(data, services, address)
    run_ = run_folder(data)
    # For a second terminal: `env $(cat .data/run/environment) python manage.py ...`
    (run_ / "environment").write_text("".join(f"{name}={value}\n" for name, value in environment.items()))
    return [processes.web(data, run_, environment), *processes.workers(data, run_, environment)]


def environment_of(data: Path, services: Services, address: str) -> dict[str, str]:
    """What every process of the project is told. Readers find it at `address` unless somebody says else."""
    return {
        **services.environment,
        "WORKBENCH_DATA": str(data),
        "WORKBENCH_PUBLIC_URL": env.text("WORKBENCH_PUBLIC_URL", address),
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "workbench.settings.development"),
    }


def start(data: Path, services: Services, own: list[Child], supervisor: Supervisor, address: str) -> None:
    """Servers, then the database's tables, then everything else; return once it answers."""
    began = datetime.now(UTC)
    print("Starting Workbench ...", flush=True)
    services.start()
    if not supervisor.told_to_stop.is_set():
        prepare(environment_of(data, services, address))
    for child in [] if supervisor.told_to_stop.is_set() else own:
        child.start()
    deadline = time.monotonic() + READY_SECONDS
    while not supervisor.told_to_stop.is_set() and not everything_answers(address, began):
        _require_alive(own, deadline)
        time.sleep(0.1)
    if not supervisor.told_to_stop.is_set():
        announce(address, data, began)


def prepare(environment: dict[str, str]) -> None:
    """Bring the database up to date, in a process that ends."""
    command = [sys.executable, "-m", "workbench.launch.prepare"]
    # In a session of its own: a Ctrl-C is the launcher's to answer, once this has come to its end.
    done = subprocess.run(
        command,
        env={**os.environ, **environment},
        cwd=PROJECT,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        check=False,
    )
    if done.returncode:
        raise CannotStart("the database could not be prepared; what went wrong stands above.")


def announce(address: str, data: Path, began: datetime) -> None:
    """Say where it is, who can sign in, and how to stop."""
    seconds = (datetime.now(UTC) - began).total_seconds()
    print(f"\nWorkbench answers at {address} ({seconds:.1f} s)\n")
    print(f"Sign in as\n{demo_sign_ins()}\n")
    print(f"Logs: {data / 'logs'}    Stop: Ctrl-C", flush=True)


def stop(own: list[Child]) -> None:
    """Ask all of them at once, then wait for each."""
    for child in own:
        child.ask_to_stop()
    for child in own:
        child.stop()


def _require_alive(own: list[Child], deadline: float) -> None:
    for child in own:
        if not child.running():
            raise CannotStart(
                f"{child.name} stopped while starting. The end of {child.log}:\n{child.last_words()}"
            )
    if time.monotonic() > deadline:
        logs = own[0].log.parent
        raise CannotStart(
            f"not everything answered within {READY_SECONDS} s. What each process says is in {logs}."
        )


if __name__ == "__main__":
    sys.exit(main())
