"""The manual and the code tell of the same settings, commands, queues and jobs."""

import ast
import re

from django.conf import settings

from tests.architecture.trees import MODULES, PROJECT, dotted, found
from workbench.celery import app
from workbench.workers import WORKERS

MANUAL = (PROJECT / "docs" / "operations.md").read_text(encoding="utf-8")
READERS = {"text", "whole_number", "yes_or_no", "words", "choice", "folder", "database", "redis_address"}
# Read by docker compose alone.
COMPOSE_ONLY = {"POSTGRES_PASSWORD", "WORKBENCH_IMAGE", "WORKBENCH_PUBLISH"}
# Not the project's own: they say what runs it.
FOREIGN = {"DJANGO_SETTINGS_MODULE"}


def variables_read() -> set[str]:
    """Every environment variable the code reads, by its literal name."""
    return {
        str(node.args[0].value)
        for _, node in found(MODULES, ast.Call)
        if isinstance(node, ast.Call)
        and dotted(node.func) in {f"env.{reader}" for reader in READERS}
        and isinstance(node.args[0], ast.Constant)
    }


def test_every_setting_is_in_the_manual_and_every_setting_in_the_manual_exists() -> None:
    in_manual = set(re.findall(r"^\| `([A-Z_]+)` \|", MANUAL, re.M))
    assert in_manual - FOREIGN == variables_read()


def test_the_environment_is_read_in_one_place_only() -> None:
    launcher = "workbench/launch/"
    elsewhere = [
        place
        for place, node in found(MODULES, ast.Attribute)
        if dotted(node) == "os.environ"
        and not place.startswith(("workbench/env.py", launcher))
        and not re.match(r"workbench/(celery|wsgi|asgi|worker|settings/tools)\.py", place)
    ]
    assert elsewhere == []


def test_every_setting_of_the_example_is_a_setting() -> None:
    example = (PROJECT / ".env.example").read_text(encoding="utf-8")
    named = set(re.findall(r"^#? ?([A-Z][A-Z_]+)=", example, re.M))
    assert named - variables_read() - FOREIGN == COMPOSE_ONLY


def test_every_queue_and_every_worker_is_in_the_manual() -> None:
    told = [name for worker in WORKERS for name in (worker.name, *worker.queues)]
    assert [name for name in told if f"`{name}`" not in MANUAL] == []


def test_every_job_is_in_the_manual() -> None:
    app.loader.import_default_modules()
    jobs = [name for name in app.tasks if name.startswith("annotations.")]
    assert [name for name in jobs if f"`{name}`" not in MANUAL] == []


def test_the_timetable_names_jobs_that_exist() -> None:
    app.loader.import_default_modules()
    assert [e["task"] for e in app.conf.beat_schedule.values() if e["task"] not in app.tasks] == []
    assert set(settings.WORKER_NAMES) == {worker.name for worker in WORKERS}


def test_every_finding_about_the_history_is_in_the_manual() -> None:
    """The first argument of each `Finding` that the verifier makes is its rule."""
    in_manual = MANUAL.partition("## Proving the history")[2].partition("\n## ")[0]
    rules = {
        str(node.args[0].value)
        for place, node in found(MODULES, ast.Call)
        if place.startswith("annotations/domain/history_check.py")
        and isinstance(node, ast.Call)
        and dotted(node.func) == "Finding"
        and isinstance(node.args[0], ast.Constant)
    }
    assert set(re.findall(r"^\| `([a-z-]+)` \|", in_manual, re.M)) == rules


def test_every_command_is_in_the_manual() -> None:
    folder = PROJECT / "annotations" / "management" / "commands"
    names = [path.stem for path in folder.glob("*_history.py")]
    assert [name for name in names if f"manage.py {name}" not in MANUAL] == []
