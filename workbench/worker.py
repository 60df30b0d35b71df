"""Becomes one of the workers.

python -m workbench.worker interactive
python -m workbench.worker background
python -m workbench.worker interactive --with-timetable
"""

import os
import sys

from workbench.workers import WORKERS, Worker

# The checks load every page and all of the API, which a worker never needs; migrations ran them before.
ENVIRONMENT = {"CELERY_SKIP_CHECKS": "1"}


def command(worker: Worker, *, with_timetable: bool) -> list[str]:
    """How this worker is started."""
    return [
        *(sys.executable, "-m", "celery", "--app", "workbench", "--quiet", "worker"),
        *("--queues", ",".join(worker.queues), "--hostname", f"{worker.name}@%h"),
        *("--pool", "threads", "--concurrency", str(worker.threads)),
        *("--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "INFO"),
        *(["--with-timetable"] if with_timetable else []),
    ]


def main(words: list[str]) -> str:
    """Replace this process by the worker named first; gives back a complaint when there is none."""
    for worker in WORKERS:
        if words[:1] == [worker.name]:
            line = command(worker, with_timetable="--with-timetable" in words[1:])
            os.execve(line[0], line, {**os.environ, **ENVIRONMENT})
    return f"Name a worker: {', '.join(worker.name for worker in WORKERS)}."


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
