"""Wiring of the project: settings, addresses, the queue and the launcher. No product logic lives here."""

from workbench.celery import app as celery_app

# Importing the queue's application with the project makes it the current one in every process,
# so that a job sent by name goes to the configured broker.
__all__ = ["celery_app"]
