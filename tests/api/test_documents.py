"""Documents come in as text, as files, and as addresses of the web."""

import hashlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from annotations.actions.articles import ReadDocument, append_revision
from annotations.api import documents
from annotations.domain.canonical import from_plain
from annotations.domain.vocabulary import Origin
from annotations.gateways.warc import read_record
from annotations.models import Article, Capture, RevisionMarkup
from tests.api.calling import Program, made, problem_of
from tests.factories import a_source, an_article
from tests.gateways.documents.pictures import png
from tests.gateways.safe_fetch.pretend_web import PretendWeb, page

pytestmark = pytest.mark.django_db

PAGE = (
    b"<!doctype html><html lang='sv'><head><title>Ferry late</title></head><body><article>"
    b"<h1>Ferry late</h1><p>The ferry was an hour late on Monday, and the quay was full of people.</p>"
    b"<p>Nobody was hurt, the captain said, and the next crossing left on time.</p>"
    b"<script>alert(1)</script></article></body></html>"
)


def revision_of(program: Program, article: dict[str, Any]) -> dict[str, Any]:
    return made(program.get(f"revisions/{article['revision']['id']}"), 200)


def test_plain_text() -> None:
    program = Program()
    article = made(program.post("articles", {"text": "A\u00a0line.\r\n\r\nAnother.", "headline": "Lines"}))
    revision = revision_of(program, article)
    assert (revision["text"], revision["origin"]) == ("A line.\nAnother.", "api")
    assert article["revision"] == {
        "id": revision["id"],
        "number": 1,
        "sha256": revision["sha256"],
        "characters": 16,
    }


def test_markdown_says_what_is_a_heading() -> None:
    program = Program()
    article = made(program.post("articles", {"text": "# Ferry late\n\nAn hour.", "format": "markdown"}))
    blocks = revision_of(program, article)["blocks"]
    assert (article["headline"], [block["kind"] for block in blocks]) == (
        "Ferry late",
        ["heading", "paragraph"],
    )


def test_html_leaves_scripts_behind() -> None:
    program = Program()
    article = made(program.post("articles", {"text": PAGE.decode(), "format": "html"}))
    assert article["headline"] == "Ferry late"
    assert "alert" not in revision_of(program, article)["text"]


def test_an_uploaded_file() -> None:
    program = Program()
    file = SimpleUploadedFile("ferry.html", PAGE, "text/html")
    article = made(program.upload("articles", {"file": file, "language": "en", "published_on": "2026-05-04"}))
    assert (article["language"], article["published_on"]) == ("en", "2026-05-04")
    assert revision_of(program, article)["origin_name"] == "ferry.html"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"headline": "Nothing to read"},
        {"text": "Words.", "fetch": "https://example.org/"},
        {"fetch": "https://example.org/", "format": "html"},
    ],
)
def test_a_document_comes_in_exactly_one_way(body: dict[str, str]) -> None:
    assert problem_of(Program().post("articles", body)) == (400, "document-needed", "text")
    assert Article.objects.count() == 0


@pytest.mark.parametrize("text", ["", "   \n ", "\u200b"])
def test_a_text_without_words_is_refused(text: str) -> None:
    status, rule, _ = problem_of(Program().post("articles", {"text": text}))
    assert (status, rule) == (400, "empty-text")


def test_a_text_that_is_too_long_is_refused_with_the_limit(settings: Any) -> None:
    settings.IMPORT_BYTES_MAX = 1000
    answer = Program().post("articles", {"text": "Words. " * 200})
    assert (problem_of(answer), answer.json()["limit"]) == ((413, "too-large", None), 1000)


def test_a_file_that_is_too_long_is_refused(settings: Any) -> None:
    settings.IMPORT_BYTES_MAX = 1000
    file = SimpleUploadedFile("long.txt", b"Words. " * 200, "text/plain")
    assert problem_of(Program().upload("articles", {"file": file}))[:2] == (413, "too-large")


def test_what_is_no_document_is_refused() -> None:
    file = SimpleUploadedFile("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(100), "image/png")
    assert problem_of(Program().upload("articles", {"file": file}))[0] == 400


@pytest.mark.parametrize(
    ("address", "rule"),
    [
        ("http://127.0.0.1/", "address-not-public"),
        ("http://169.254.169.254/latest/meta-data/", "address-not-public"),
        ("http://[::1]/", "address-not-public"),
        ("ftp://example.org/", "url-scheme"),
        ("example.org", "url-scheme"),
    ],
)
def test_only_the_public_web_is_fetched(address: str, rule: str) -> None:
    assert problem_of(Program().post("articles", {"fetch": address})) == (400, rule, "url")


def test_an_address_is_imported_once() -> None:
    program = Program()
    article = made(program.post("articles", {"text": "Words.", "url": "https://example.org/a?utm_source=x"}))
    again = program.post("articles", {"text": "Other words.", "url": "https://example.org/a"})
    assert (problem_of(again), again.json()["id"]) == (
        (409, "article-imported-already", "url"),
        article["id"],
    )
    found = program.get("articles", url="https://EXAMPLE.org/a?utm_medium=y").json()["results"]
    assert [row["id"] for row in found] == [article["id"]]


def test_a_revision_is_added_and_the_same_text_is_not() -> None:
    program, article = Program(), an_article(text="The ferry was late.")
    added = made(program.post(f"articles/{article.pk}/revisions", {"text": "The ferry was very late."}))
    again = program.post(f"articles/{article.pk}/revisions", {"text": "The ferry was very late."})
    assert (added["number"], added["article_id"]) == (2, article.pk)
    assert (problem_of(again), again.json()["number"]) == ((409, "revision-unchanged", None), 2)
    listed = program.get("revisions", article=article.pk).json()["results"]
    assert [row["number"] for row in listed] == [2, 1]
    assert problem_of(program.post("articles/999999/revisions", {"text": "Words."}))[0] == 404


def test_a_revision_that_the_schedule_found_was_made_by_nobody() -> None:
    program, article = Program(), an_article()
    append_revision(article, ReadDocument(from_plain("Another text."), Origin.CHECK), actor=None)
    listed = program.get("revisions", article=article.pk).json()["results"]
    assert [(row["origin"], row["made_by_id"]) for row in listed] == [
        ("check", None),
        ("paste", article.imported_by_id),
    ]


def test_the_markup_of_a_page_is_kept_with_its_revision() -> None:
    program, page = Program(), "<p id='x'>The ferry was late.</p>"
    added = made(program.post("articles", {"text": page, "format": "html", "headline": "Ferry"}))
    kept = RevisionMarkup.objects.get(revision=added["revision"]["id"])
    assert kept.markup == page


def test_articles_are_found_by_the_words_of_any_revision() -> None:
    program = Program()
    first = an_article(text="The ferry was late.")
    an_article(text="The bridge was closed.")
    program.post(f"articles/{first.pk}/revisions", {"text": "The boat was late."})

    def found(words: str) -> list[int]:
        return [row["id"] for row in program.get("articles", words=words).json()["results"]]

    assert (found("ferry late"), found("boat"), found("ferry closed")) == ([first.pk], [first.pk], [])


def test_a_text_that_stands_in_another_article_comes_in_with_a_note() -> None:
    program, text = Program(), "The ferry stopped.\n\nTwo boats remained."
    first = made(program.post("articles", {"text": text, "headline": "Ferry stops"}))
    second = made(program.post("articles", {"text": text, "headline": "No ferry"}))
    note = f"This very text is here already: article {first['id']}, “Ferry stops”."
    assert (first["notes"], second["notes"]) == ([], [note])
    assert "notes" not in made(program.get(f"articles/{second['id']}"), 200)


def test_a_capture_of_a_page_keeps_the_visit(web: PretendWeb, monkeypatch: pytest.MonkeyPatch) -> None:
    web.name("news.example", ["93.184.216.34"])
    web.routes["/ferry"] = page(PAGE, headers=["Content-Type: text/html; charset=utf-8", "X-Desk: harbour"])
    monkeypatch.setattr(documents, "fetch", web.fetch)
    program, source = Program(), a_source()
    body = {"source_id": source.pk, "fetch": "https://news.example/ferry"}
    capture = made(program.post("captures", body))
    assert (capture["bytes_sha256"], capture["final_url"]) == (
        hashlib.sha256(PAGE).hexdigest(),
        "https://news.example/ferry",
    )
    kept = (capture["http_status"], capture["http_headers"]["X-Desk"], capture["media_type"])
    assert kept == (200, "harbour", "text/html")
    assert (capture["tool"], capture["metadata"]["title"]) == ("selectolax", "Ferry late")
    file = program.get(f"captures/{capture['id']}/file")
    assert (file.content, file["Content-Disposition"], file["Content-Security-Policy"]) == (
        PAGE,
        f'attachment; filename="capture-{capture["id"]}.html"',
        "default-src 'none'; sandbox",
    )
    visit = read_record(program.get(f"captures/{capture['id']}/visit").content)
    assert (visit.url, visit.status, visit.body) == ("https://news.example/ferry", 200, PAGE)


def test_a_picture_is_kept_as_a_file_and_says_that_it_holds_no_text() -> None:
    program, source = Program(), a_source()
    file = SimpleUploadedFile("quay.png", png(4, 3), "image/png")
    capture = made(program.upload("captures", {"source_id": source.pk, "file": file}))
    assert (capture["text"], capture["media_type"], capture["metadata"]["state"]) == (
        "",
        "image/png",
        "image-without-text",
    )
    assert program.get(f"captures/{capture['id']}/file").content == png(4, 3)
    assert problem_of(program.get(f"captures/{capture['id']}/visit"))[:2] == (404, "capture-without-file")


def test_a_capture_of_a_text_that_is_there_is_the_one_that_is_there() -> None:
    program, source = Program(), a_source()
    body = {"source_id": source.pk, "text": "Closed: the bridge."}
    first, second = (made(program.post("captures", body)) for _ in range(2))
    assert (first["id"], Capture.objects.count()) == (second["id"], 1)
    assert made(program.get(f"sources/{source.pk}"), 200)["captures"] == [first["id"]]


def test_a_capture_of_a_file_keeps_its_bytes() -> None:
    program, source = Program(), a_source()
    file = SimpleUploadedFile("ferry.txt", b"The ferry was late.", "text/plain")
    capture = made(program.upload("captures", {"source_id": source.pk, "file": file, "is_summary": "true"}))
    assert (capture["is_summary"], len(capture["bytes_sha256"])) == (True, 64)


def test_a_body_in_another_format_is_refused() -> None:
    program = Program()
    headers = {"Authorization": f"Bearer {program.clear_text}"}
    answer = Client(headers=headers).post("/api/v1/articles", "<text/>", "application/xml")
    assert problem_of(answer) == (415, "media-type-unsupported", None)
