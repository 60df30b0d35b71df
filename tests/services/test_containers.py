"""The description for containers, held to what can be known without an engine."""

import re
import shlex
from typing import Any

import pytest
import yaml

from tests.architecture.trees import PROJECT
from workbench.worker import command
from workbench.workers import WORKERS

COMPOSE: dict[str, Any] = yaml.safe_load((PROJECT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OWN = ("migrate", "web", "worker", "worker-background", "beat")
DOCKERFILE = (PROJECT / "Dockerfile").read_text()


def test_the_services_are_these() -> None:
    assert sorted(SERVICES) == ["beat", "migrate", "postgres", "redis", "web", "worker", "worker-background"]


def test_one_image_serves_all_parts_of_the_project() -> None:
    assert {(SERVICES[name]["image"], SERVICES[name]["build"]) for name in OWN} == {
        ("${WORKBENCH_IMAGE:-workbench}", ".")
    }


def test_everything_starts_after_the_servers_answer_and_the_tables_are_there() -> None:
    order = {name: SERVICES[name]["depends_on"] for name in OWN}
    healthy, done = {"condition": "service_healthy"}, {"condition": "service_completed_successfully"}
    ready = {"postgres": healthy, "redis": healthy, "migrate": done}
    assert order == {
        "migrate": {"postgres": healthy},
        **dict.fromkeys(("web", "worker", "worker-background", "beat"), ready),
    }


@pytest.mark.parametrize("name", sorted(SERVICES.keys() - {"migrate"}))
def test_every_lasting_service_is_watched_and_started_again(name: str) -> None:
    service = SERVICES[name]
    assert service["restart"] == "unless-stopped"
    assert service["healthcheck"]["test"][0] == "CMD"
    assert {"interval", "timeout"} <= service["healthcheck"].keys()


def test_volumes_named_are_volumes_declared() -> None:
    used = {
        volume.partition(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])
    }
    assert used == set(COMPOSE["volumes"])


def test_no_secret_stands_in_the_file() -> None:
    values = {
        name: value
        for service in SERVICES.values()
        for name, value in service.get("environment", {}).items()
        if re.search(r"SECRET|PASSWORD|DATABASE_URL", name)
    }
    needed = "DATABASE_URL", "POSTGRES_PASSWORD", "WORKBENCH_SECRET_KEY"
    assert {name: bool(re.search(r"\$\{[A-Z_]+:\?", values.pop(name))) for name in needed} == dict.fromkeys(
        needed, True
    )
    # Only where files are kept in a bucket is there a key to it.
    assert values == {"WORKBENCH_BUCKET_SECRET": "${WORKBENCH_BUCKET_SECRET:-}"}


def test_only_the_web_port_is_published_and_to_this_machine_alone() -> None:
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert published == {"web": ["${WORKBENCH_PUBLISH:-127.0.0.1:8000}:8000"]}


@pytest.mark.parametrize("name", OWN)
def test_containers_of_the_project_may_do_little(name: str) -> None:
    service = SERVICES[name]
    assert (service["read_only"], service["cap_drop"], service["security_opt"], service["tmpfs"]) == (
        True,
        ["ALL"],
        ["no-new-privileges:true"],
        ["/tmp"],
    )
    assert "privileged" not in service


def test_every_worker_has_a_service_and_the_timetable_has_its_own() -> None:
    lines = {name: SERVICES[name]["command"] for name in ("worker", "worker-background", "beat")}
    assert lines == {
        "worker": ["python", "-m", "workbench.worker", "interactive"],
        "worker-background": ["python", "-m", "workbench.worker", "background"],
        "beat": ["celery", "--app", "workbench", "beat", "--loglevel", "INFO", "--pidfile="],
    }
    assert {worker.name for worker in WORKERS} == {lines["worker"][-1], lines["worker-background"][-1]}
    assert "--with-timetable" not in command(WORKERS[0], with_timetable=False)


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions in order, continued lines joined."""
    joined = re.sub(r"\\\n\s*", "", DOCKERFILE)
    lines = [line for line in joined.splitlines() if line and not line.startswith("#")]
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in lines)]


def test_the_image_runs_as_nobody_in_particular() -> None:
    words = [word for word, _ in instructions()]
    assert words.index("USER") > max(number for number, word in enumerate(words) if word == "RUN")
    assert ("USER", "workbench") in instructions()
    assert [shlex.split(rest)[0] for word, rest in instructions() if word == "FROM"] == [
        "python:3.11-slim"
    ] * 2


def test_the_image_installs_only_what_is_locked() -> None:
    installs = [rest for word, rest in instructions() if word == "RUN" and "pip install" in rest]
    assert [("--require-hashes" in line, "requirements.txt" in line) for line in installs] == [(True, True)]


def test_what_the_image_copies_is_let_through_to_the_build() -> None:
    let_through = set(re.findall(r"^!(\S+)", (PROJECT / ".dockerignore").read_text(), re.M))
    copied = {rest.split()[0] for word, rest in instructions() if word == "COPY" and "--from" not in rest}
    assert copied == let_through


def test_what_the_image_starts_exists() -> None:
    [line] = [rest for word, rest in instructions() if word == "CMD"]
    assert yaml.safe_load(line) == [
        "gunicorn",
        "--config",
        "python:workbench.gunicorn_settings",
        "workbench.wsgi",
    ]
