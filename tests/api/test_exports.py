"""Exports: asked for, watched, fetched with a checksum that anybody can verify."""

import base64
import hashlib
from typing import Any

import pytest

from annotations.actions.exports import run_export
from annotations.domain.vocabulary import Role
from annotations.tasks import FORMATS
from tests.api.calling import Program, made, problem_of
from tests.factories import a_claim, assessed

# What an export renders is read by a connection of its own, so it has to be committed.
pytestmark = pytest.mark.django_db(transaction=True)


def asked(program: Program, **values: Any) -> dict[str, Any]:
    chosen = made(program.post("claim-sets", {"name": f"Ferries {values}", "criteria": {"type": ["event"]}}))
    body = {"claim_set_id": chosen["id"], "format": "ndjson", "include_unsigned": True, **values}
    return made(program.post("exports", body), 202)


def downloaded(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_an_export_is_watched_and_fetched() -> None:
    program = Program()
    assessed(a_claim())
    export = asked(program)
    waiting = program.get(f"exports/{export['id']}")
    assert (waiting.json()["state"], waiting["Retry-After"]) == ("queued", "1")
    run_export(export_id=export["id"], formats=FORMATS)
    done = program.get(f"exports/{export['id']}")
    assert (done.json()["state"], done.json()["claims_done"], "Retry-After" in done) == ("done", 1, False)
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
def test_each_format_has_its_media_type(export_format: str) -> None:
    program = Program()
    values = {"format": export_format, "include_unsigned": False}
    export = asked(program, **values)
    run_export(export_id=export["id"], formats=FORMATS)
    file = program.get(f"exports/{export['id']}/download")
    assert (
        file["Content-Type"].partition(";")[0]
        == made(program.get(f"exports/{export['id']}"), 200)["media_type"].partition(";")[0]
    )


def test_before_it_is_done_there_is_no_file() -> None:
    program = Program()
    export = asked(program)
    answer = program.get(f"exports/{export['id']}/download")
    assert (problem_of(answer), answer.json()["state"]) == ((409, "export-not-done", None), "queued")


def test_an_export_is_cancelled_by_who_asked_and_retried() -> None:
    program = Program()
    export = asked(program)
    stranger = Program().post(f"exports/{export['id']}/cancel")
    assert problem_of(stranger) == (403, "export.cancel", None)
    assert program.post(f"exports/{export['id']}/cancel").json()["state"] == "cancelled"
    assert problem_of(program.get(f"exports/{export['id']}/download"))[0] == 409
    assert program.post(f"exports/{export['id']}/retry").json()["state"] == "queued"


def test_a_reader_with_an_export_token_fetches() -> None:
    export = asked(Program())
    run_export(export_id=export["id"], formats=FORMATS)
    reader = Program(role=Role.READER, scopes=["export"])
    assert reader.get(f"exports/{export['id']}/download").status_code == 200


def test_a_set_is_frozen_and_keeps_its_claims() -> None:
    program = Program()
    first = assessed(a_claim())
    live = made(program.post("claim-sets", {"name": "Live", "criteria": {}}))
    frozen = made(program.post(f"claim-sets/{live['id']}/freeze", {"name": "Frozen"}))
    assessed(a_claim())
    export = made(
        program.post("exports", {"claim_set_id": frozen["id"], "format": "ndjson", "include_unsigned": True}),
        202,
    )
    run_export(export_id=export["id"], formats=FORMATS)
    file = downloaded(program.get(f"exports/{export['id']}/download"))
    assert (frozen["kind"], len(file.splitlines()), b"%d" % first.pk in file) == ("frozen", 1, True)
    refused = program.patch(f"claim-sets/{frozen['id']}", {"criteria": {"risk": "high"}}, {"If-Match": "*"})
    assert problem_of(refused)[:2] == (409, "claim-set-frozen")
