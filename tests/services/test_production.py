"""Production settings as the containers use them: static files, refusals, health checks, strictness."""

import json
import os
import re
import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.architecture.trees import PROJECT
from tests.services.live import database_address, free_port
from tests.services.waiting import wait_until
from workbench.launch.children import Child
from workbench.launch.processes import web

GIVEN = {
    "DJANGO_SETTINGS_MODULE": "workbench.settings.production",
    "WORKBENCH_ALLOWED_HOSTS": "workbench.example",
    "DATABASE_URL": "postgresql://nobody@localhost/nothing",
    "REDIS_URL": "redis://localhost",
}


def manage(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A management command with production settings and nothing else in the environment."""
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=PROJECT,
        env={"PATH": os.environ["PATH"], **GIVEN, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def secret() -> str:
    return secrets.token_urlsafe(64)


def test_the_deployment_check_finds_nothing() -> None:
    done = manage("check", "--deploy", "--fail-level", "WARNING", WORKBENCH_SECRET_KEY=secret())
    assert (done.returncode, done.stdout) == (0, "System check identified no issues (1 silenced).\n"), (
        done.stderr
    )


@pytest.mark.parametrize(
    "missing", ["WORKBENCH_SECRET_KEY", "WORKBENCH_ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL"]
)
def test_nothing_starts_without_what_is_required(missing: str) -> None:
    done = manage("check", **{"WORKBENCH_SECRET_KEY": secret(), missing: ""})
    assert done.returncode != 0
    assert done.stderr.rstrip().endswith(f"The environment variable {missing} is required and is not set.")


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment in which the static files have been collected."""
    environment = {
        **GIVEN,
        "DJANGO_SETTINGS_MODULE": "tests.services.production_uncompressed",
        "WORKBENCH_SECRET_KEY": secret(),
        "WORKBENCH_STATIC": str(tmp_path_factory.mktemp("static")),
    }
    done = manage("collectstatic", "--no-input", "--verbosity", "0", **environment)
    assert done.returncode == 0, done.stderr
    return environment


def test_collected_files_carry_their_hash_and_modules_name_each_other_by_it(
    collected: dict[str, str],
) -> None:
    folder = Path(collected["WORKBENCH_STATIC"])
    paths = json.loads((folder / "staticfiles.json").read_text())["paths"]
    own = {
        name: hashed
        for name, hashed in paths.items()
        if name.startswith("annotations/") and name.endswith(".js")
    }
    plain = [
        f"{name}: {line}"
        for name, hashed in own.items()
        for line in re.findall(r"^(?:import|export) .*from\s+[\"'].*$", (folder / hashed).read_text(), re.M)
        if not re.search(r"\.[0-9a-f]{12}\.js", line)
    ]
    assert plain == []


@pytest.fixture
def production_web(transactional_db: None, collected: dict[str, str], tmp_path: Path) -> Iterator[Child]:
    """A web server with production settings on the test's database."""
    environment = {
        **collected,
        "DATABASE_URL": database_address(),
        "REDIS_URL": settings.REDIS_URL,
        "WORKBENCH_PORT": str(free_port()),
        "WORKBENCH_WEB_PROCESSES": "1",
    }
    server = web(tmp_path, tmp_path, environment)
    server.start()
    yield server
    server.stop()


def probe(server: Child, path: str, *check: str) -> int:
    """What the containers' health check says."""
    address = f"http://127.0.0.1:{server.environment['WORKBENCH_PORT']}{path}"
    line = [sys.executable, "-m", "workbench.probe", address, *check]
    return subprocess.run(line, cwd=PROJECT, env={**os.environ, **server.environment}, check=False).returncode


def becomes_well(server: Child, *check: str) -> None:
    """A fresh server imports the whole project first; on a busy machine that takes its time."""
    wait_until(lambda: probe(server, *check) == 0, server.last_words)


def test_a_live_server_passes_its_health_check_without_tls(production_web: Child) -> None:
    becomes_well(production_web, "/healthz")
    becomes_well(production_web, "/readyz", "database")
    becomes_well(production_web, "/readyz", "broker")
    assert probe(production_web, "/readyz", "worker of that name") == 1
    lines = [json.loads(line) for line in production_web.log.read_text().splitlines()]
    assert {line["logger"] for line in lines} <= {"gunicorn.error", "django_structlog.middlewares.request"}
