"""Whoever may not work any more keeps nothing that others wait for."""

import pytest

from annotations.actions.assignments import assign_work, take_work
from annotations.actions.desk_property import own_article, own_source
from annotations.actions.desks import drop_member
from annotations.actions.disputes import take_dispute
from annotations.actions.people import edit_person
from annotations.actions.second_looks import answer_look
from annotations.domain.vocabulary import DeskVisibility, Role, SecondLookState, Stance
from annotations.models import Article, Assignment, Event, SecondLook, User
from tests.actions.test_disputes import a_dispute
from tests.desks import a_desk
from tests.factories import a_claim, a_person, an_article, the_administrator
from tests.reviewed import a_look, review_rules

pytestmark = pytest.mark.django_db

GONE = [{"is_active": False}, {"role": Role.READER}]


def leaves(person: User, values: dict[str, object]) -> None:
    edit_person(person_id=person.pk, values=values, actor=the_administrator())


@pytest.mark.parametrize("values", GONE)
def test_what_they_were_reading_goes_to_the_next(values: dict[str, object]) -> None:
    review_rules()
    first, reader = a_person(), a_person()
    look = a_look(first=first)
    following = a_person()
    assert look.reader == reader
    leaves(reader, values)
    look.refresh_from_db()
    assert (look.state, look.reader) == (SecondLookState.OPEN, following)
    event = Event.objects.get(verb="second_look.released")
    assert (event.actor, event.before) == (the_administrator(), {"reader": reader.pk})


def test_nobody_waits_for_who_is_gone_where_nobody_else_may_read() -> None:
    review_rules()
    first, reader = a_person(), a_person()
    look = a_look(first=first)
    leaves(reader, {"is_active": False})
    look.refresh_from_db()
    assert (look.state, look.reader, look.taken_at) == (SecondLookState.OPEN, None, None)


@pytest.mark.parametrize("values", GONE)
def test_what_they_were_settling_is_free(values: dict[str, object]) -> None:
    look = a_dispute(a_person(), a_person())
    settler = a_person()
    take_dispute(look_id=look.pk, actor=settler)
    leaves(settler, values)
    look.refresh_from_db()
    assert (look.settler, look.settling_since) == (None, None)
    take_dispute(look_id=look.pk, actor=a_person())


@pytest.mark.parametrize("values", GONE)
def test_what_they_had_to_do_may_be_taken_by_others(values: dict[str, object]) -> None:
    person, claim, article = a_person(), a_claim(), an_article()
    assign_work(
        claim_ids=[claim.pk], article_ids=[article.pk], person_ids=[person.pk], actor=the_administrator()
    )
    leaves(person, values)
    ended = Assignment.objects.order_by("id").values_list("end", "ended_by")
    assert list(ended) == [("released", the_administrator().pk)] * 2
    take_work(claim_id=claim.pk, actor=a_person())
    streams = Event.objects.filter(verb="work.released").order_by("id").values_list("stream", flat=True)
    assert list(streams) == [f"article:{article.pk}", f"claim:{claim.pk}"]


def test_what_they_may_do_still_stays_with_them() -> None:
    person = a_person(role=Role.EDITOR)
    desk = a_desk(person)
    here, elsewhere = an_article(desk_id=desk.pk), an_article()
    assign_work(article_ids=[here.pk, elsewhere.pk], person_ids=[person.pk], actor=the_administrator())
    leaves(person, {"role": Role.REVIEWER})
    assert Assignment.objects.filter(ended_at=None).count() == 2
    leaves(person, {"role": Role.READER})
    assert list(Assignment.objects.filter(ended_at=None).values_list("article", flat=True)) == [here.pk]


def test_what_was_read_at_a_desk_is_given_back_by_who_dropped_its_reader() -> None:
    review_rules()
    first, reader, editor = a_person(), a_person(), a_person()
    desk = a_desk(first, reader, editor)
    desk.members.filter(person=editor).update(role=Role.EDITOR)
    article = an_article(text="The pier was shut.", desk_id=desk.pk)
    claim = a_claim(
        words="The pier was shut.", article=article, risk="high", risk_reason="It names a person."
    )
    look = a_look(first=first, claim=claim)
    SecondLook.objects.filter(pk=look.pk).update(reader=reader, taken_at=look.asked_at)
    drop_member(desk_id=desk.pk, person_id=reader.pk, hand_to_id=editor.pk, actor=editor)
    event = Event.objects.get(verb="second_look.released")
    assert (event.actor, event.before) == (editor, {"reader": reader.pk})


def a_look_at_words(first: User) -> SecondLook:
    claim = a_claim(
        words="The pier was shut.",
        article=an_article(text="The pier was shut."),
        risk="high",
        risk_reason="It names a person.",
    )
    return a_look(first=first, claim=claim)


def test_what_moves_to_a_closed_desk_is_read_by_its_own_people() -> None:
    review_rules()
    first, outsider = a_person(), a_person()
    look = a_look_at_words(first)
    assert (look.reader, look.evidence is None) == (outsider, False)
    insider = a_person()
    desk = a_desk(insider, role=Role.REVIEWER)
    article = Article.objects.get()
    assign_work(article_ids=[article.pk], person_ids=[first.pk], actor=the_administrator())
    own_article(article_id=article.pk, desk_id=desk.pk, actor=the_administrator())
    look.refresh_from_db()
    assert (look.reader, Assignment.objects.get().end) == (insider, "released")


def test_what_rests_on_a_source_that_moves_is_settled_by_who_sees_it() -> None:
    review_rules()
    first, reader = a_person(), a_person()
    look = a_look_at_words(first)
    answer_look(look_id=look.pk, stance=Stance.CONTRADICTS, actor=reader)
    outsider = a_person()
    take_dispute(look_id=look.pk, actor=outsider)
    insider = a_person()
    desk = a_desk(insider, visibility=DeskVisibility.OPEN)
    assert look.evidence is not None
    own_source(source_id=look.evidence.source_id, desk_id=desk.pk, actor=the_administrator())
    look.refresh_from_db()
    assert look.settler is None
    own_article(article_id=Article.objects.get().pk, desk_id=desk.pk, actor=the_administrator())
    take_dispute(look_id=look.pk, actor=insider)
