"""Makes the queue's application the current one in every process that uses Django."""

from django.apps import AppConfig

from workbench import celery


class WorkbenchConfig(AppConfig):
    """Without tables: it is here so that a job sent by name goes to the configured broker."""

    name = "workbench"
    queue = celery.app
