"""The viewer of a captured text, and adding copies."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from annotations.actions.captures import add_capture
from annotations.actions.evidence import withdraw_evidence
from annotations.domain.canonical import from_plain
from annotations.domain.vocabulary import Origin
from annotations.gateways import files
from annotations.gateways.warc import read_record
from annotations.models import Capture
from annotations.web import documents
from tests.factories import a_capture, a_claim, a_source, some_evidence, the_administrator
from tests.gateways.safe_fetch.pretend_web import PretendWeb, page
from tests.web.visitors import toasts_of, visitor, words_of

pytestmark = pytest.mark.django_db


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
