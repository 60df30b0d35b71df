"""The pages of second readings: one passage after the other, and what finds no reader."""

from datetime import timedelta

import pytest
from django.utils import timezone

from annotations.actions.second_looks import answer_look
from annotations.domain.vocabulary import Role, SecondLookState, Stance
from annotations.models import SecondLook
from annotations.queries.queue import Group, queue_of
from annotations.web.queue_words import shown_groups
from tests.factories import a_claim, a_person, an_article
from tests.reviewed import a_counted_link, a_look, review_rules
from tests.web.visitors import toasts_of, visitor, words_of

pytestmark = pytest.mark.django_db


def test_a_reader_sees_claim_and_passage_and_nothing_of_the_first() -> None:
    review_rules()
    first, reader = a_person(display_name="Prudence First"), a_person()
    article = an_article(text="Nothing else.\nOn Monday the mayor was there, people said.\nMore.")
    claim = a_claim(
        words="the mayor was there", article=article, risk="high", risk_reason="Names a person.", actor=first
    )
    look = a_look(first=first, claim=claim, passage="I saw the mayor there.", note="Clear as day.")
    answer = visitor(reader).get(f"/second-looks/{look.pk}/")
    words = words_of(answer)
    assert answer.status_code == 200
    assert "the mayor was there" in words and "I saw the mayor there." in words
    assert "On Monday the mayor was there, people said." in words
    traces = ("Prudence", "Clear as day", "Supported", "High risk", "Names a person", f"/claims/{claim.pk}/")
    for told in traces:
        assert told not in answer.content.decode()


def test_nobody_else_learns_that_there_is_one() -> None:
    review_rules()
    first = a_person()
    a_person()
    look = a_look(first=first)
    for client in (visitor(first), visitor(role=Role.ADMINISTRATOR), visitor(role=Role.EDITOR)):
        assert client.get(f"/second-looks/{look.pk}/").status_code == 404


def test_an_answer_leads_to_the_next_and_the_last_one_to_the_list() -> None:
    review_rules()
    first, reader = a_person(), a_person()
    for _ in range(2):
        a_look(first=first)
    client = visitor(reader)
    here = client.get("/second-looks/next/")["Location"]
    answer = client.post(here, {"stance": "corroborates", "reason": "It says so."})
    assert answer["Location"] == "/second-looks/next/"
    following = client.get("/second-looks/next/", follow=True)
    assert toasts_of(following) == [("Kept. 1 more waits.", "")]
    there = following.redirect_chain[-1][0]
    assert there != here
    done = client.post(there, {"stance": "contradicts"}, follow=True)
    assert (done.redirect_chain[-1][0], "Nothing waits for you to read" in words_of(done)) == (
        "/second-looks/",
        True,
    )
    answered = SecondLook.objects.order_by("answered_at").values_list("state", "reason")
    assert list(answered) == [("agreed", "It says so."), ("disputed", "")]


def test_both_outcomes_are_answered_alike() -> None:
    review_rules()
    first, reader = a_person(), a_person()
    client = visitor(reader)
    answers = []
    for stance in ("corroborates", "contradicts"):
        look = a_look(first=first)
        client.post(f"/second-looks/{look.pk}/", {"stance": stance})
        page = client.get(f"/second-looks/{look.pk}/")
        answers.append((page.status_code, "You have read this passage" in words_of(page)))
        assert "agreed" not in words_of(page).lower() and "differ" not in words_of(page).lower()
    assert answers == [(200, True), (200, True)]


def test_without_a_stance_what_was_typed_is_kept() -> None:
    review_rules()
    first, reader = a_person(), a_person()
    look = a_look(first=first)
    answer = visitor(reader).post(f"/second-looks/{look.pk}/", {"reason": "A long thought."})
    assert (answer.status_code, "A long thought." in answer.content.decode()) == (422, True)


def test_later_puts_it_behind_the_others() -> None:
    review_rules()
    first, reader = a_person(), a_person()
    looks = {a_look(first=first).pk, a_look(first=first).pk}
    client = visitor(reader)
    one = client.get("/second-looks/next/")["Location"]
    number = int(one.split("/")[2])
    other = client.get(f"/second-looks/next/?after={number}")["Location"]
    assert other == f"/second-looks/{(looks - {number}).pop()}/"


def test_what_finds_no_reader_is_taken_or_given_to_somebody() -> None:
    review_rules()
    first = a_person()
    look = a_look(first=first)
    assert look.reader_id is None
    late, editor = a_person(display_name="Late Comer"), a_person(role=Role.EDITOR)
    seen = words_of(visitor(editor).get("/second-looks/"))
    assert "Without a reader" in seen and "Late Comer" in seen
    visitor(editor).post(f"/second-looks/{look.pk}/assign/", {"person": late.pk})
    look.refresh_from_db()
    assert look.reader == late
    visitor(late).post(f"/second-looks/{look.pk}/release/")
    visitor(editor).post(f"/second-looks/{look.pk}/take/")
    look.refresh_from_db()
    assert look.reader == editor


def test_what_lies_with_somebody_for_long_is_given_to_another_by_an_editor() -> None:
    review_rules()
    first, reader = a_person(), a_person()
    look = a_look(first=first)
    following, editor = a_person(), a_person(role=Role.EDITOR)
    client = visitor(editor)
    assert "With somebody for more than a week" not in words_of(client.get("/second-looks/"))
    SecondLook.objects.filter(pk=look.pk).update(taken_at=timezone.now() - timedelta(days=8))
    assert "With somebody for more than a week" in words_of(client.get("/second-looks/"))
    assert "week" not in words_of(visitor(following).get("/second-looks/"))
    assert "week" not in words_of(visitor(reader).get("/second-looks/"))
    [group] = [one for one in queue_of(editor).groups if one.group is Group.UNREAD_LOOKS]
    [line] = shown_groups([group])[0].lines
    assert client.get(line.address).status_code == 200
    client.post(f"/second-looks/{look.pk}/release/")
    look.refresh_from_db()
    assert look.reader == following


def test_the_claims_page_asks_for_a_reading_and_says_what_came_of_it() -> None:
    first, reader = a_person(), a_person()
    link = a_counted_link(actor=first)
    client = visitor(first)
    client.post(f"/evidence/{link.pk}/second-look/")
    look = SecondLook.objects.get()
    assert "Waits to be read by a second person." in words_of(client.get(f"/claims/{link.claim_id}/"))
    answer_look(look_id=look.pk, stance=Stance.CORROBORATES, actor=reader)
    assert "Two people read it alike" in words_of(client.get(f"/claims/{link.claim_id}/"))
    assert look.reader == reader and SecondLook.objects.get().state == SecondLookState.AGREED


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(count: int, django_assert_num_queries: object) -> None:
    review_rules()
    first = a_person()
    for _ in range(count):
        a_look(first=first)
    client = visitor(role=Role.EDITOR)
    with django_assert_num_queries(19):  # type: ignore[operator]
        client.get("/second-looks/")
