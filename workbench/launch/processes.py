"""The processes of the project itself: the web server and the workers."""

import sys
from pathlib import Path

from workbench.launch.children import Child
from workbench.workers import WORKERS, Worker


def web(data: Path, run: Path, environment: dict[str, str]) -> Child:
    """The web server."""
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "--config",
        "python:workbench.gunicorn_settings",
        "workbench.wsgi",
    ]
    return Child("web", command, run, data / "logs" / "web.log", environment, patience=6.0)


def workers(data: Path, run: Path, environment: dict[str, str]) -> list[Child]:
    """Every worker."""
    return [worker_process(worker, data, run, environment) for worker in WORKERS]


def worker_process(worker: Worker, data: Path, run: Path, environment: dict[str, str]) -> Child:
    """One worker."""
    name = f"worker-{worker.name}"
    return Child(name, worker_command(worker), run, data / "logs" / f"{name}.log", environment, patience=8.0)


def worker_command(worker: Worker) -> list[str]:
    """How a worker is started."""
    return [
        *(sys.executable, "-m", "celery", "--app", "workbench", "--quiet", "worker"),
        *("--queues", ",".join(worker.queues), "--hostname", f"{worker.name}@%h"),
        *("--pool", "threads", "--concurrency", str(worker.threads)),
        *("--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "INFO"),
        *(["--with-timetable"] if worker.keeps_timetable else []),
    ]
