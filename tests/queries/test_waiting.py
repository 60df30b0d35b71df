"""Highlights that wait for a decision: which, in what order, between what words, and what it costs to ask."""

from typing import Any

import pytest

from annotations.actions.claims import withdraw_claim
from annotations.domain.rewording import Stretch
from annotations.models import Highlight
from annotations.queries.waiting import (
    PAGE_SIZE,
    Replaced,
    next_waiting,
    retiring_all,
    waiting_articles,
    waiting_by_article,
    waiting_claims,
    waiting_lines,
    waiting_page,
)
from annotations.queries.waiting_highlights import Passage, place_to_begin, waiting_highlight
from tests.factories import a_claim, a_person, an_article, the_administrator
from tests.revised import AMBIGUOUS, CHANGED, GONE, NEW, OLD, a_story, many_waiting, revised, waits

pytestmark = pytest.mark.django_db

OTHER = "Quite different things are printed here.\n\nPlease accept our biscuits."


def ids(page: Any) -> list[int]:
    return [one.claim.id for one in page.highlights]


def test_an_article_without_a_later_text_has_nothing_that_waits() -> None:
    article = a_claim(words=CHANGED, article=an_article(text=OLD)).highlights.get().revision.article
    page = waiting_page(article.pk, the_administrator())
    assert (page.highlights, page.total, dict(page.counts), page.replaced) == ([], 0, {}, None)


def test_they_come_in_the_order_in_which_their_words_stood() -> None:
    article, claims = a_story(GONE, AMBIGUOUS, CHANGED)
    page = waiting_page(article.pk, the_administrator())
    assert ids(page) == [claims[2].pk, claims[1].pk, claims[0].pk]
    assert dict(page.counts) == {"changed": 1, "ambiguous": 1, "orphaned": 1}


def test_changed_words_stand_between_their_old_and_their_new_neighbours() -> None:
    _, (claim,) = a_story(CHANGED)
    one = waiting_highlight(waits(claim).pk, the_administrator())
    paid = "\nCrews were paid on time, the captain said."
    after_old = f"{paid} The ferry made two crossings.\nNobody asked who had closed the …"
    after_new = f"{paid} It was raining.\nThe lighthouse keeper left the island on Sunday. …"
    start, end = Stretch("same", "The harbour office counted "), Stretch("same", " boats in May.")
    assert (one.old, one.new) == (
        Passage("", (start, Stretch("removed", "410"), end), after_old, "en", "ltr"),
        Passage("", (start, Stretch("added", "460"), end), after_new, "en", "ltr"),
    )
    assert (one.outcome, one.changes, one.old_number, one.new_number) == ("changed", ("number",), 1, 2)


def test_each_place_that_fits_is_numbered_and_shown_where_it_is() -> None:
    article, (claim,) = a_story(AMBIGUOUS)
    one = waiting_highlight(waits(claim).pk, the_administrator())
    text = article.revisions.get(number=2).text
    assert [candidate.number for candidate in one.candidates] == [1, 2]
    assert [text[found.start : found.end] for found in one.candidates] == [AMBIGUOUS, AMBIGUOUS]
    assert {found.start for found in one.candidates} == {text.index(AMBIGUOUS), text.rindex(AMBIGUOUS)}
    assert one.new is None


def test_of_words_that_are_gone_the_block_is_shown_in_which_they_stood() -> None:
    _, (claim,) = a_story("who had closed the northern gate")
    one = waiting_highlight(waits(claim).pk, the_administrator())
    words = (Stretch("same", "who had closed the northern gate"),)
    assert one.old == Passage("Nobody asked ", words, " before the storm came in.", "en", "ltr")
    assert (one.new, one.candidates, one.span) == (None, (), None)


def test_whoever_selects_again_begins_behind_what_still_stands_before_the_words() -> None:
    article, (claim,) = a_story(GONE)
    text = article.revisions.get(number=2).text
    place = place_to_begin(waiting_highlight(waits(claim).pk, the_administrator()), text)
    assert text.index("Crews") < place <= text.index("The lighthouse")


def test_a_withdrawn_claim_waits_for_nobody() -> None:
    article, (claim,) = a_story(CHANGED)
    withdraw_claim(claim_id=claim.pk, actor=the_administrator())
    assert waiting_page(article.pk, the_administrator()).total == 0
    assert waiting_by_article([article.pk], the_administrator()) == {}


def test_a_text_with_nothing_in_common_is_said_once() -> None:
    article = an_article(text=OLD)
    for words in (CHANGED, AMBIGUOUS, GONE):
        a_claim(words=words, article=article)
    revised(article, OTHER)
    page, each = (waiting_page(article.pk, the_administrator(), each=each) for each in (False, True))
    latest = article.revisions.get(number=2).pk
    assert (page.highlights, page.total, page.replaced) == ([], 3, Replaced(latest, 2, (1,)))
    assert (len(each.highlights), each.replaced) == (3, None)


def test_a_single_highlight_is_shown_even_then() -> None:
    article = an_article(text=OLD)
    a_claim(words=CHANGED, article=article)
    revised(article, OTHER)
    assert len(waiting_page(article.pk, the_administrator()).highlights) == 1


def test_pages_follow_each_other_also_after_decisions() -> None:
    article = many_waiting(PAGE_SIZE + 3)
    person = the_administrator()
    first = waiting_page(article.pk, person)
    Highlight.objects.filter(pk__in=[one.id for one in first.highlights]).update(state="retired")
    second = waiting_page(article.pk, person, after=first.later)
    back = waiting_page(article.pk, person, before=second.earlier)
    assert (len(first.highlights), first.earlier, len(second.highlights), second.later) == (50, "", 3, "")
    assert (back.highlights, back.earlier) == ([], "")


def test_a_page_can_be_asked_for_by_what_it_holds() -> None:
    article = many_waiting(PAGE_SIZE + 3)
    person = the_administrator()
    every = list(Highlight.objects.waiting().order_by("id").values_list("id", flat=True))
    near, far = (waiting_page(article.pk, person, at=every[place]) for place in (7, 51))
    assert ([one.id for one in near.highlights], near.earlier) == (every[:50], "")
    assert [one.id for one in far.highlights] == every[51:]


@pytest.mark.parametrize("cursor", ["x", "1", "1.x", "-1.2", "9" * 30 + ".1", "1.2.3"])
def test_a_cursor_that_makes_no_sense_begins_at_the_beginning(cursor: str) -> None:
    article = many_waiting(2)
    assert len(waiting_page(article.pk, the_administrator(), after=cursor).highlights) == 2


@pytest.mark.parametrize("number", [1, 50])
def test_a_page_costs_the_same_however_much_waits(number: int, django_assert_num_queries: Any) -> None:
    article = many_waiting(number)
    person = the_administrator()
    with django_assert_num_queries(11):
        assert len(waiting_page(article.pk, person).highlights) == number


def test_after_a_decision_the_next_one_in_reading_order_is_near() -> None:
    article, claims = a_story(CHANGED, AMBIGUOUS, GONE)
    first, second, third = (waits(claim).pk for claim in claims)
    assert [next_waiting(article.pk, pk, the_administrator()) for pk in (first, second, third)] == [
        second,
        third,
        first,
    ]
    Highlight.objects.exclude(pk=first).update(state="retired")
    assert next_waiting(article.pk, first, the_administrator()) is None


def test_articles_are_listed_with_what_waits_in_them() -> None:
    first, _ = a_story(CHANGED, GONE)
    second, _ = a_story(AMBIGUOUS)
    a_story()
    found = [
        (one.article.pk, one.total, one.counts) for one in waiting_articles(the_administrator()).articles[1:]
    ]
    assert found == [
        (second.pk, 1, {"ambiguous": 1}),
        (first.pk, 2, {"changed": 1, "orphaned": 1}),
    ]


def test_claims_of_ones_own_come_first() -> None:
    author = a_person()
    a_story(CHANGED)
    article = an_article(text=OLD)
    own = a_claim(words=AMBIGUOUS, article=article, actor=author)
    revised(article)
    lines, total = waiting_lines(author)
    assert (lines[0].claim_id, total) == (own.pk, 2)
    assert waiting_lines(a_person())[1] == 2


def test_beside_the_text_only_the_first_few_are_told() -> None:
    article = many_waiting(30)
    lines, total = waiting_claims(article.pk, the_administrator())
    assert (len(lines), total, lines[0].changes) == (20, 30, ["number"])


def test_what_retiring_all_does_is_known_before() -> None:
    article, claims = a_story(CHANGED, GONE)
    a_claim_elsewhere = an_article(text=NEW)
    words = "The lighthouse keeper left the island on Sunday."
    start = NEW.replace("\n\n", "\n").index(words)
    Highlight.objects.create(
        claim=claims[0],
        revision=a_claim_elsewhere.revisions.get(),
        start=start,
        end=start + len(words),
        exact=words,
        block="b3",
        block_offset=0,
        made_by=the_administrator(),
    )
    effect = retiring_all(article.pk, the_administrator())
    assert (effect.highlights, effect.claims, effect.left_without) == (2, 2, 1)
