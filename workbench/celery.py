"""The queue's application. Its settings are in `workbench.queue` and read when they are first needed."""

import os
from logging.config import dictConfig
from typing import Any

from celery import Celery, bootsteps
from celery.beat import EmbeddedService
from celery.signals import setup_logging, worker_ready
from click import Option
from django.conf import settings
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workbench.settings.development")


class TimetableStep(bootsteps.StartStopStep):
    """Runs the timetable as a thread of a worker that is started with `--with-timetable`.

    Celery's own `--beat` forks a process for it, which outlives a worker that is killed.
    """

    def __init__(self, parent: Any, with_timetable: bool = False, **kwargs: Any) -> None:
        super().__init__(parent, **kwargs)
        self.enabled = with_timetable
        self.thread: Any = None

    def create(self, parent: Any) -> Any:
        self.thread = EmbeddedService(parent.app, thread=True, scheduler_cls=parent.app.conf.beat_scheduler)
        return self.thread


app = Celery("workbench")
app.config_from_object("workbench.queue")
app.autodiscover_tasks(["annotations"])
app.user_options["worker"].add(Option(["--with-timetable"], is_flag=True, help="Run the timetable too."))
app.steps["worker"].add(TimetableStep)
# Binds the id of the request that caused a task to every line the task logs.
app.steps["worker"].add(DjangoStructLogInitStep)


@setup_logging.connect
def _log_as_the_rest_does(**_: Any) -> None:
    dictConfig(settings.LOGGING)


@worker_ready.connect
def _beat_at_once(sender: Any, **_: Any) -> None:
    """A worker that has just come up says so without waiting for the timetable's first turn."""
    serves = set(sender.app.amqp.queues.consume_from)
    for entry in app.conf.beat_schedule.values():
        if entry["task"] == "annotations.heartbeat" and entry["options"]["queue"] in serves:
            app.send_task(entry["task"], kwargs=entry["kwargs"], **entry["options"])
