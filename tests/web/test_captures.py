"""The viewer of a captured text, and adding copies."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from annotations.actions.captures import add_capture
from annotations.actions.evidence import withdraw_evidence
from annotations.actions.protection import protect_source
from annotations.domain.canonical import from_pages, from_plain
from annotations.domain.vocabulary import Origin
from annotations.gateways import files
from annotations.gateways.warc import read_record
from annotations.models import Capture
from annotations.web import documents
from tests.factories import a_capture, a_claim, a_person, a_source, some_evidence, the_administrator
from tests.gateways.documents.pictures import png
from tests.gateways.safe_fetch.pretend_web import PretendWeb, page
from tests.web.visitors import toasts_of, visitor, words_of

pytestmark = pytest.mark.django_db

FENCES = {
    "Content-Type": "application/octet-stream",
    "Content-Disposition": "",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
}


def test_each_passage_in_use_is_marked_in_its_place_and_leads_to_its_claim() -> None:
    capture = a_capture(text="Two boats 🚢 lay there. It was March.\n\nعاد القارب.")
    first = some_evidence(capture=capture, passage="Two boats 🚢 lay there.")
    second = some_evidence(capture=capture, passage="🚢 lay there. It was March.", stance="contradicts")
    page = visitor().get(f"/captures/{capture.pk}/").content.decode()
    assert (
        f'<span id="passage-{first.pk}"></span><mark class="passage-used" data-stance="CORROBORATES">'
        f'<a href="/claims/{first.claim_id}/#evidence-{first.pk}">Two boats </a></mark>'
        f'<span id="passage-{second.pk}"></span><mark class="passage-used" data-stance="CORROBORATES">'
        f'<a href="/claims/{first.claim_id}/#evidence-{first.pk}">🚢 lay there.</a></mark>'
        f'<mark class="passage-used" data-stance="CONTRADICTS">'
        f'<a href="/claims/{second.claim_id}/#evidence-{second.pk}"> It was March.</a></mark>'
    ) in page
    assert '<p dir="rtl"' in page
    assert capture.text_sha256 in page


def test_withdrawn_passages_are_not_marked() -> None:
    capture = a_capture(text="Two boats lay there.")
    link = some_evidence(capture=capture, passage="Two boats")
    withdraw_evidence(evidence_id=link.pk, actor=the_administrator())
    answer = visitor().get(f"/captures/{capture.pk}/")
    assert "<mark" not in answer.content.decode()
    assert "No passage of this copy is linked yet." in words_of(answer)


def test_a_copy_is_pasted_and_leads_back_to_the_claim() -> None:
    source, claim = a_source(), a_claim()
    path = f"/sources/{source.pk}/captures/new/?claim={claim.pk}&next=/articles/7/"
    answer = visitor().post(path, {"way": "paste", "text": "Two boats.", "is_summary": "on"})
    kept = source.captures.get()
    assert (kept.text, kept.origin, kept.is_summary) == ("Two boats.", "paste", True)
    assert (
        answer["Location"] == f"/claims/{claim.pk}/evidence/new/?source={source.pk}&next=%2Farticles%2F7%2F"
    )


def test_a_file_is_kept_with_its_name() -> None:
    source = a_source()
    file = SimpleUploadedFile("log.txt", b"Two boats.", content_type="text/plain")
    answer = visitor().post(
        f"/sources/{source.pk}/captures/new/", {"way": "upload", "file": file}, follow=True
    )
    kept = source.captures.get()
    assert (kept.text, kept.origin, kept.origin_name) == ("Two boats.", "upload", "log.txt")
    assert toasts_of(answer) == [("The copy is stored.", "")]
    assert content_of(kept) == b"Two boats."


def test_a_page_is_kept_as_it_was_visited(web: PretendWeb, monkeypatch: pytest.MonkeyPatch) -> None:
    served = b"<html><body><article><p>Two boats lay at the quay that morning.</p></article></body></html>"
    web.name("harbour.example", ["93.184.216.34"])
    web.routes["/log"] = page(served, headers=["Content-Type: text/html", "X-Desk: harbour"])
    monkeypatch.setattr(documents, "fetch", web.fetch)
    source = a_source()
    visitor().post(
        f"/sources/{source.pk}/captures/new/", {"way": "fetch", "url": "http://harbour.example/log"}
    )
    kept = source.captures.get()
    visit = read_record(content_of(kept))
    assert (visit.url, visit.status, visit.body) == ("http://harbour.example/log", 200, served)
    assert (kept.origin_name, kept.http_status, kept.http_headers["X-Desk"], kept.media_type) == (
        "http://harbour.example/log",
        200,
        "harbour",
        "text/html",
    )


def content_of(capture: Capture) -> bytes:
    with files.open_stream(capture.file_name) as stream:
        return stream.read()


def test_an_address_of_this_machine_is_refused_beside_the_field() -> None:
    source = a_source()
    answer = visitor().post(
        f"/sources/{source.pk}/captures/new/", {"way": "fetch", "url": "http://127.0.0.1/"}
    )
    assert answer.status_code == 422
    assert list(answer.context["capture"].errors) == ["url"]
    assert answer.context["capture"]["url"].value() == "http://127.0.0.1/"
    assert Capture.objects.count() == 0


def test_an_empty_text_is_refused_beside_the_field() -> None:
    answer = visitor().post(f"/sources/{a_source().pk}/captures/new/", {"way": "paste", "text": " "})
    assert (answer.status_code, list(answer.context["capture"].errors)) == (422, ["text"])


def test_the_same_text_again_is_not_stored_twice() -> None:
    source = a_source()
    add_capture(
        source_id=source.pk, canonical=from_plain("Two."), origin=Origin.PASTE, actor=the_administrator()
    )
    visitor().post(f"/sources/{source.pk}/captures/new/", {"way": "paste", "text": "Two."})
    assert source.captures.count() == 1


def test_the_address_of_the_source_is_proposed() -> None:
    source = a_source(url="https://harbour.example/log")
    form = visitor().get(f"/sources/{source.pk}/captures/new/").context["capture"]
    assert (form["way"].value(), form["url"].value()) == ("fetch", "https://harbour.example/log")


def test_a_picture_is_kept_and_shown_and_says_why_nothing_can_be_quoted() -> None:
    source, content = a_source(), png(4, 3)
    file = SimpleUploadedFile("quay.png", content, content_type="image/png")
    answer = visitor().post(
        f"/sources/{source.pk}/captures/new/", {"way": "upload", "file": file}, follow=True
    )
    kept = source.captures.get()
    assert (kept.text, kept.media_type) == ("", "image/png")
    assert toasts_of(answer)[0][0].startswith("The copy is stored. This is a picture")
    viewer = visitor().get(f"/captures/{kept.pk}/")
    assert f'src="/captures/{kept.pk}/picture/" width="4" height="3"' in viewer.content.decode()
    assert "This is a picture: it is kept as a file." in words_of(viewer)
    shown = visitor().get(f"/captures/{kept.pk}/picture/")
    assert (shown.content, shown["Content-Type"], shown["Content-Disposition"]) == (
        content,
        "image/png",
        "inline",
    )
    assert shown["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_the_file_is_saved_and_never_opened_in_place() -> None:
    source = a_source()
    file = SimpleUploadedFile("page.html", b"<p>Two boats.</p><script>alert(1)</script>", "text/html")
    visitor().post(f"/sources/{source.pk}/captures/new/", {"way": "upload", "file": file})
    kept = source.captures.get()
    answer = visitor().get(f"/captures/{kept.pk}/file/")
    assert hashlib.sha256(answer.content).hexdigest() == kept.bytes_sha256
    assert {name: answer[name] for name in FENCES} == FENCES | {
        "Content-Disposition": f'attachment; filename="capture-{kept.pk}.html"'
    }
    assert visitor().get(f"/captures/{kept.pk}/picture/").status_code == 404
    assert visitor().get(f"/captures/{a_capture().pk}/file/").status_code == 404


def test_a_protected_copy_is_for_the_people_named() -> None:
    person, other = a_person(), a_person()
    source = protect_source(
        source_id=a_source().pk, person_ids=[person.pk], reason="Fears for the post.", actor=person
    )
    kept = a_capture(source=source, actor=person, content=b"Two boats.", text="Two boats.")
    paths = [f"/captures/{kept.pk}/{part}" for part in ("", "file/", "picture/")]
    assert [visitor(other).get(path).status_code for path in paths] == [403, 403, 403]
    assert [visitor(person).get(path).status_code for path in paths] == [200, 200, 404]


def test_pages_and_paragraphs_can_be_pointed_to() -> None:
    pages = from_pages(["Two boats lay there.", "It was March.\n\nIt rained."])
    capture = add_capture(
        source_id=a_source().pk, canonical=pages, origin=Origin.UPLOAD, actor=the_administrator()
    )
    link = some_evidence(capture=capture, passage="It rained.")
    viewer = visitor().get(f"/captures/{capture.pk}/")
    assert '<section id="p2" aria-labelledby="page-2">' in viewer.content.decode()
    assert viewer.context["evidence"] == [(link, "Page 2")]
    plain = a_capture(text="Two boats.\n\nIt was March.")
    link = some_evidence(capture=plain, passage="It was March.")
    viewer = visitor().get(f"/captures/{plain.pk}/")
    assert 'id="p2"' in viewer.content.decode()
    assert viewer.context["evidence"] == [(link, "Paragraph 2")]


def test_two_copies_are_compared_and_only_of_one_source() -> None:
    source = a_source()
    first = a_capture(source=source, text="Two boats lay at the quay.\n\nIt was March.")
    second = a_capture(source=source, text="Nine boats lay at the quay.\n\nIt was March.")
    viewer = visitor().get(f"/captures/{second.pk}/").content.decode()
    assert f'href="/captures/{first.pk}/compare/{second.pk}/"' in viewer
    compared = visitor().get(f"/captures/{first.pk}/compare/{second.pk}/").content.decode()
    assert "<del>Two</del>" in compared and "<ins>Nine</ins>" in compared
    assert visitor().get(f"/captures/{first.pk}/compare/{a_capture().pk}/").status_code == 422
