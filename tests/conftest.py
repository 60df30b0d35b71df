"""What every test may ask for: a database and a broker are there; the rest starts on demand."""

import gc
import os
import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from django.test import TransactionTestCase
from playwright.sync_api import BrowserContext, expect
from pytest_django.plugin import DjangoDbBlocker

from tests.domain.webannotations.documents import RECOMMENDATION
from tests.services import template
from tests.services.emptying import empty_the_tables
from tests.services.live import LiveWorkbench
from tests.services.waiting import SECONDS, wait_until

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Files that take more than ten seconds, and about how many.
LONGEST = {
    "test_launcher": 30,
    "test_worker": 35,
    "test_leaks": 25,
    "test_accessibility": 60,
    "test_accessibility_of_states": 40,
    # Of two tests: whoever takes it is handed the next file at once.
    "test_story": 35,
    "test_evidence": 25,
    "test_reader": 20,
    "test_frame": 15,
    "test_retrieval": 12,
    "test_openapi": 11,
}
# Nothing is fetched that a page did not ask for.
BROWSER_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def browser_program() -> str | None:
    """The Chromium of this machine."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def pytest_configure(config: pytest.Config) -> None:
    """Refuse to begin where a browser is demanded and there is none."""
    if os.environ.get("WORKBENCH_REQUIRE_BROWSER") == "1" and browser_program() is None:
        raise pytest.UsageError("WORKBENCH_REQUIRE_BROWSER is set, and no Chromium is on PATH.")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without a browser its tests are not run, nor called passed or skipped: the summary says so."""
    for item in items:
        if "page" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
    live = {item.path for item in items if "_live_processes" in getattr(item, "fixturenames", ())}
    # Once started, a live worker works on the same database as every later test of its process. What takes
    # longest begins first, so that all processes end together.
    items.sort(key=lambda item: (item.path in live, -LONGEST.get(item.path.stem, 0)))
    if browser_program() is None:
        leave_out(config, items, [item for item in items if item.get_closest_marker("browser")])
    if not RECOMMENDATION.is_dir():
        leave_out(
            config, items, [item for item in items if "recommendation" in getattr(item, "fixturenames", ())]
        )


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is loaded and collected stays: the collector of garbage need not go through it again and again."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def leave_out(config: pytest.Config, items: list[pytest.Item], left_out: list[pytest.Item]) -> None:
    """These are not run, nor called passed or skipped."""
    if left_out:
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say it loudly when the browser tests were not run."""
    if browser_program() is None:
        terminalreporter.section("BROWSER TESTS WERE NOT RUN", sep="!", red=True, bold=True)
        terminalreporter.line("No Chromium is on PATH. Install one (on Debian: apt-get install chromium).")
    if not RECOMMENDATION.is_dir():
        terminalreporter.section("EXAMPLES OF THE STANDARD WERE NOT RUN", sep="!", red=True, bold=True)
        terminalreporter.line(f"They are not at {RECOMMENDATION}.")


@pytest.fixture
def recommendation() -> Path:
    """Where the examples and the contexts of the Web Annotation recommendation lie. A test that asks for
    them is not run where they are not.
    """
    return RECOMMENDATION


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Where several processes run, each copies the tables that were made once."""
    if name := os.environ.get(template.NAME):
        log = Path(os.environ[template.LOG])
        wait_until(lambda: template.is_there(name), log.read_text, template.MAKING_SECONDS)
        connection.settings_dict["TEST"]["TEMPLATE"] = name


@pytest.fixture(scope="session")
def _live_processes(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveWorkbench]:
    with django_db_blocker.unblock():
        live = LiveWorkbench(tmp_path_factory.mktemp("live"))
    try:
        live.start()
        yield live
    finally:
        live.stop()


# Instead of truncating all of them.
TransactionTestCase._fixture_teardown = lambda case: empty_the_tables()  # type: ignore[attr-defined]


@pytest.fixture
def live_workbench(transactional_db: None, _live_processes: LiveWorkbench) -> LiveWorkbench:
    """A real web server and worker on this test's database, which is empty again after the test."""
    _live_processes.keep_running()
    return _live_processes


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The machine's own Chromium, kept from talking to anybody but us."""
    return {**browser_type_launch_args, "executable_path": browser_program(), "args": list(BROWSER_FLAGS)}


@pytest.fixture(scope="session")
def browser_context_args(
    browser_context_args: dict[str, Any], _live_processes: LiveWorkbench
) -> dict[str, Any]:
    """Pages are named by their path alone."""
    return {
        **browser_context_args,
        "base_url": _live_processes.address,
        "locale": "en-GB",
        "timezone_id": "UTC",
    }


expect.set_options(timeout=1000 * SECONDS)


@pytest.fixture
def new_context(new_context: Callable[..., BrowserContext]) -> Callable[..., BrowserContext]:
    """Windows whose pages are waited for as long as everything else."""

    def made(**given: Any) -> BrowserContext:
        context = new_context(**given)
        context.set_default_timeout(1000 * SECONDS)
        return context

    return made


@pytest.fixture(scope="session")
def axe() -> Axe:
    """Finds what keeps people with disabilities from using a page."""
    return Axe()


@pytest.fixture(autouse=True)
def _own_files(tmp_path: Path, settings: Any) -> None:
    """What a test stores in files goes with the test."""
    settings.MEDIA_ROOT = tmp_path / "files"
