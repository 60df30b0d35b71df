"""Notices, scheduled looks at addresses, and imports of annotations, through the API."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from annotations.actions.annotation_imports import run_import
from annotations.actions.notices import raise_notices
from annotations.domain.vocabulary import NoticeKind
from annotations.models import Notice
from tests.api.calling import Program, made, problem_of
from tests.factories import a_claim, an_article

pytestmark = pytest.mark.django_db

PAGE = "https://harbour.example/ferry"


def test_everybody_reads_their_own_notices() -> None:
    program, other = Program(), Program()
    article = an_article(actor=program.person)
    a_claim(words="ferry", article=article, actor=program.person)
    raise_notices(NoticeKind.CHECK_FAILED, article, detail={"problem": "No answer."})
    [notice] = program.get("notices", is_unread="true", kind="check_failed").json()["results"]
    assert (notice["article_id"], notice["detail"], notice["read_at"]) == (
        article.pk,
        {"problem": "No answer."},
        None,
    )
    assert other.get("notices").json()["results"] == []
    assert problem_of(other.post(f"notices/{notice['id']}/read"))[:2] == (403, "notice.read")
    read = made(program.post(f"notices/{notice['id']}/read"), 200)
    assert read["read_at"] is not None and program.get("notices", is_unread="true").json()["results"] == []


def test_all_notices_are_read_at_once() -> None:
    program = Program()
    articles = [an_article(actor=program.person) for _ in range(2)]
    Notice.objects.bulk_create(
        Notice(person=program.person, kind=NoticeKind.CHECK_FAILED, article=article) for article in articles
    )
    assert [made(program.post("notices/read"), 200) for _ in range(2)] == [{"read": 2}, {"read": 0}]


def test_an_article_is_checked_as_often_as_is_said() -> None:
    program, article = Program(), an_article(url=PAGE)
    place = f"articles/{article.pk}/checks"
    assert problem_of(program.get(place))[:2] == (404, "not-found")
    assert problem_of(program.post(f"{place}/now"))[:2] == (409, "not-scheduled")
    scheduled = made(program.post(place, {"every_hours": 24}), 200)
    assert (scheduled["every_hours"], scheduled["scheduled_by_id"]) == (24, program.person.pk)
    assert made(program.post(place, {"every_hours": 6}), 200)["every_hours"] == 6
    assert program.get(place).json()["every_hours"] == 6
    assert made(program.post(f"{place}/now"), 200)["next_check_at"] < scheduled["next_check_at"]
    assert problem_of(program.post(place, {"every_hours": 0}))[:2] == (400, "invalid")
    assert program.delete(place).status_code == 204
    assert program.get(place).status_code == 404


def test_an_article_without_an_address_cannot_be_checked() -> None:
    program, article = Program(), an_article()
    refused = program.post(f"articles/{article.pk}/checks", {"every_hours": 24})
    assert problem_of(refused) == (400, "article-has-no-address", "every_hours")


def a_file() -> str:
    annotation = {"@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation", "target": PAGE}
    return json.dumps([annotation, {**annotation, "target": None}])


def test_an_import_is_asked_for_and_watched() -> None:
    program, article = Program(), an_article(url=PAGE)
    body = {"article_id": article.pk, "content": a_file(), "file_name": "notes.json"}
    asked = program.post("annotation-imports", body)
    row = made(asked, 202)
    place = f"annotation-imports/{row['id']}"
    assert (asked["Location"], asked["Retry-After"], row["state"], row["rows_total"], row["report"]) == (
        f"/api/v1/{place}",
        "1",
        "queued",
        2,
        [],
    )
    run_import(import_id=row["id"])
    done = program.get(place).json()
    assert (done["state"], done["rows_done"], done["format"], done["file_name"]) == (
        "done",
        2,
        "w3c",
        "notes.json",
    )
    assert [(one["row"], one["outcome"], one["rule"]) for one in done["report"]] == [
        (1, "kept", ""),
        (2, "refused", "annotation-target-missing"),
    ]
    [listed] = program.get("annotation-imports", article=article.pk, state="done").json()["results"]
    assert listed == {name: value for name, value in done.items() if name != "report"}


def test_an_import_may_come_as_a_file() -> None:
    program, article = Program(), an_article(url=PAGE)
    upload = SimpleUploadedFile("notes.json", a_file().encode())
    row = made(program.upload("annotation-imports", {"article_id": article.pk, "file": upload}), 202)
    assert (row["file_name"], row["rows_total"]) == ("notes.json", 2)
    broken = SimpleUploadedFile("notes.json", b"\xff\xfe\x00")
    refused = program.upload("annotation-imports", {"article_id": article.pk, "file": broken})
    assert problem_of(refused) == (400, "file-not-text", "file")


@pytest.mark.parametrize("body", [{}, {"content": "no json"}, {"content": "[]"}])
def test_what_is_no_file_of_annotations_is_refused(body: dict[str, str]) -> None:
    program, article = Program(), an_article(url=PAGE)
    assert program.post("annotation-imports", {"article_id": article.pk, **body}).status_code == 400
