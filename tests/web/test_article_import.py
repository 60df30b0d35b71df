"""Bringing an article in: three ways, what is proposed, and everything that can be wrong with it."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from annotations.gateways.safe_fetch import FailureReason, FetchFailed
from annotations.models import Article, Publisher, User
from annotations.web import documents
from tests.factories import a_person, an_article

pytestmark = pytest.mark.django_db

ADDRESS = "/articles/import/"
PAGE = """<!doctype html><html lang="en"><head><title>Ferry stops · The Lamp</title>
<meta property="og:site_name" content="The Lamp"><meta property="article:published_time" content="2025-10-15">
<meta name="author" content="Hanne Ovesen"></head><body><article><h1>Ferry stops</h1>
<p>The ferry will stop for the winter, the town said.</p><p>Nobody asked the harbour about it.</p>
<script>alert("never")</script></article></body></html>"""

PDF_WITHOUT_TEXT = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF"
)


@pytest.fixture(autouse=True)
def reviewer(client: Client) -> User:
    """A reviewer who is signed in."""
    person = a_person()
    client.force_login(person)
    return person


def uploaded(name: str, content: bytes) -> dict[str, Any]:
    return {"way": "upload", "file": SimpleUploadedFile(name, content)}


def proposed(answer: Any) -> dict[str, Any]:
    """The values the second step proposes, without the sealed text."""
    form = answer.context["form"]
    return {
        name: form[name].value() for name in form.fields if name not in ("read", "version", "publisher_kind")
    }


def confirmed(answer: Any, **changes: str) -> dict[str, Any]:
    """What a person sends who confirms the proposals, with some changes."""
    form = answer.context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in values.items()} | changes


def test_a_page_proposes_what_it_says_about_itself(client: Client) -> None:
    answer = client.post(ADDRESS, uploaded("ferry.html", PAGE.encode()))
    assert answer.status_code == 200
    assert proposed(answer) == {
        "headline": "Ferry stops",
        "byline": "Hanne Ovesen",
        "publisher": "The Lamp",
        "published_on": date(2025, 10, 15),
        "time_zone": "UTC",
        "dateline": "",
        "language": "en",
        "url": "",
    }
    assert "alert(" not in answer.content.decode()


def test_confirmed_proposals_become_an_article_and_a_publisher(client: Client, reviewer: User) -> None:
    answer = client.post(ADDRESS, uploaded("ferry.html", PAGE.encode()))
    done = client.post(ADDRESS, confirmed(answer, publisher_kind="newspaper", headline="Ferry to stop"))
    article = Article.objects.get()
    revision = article.revisions.get()
    assert (done.status_code, done["Location"]) == (302, f"/articles/{article.pk}/")
    assert (article.headline, article.byline, article.published_on, article.language) == (
        "Ferry to stop",
        "Hanne Ovesen",
        date(2025, 10, 15),
        "en",
    )
    assert article.publisher == Publisher.objects.get(name="The Lamp", kind="newspaper")
    assert revision.text == (
        "Ferry stops\nThe ferry will stop for the winter, the town said.\nNobody asked the harbour about it."
    )
    assert (revision.origin, revision.origin_name, revision.made_by) == ("upload", "ferry.html", reviewer)


def test_pasted_text_goes_through_both_steps(client: Client) -> None:
    answer = client.post(ADDRESS, {"way": "paste", "text": "The ferry stopped.\r\n\r\nTwo boats remained."})
    client.post(ADDRESS, confirmed(answer, headline="Ferry"))
    assert Article.objects.get().revisions.get().text == "The ferry stopped.\nTwo boats remained."


def test_nothing_is_lost_when_the_second_step_is_refused(client: Client) -> None:
    answer = client.post(ADDRESS, uploaded("ferry.html", PAGE.encode()))
    refused = client.post(ADDRESS, confirmed(answer, headline="", byline="Somebody", publisher=""))
    assert (refused.status_code, Article.objects.count()) == (422, 0)
    assert refused.context["form"]["byline"].value() == "Somebody"
    client.post(ADDRESS, confirmed(refused, headline="Ferry"))
    assert Article.objects.get().byline == "Somebody"


def test_a_sealed_text_that_was_changed_or_is_somebody_elses_is_refused(client: Client) -> None:
    answer = client.post(ADDRESS, {"way": "paste", "text": "The ferry stopped."})
    values = confirmed(answer, headline="Ferry")
    changed = client.post(ADDRESS, {**values, "read": values["read"][:-2] + "zz"})
    assert "got lost on the way" in changed.content.decode()
    client.force_login(a_person())
    stolen = client.post(ADDRESS, values)
    assert (changed.status_code, stolen.status_code, Article.objects.count()) == (422, 422, 0)


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"way": "paste", "text": "   \n "}, "text", "Paste the text of the article."),
        ({"way": "upload"}, "file", "Choose a file."),
        ({"way": "fetch", "url": ""}, "url", "Enter the address of the page."),
        ({"way": "fetch", "url": "http://127.0.0.1/ferry"}, "url", "public"),
        ({"way": "fetch", "url": "http://10.0.0.7/ferry.html"}, "url", "public"),
        ({"way": "fetch", "url": "ftp://example.org/x"}, "url", "http"),
    ],
)
def test_what_cannot_be_read_is_said_beside_its_field(
    client: Client, sent: dict[str, str], field: str, sentence: str
) -> None:
    answer = client.post(ADDRESS, sent)
    assert answer.status_code == 422
    assert sentence in str(answer.context["form"].errors[field])


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.txt", b"", "empty"),
        ("long.txt", b"a " * (10 * 1024 * 1024 + 1), "larger than 20 MB"),
        (
            "scan.pdf",
            PDF_WITHOUT_TEXT,
            "PDF",
        ),
        ("letter.docx", b"PK\x03\x04rest", "office document"),
        (
            "script.html",
            b"<!doctype html><html><body><script>render()</script></body></html>",
            "no words of its own",
        ),
    ],
)
def test_documents_that_hold_no_text_are_refused_with_what_to_do(
    client: Client, name: str, content: bytes, sentence: str
) -> None:
    answer = client.post(ADDRESS, uploaded(name, content))
    assert (answer.status_code, Article.objects.count()) == (422, 0)
    assert sentence in str(answer.context["form"].errors["file"])


def test_broken_markup_and_an_unnamed_encoding_are_read_with_a_note(client: Client) -> None:
    broken = "<html><body><p>Caf\xe9 <b>stopped<p>Two boats".encode("windows-1252")
    answer = client.post(ADDRESS, uploaded("broken.html", broken))
    assert answer.status_code == 200
    assert answer.context["read"].canonical.text == "Café stopped\nTwo boats"


def test_pasted_text_stays_when_it_is_too_long(client: Client) -> None:
    text = "word " * 500_000
    answer = client.post(ADDRESS, {"way": "paste", "text": text})
    assert answer.status_code == 422
    assert answer.context["form"]["text"].value() == text
    assert "characters" in str(answer.context["form"].errors["text"])


def test_an_address_that_is_here_already_leads_to_its_article(client: Client) -> None:
    known = an_article(headline="Known", url="https://example.org/ferry")
    fetched = client.post(ADDRESS, {"way": "fetch", "url": "https://EXAMPLE.org/ferry#top"})
    assert fetched.status_code == 422
    assert f'href="/articles/{known.pk}/"' in fetched.content.decode()
    answer = client.post(ADDRESS, {"way": "paste", "text": "Another text."})
    refused = client.post(ADDRESS, confirmed(answer, headline="Again", url="https://example.org/ferry"))
    assert refused.status_code == 422
    assert "imported already" in str(refused.context["form"].errors["url"])
    assert f'href="/articles/{known.pk}/"' in refused.content.decode()


def test_a_text_that_is_here_already_is_named_and_may_come_in_again(client: Client) -> None:
    known = an_article(headline="First", text="The ferry stopped.\n\nTwo boats remained.")
    answer = client.post(ADDRESS, {"way": "paste", "text": "The ferry stopped.\n\nTwo boats remained."})
    assert [article.pk for article in answer.context["same_text"]] == [known.pk]
    client.post(ADDRESS, confirmed(answer, headline="Second"))
    assert Article.objects.count() == 2


def test_a_site_that_does_not_answer_is_told_apart_from_a_wrong_address(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(url: str, **options: Any) -> None:
        raise FetchFailed(FailureReason.TIMED_OUT, "example.org did not answer in time.", url=url)

    monkeypatch.setattr(documents, "fetch", gone)
    answer = client.post(ADDRESS, {"way": "fetch", "url": "example.org/ferry"})
    assert answer.status_code == 503
    assert "did not answer in time" in str(answer.context["form"].errors["url"])
    assert answer.context["form"]["url"].value() == "example.org/ferry"
