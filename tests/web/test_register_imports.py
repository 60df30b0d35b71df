"""Files of the register on their pages: tried, watched, carried out, downloaded."""

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.http import StreamingHttpResponse

from annotations.actions.register_imports import run_register_import
from annotations.domain.vocabulary import Role
from annotations.models import RegisterImport, Source
from tests.factories import a_publisher, a_source, the_administrator
from tests.web.visitors import field_errors, visitor, words_of

pytestmark = pytest.mark.django_db


def sent(client: Any, content: bytes, noun: str = "sources") -> Any:
    return client.post(f"/register/{noun}/import/", {"file": SimpleUploadedFile("list.csv", content)})


def table_of(answer: Any) -> list[list[str]]:
    assert isinstance(answer, StreamingHttpResponse)
    text = answer.getvalue().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_a_file_is_tried_watched_and_carried_out() -> None:
    a_publisher(name="Office")
    client = visitor(the_administrator())
    answer = sent(client, b"title,publisher,kind\nLog,Office,\nPlan,Nobody,\n")
    row = RegisterImport.objects.get()
    assert answer["Location"] == f"/register/imports/{row.pk}/"
    assert "Waits for a worker" in words_of(client.get(answer["Location"]))
    run_register_import(import_id=row.pk)
    tried = client.get(answer["Location"])
    assert "One row would change the register. Nothing has happened yet." in words_of(tried)
    assert "Nobody” is not in the register" in words_of(tried)
    assert [(tab["words"], tab["count"]) for tab in tried.context["tabs"]] == [
        ("Refused", 1),
        ("Would be new", 1),
    ]
    client.post(f"/register/imports/{row.pk}/carry-out/")
    part = client.get(f"/register/imports/{row.pk}/progress/")
    assert 'hx-trigger="every 1s"' in part.content.decode()
    run_register_import(import_id=row.pk)
    done = client.get(answer["Location"] + "?outcome=new")
    source = Source.objects.get()
    assert f'href="/sources/{source.pk}/"' in done.content.decode()
    assert "Carry it out" not in words_of(done)


def test_the_report_and_the_refused_rows_can_be_downloaded() -> None:
    a_publisher(name="Office")
    client = visitor(the_administrator())
    sent(client, b"title,publisher\nLog,Office\n=1+1,Nobody\n")
    row = RegisterImport.objects.get()
    run_register_import(import_id=row.pk)
    refused_because = row.rows.get(number=2).message
    assert table_of(client.get(f"/register/imports/{row.pk}/report/")) == [
        ["row", "line", "outcome", "name", "field", "rule", "message", "id"],
        ["1", "2", "new", "Log", "", "", "", ""],
        ["2", "3", "refused", "'=1+1", "publisher", "unknown-publisher", refused_because, ""],
    ]
    heading, refused = table_of(client.get(f"/register/imports/{row.pk}/report/?rows=refused"))
    told = {name: cell for name, cell in zip(heading, refused, strict=True) if cell}
    assert told == {
        "title": "'=1+1",
        "publisher": "Nobody",
        "refused_field": "publisher",
        "refused_rule": "unknown-publisher",
        "refused_because": refused_because,
    }


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty."),
        (b"colour\nred\n", "The first line names no column that is known."),
        (b"\x00\x01\x02title", "This is no table but a binary file. Save it as CSV."),
    ],
)
def test_what_is_no_table_is_refused_beside_the_file(content: bytes, said: str) -> None:
    answer = sent(visitor(the_administrator()), content)
    ((field, (message,)),) = field_errors(answer).items()
    assert (answer.status_code, field, message.startswith(said)) == (422, "file", True)


def test_a_file_has_to_be_chosen() -> None:
    answer = visitor(the_administrator()).post("/register/sources/import/", {})
    assert (answer.status_code, field_errors(answer)) == (422, {"file": ["This field is required."]})


def test_a_large_file_is_read_from_the_disk() -> None:
    client = visitor(the_administrator())
    file = TemporaryUploadedFile("list.csv", "text/csv", 0, None)
    file.write(b"title,publisher\n" + b"Log,Office\n" * 300_000)
    file.seek(0)
    answer = client.post("/register/sources/import/", {"file": file})
    assert field_errors(answer) == {"file": ["The file has more than 100,000 rows. Divide it."]}


def test_the_list_is_exported_as_it_is_filtered() -> None:
    office = a_publisher(name="Office")
    a_source(title="Log", publisher=office, tags=["ferry"])
    a_source(title="Plan", publisher=office)
    client = visitor()
    heading, *rows = table_of(client.get("/register/sources/export/?tag=ferry"))
    assert [dict(zip(heading, row, strict=True))["title"] for row in rows] == ["Log"]
    assert client.get("/register/sources/export/?colour=red").status_code == 422
    heading, *rows = table_of(client.get("/register/publishers/export/"))
    assert [dict(zip(heading, row, strict=True))["name"] for row in rows] == ["Office"]
    assert table_of(client.get("/register/publishers/import/columns/"))[0][:3] == ["id", "name", "kind"]


def test_reading_in_is_for_administrators_and_writing_out_is_not_for_readers() -> None:
    assert sent(visitor(role=Role.EDITOR), b"title\nLog\n").status_code == 403
    assert visitor(role=Role.READER).get("/register/sources/export/").status_code == 403
    assert visitor(the_administrator()).get("/register/claims/import/").status_code == 404
