"""The processes of the project itself: the web server and the workers."""

import sys
from pathlib import Path

from workbench.launch.children import Child
from workbench.worker import ENVIRONMENT, command
from workbench.workers import WORKERS, Worker


def web(data: Path, run: Path, environment: dict[str, str]) -> Child:
    """The web server."""
    line = [sys.executable, "-m", "gunicorn"]
    line += ["--config", "python:workbench.gunicorn_settings", "workbench.wsgi"]
    return Child("web", line, run, data / "logs" / "web.log", environment, patience=6.0)


def workers(data: Path, run: Path, environment: dict[str, str]) -> list[Child]:
    """Every worker."""
    return [worker_process(worker, data, run, environment) for worker in WORKERS]


def worker_process(worker: Worker, data: Path, run: Path, environment: dict[str, str]) -> Child:
    """One worker."""
    name = f"worker-{worker.name}"
    line = command(worker, with_timetable=worker.keeps_timetable)
    return Child(name, line, run, data / "logs" / f"{name}.log", {**environment, **ENVIRONMENT}, patience=8.0)
