"""Files of claims over the wire."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from annotations.actions.claim_imports import run_claim_import
from annotations.models import Claim, ClaimImport
from tests.api.calling import Program, made, problem_of

pytestmark = pytest.mark.django_db

FILE = "claim,said_by\nThe bridge was closed.,Ada\n,Bo\n"


def test_a_file_is_tried_carried_out_and_reported_by_row() -> None:
    program = Program()
    answer = program.post("claim-imports", {"format": "csv", "content": FILE, "file_name": "checked.csv"})
    row = ClaimImport.objects.get()
    assert (answer.status_code, answer.json()["state"], answer["Retry-After"]) == (202, "queued", "1")
    run_claim_import(import_id=row.pk)
    tried = program.get(f"claim-imports/{row.pk}").json()
    assert (tried["dry_run"], tried["counts"]) == (True, {"new": 1, "refused": 1})
    assert program.post(f"claim-imports/{row.pk}/carry-out", {}).status_code == 200
    run_claim_import(import_id=row.pk)
    rows = program.get(f"claim-imports/{row.pk}/rows").json()["results"]
    claim = Claim.objects.get(origin__isnull=False)
    assert sorted((one["number"], one["outcome"], one["claim_id"], one["rule"]) for one in rows) == [
        (1, "new", claim.pk, ""),
        (2, "refused", None, "claim-missing"),
    ]
    refused = program.get(f"claim-imports/{row.pk}/rows", outcome="refused").json()["results"]
    assert [one["number"] for one in refused] == [2]


def test_a_file_comes_as_a_form_too_and_only_one_way_at_once() -> None:
    program = Program()
    file = SimpleUploadedFile("checked.csv", FILE.encode())
    answer = program.upload("claim-imports", {"format": "csv", "file": file})
    assert made(answer, 202)["file_name"] == "checked.csv"
    assert problem_of(program.post("claim-imports", {"format": "csv"}))[:2] == (400, "invalid")
    assert problem_of(program.post("claim-imports", {"format": "fever", "content": "{"}))[:2] == (
        400,
        "json-broken",
    )


def test_another_persons_file_is_not_there() -> None:
    made(Program().post("claim-imports", {"format": "csv", "content": FILE}), 202)
    row, other = ClaimImport.objects.get(), Program()
    for address in (f"claim-imports/{row.pk}", f"claim-imports/{row.pk}/rows"):
        assert other.get(address).status_code == 404
    assert other.post(f"claim-imports/{row.pk}/carry-out", {}).status_code == 404
    assert other.get("claim-imports").json()["results"] == []
