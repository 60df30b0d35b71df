"""`/healthz` and `/readyz` against real servers, and against addresses where nobody answers."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from annotations.models import Heartbeat
from tests.services.live import LiveWorkbench

pytestmark = pytest.mark.django_db


def beat(**ages: int) -> None:
    """Each named worker gave its last sign of life this many seconds ago."""
    Heartbeat.objects.all().delete()
    for name, seconds in ages.items():
        Heartbeat.objects.create(name=name, beat_at=timezone.now() - timedelta(seconds=seconds))


def test_a_process_that_lives_says_so(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})


def test_life_is_told_without_asking_the_database(client: Client) -> None:
    with connection.execute_wrapper(_refuse_every_statement):
        assert client.get("/healthz").status_code == 200


def test_ready_when_everything_answers(client: Client) -> None:
    beat(interactive=5, background=30)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"], answer.json()["checks"]) == (
        200,
        "ready",
        {"database": "ok", "broker": "ok", "worker interactive": "ok", "worker background": "ok"},
    )


def test_not_ready_without_the_worker_people_wait_for(client: Client) -> None:
    beat(background=1)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["checks"]["worker interactive"]) == (503, "never seen")


def test_a_silent_background_worker_is_told_and_keeps_the_service_ready(client: Client) -> None:
    beat(interactive=1, background=61)
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["checks"]["worker background"].startswith("silent since ")


def test_not_ready_without_the_broker(client: Client, settings: Settings, tmp_path: Path) -> None:
    beat(interactive=1, background=1)
    settings.REDIS_URL = f"unix://{tmp_path}/nobody.sock?db=0"
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["checks"]["broker"]) == (503, "down")


def test_not_ready_without_the_database(client: Client) -> None:
    with connection.execute_wrapper(_refuse_every_statement):
        answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["checks"]["database"]) == (503, "down")


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_only_reading_is_allowed(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405


def test_real_processes_become_ready_by_themselves(live_workbench: LiveWorkbench) -> None:
    live_workbench.wait_for(lambda: live_workbench.readiness()[0] == 200)
    status, answer = live_workbench.readiness()
    assert (status, answer["status"]) == (200, "ready")


def _refuse_every_statement(*_: object) -> object:
    raise OperationalError("the connection is lost")
