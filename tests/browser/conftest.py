"""The project's own stories, for the tests that read them in a browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from pytest_django.plugin import DjangoDbBlocker

from annotations.management.seeding import load_seeds
from tests.services.live import LiveWorkbench


@pytest.fixture(scope="module")
def seeded_workbench(
    _live_processes: LiveWorkbench, django_db_blocker: DjangoDbBlocker
) -> Iterator[LiveWorkbench]:
    """A real web server and worker on the seeds, which all tests of a module share: loading takes seconds."""
    with django_db_blocker.unblock():
        _live_processes.keep_running()
        load_seeds(Path(settings.BASE_DIR) / "seeds")
        try:
            yield _live_processes
        finally:
            call_command("flush", interactive=False, verbosity=0)
            # While a browser runs, this thread has a connection of its own; nobody else would close it.
            connections.close_all()
