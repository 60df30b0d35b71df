"""Exports: asked for, watched, fetched with a checksum that anybody can verify."""

import base64
import hashlib
import os
from pathlib import Path
from typing import Any

import pytest

from annotations.domain.vocabulary import Role
from tests.api.calling import Program, made, problem_of
from tests.factories import a_claim, assessed
from tests.services.live import LiveWorkbench


def asked(program: Program, **values: Any) -> dict[str, Any]:
    chosen = made(program.post("claim-sets", {"name": f"Ferries {values}", "criteria": {"type": ["event"]}}))
    body = {"claim_set_id": chosen["id"], "format": "ndjson", "include_unsigned": True, **values}
    return made(program.post("exports", body), 202)


def downloaded(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


@pytest.fixture
def worker(live_workbench: LiveWorkbench, settings: Any) -> LiveWorkbench:
    """A real worker, whose files are ours."""
    settings.MEDIA_ROOT = Path(os.environ["WORKBENCH_DATA"]) / "files"
    return live_workbench


def finished(worker: LiveWorkbench, program: Program, export: dict[str, Any]) -> Any:
    """The answer about an export, as soon as it is done."""
    address = f"exports/{export['id']}"
    worker.wait_for(lambda: program.get(address).json()["state"] == "done")
    return program.get(address)


def test_an_export_is_fetched_with_its_checksum(worker: LiveWorkbench) -> None:
    program = Program()
    assessed(a_claim())
    export = asked(program)
    done = finished(worker, program, export)
    assert (done.json()["claims_done"], "Retry-After" in done) == (1, False)
    file = program.get(f"exports/{export['id']}/download")
    content = downloaded(file)
    digest = hashlib.sha256(content)
    assert done.json()["sha256"] == digest.hexdigest()
    assert file["ETag"] == f'"{digest.hexdigest()}"'
    assert file["Content-Digest"] == f"sha-256=:{base64.b64encode(digest.digest()).decode()}:"
    assert (file["Content-Length"], file["Content-Type"]) == (str(len(content)), "application/x-ndjson")
    assert file["Content-Disposition"].startswith('attachment; filename="')
    assert len(content.splitlines()) == 1
    again = program.get(f"exports/{export['id']}/download", headers={"If-None-Match": file["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("export_format", ["csv", "claimreview"])
def test_each_format_has_its_media_type(worker: LiveWorkbench, export_format: str) -> None:
    program = Program()
    export = asked(program, format=export_format, include_unsigned=False)
    done = finished(worker, program, export)
    file = program.get(f"exports/{export['id']}/download")
    assert file["Content-Type"].partition(";")[0] == done.json()["media_type"].partition(";")[0]


def test_a_reader_with_an_export_token_fetches(worker: LiveWorkbench) -> None:
    export = asked(Program())
    reader = Program(role=Role.READER, scopes=["export"])
    finished(worker, Program(), export)
    assert reader.get(f"exports/{export['id']}/download").status_code == 200


def test_a_frozen_set_keeps_its_claims(worker: LiveWorkbench) -> None:
    program = Program()
    first = assessed(a_claim())
    live = made(program.post("claim-sets", {"name": "Live", "criteria": {}}))
    frozen = made(program.post(f"claim-sets/{live['id']}/freeze", {"name": "Frozen"}))
    assessed(a_claim())
    body = {"claim_set_id": frozen["id"], "format": "ndjson", "include_unsigned": True}
    export = made(program.post("exports", body), 202)
    finished(worker, program, export)
    file = downloaded(program.get(f"exports/{export['id']}/download"))
    assert (frozen["kind"], len(file.splitlines()), b"%d" % first.pk in file) == ("frozen", 1, True)


@pytest.mark.django_db
def test_what_a_frozen_set_holds_is_not_changed() -> None:
    program = Program()
    live = made(program.post("claim-sets", {"name": "Live", "criteria": {}}))
    frozen = made(program.post(f"claim-sets/{live['id']}/freeze", {"name": "Frozen"}))
    refused = program.patch(f"claim-sets/{frozen['id']}", {"criteria": {"risk": "high"}}, {"If-Match": "*"})
    assert problem_of(refused)[:2] == (409, "claim-set-frozen")


@pytest.mark.django_db
def test_an_export_that_waits_is_watched_and_has_no_file() -> None:
    program = Program()
    export = asked(program)
    watched = program.get(f"exports/{export['id']}")
    assert (watched.json()["state"], watched["Retry-After"]) == ("queued", "1")
    answer = program.get(f"exports/{export['id']}/download")
    assert (problem_of(answer), answer.json()["state"]) == ((409, "export-not-done", None), "queued")


@pytest.mark.django_db
def test_an_export_is_cancelled_by_who_asked_and_retried() -> None:
    program = Program()
    export = asked(program)
    stranger = Program().post(f"exports/{export['id']}/cancel")
    assert problem_of(stranger) == (403, "export.cancel", None)
    assert program.post(f"exports/{export['id']}/cancel").json()["state"] == "cancelled"
    assert problem_of(program.get(f"exports/{export['id']}/download"))[0] == 409
    assert program.post(f"exports/{export['id']}/retry").json()["state"] == "queued"
