"""Annotations of other tools: bringing them in, the report of what became of each, and taking ours away."""

import csv
import json
from io import StringIO
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.actions.annotation_imports import request_import, run_import
from annotations.domain.vocabulary import Role
from annotations.models import AnnotationImport, Article
from tests.factories import a_claim, a_person, an_article
from tests.web.visitors import field_errors, visitor, words_of

pytestmark = pytest.mark.django_db

ADDRESS = "https://example.org/ferry"
TEXT = "The ferry stopped at noon.\n\nTwo boats remained in the harbour."


def an_annotation(exact: str | None, number: int = 1, **given: Any) -> dict[str, Any]:
    """An annotation that another tool made of these words, or of the whole page."""
    target: Any = ADDRESS
    if exact is not None:
        target = {"source": ADDRESS, "selector": {"type": "TextQuoteSelector", "exact": exact}}
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": f"https://tool.example/annotations/{number}",
        "type": "Annotation",
        "body": {"type": "TextualBody", "value": f"=Note {number}"},
        "target": target,
        **given,
    }


SOME = [
    an_annotation("The ferry stopped at noon.", 1),
    an_annotation("Words that nobody ever wrote.", 2),
    an_annotation(None, 3),
    an_annotation("The ferry stopped at noon.", 1),
    {"type": "Annotation"},
]


def the_article() -> Article:
    return an_article(text=TEXT, url=ADDRESS)


def imported(article: Article, documents: list[Any]) -> AnnotationImport:
    asked = request_import(
        article_id=article.pk, content=json.dumps(documents), file_name="notes.jsonld", actor=a_person()
    )
    done = run_import(import_id=asked.pk)
    assert done is not None
    return done


def sent_file(name: str, content: bytes) -> dict[str, Any]:
    return {"way": "upload", "file": SimpleUploadedFile(name, content)}


@pytest.mark.parametrize("way", ["upload", "paste"])
def test_a_file_is_taken_and_watched(way: str) -> None:
    article, content = the_article(), json.dumps(SOME)
    sent = (
        sent_file("notes.jsonld", content.encode()) if way == "upload" else {"way": way, "content": content}
    )
    answer = visitor().post(f"/articles/{article.pk}/annotations/import/", sent)
    made = AnnotationImport.objects.get()
    assert answer["Location"] == f"/annotation-imports/{made.pk}/"
    assert (made.file_name, made.format, made.rows_total, json.loads(made.content)) == (
        "notes.jsonld" if way == "upload" else "",
        "w3c",
        5,
        SOME,
    )


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"way": "upload"}, "file", "Choose a file."),
        ({"way": "paste", "content": "  "}, "content", "Paste the annotations."),
        ({"way": "paste", "content": "{not json"}, "content", "JSON"),
        (sent_file("empty.json", b""), "file", "The file is empty."),
        (sent_file("picture.png", b"\x89PNG\xff\xfe"), "file", "no text in UTF-8"),
        (sent_file("broken.json", b"[1, 2"), "file", "JSON"),
    ],
)
def test_a_bad_file_is_refused_beside_its_field(sent: dict[str, Any], field: str, sentence: str) -> None:
    if "file" in sent:
        sent["file"].seek(0)
    answer = visitor().post(f"/articles/{the_article().pk}/annotations/import/", sent)
    assert (answer.status_code, list(field_errors(answer))) == (422, [field])
    assert sentence in field_errors(answer)[field][0]
    assert AnnotationImport.objects.count() == 0


def test_what_was_pasted_stays_when_it_is_refused() -> None:
    address = f"/articles/{the_article().pk}/annotations/import/"
    answer = visitor().post(address, {"way": "paste", "content": "{not json"})
    assert answer.context["form"]["content"].value() == "{not json"


def test_a_file_that_is_too_large_is_refused(settings: LazySettings) -> None:
    settings.IMPORT_BYTES_MAX = 10
    sent = sent_file("large.json", b"[1, 2, 3, 4, 5]")
    answer = visitor().post(f"/articles/{the_article().pk}/annotations/import/", sent)
    assert "larger than" in field_errors(answer)["file"][0]


def test_readers_may_not() -> None:
    address = f"/articles/{the_article().pk}/annotations/import/"
    assert visitor(role=Role.READER).get(address).status_code == 403


def test_the_page_asks_while_it_waits_and_no_longer_when_it_is_over() -> None:
    article = the_article()
    waits = request_import(article_id=article.pk, content=json.dumps(SOME), actor=a_person())
    over = imported(article, SOME)
    client = visitor()
    pages = [client.get(f"/annotation-imports/{one.pk}/progress/") for one in (waits, over)]
    assert ["every 1s" in page.content.decode() for page in pages] == [True, False]
    assert "Waits for a worker." in words_of(pages[0])


def test_the_report_tells_each_row_and_counts_them() -> None:
    article = the_article()
    answer = visitor().get(f"/annotation-imports/{imported(article, SOME).pk}/")
    shown = [(row["row"], row["words"], row["rule"]) for row in answer.context["rows"]]
    assert shown == [
        (1, "Anchored", ""),
        (2, "Waits for a decision", ""),
        (3, "Kept; marks no words", ""),
        (4, "Known already", ""),
        (5, "Refused", "context-missing"),
    ]
    assert [(tab["words"], tab["count"]) for tab in answer.context["tabs"]] == [
        ("Anchored", 1),
        ("Waits for a decision", 1),
        ("Kept; marks no words", 1),
        ("Known already", 1),
        ("Refused", 1),
    ]
    page = answer.content.decode()
    claim = answer.context["rows"][0]["claim"]
    assert f'href="/claims/{claim}/"' in page
    assert f'href="/articles/{article.pk}/highlights/waiting/"' in page


def test_the_report_is_filtered_by_outcome() -> None:
    done = imported(the_article(), SOME)
    client = visitor()
    refused = client.get(f"/annotation-imports/{done.pk}/?outcome=refused")
    assert [row["row"] for row in refused.context["rows"]] == [5]
    assert client.get(f"/annotation-imports/{done.pk}/?outcome=lost").status_code == 404


def test_a_long_report_has_pages_and_costs_the_same() -> None:
    article = the_article()
    short = imported(article, [an_annotation("The ferry stopped at noon.", 1000)])
    some = [an_annotation("Two boats remained in the harbour.", number) for number in range(20)]
    long = imported(article, [*some, *(an_annotation(None, number) for number in range(20, 230))])
    client = visitor()
    numbers = [
        [row["row"] for row in client.get(f"/annotation-imports/{long.pk}/?page={page}").context["rows"]]
        for page in (1, 3, 4)
    ]
    assert numbers == [list(range(1, 101)), list(range(201, 231)), []]
    costs = []
    for one in (short, long):
        with CaptureQueriesContext(connection) as seen:
            client.get(f"/annotation-imports/{one.pk}/")
        costs.append(len(seen))
    assert costs == [6, 6]


def test_the_report_as_a_table_runs_no_formula() -> None:
    done = imported(the_article(), SOME)
    AnnotationImport.objects.filter(pk=done.pk).update(report=[{**done.report[0], "reason": "=1+1"}])
    answer = visitor().get(f"/annotation-imports/{done.pk}/report/")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = list(csv.reader(StringIO(text)))
    row = done.report[0]
    assert rows == [
        ["row", "outcome", "reason", "rule", "annotation", "claim"],
        ["1", "anchored", "'=1+1", "", row["annotation"], str(row["claim"])],
    ]


def test_a_failed_import_says_why() -> None:
    done = imported(the_article(), SOME)
    AnnotationImport.objects.filter(pk=done.pk).update(state="failed", problem="The file broke off.")
    page = words_of(visitor().get(f"/annotation-imports/{done.pk}/"))
    assert "The import did not finish. The file broke off." in page


def test_an_import_that_does_not_exist_is_not_found() -> None:
    assert visitor().get("/annotation-imports/999/").status_code == 404


def test_what_is_marked_goes_out_as_a_collection() -> None:
    article = the_article()
    claim = a_claim(words="Two boats remained in the harbour.", article=article)
    answer = visitor(role=Role.READER).get(f"/articles/{article.pk}/annotations/")
    told = json.loads(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    assert answer["Content-Type"].startswith("application/ld+json")
    assert (
        answer["Content-Disposition"]
        == f'attachment; filename="{article.headline.lower().replace(" ", "-")}-{article.pk}.jsonld"'
    )
    assert (told["type"], told["total"]) == ("AnnotationCollection", 1)
    assert claim.text in json.dumps(told)
