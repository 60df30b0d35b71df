"""Files of claims on their pages: tried, watched, carried out, and told beside the claim."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import StreamingHttpResponse

from annotations.actions.claim_imports import run_claim_import
from annotations.domain.vocabulary import Role
from annotations.models import Claim, ClaimImport
from tests.domain.claim_files.test_claimreview import WELL_FORMED
from tests.factories import a_person
from tests.web.visitors import field_errors, visitor, words_of

pytestmark = pytest.mark.django_db

CONTEXT_OF_OLD = json.dumps({**WELL_FORMED, "@context": "http://schema.org"})


def pasted(client: Any, content: str = CONTEXT_OF_OLD, format: str = "claimreview") -> Any:
    return client.post("/claims/import/", {"format": format, "content": content})


def test_what_was_pasted_is_tried_watched_and_carried_out() -> None:
    client = visitor()
    answer = pasted(client)
    row = ClaimImport.objects.get()
    assert answer["Location"] == f"/claims/imports/{row.pk}/"
    assert "Waits for a worker" in words_of(client.get(answer["Location"]))
    run_claim_import(import_id=row.pk)
    tried = client.get(answer["Location"])
    words = words_of(tried)
    assert "One row would bring something. Nothing has happened yet." in words
    assert "The context “http://schema.org” was read as schema.org." in words
    assert [(tab["words"], tab["count"]) for tab in tried.context["tabs"]] == [("Would be new", 1)]
    client.post(f"/claims/imports/{row.pk}/carry-out/")
    assert 'hx-trigger="every 1s"' in client.get(f"/claims/imports/{row.pk}/progress/").content.decode()
    run_claim_import(import_id=row.pk)
    claim = Claim.objects.get(origin__isnull=False)
    done = client.get(f"/claims/imports/{row.pk}/?outcome=new")
    assert f'href="/claims/{claim.pk}/"' in done.content.decode()
    page = words_of(client.get(f"/claims/{claim.pk}/"))
    assert "What others found Checked by Harbour Checks Their verdict Refuted" in page
    assert "It counts for nothing here." in page


def test_the_report_can_be_downloaded() -> None:
    client = visitor()
    pasted(client, "claim,stance\nA bridge.,\nB,perhaps\n", "csv")
    row = ClaimImport.objects.get()
    run_claim_import(import_id=row.pk)
    answer: Any = client.get(f"/claims/imports/{row.pk}/report/?outcome=refused")
    assert isinstance(answer, StreamingHttpResponse)
    lines = answer.getvalue().decode("utf-8-sig").splitlines()
    assert [line.split(",")[:3] for line in lines] == [
        ["row", "place", "outcome"],
        ["2", "line 3", "refused"],
    ]


def test_what_was_pasted_stays_when_it_is_refused() -> None:
    answer = pasted(visitor(), "{", "fever")
    assert answer.status_code == 422
    assert "no JSON" in str(field_errors(answer))
    assert answer.context["form"]["content"].value() == "{"


@pytest.mark.parametrize(
    ("given", "field"),
    [({}, "file"), ({"content": "  "}, "file"), ({"format": "novel", "content": "x"}, "format")],
)
def test_the_form_asks_for_what_it_needs(given: dict[str, str], field: str) -> None:
    answer = visitor().post("/claims/import/", {"format": "csv", **given})
    assert (answer.status_code, list(field_errors(answer))) == (422, [field])


def test_a_file_of_somebody_else_is_not_there_but_for_administrators() -> None:
    file = SimpleUploadedFile("checked.csv", b"claim\nA bridge.\n")
    visitor().post("/claims/import/", {"format": "csv", "file": file})
    row = ClaimImport.objects.get()
    assert visitor(a_person()).get(f"/claims/imports/{row.pk}/").status_code == 404
    assert visitor(a_person(role=Role.ADMINISTRATOR)).get(f"/claims/imports/{row.pk}/").status_code == 200
    assert visitor(a_person(role=Role.READER)).get("/claims/import/").status_code == 403


def test_addresses_that_are_none_of_the_web_are_no_links() -> None:
    review = {**WELL_FORMED, "url": "javascript:alert(1)", "author": "x", "citation": []}
    client = visitor()
    pasted(client, json.dumps(review))
    row = ClaimImport.objects.get()
    run_claim_import(import_id=row.pk)
    client.post(f"/claims/imports/{row.pk}/carry-out/")
    run_claim_import(import_id=row.pk)
    claim = Claim.objects.get(origin__isnull=False)
    assert "javascript:" not in client.get(f"/claims/{claim.pk}/").content.decode()
