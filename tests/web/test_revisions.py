"""The texts an article had, and what became of the highlights in each."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from annotations.actions.articles import ReadDocument, add_revision, append_revision
from annotations.domain.canonical import from_plain
from annotations.domain.vocabulary import Origin, Role
from annotations.models import Article, Reanchoring, RevisionMarkup
from tests.factories import an_article, the_administrator
from tests.revised import a_story, many_waiting, revised
from tests.web.visitors import visitor, words_of

pytestmark = pytest.mark.django_db


def statements(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_each_text_says_what_became_of_the_highlights() -> None:
    article, _ = a_story()
    answer = visitor().get(f"/articles/{article.pk}/revisions/")
    lines = [
        (line["listed"].revision.number, line["words"], line["listed"].waiting, line["listed"].claims)
        for line in answer.context["lines"]
    ]
    assert lines == [
        (
            2,
            [
                ("unchanged", "1 highlight unchanged"),
                ("changed", "1 with changed words"),
                ("ambiguous", "1 with several places that fit"),
                ("orphaned", "1 gone"),
            ],
            3,
            1,
        ),
        (1, [], 0, 4),
    ]
    assert "3 highlights wait for a decision." in words_of(answer)
    page = answer.content.decode()
    assert f'href="/articles/{article.pk}/compare/1/2/"' in page
    assert f'href="/articles/{article.pk}/highlights/waiting/"' in page


def test_a_text_that_the_schedule_found_is_made_by_nobody() -> None:
    article = an_article(text="One.")
    document = ReadDocument(from_plain("Two."), Origin.CHECK, "https://example.org/one")
    append_revision(article, document, actor=None)
    page = words_of(visitor().get(f"/articles/{article.pk}/revisions/"))
    assert "by the schedule Fetched again by the schedule https://example.org/one" in page


def test_it_costs_the_same_for_one_text_as_for_ten() -> None:
    client, article = visitor(), an_article(text="Text 0.")
    one = statements(client, f"/articles/{article.pk}/revisions/")
    for number in range(1, 10):
        revised(article, f"Text {number}.")
    assert (one, statements(client, f"/articles/{article.pk}/revisions/")) == (7, 7)


def test_the_outcomes_ask_again_while_highlights_are_looked_for() -> None:
    article, _ = a_story()
    address = f"/articles/{article.pk}/revisions/2/outcomes/"
    over = visitor().get(address).content.decode()
    Reanchoring.objects.update(state="running", finished_at=None, done=1)
    under_way = visitor().get(address)
    assert ("every 1s" in over, "every 1s" in under_way.content.decode()) == (False, True)
    assert "1 of 4 highlights looked for" in words_of(under_way)
    assert visitor().get(f"/articles/{article.pk}/revisions/3/outcomes/").status_code == 404


def test_nothing_in_common_is_said_once() -> None:
    article = many_waiting(3)
    Reanchoring.objects.create(
        revision=article.revisions.get(number=2),
        state="done",
        counts={"orphaned": 3},
        has_common_text=False,
        finished_at=article.imported_at,
    )
    page = words_of(visitor().get(f"/articles/{article.pk}/revisions/"))
    assert page.count("nothing in common") == 1


def test_readers_are_offered_nothing_they_may_not_do() -> None:
    article = an_article(url="https://example.org/ferry")
    page = visitor(role=Role.READER).get(f"/articles/{article.pk}/revisions/").content.decode()
    offered = [
        f"/articles/{article.pk}/{part}/" for part in ("revisions/new", "annotations/import", "check/every")
    ]
    assert [address for address in offered if address in page] == []


def test_an_empty_text_is_refused_beside_its_field() -> None:
    article = an_article(text="One.")
    answer = visitor().post(f"/articles/{article.pk}/revisions/new/", {"way": "paste", "text": " \n "})
    assert (answer.status_code, list(answer.context["form"].errors), article.revisions.count()) == (
        422,
        ["text"],
        1,
    )


def test_going_back_to_an_earlier_text_is_a_change() -> None:
    article = an_article(text="One.")
    for text in ("Two.", "One."):
        answer = visitor().post(f"/articles/{article.pk}/revisions/new/", {"way": "paste", "text": text})
        assert answer.status_code == 302
    assert [one.text for one in article.revisions.order_by("number")] == ["One.", "Two.", "One."]


def test_the_page_a_text_was_read_from_is_kept_with_it() -> None:
    article = _imported_page()
    revision = article.revisions.get()
    kept = RevisionMarkup.objects.get(revision=revision).markup
    assert (kept, revision.text) == (PAGE, "The ferry stopped.")
    add_revision(
        article_id=article.pk,
        canonical=from_plain("No page."),
        origin=Origin.PASTE,
        actor=the_administrator(),
    )
    assert RevisionMarkup.objects.count() == 1


PAGE = "<!doctype html><html><title>Ferry</title><body><p id='x'>The ferry stopped.</p></body></html>"


def _imported_page() -> Article:
    """An article that came in through both steps of the form."""
    client = visitor()
    read = client.post(
        "/articles/import/", {"way": "upload", "file": SimpleUploadedFile("ferry.html", PAGE.encode())}
    )
    form = read.context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    client.post("/articles/import/", {**sent, "headline": "Ferry"})
    return Article.objects.get()
