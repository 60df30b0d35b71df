"""Importing, revising and correcting articles."""

from datetime import date
from typing import Any

import pytest
from django.db import ProgrammingError, transaction

from annotations.actions.articles import MARKUP_KEPT, add_revision, edit_article, import_article
from annotations.actions.merges import merge_sources
from annotations.domain.canonical import from_plain
from annotations.domain.errors import Conflict, Invalid, NotAllowed, Stale
from annotations.domain.vocabulary import Origin, Role
from annotations.models import Article, Event, Revision, RevisionMarkup
from tests.factories import (
    a_claim,
    a_person,
    a_publisher,
    a_source,
    an_article,
    assessed,
    some_evidence,
    the_administrator,
)
from tests.register import changed_inputs

pytestmark = pytest.mark.django_db

TEXT = "The ferry stopped.\n\nTwo boats remained."


def test_an_import_makes_the_first_revision_and_one_event() -> None:
    article = import_article(
        canonical=from_plain(TEXT),
        headline="  The ferry\u00a0 stopped ",
        origin=Origin.PASTE,
        url="HTTPS://News.example:443/ferry?utm_source=x#top",
        published_on=date(2026, 3, 2),
        time_zone="Europe/Berlin",
        actor=a_person(),
    )
    revision = article.revisions.get()
    assert (article.headline, article.canonical_url) == ("The ferry stopped", "https://news.example/ferry")
    assert (revision.number, revision.text) == (1, "The ferry stopped.\nTwo boats remained.")
    assert list(Event.objects.filter(stream=f"article:{article.pk}").values_list("verb", flat=True)) == [
        "article.imported"
    ]


@pytest.mark.parametrize(
    ("given", "field", "rule"),
    [
        ({"headline": " "}, "headline", "required"),
        ({"headline": "x" * 501}, "headline", "too-long"),
        ({"url": "ftp://news.example/"}, "url", "url-scheme"),
        ({"time_zone": "Mars/Olympus"}, "time_zone", "unknown-time-zone"),
        ({"publisher_id": 987654}, "publisher", "unknown-publisher"),
    ],
)
def test_each_refusal_names_its_field_and_rule(given: dict[str, Any], field: str, rule: str) -> None:
    values = {"canonical": from_plain(TEXT), "headline": "Ferry", "origin": Origin.PASTE, "actor": a_person()}
    with pytest.raises(Invalid) as refusal:
        import_article(**{**values, **given})
    assert (refusal.value.field, refusal.value.rule) == (field, rule)
    assert not Article.objects.exists()


def test_an_address_is_imported_once_and_the_refusal_names_the_first() -> None:
    first = an_article(url="https://news.example/ferry")
    with pytest.raises(Conflict) as refusal:
        an_article(url="https://NEWS.example/ferry#comments")
    assert (refusal.value.rule, refusal.value.details) == ("article-imported-already", {"id": first.pk})


def test_a_new_text_is_the_next_revision_and_the_present_one_is_none() -> None:
    article = an_article(text=TEXT)

    def revised(text: str, **given: str) -> Revision:
        canonical = from_plain(text)
        return add_revision(
            article_id=article.pk, canonical=canonical, origin=Origin.PASTE, actor=a_person(), **given
        )

    added = revised("The ferry stopped.", markup="<p>The ferry stopped.")
    assert (added.number, added.kept_markup.markup) == (2, "<p>The ferry stopped.")
    with pytest.raises(Conflict) as refusal:
        revised("The ferry stopped.")
    assert (refusal.value.rule, refusal.value.details) == (
        "revision-unchanged",
        {"revision": added.pk, "number": 2},
    )
    assert revised(TEXT).number == 3


def test_markup_beyond_all_measure_is_not_kept() -> None:
    article = an_article(markup="<p>" + "x" * MARKUP_KEPT)
    assert not RevisionMarkup.objects.filter(revision__article=article).exists()


def test_an_edit_is_recorded_with_old_and_new_and_needs_the_present_version() -> None:
    article = an_article(headline="Ferry")
    edit_article(article_id=article.pk, values={"headline": "Boats"}, expected_version=1, actor=a_person())
    event = Event.objects.get(verb="article.edited")
    assert (event.before, event.after) == ({"headline": "Ferry"}, {"headline": "Boats"})
    with pytest.raises(Stale):
        edit_article(article_id=article.pk, values={"headline": "Cars"}, expected_version=1, actor=a_person())


def test_a_reader_imports_nothing() -> None:
    with pytest.raises(NotAllowed):
        an_article(actor=a_person(role=Role.READER))


def test_a_revision_never_changes() -> None:
    revision = an_article().revisions.get()
    for attempt in (
        lambda: Revision.objects.filter(pk=revision.pk).update(text="Other."),
        lambda: Revision.objects.filter(pk=revision.pk)._raw_delete("default"),
    ):
        with pytest.raises(ProgrammingError, match="pgtrigger"), transaction.atomic():
            attempt()


def test_a_new_address_marks_the_claims_that_rest_on_the_article_itself() -> None:
    """An article is no evidence for its own claims, and it is known by its address."""
    article, itself = an_article(), a_source(url="https://news.example/ferry")
    inside, outside = a_claim(article=article, words="Two boats"), a_claim()
    for claim in (inside, outside):
        some_evidence(claim=claim, source=itself)
        assessed(claim)
    edit_article(article_id=article.pk, values={"headline": "Two boats"}, actor=a_person())
    assert changed_inputs(inside, outside) == [False, False]
    edit_article(article_id=article.pk, values={"url": "https://news.example/ferry"}, actor=a_person())
    assert changed_inputs(inside, outside) == [True, False]


def test_the_address_of_a_source_that_was_merged_away_is_that_of_the_kept_one() -> None:
    wire, person = a_publisher(kind="wire"), the_administrator()
    address = "https://news.example/the-report"
    absorbed, kept = a_source(publisher=wire, url=address), a_source(publisher=wire)
    merge_sources(kept_id=kept.pk, absorbed_id=absorbed.pk, reason="The same.", actor=person)
    article = an_article(text="The ferry stopped.", url="https://news.example/other")
    claim = a_claim(words="The ferry stopped.", article=article)
    some_evidence(claim=claim, source=kept, sourcing="own")
    assert assessed(claim).status == "LEANS_SUPPORTED"
    edit_article(article_id=article.pk, values={"url": address}, actor=person)
    assert assessed(claim).status == "NOT_ENOUGH_EVIDENCE"
