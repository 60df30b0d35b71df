"""Exports in the browser."""

import re
from typing import Any

import pytest
from django.utils import timezone

from annotations.actions.exports import request_export
from annotations.domain.vocabulary import ExportFormat, Role
from annotations.models import Export, User
from tests.api.calling import Program, problem_of
from tests.exports.signed_claims import a_signed_claim, content, everything, exported
from tests.factories import a_person
from tests.web.visitors import field_errors, toasts_of, visitor, words_of

pytestmark = pytest.mark.django_db


def waiting(person: User | None = None) -> Export:
    return request_export(claim_set_id=everything().pk, format=ExportFormat.CSV, actor=person or a_person())


def test_an_export_is_asked_for_and_watched() -> None:
    person, claim_set = a_person(), everything()
    sent = {"claim_set": claim_set.pk, "format": "ndjson", "include_unsigned": "on"}
    answer = visitor(person).post("/exports/new/", sent)
    made = Export.objects.get()
    assert answer["Location"] == f"/exports/{made.pk}/"
    assert (made.claim_set, made.format, made.include_unsigned, made.requested_by) == (
        claim_set,
        "ndjson",
        True,
        person,
    )


def test_readers_may_export_too() -> None:
    sent = {"claim_set": everything().pk, "format": "csv"}
    assert visitor(role=Role.READER).post("/exports/new/", sent).status_code == 302


def test_unsigned_claims_are_refused_as_claimreview_beside_the_box() -> None:
    sent = {"claim_set": everything().pk, "format": "claimreview", "include_unsigned": "on"}
    answer = visitor().post("/exports/new/", sent)
    assert (answer.status_code, list(field_errors(answer))) == (422, ["include_unsigned"])


def test_a_set_that_does_not_exist_is_refused() -> None:
    everything()
    answer = visitor().post("/exports/new/", {"claim_set": "999", "format": "csv"})
    assert (answer.status_code, list(field_errors(answer))) == (422, ["claim_set"])


def test_without_a_claim_set_the_page_says_how_to_come_by_one() -> None:
    assert "There is no claim set yet" in words_of(visitor().get("/exports/new/"))


def test_the_line_asks_again_while_it_waits_and_no_longer_when_it_is_over() -> None:
    a_signed_claim()
    client = visitor()
    pages = [client.get(f"/exports/{one.pk}/progress/") for one in (waiting(), exported(ExportFormat.CSV))]
    assert ["every 1s" in page.content.decode() for page in pages] == [True, False]
    assert ["Waits for a worker" in words_of(page) for page in pages] == [True, False]


def test_the_page_of_a_finished_export_holds_its_checksum_and_the_file() -> None:
    a_signed_claim()
    done = exported(ExportFormat.NDJSON)
    client = visitor()
    page, file = client.get(f"/exports/{done.pk}/"), client.get(f"/exports/{done.pk}/download/")
    assert f"{done.sha256}  everything-{done.pk}.ndjson" in page.content.decode()
    assert b"".join(file.streaming_content) == content(done)  # type: ignore[attr-defined]
    assert file["Content-Disposition"] == f'attachment; filename="everything-{done.pk}.ndjson"'


def test_the_page_names_an_address_where_a_program_finds_the_file() -> None:
    a_signed_claim()
    done = exported(ExportFormat.CSV)
    client = visitor()
    found = re.search(
        r"http://testserver(/api/\S+?)</pre>", client.get(f"/exports/{done.pk}/").content.decode()
    )
    assert found is not None
    assert b"".join(client.get(found[1]).streaming_content) == content(done)  # type: ignore[attr-defined]


def test_there_is_no_file_before_it_is_done() -> None:
    answer = visitor().get(f"/exports/{waiting().pk}/download/")
    assert (answer.status_code, answer.context["message"]) == (
        422,
        "This export is queued; there is no file to fetch.",
    )


def test_stopping_can_be_undone() -> None:
    person = a_person()
    made, client = waiting(person), visitor(person)
    answer = client.post(f"/exports/{made.pk}/cancel/", {"next": "/exports/"}, follow=True)
    assert toasts_of(answer) == [("Stopped.", f"/exports/{made.pk}/retry/")]
    assert _state(made) == "cancelled"
    client.post(f"/exports/{made.pk}/retry/")
    assert _state(made) == "queued"


def test_nobody_stops_the_export_of_another() -> None:
    made, client = waiting(), visitor()
    assert client.post(f"/exports/{made.pk}/cancel/").status_code == 403
    assert "Stop" not in words_of(client.get("/exports/"))


def test_what_failed_says_why_and_offers_another_try() -> None:
    person = a_person()
    made = waiting(person)
    Export.objects.filter(pk=made.pk).update(state="failed", error="The disk is full.")
    page = words_of(visitor(person).get(f"/exports/{made.pk}/"))
    assert ("The disk is full." in page, "Try again" in page) == (True, True)


@pytest.mark.parametrize("exports", [1, 5])
def test_the_list_costs_the_same_however_long_it_is(exports: int, django_assert_num_queries: Any) -> None:
    for _ in range(exports):
        waiting()
    client = visitor()
    with django_assert_num_queries(4):
        client.get("/exports/")


def test_what_expired_says_so_and_can_be_asked_for_again() -> None:
    person = a_person()
    gone = waiting(person)
    Export.objects.filter(pk=gone.pk).update(
        state="expired", sha256="0" * 64, finished_at=timezone.now(), manifest={"counts": {"exported": 3}}
    )
    client = visitor(person)
    page = client.get(f"/exports/{gone.pk}/")
    assert "The file was kept for a while, and is gone now" in words_of(page)
    assert "0" * 64 in page.content.decode()
    assert "Ask again" in words_of(client.get("/exports/"))
    again = client.post("/exports/new/", {"claim_set": gone.claim_set_id, "format": gone.format})
    assert again["Location"] == f"/exports/{Export.objects.latest('pk').pk}/"
    assert client.get(f"/exports/{gone.pk}/download/").status_code == 422


def test_who_asks_twice_is_told_that_it_waits() -> None:
    person = a_person()
    made = waiting(person)
    sent = {"claim_set": made.claim_set_id, "format": made.format}
    answer = visitor(person).post("/exports/new/", sent, follow=True)
    assert toasts_of(answer) == [("You have asked for this already; it still waits.", "")]
    assert Export.objects.count() == 1


def test_too_many_are_refused_beside_the_form(settings: Any) -> None:
    settings.EXPORTS_OF_A_PERSON = 1
    person = a_person()
    made = waiting(person)
    answer = visitor(person).post("/exports/new/", {"claim_set": made.claim_set_id, "format": "xlsx"})
    assert (answer.status_code, list(field_errors(answer))) == (429, ["__all__"])
    asked = {"claim_set_id": made.claim_set_id, "format": "xlsx"}
    refused = Program(person).post("exports", asked)
    assert (problem_of(refused)[:2], refused["Retry-After"]) == ((429, "too-many-exports"), "30")


@pytest.mark.parametrize(
    ("progress", "words"),
    [
        ({"phase": "gathering", "round": 0, "claims_per_second": 1040.4, "seconds_left": 6},
         "4,000 of 10,000 claims 1,040 a second, about 6 seconds left"),
        ({"phase": "gathering", "round": 0, "claims_per_second": 10.0, "seconds_left": 600},
         "4,000 of 10,000 claims 10 a second, about 10 minutes left"),
        ({"phase": "writing", "round": 1, "claims_per_second": None, "seconds_left": None},
         "Writing: 4,000 of 10,000 claims"),
        ({"phase": "writing", "round": 3, "claims_per_second": None, "seconds_left": None},
         "Writing, round 3: 4,000 of 10,000 claims"),
    ],
)  # fmt: skip
def test_a_running_one_tells_how_fast_it_goes(progress: dict[str, Any], words: str) -> None:
    person = a_person()
    made = waiting(person)
    told = {"progress": {"claims_kept": 0, **progress}}
    held = {"started_at": timezone.now(), "leased_until": timezone.now(), "claims_done": 4000}
    Export.objects.filter(pk=made.pk).update(state="running", claims_total=10_000, manifest=told, **held)
    assert words in words_of(visitor(person).get(f"/exports/{made.pk}/progress/"))
    assert Program(person).get(f"exports/{made.pk}").json()["progress"] == told["progress"]


def _state(export: Export) -> str:
    return str(Export.objects.values_list("state", flat=True).get(pk=export.pk))
