"""The list of articles, what is said about one, and its revisions."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from annotations.actions.articles import add_revision
from annotations.domain.canonical import from_plain
from annotations.domain.vocabulary import Origin, Role
from annotations.models import Claim, User
from annotations.queries.articles import PAGE_SIZE, article_page
from tests.events import events_of
from tests.factories import a_claim, a_person, a_publisher, an_article, assessed, the_administrator

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer(client: Client) -> User:
    """A reviewer who is signed in."""
    person = a_person()
    client.force_login(person)
    return person


def statements(client: Client, address: str) -> int:
    """How many statements a page costs, those for the session and the person included."""
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def headlines(client: Client, address: str) -> list[str]:
    """The articles that a page lists, in order."""
    return [listed.article.headline for listed in client.get(address).context["found"].articles]


def test_nobody_reads_without_signing_in(client: Client) -> None:
    answer = client.get("/articles/")
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=%2Farticles%2F")


def test_an_empty_list_teaches_the_first_step(client: Client, reviewer: User) -> None:
    page = client.get("/articles/").content.decode()
    assert "No articles yet" in page
    assert 'href="/articles/import/"' in page


def test_a_reader_is_offered_no_import(client: Client) -> None:
    client.force_login(a_person(role=Role.READER))
    assert "/articles/import/" not in client.get("/articles/").content.decode()
    assert client.get("/articles/import/").status_code == 403


def test_the_list_costs_the_same_for_one_article_as_for_twenty(client: Client, reviewer: User) -> None:
    a_claim(words="The ferry stopped.", article=an_article())
    one = statements(client, "/articles/")
    for _ in range(19):
        a_claim(words="Two boats remained.", article=an_article())
    assert (one, statements(client, "/articles/")) == (9, 9)


def test_progress_counts_each_claim_once_however_often_it_stands(reviewer: User) -> None:
    article = an_article(text="One. Two. Three.")
    assessed(a_claim(words="One.", article=article))
    withdrawn = a_claim(words="Two.", article=article)
    Claim.objects.filter(pk=withdrawn.pk).update(state="withdrawn", state_before_withdrawal="draft")
    refuted = a_claim(words="Three.", article=article)
    Claim.objects.filter(pk=refuted.pk).update(status="REFUTED")
    progress = article_page({}, reviewer).articles[0].progress
    assert (progress.claims, progress.decided, progress.open, progress.signed) == (2, 1, 1, 0)
    assert [(share.status, share.count, share.offset, share.width) for share in progress.shares] == [
        ("REFUTED", 1, "0.00", "50.00"),
        ("NOT_ENOUGH_EVIDENCE", 1, "50.00", "50.00"),
    ]


def test_filters_find_by_words_of_headline_or_text_by_publisher_language_and_work(
    client: Client, reviewer: User
) -> None:
    publisher = a_publisher()
    ferry = an_article(headline="Ferry", text="Nobody asked the harbour.", publisher_id=publisher.pk)
    bus = an_article(headline="Bus", text="The timetable changed.", language="de")
    claim = a_claim(words="Nobody asked the harbour.", article=ferry)
    Claim.objects.filter(pk=claim.pk).update(status="SUPPORTED")
    found = {
        query: headlines(client, f"/articles/?{query}")
        for query in (
            "words=ferry",
            "words=harbour",
            "words=timetable",
            "words=nothing",
            "language=de",
            "work=done",
            "work=open",
            "work=none",
            "mine=yes",
            f"publisher={publisher.pk}",
        )
    }
    assert found == {
        "words=ferry": ["Ferry"],
        "words=harbour": ["Ferry"],
        "words=timetable": ["Bus"],
        "words=nothing": [],
        "language=de": ["Bus"],
        "work=done": ["Ferry"],
        "work=open": [],
        "work=none": ["Bus"],
        "mine=yes": [],
        f"publisher={publisher.pk}": ["Ferry"],
    }
    assert bus.pk > ferry.pk


def test_a_filter_that_makes_no_sense_is_said_to(client: Client, reviewer: User) -> None:
    answer = client.get("/articles/?publisher=ferry")
    assert answer.status_code == 422
    assert "is no number of a publisher" in answer.content.decode()


def test_pages_follow_each_other_without_gap_or_repetition(client: Client, reviewer: User) -> None:
    ids = [an_article().pk for _ in range(PAGE_SIZE * 2 + 3)][::-1]
    seen, address = [], "/articles/"
    while address:
        context = client.get(address).context
        seen += [listed.article.pk for listed in context["found"].articles]
        address, back = context["pages"]["next"], context["pages"]["previous"]
    assert seen == ids
    one_back = client.get(back).context
    assert [listed.article.pk for listed in one_back["found"].articles] == ids[PAGE_SIZE : 2 * PAGE_SIZE]


def test_editing_corrects_what_is_said_and_records_it(client: Client, reviewer: User) -> None:
    article = an_article(headline="Old", published_on=None)
    form = client.get(f"/articles/{article.pk}/edit/").context["form"]
    values = {name: form[name].value() or "" for name in form.fields}
    sent = {
        **values,
        "headline": "New",
        "published_on": "2020-09-29",
        "publisher": "The Lamp",
        "publisher_kind": "newspaper",
    }
    answer = client.post(f"/articles/{article.pk}/edit/", sent)
    article.refresh_from_db()
    assert (answer.status_code, answer["Location"]) == (302, f"/articles/{article.pk}/")
    assert article.publisher is not None
    assert (article.headline, article.published_on, article.publisher.name) == (
        "New",
        date(2020, 9, 29),
        "The Lamp",
    )
    assert [verb for verb, *_ in events_of(article)] == ["article.imported", "article.edited"]


def test_an_edit_of_an_older_version_keeps_what_was_typed(client: Client, reviewer: User) -> None:
    article = an_article(headline="Old")
    values = {"headline": "Mine", "time_zone": "UTC", "language": "en", "version": "0"}
    answer = client.post(f"/articles/{article.pk}/edit/", values)
    article.refresh_from_db()
    assert (answer.status_code, article.headline) == (409, "Old")
    assert answer.context["form"]["headline"].value() == "Mine"
    assert "Somebody changed it meanwhile" in answer.content.decode()


def test_a_publisher_that_is_not_registered_is_asked_about(client: Client, reviewer: User) -> None:
    article = an_article()
    values = {"headline": "Mine", "time_zone": "UTC", "language": "en", "publisher": "Nobody’s Paper"}
    answer = client.post(f"/articles/{article.pk}/edit/", values)
    assert answer.status_code == 422
    assert "is not in the register" in answer.context["form"].errors["publisher"][0]


def test_names_of_the_register_are_offered_while_typing(client: Client, reviewer: User) -> None:
    a_publisher(name="The Lamp")
    a_publisher(name="Harbour Office")
    page = client.get("/publishers/options/?layers-0-publisher=lam").content.decode()
    assert page.strip() == '<option value="The Lamp">Newspaper</option>'


def test_revisions_are_listed_with_their_checksums(client: Client, reviewer: User) -> None:
    article = an_article(text="One.")
    second = add_revision(
        article_id=article.pk, canonical=from_plain("Two."), origin=Origin.PASTE, actor=the_administrator()
    )
    page = client.get(f"/articles/{article.pk}/revisions/").content.decode()
    assert page.index("Revision 2") < page.index("Revision 1")
    assert second.sha256 in page


def test_a_new_revision_comes_in_and_the_same_text_does_not(client: Client, reviewer: User) -> None:
    article = an_article(text="One.")
    address = f"/articles/{article.pk}/revisions/new/"
    assert client.post(address, {"way": "paste", "text": "Two."})["Location"] == f"/articles/{article.pk}/"
    again = client.post(address, {"way": "paste", "text": "Two."})
    assert again.status_code == 422
    assert "No change: the article reads so already." in again.content.decode()
    assert (again.context["form"]["text"].value(), again.context["form"].errors) == ("Two.", {})
    assert article.revisions.count() == 2
