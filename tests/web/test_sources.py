"""Pages about sources: found, registered with a copy, corrected, derived from others, retracted."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.actions.sources import derive_source, edit_source
from annotations.domain.vocabulary import Role
from annotations.gateways.documents import why_without_text
from annotations.models import Capture, Publisher, Source, SourceVisit
from tests.factories import (
    a_capture,
    a_claim,
    a_person,
    a_publisher,
    a_source,
    some_evidence,
)
from tests.gateways.documents.pictures import png
from tests.web.visitors import field_errors, toasts_of, visitor, words_of

pytestmark = pytest.mark.django_db

PAGE = b"""<html lang="en"><head><title>Log of March</title></head><body><article><h1>Log of March</h1>
<p>Two boats lay at the quay that morning, the harbour master wrote.</p></article></body></html>"""


def registering(client: Any, query: str = "", **given: Any) -> Any:
    values = {
        "title": "Harbour log",
        "publisher": "Harbour Office",
        "publisher_kind": "official_body",
        "kind": "record",
        "language": "en",
        "way": "paste",
        "text": "Two boats lay at the quay.",
        **given,
    }
    return client.post(f"/sources/new/{query}", values)


def test_a_source_is_registered_with_its_publisher_and_its_text() -> None:
    answer = registering(visitor(), url="https://harbour.example/log", published_on="2025-03-31")
    source = Source.objects.get()
    kept = (source.title, source.publisher.name, source.publisher.kind, source.kind, source.published_on)
    assert kept == ("Harbour log", "Harbour Office", "official_body", "record", date(2025, 3, 31))
    assert [capture.text for capture in source.captures.all()] == ["Two boats lay at the quay."]
    assert answer["Location"] == f"/sources/{source.pk}/"


def test_it_leads_back_to_the_claim_that_it_was_registered_for() -> None:
    claim = a_claim()
    answer = registering(visitor(), f"?claim={claim.pk}&next=/articles/7/")
    source = Source.objects.get()
    assert (
        answer["Location"] == f"/claims/{claim.pk}/evidence/new/?source={source.pk}&next=%2Farticles%2F7%2F"
    )


def test_the_text_may_come_later() -> None:
    registering(visitor(), way="later", text="")
    assert (Source.objects.count(), Capture.objects.count()) == (1, 0)


def test_what_is_like_a_source_whose_text_comes_later_is_all_that_is_said() -> None:
    known = a_source(title="Harbour log")
    given = {"publisher": known.publisher.name, "publisher_kind": "", "way": "later", "text": ""}
    answer = registering(visitor(), **given)
    words = words_of(answer)
    assert (answer.status_code, [one.source for one in answer.context["alike"]]) == (422, [known])
    assert ("to be put right" in words, "Select a valid choice" in words) == (False, False)
    assert 'value="later" id="id_way_3" required checked' in answer.content.decode()


def test_its_copies_say_which_file_they_are_and_why_they_hold_no_text() -> None:
    source = a_source()
    client = visitor()
    for name, content in (("log.html", PAGE), ("plan.png", png(4, 3))):
        file = SimpleUploadedFile(name, content)
        client.post(f"/sources/{source.pk}/captures/new/", {"way": "upload", "file": file})
    page = words_of(client.get(f"/sources/{source.pk}/"))
    without_text = source.captures.get(text="")
    assert "Uploaded file: log.html" in page and "Uploaded file: plan.png" in page
    assert why_without_text(without_text.metadata["state"]) in page
    assert f"sha256 {without_text.bytes_sha256[:16]}…" in page
    assert f"sha256 {without_text.text_sha256[:16]}…" not in page


def test_a_document_names_what_nobody_typed() -> None:
    file = SimpleUploadedFile("log.html", PAGE, content_type="text/html")
    registering(visitor(), way="upload", file=file, title="", language="und")
    source = Source.objects.get()
    assert (source.title, source.language, source.captures.get().origin) == ("Log of March", "en", "upload")


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({"title": ""}, {"title": ["This field is required."]}),
        ({"publisher": ""}, {"publisher": ["Say who published it."]}),
        (
            {"publisher_kind": ""},
            {
                "publisher": [
                    "“Harbour Office” is not in the register. "
                    "Say what it is to register it, or choose one that is."
                ]
            },
        ),
        ({"published_on": "soon"}, {"published_on": ["Enter a valid date."]}),
    ],
)
def test_what_is_wrong_stands_by_its_field_and_the_text_is_kept(
    given: dict[str, str], errors: dict[str, list[str]]
) -> None:
    answer = registering(visitor(), **given)
    assert (answer.status_code, field_errors(answer)) == (422, errors)
    assert answer.context["capture"]["text"].value() == "Two boats lay at the quay."
    assert (Source.objects.count(), Publisher.objects.count()) == (0, 0)


def test_an_address_is_registered_at_once_and_read_in_the_background() -> None:
    person, claim = a_person(), a_claim()
    where = f"?claim={claim.pk}"
    answer = registering(
        visitor(person), where, way="fetch", url="https://harbour.example/log", title="", language="und"
    )
    source = Source.objects.get()
    assert answer["Location"] == f"/claims/{claim.pk}/evidence/new/?source={source.pk}"
    assert (source.title, source.captures.count()) == ("https://harbour.example/log", 0)
    visit = SourceVisit.objects.get()
    assert (visit.source, visit.reason, visit.state, visit.requested_by) == (
        source,
        "cited",
        "queued",
        person,
    )


def test_an_address_that_is_registered_offers_the_source_that_has_it() -> None:
    known, claim = a_source(url="https://harbour.example/log"), a_claim()
    answer = registering(visitor(), f"?claim={claim.pk}", url="https://harbour.example/log")
    assert answer.status_code == 422
    assert f'href="/claims/{claim.pk}/evidence/new/?source={known.pk}">Use it' in answer.content.decode()
    assert answer.context["form"]["title"].value() == "Harbour log"
    alone = registering(visitor(), url="https://harbour.example/log")
    assert f'href="/sources/{known.pk}/">Use it' in alone.content.decode()


def test_a_pasted_address_is_proposed_to_be_read_with_the_publisher_of_its_site() -> None:
    a_source(url="https://harbour.example/one", publisher=a_publisher(name="Harbour Office"))
    answer = visitor().get("/sources/new/?url=https://harbour.example/two")
    proposed = (answer.context["form"]["publisher"].value(), answer.context["capture"]["way"].value())
    assert proposed == ("Harbour Office", "fetch")


def test_a_source_tells_what_rests_on_it_and_costs_the_same_for_one_and_for_twenty() -> None:
    client, source = visitor(), a_source()
    capture = a_capture(source=source, text="\n\n".join(f"Crossing {number}." for number in range(20)))

    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/sources/{source.pk}/")
        return len(asked)

    statements()
    some_evidence(capture=capture, passage="Crossing 0.")
    first = statements()
    for number in range(1, 20):
        some_evidence(capture=capture, passage=f"Crossing {number}.")
    assert (first, statements()) == (24, 24)
    assert "What rests on it 20" in words_of(client.get(f"/sources/{source.pk}/"))


def test_what_a_source_rests_on_is_noted_and_taken_back() -> None:
    copy, origin, client = a_source(), a_source(title="Harbour log"), visitor()
    answer = client.post(
        f"/sources/{copy.pk}/derive/",
        {"origin": origin.pk, "kind": "republishes", "reason": "Word for word."},
        follow=True,
    )
    row = copy.derivations.get()
    assert (row.origin, row.kind, row.reason) == (origin, "republishes", "Word for word.")
    assert toasts_of(answer) == [("Noted. The statuses follow.", f"/derivations/{row.pk}/drop/")]
    assert "republishes Harbour log" in words_of(answer)
    client.post(f"/derivations/{row.pk}/drop/")
    assert copy.derivations.count() == 0


def test_another_kind_between_the_same_two_is_refused_and_the_words_are_kept() -> None:
    copy, origin = a_source(), a_source()
    derive_source(source_id=copy.pk, origin_id=origin.pk, kind="quotes", actor=a_person())
    answer = visitor().post(
        f"/sources/{copy.pk}/derive/", {"origin": origin.pk, "kind": "cites", "reason": "Footnote 3."}
    )
    refused = "These two are on record as “quotes”. Drop that statement first."
    assert (answer.status_code, field_errors(answer)) == (422, {"kind": [refused]})
    assert answer.context["form"]["reason"].value() == "Footnote 3."
    assert f'value="{origin.pk}" checked' in answer.content.decode()


def test_an_origin_has_to_be_chosen() -> None:
    answer = visitor().post(f"/sources/{a_source().pk}/derive/", {"kind": "cites"})
    assert field_errors(answer) == {"origin": ["Choose the source that it rests on."]}


def test_origins_are_found_while_typing_and_what_is_ticked_stays() -> None:
    ticked, found = a_source(title="Telegram"), a_source(title="Harbour log")
    asked: dict[str, str | int] = {
        "field": "relies_on",
        "origin_words": "harbour",
        "relies_on": ticked.pk,
        "without": a_source().pk,
    }
    page = visitor().get("/sources/choices/", asked).content.decode()
    assert page.count('type="checkbox"') == 2
    assert f'value="{ticked.pk}" checked' in page
    assert f'value="{found.pk}">' in page


def test_only_administrators_are_led_to_correct_or_retract() -> None:
    source = a_source()
    pages = {
        role: f"/sources/{source.pk}/state/"
        in visitor(role=role).get(f"/sources/{source.pk}/").content.decode()
        for role in (Role.REVIEWER, Role.EDITOR, Role.ADMINISTRATOR)
    }
    assert pages == {Role.REVIEWER: False, Role.EDITOR: False, Role.ADMINISTRATOR: True}


def test_what_is_said_about_a_source_is_corrected() -> None:
    source = a_source(publisher=a_publisher(name="Harbour Office"))
    values = {"title": "Log", "publisher": "Harbour Office", "kind": "record", "language": "de"}
    answer = visitor().post(f"/sources/{source.pk}/edit/", values | {"version": source.version}, follow=True)
    source.refresh_from_db()
    assert (source.title, source.kind, source.language) == ("Log", "record", "de")
    assert toasts_of(answer) == [("The source was changed.", "")]


def test_everything_about_a_source_is_entered_as_people_find_it() -> None:
    answer = registering(
        visitor(),
        url="https://anna:secret@Harbour.example/log?utm_source=x",
        identifiers="https://doi.org/10.1000/ABC\nISBN 3-16-148410-X\nNotice: 2024/17",
        tags="Ferry, harbour,",
        note="By the quay.",
    )
    source = Source.objects.get()
    assert (source.url, source.canonical_url) == (
        "https://Harbour.example/log?utm_source=x",
        "https://harbour.example/log",
    )
    assert source.identifiers == {"doi": "10.1000/abc", "isbn": "9783161484100", "notice": "2024/17"}
    assert (source.tags, source.note) == (["ferry", "harbour"], "By the quay.")
    page = visitor().get(answer["Location"])
    assert 'href="https://doi.org/10.1000/abc"' in page.content.decode()
    assert "About it Address https://harbour.example/log DOI 10.1000/abc" in words_of(page)


def test_a_password_in_an_address_is_taken_out_and_said() -> None:
    client = visitor()
    registering(client, url="https://anna:secret@harbour.example/log")
    said = toasts_of(client.get(f"/sources/{Source.objects.get().pk}/"))
    assert said == [
        ("Registered: Harbour log. The user name and password were taken out of the address.", "")
    ]
    assert "secret" not in Source.objects.get().url


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({"url": "harbour"}, ["url"]),
        ({"url": "javascript:alert(1)"}, ["url"]),
        ({"identifiers": "978-3-16-148410-1"}, ["identifiers"]),
        ({"identifiers": "ISBN: 978-3-16-148410-1"}, ["identifiers"]),
        ({"tags": "x" * 51}, ["tags"]),
    ],
)
def test_what_cannot_be_an_address_or_an_identifier_is_said_beside_it(
    given: dict[str, str], errors: list[str]
) -> None:
    answer = registering(visitor(), **given)
    assert (answer.status_code, list(field_errors(answer)), Source.objects.count()) == (422, errors, 0)
    assert answer.context["form"]["title"].value() == "Harbour log"


def test_one_page_under_five_addresses_is_one_source() -> None:
    registering(visitor(), url="https://harbour.example/log")
    for spelling in (
        "HTTPS://Harbour.Example/log",
        "https://harbour.example:443/log",
        "https://harbour.example/./log?utm_source=feed",
        "https://harbour.example./log#top",
        "https://anna@harbour.example/%6Cog?fbclid=1",
    ):
        answer = registering(visitor(), url=spelling, title="Another title")
        assert (answer.status_code, Source.objects.count()) == (422, 1)
        assert "This source is registered already" in words_of(answer)


def test_an_identifier_that_is_registered_leads_to_whose_it_is() -> None:
    known = a_source(identifiers={"doi": "10.1000/1"})
    answer = registering(visitor(), identifiers="doi:10.1000/1")
    assert (answer.status_code, list(field_errors(answer))) == (422, ["identifiers"])
    assert f'href="/sources/{known.pk}/">Use it' in answer.content.decode()
    other = a_source(publisher=a_publisher(name="Post"))
    values = {
        "title": "Log",
        "publisher": "Post",
        "kind": "record",
        "language": "de",
        "identifiers": "10.1000/1",
    }
    edited = visitor().post(f"/sources/{other.pk}/edit/", values)
    assert f'href="/sources/{known.pk}/">Look at it' in edited.content.decode()


def test_what_is_like_it_is_shown_before_it_is_registered_and_one_click_goes_on() -> None:
    office = a_publisher(name="Harbour Office")
    known = a_source(title="Harbour log of March 2025", publisher=office, published_on=date(2025, 3, 30))
    a_source(title="Harbour log of March 2025", publisher=office, published_on=date(2024, 3, 30))
    a_source(title="Harbour log of March 2025", published_on=date(2025, 3, 30))
    given = {"title": "Harbour Log, March 2025", "published_on": "2025-03-31", "publisher_kind": ""}
    answer = registering(visitor(), **given)
    assert (answer.status_code, [one.source for one in answer.context["alike"]]) == (422, [known])
    assert answer.context["capture"]["text"].value() == "Two boats lay at the quay."
    assert "Is it one of these?" in words_of(answer)
    assert (Source.objects.count(), Capture.objects.count()) == (3, 0)
    registering(visitor(), **given, anyway="1")
    registering(visitor(), **given, seen=[known.pk, Source.objects.latest("pk").pk])
    assert Source.objects.count() == 5


def test_what_is_like_it_is_shown_while_it_is_described() -> None:
    near = a_source(url="http://www.harbour.example/log/")
    same = a_source(url="https://harbour.example/log")
    named = a_source(identifiers={"isbn": "9783161484100"})
    client = visitor()

    def shown(**asked: Any) -> list[tuple[Source, str, bool]]:
        found = client.get("/sources/alike/", asked).context["alike"]
        return [(one.source, one.sign, one.is_the_same) for one in found]

    assert shown(url="https://harbour.example/log") == [(same, "address", True), (near, "address", False)]
    assert shown(url="https://harbour.example/log", without=same.pk) == [(near, "address", False)]
    assert shown(identifiers="ISBN 3-16-148410-X") == [(named, "identifier", True)]
    assert shown(url="https://", title="Log", identifiers="x", published_on="soon") == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (
            "https://anna:secret@bücher.example/a?fbclid=1",
            "Kept as https://xn--bcher-kva.example/a The user name and password are taken out of it. "
            "The name of this site has letters that may look like others; this is what it really is.",
        ),
        ("https://www.аpple.example/", "Kept as https://www.xn--pple-43d.example/ The name of this site has"),
        ("https://harbour.example/log", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_an_address_is_shown_as_it_will_be_kept_right_below_it(typed: str, said: str) -> None:
    answer = visitor().get("/sources/alike/", {"url": typed})
    assert '<div id="about-address" hx-swap-oob="innerHTML">' in answer.content.decode()
    words = words_of(answer).strip()
    assert words.startswith(said) if said else words == ""


def test_a_language_that_is_not_common_stays_what_it_is() -> None:
    source = a_source(publisher=a_publisher(name="Post"), language="pt-BR")
    client = visitor()
    form = client.get(f"/sources/{source.pk}/edit/").context["form"]
    values = {name: form[name].value() or "" for name in form.fields}
    client.post(f"/sources/{source.pk}/edit/", values)
    source.refresh_from_db()
    assert (source.language, source.version) == ("pt-BR", 1)


def test_who_was_slower_sees_what_it_is_now_beside_what_they_typed() -> None:
    source = a_source(publisher=a_publisher(name="Harbour Office"))
    edit_source(source_id=source.pk, values={"title": "Their title"}, actor=a_person())
    values = {"title": "My title", "publisher": "Harbour Office", "kind": "record", "language": "de"}
    answer = visitor().post(f"/sources/{source.pk}/edit/", values | {"version": source.version})
    assert (answer.status_code, answer.context["form"]["title"].value()) == (409, "My title")
    assert "As it is now Their title Yours My title" in words_of(answer)


def test_readers_read_and_are_offered_nothing_else() -> None:
    source, client = a_source(), visitor(role=Role.READER)
    page = client.get(f"/sources/{source.pk}/").content.decode()
    assert not [
        end for end in ("edit/", "captures/new/", "derive/", "state/") if f"{source.pk}/{end}" in page
    ]
    assert "/sources/new/" not in client.get("/sources/").content.decode()
    asked = ["/sources/new/", f"/sources/{source.pk}/edit/", f"/sources/{source.pk}/captures/new/"]
    assert [client.get(path).status_code for path in asked] == [403, 403, 403]
