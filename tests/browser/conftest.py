"""The project's own stories, for the tests that read them in a browser."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from playwright.sync_api import Browser
from pytest_django.plugin import DjangoDbBlocker

from annotations.management.seeding import load_seeds
from annotations.models import User
from tests.browser.accessibility import Visit, complaint
from tests.browser.every_state import things_of_every_state
from tests.browser.reading import signed_in
from tests.services.emptying import empty_the_tables
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
            empty_the_tables()
            # While a browser runs, this thread has a connection of its own; nobody else would close it.
            connections.close_all()


@pytest.fixture(scope="module")
def visit(
    seeded_workbench: LiveWorkbench, browser: Browser, browser_context_args: dict[str, Any]
) -> Iterator[Visit]:
    """One window for the whole module, in front of something of every state."""
    agnes = User.objects.get(username="agnes")
    things_of_every_state(agnes, seeded_workbench)
    context = browser.new_context(**browser_context_args, reduced_motion="reduce")
    page = context.new_page()
    signed_in(page, agnes, seeded_workbench.address)
    said: list[str] = []
    page.on("console", lambda message: said.extend(complaint(message)))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield Visit(page, said)
    context.close()
