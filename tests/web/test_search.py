"""Search over everything, as people meet it."""

from typing import Any

import pytest

from annotations.actions.claims import withdraw_claim
from annotations.queries.search import search_everything
from tests.factories import a_claim, a_person, a_publisher, a_source, an_article, the_administrator
from tests.web.visitors import visitor, words_of

pytestmark = pytest.mark.django_db


def found(words: str) -> dict[str, list[str]]:
    """What is found, by kind, as people read it."""
    answer = search_everything(words, a_person())
    return {
        "claims": [row.text for row in answer.claims],
        "articles": [article.headline for article in answer.articles],
        "sources": [source.title for source in answer.sources],
        "publishers": [publisher.name for publisher in answer.publishers],
    }


@pytest.fixture
def library() -> None:
    """One of each that speaks of herons, and one of each that does not."""
    herons = an_article(text="Herons nest by the weir.", headline="Birds of the estuary")
    a_claim(article=herons, words="Herons nest by the weir")
    an_article(text="The mill closed.", headline="Nothing about birds")
    publisher = a_publisher(name="Heron Quarterly")
    a_source(publisher=publisher, title="Counting nests")
    a_source(publisher=a_publisher(name="Mill Weekly"), title="A heron at the mill")


def test_everything_that_holds_the_words_is_found(library: None) -> None:
    assert found("heron") == {
        "claims": ["Herons nest by the weir"],
        "articles": ["Birds of the estuary"],
        "sources": ["A heron at the mill", "Counting nests"],
        "publishers": ["Heron Quarterly"],
    }


@pytest.mark.parametrize("words", ["", "   ", "!!", "'", "\\", "&|!():*", "<->"])
def test_signs_alone_find_nothing(library: None, words: str) -> None:
    assert found(words) == {"claims": [], "articles": [], "sources": [], "publishers": []}


@pytest.mark.parametrize("words", ["nest' weir", "weir & !nest", "weir:* nest", "HERONS (weir)"])
def test_signs_between_words_do_no_harm(library: None, words: str) -> None:
    assert found(words)["claims"] == ["Herons nest by the weir"] or "nest" not in words


def test_only_the_last_word_may_be_unfinished(library: None) -> None:
    assert [found(words)["claims"] for words in ("herons we", "her weir")] == [
        ["Herons nest by the weir"],
        [],
    ]


def test_withdrawn_claims_are_not_found(library: None) -> None:
    claim = a_claim(words="")
    withdraw_claim(claim_id=claim.pk, actor=the_administrator())
    assert claim.text not in found(claim.text)["claims"]


def test_the_page_says_what_was_looked_for_and_that_nothing_holds_it() -> None:
    assert "Nothing contains “zebra”" in words_of(visitor().get("/search/?words=zebra"))


def test_words_are_shown_as_words() -> None:
    assert "<b>bold</b>" not in visitor().get("/search/?words=<b>bold</b>").content.decode()


@pytest.mark.parametrize("claims", [1, 7])
def test_the_cost_does_not_grow_with_what_is_found(claims: int, django_assert_num_queries: Any) -> None:
    for _ in range(claims):
        a_claim()
    person = a_person()
    with django_assert_num_queries(9):
        search_everything("ferry", person)
