"""Work on pages: taking and giving out, who is here, and what one wants to hear of."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from annotations.actions.assignments import assign_work, take_work
from annotations.actions.presence import note_presence
from annotations.domain.vocabulary import Role
from annotations.models import Assignment, Following, Presence, User
from tests.factories import a_claim, a_person, an_article
from tests.web.visitors import field_errors, toasts_of, visitor, words_of

pytestmark = pytest.mark.django_db


def editor() -> User:
    return a_person(role=Role.EDITOR)


def test_a_claim_is_taken_finished_and_taken_up_again() -> None:
    claim, person = a_claim(), a_person()
    client = visitor(person)
    assert "Nobody has taken it." in words_of(client.get(f"/claims/{claim.pk}/"))
    answer = client.post(f"/claims/{claim.pk}/take/", follow=True)
    work = Assignment.objects.get()
    assert toasts_of(answer) == [("It is yours now.", f"/work/{work.pk}/release/")]
    assert f"{person.display_name} (you)" in words_of(answer)
    answer = client.post(f"/work/{work.pk}/finish/", {"next": "/"}, follow=True)
    assert (answer.redirect_chain, toasts_of(answer)) == (
        [("/", 302)],
        [("Done.", f"/work/{work.pk}/resume/")],
    )
    client.post(f"/work/{work.pk}/resume/")
    assert Assignment.objects.filter(ended_at__isnull=True).count() == 1


def test_who_comes_second_is_told_who_has_it() -> None:
    article, first = an_article(), a_person()
    take_work(article_id=article.pk, actor=first)
    answer = visitor().post(f"/articles/{article.pk}/take/")
    assert answer.status_code == 422
    assert f"{first.display_name} has taken this" in words_of(answer)


def test_work_is_given_out_after_a_look_at_what_that_does_and_taken_back_at_once() -> None:
    claims, person = [a_claim() for _ in range(3)], a_person()
    client = visitor(editor())
    take_work(claim_id=claims[0].pk, actor=person)
    asked = "&".join(f"claim={claim.pk}" for claim in claims)
    assert "Give 3 things to somebody" in words_of(client.get(f"/work/assign/?{asked}"))
    refused = client.get(f"/work/assign/?{asked}&preview=1")
    assert (refused.status_code, list(field_errors(refused))) == (422, ["person"])
    preview = words_of(client.get(f"/work/assign/?{asked}&preview=1&person={person.pk}&due_on=2030-05-06"))
    assert f"2 pieces of work are given out, to {person.display_name}." in preview
    assert "One is theirs already and stays as it is." in preview
    given = {"person": [person.pk], "due_on": "2030-05-06", "note": "The log."}
    answer = client.post(f"/work/assign/?{asked}&status=REFUTED", given)
    assert answer["Location"] == "/claims/?status=REFUTED"
    assert Assignment.objects.filter(note="The log.", ended_at__isnull=True).count() == 2
    [(words, undo)] = toasts_of(client.get("/claims/"))
    assert words == "2 pieces of work were given out."
    client.post(undo)
    assert Assignment.objects.filter(ended_at__isnull=True).count() == 1


def test_the_board_gives_out_everything_that_its_filter_finds() -> None:
    a_claim(), a_claim()
    page = visitor(editor()).get("/claims/").content.decode()
    assert page.count("data-together-row") == 2
    assert "data-together" not in visitor().get("/claims/").content.decode()
    found = words_of(visitor(editor()).get("/work/assign/?all=1"))
    assert "Give 2 things to somebody" in found
    assert visitor().get("/work/assign/?all=1").status_code == 403


def test_nothing_chosen_says_where_to_choose() -> None:
    assert "Nothing is chosen" in words_of(visitor(editor()).get("/work/assign/"))


def test_a_refusal_keeps_what_was_typed() -> None:
    claim = a_claim()
    given = {"person": [a_person().pk], "due_on": "tomorrow", "note": "Look at the log."}
    answer = visitor(editor()).post(f"/work/assign/?claim={claim.pk}", given)
    assert (answer.status_code, list(field_errors(answer))) == (422, ["due_on"])
    assert 'value="Look at the log."' in answer.content.decode()


def test_work_is_handed_on_and_its_day_changed() -> None:
    claim, first, second = a_claim(), a_person(), a_person()
    [work] = assign_work(claim_ids=[claim.pk], person_ids=[first.pk], actor=editor()).assignments
    client = visitor(first)
    client.post(f"/work/{work.pk}/", {"due_on": "2030-05-06", "note": "Later.", "version": 1})
    work.refresh_from_db()
    assert (str(work.due_at), work.note) == ("2030-05-06 23:59:59+00:00", "Later.")
    stale = client.post(f"/work/{work.pk}/", {"due_on": "", "note": "No.", "version": 1})
    assert (stale.status_code, 'value="No."' in stale.content.decode()) == (409, True)
    answer = client.post(f"/work/{work.pk}/hand-on/", {"person": second.pk, "note": ""}, follow=True)
    assert toasts_of(answer) == [(f"{second.display_name} has it now, and was told.", "")]
    assert visitor().get(f"/work/{work.pk}/").status_code == 403


@pytest.mark.parametrize("noun", ["articles", "claims"])
def test_a_first_visit_is_noted_and_others_see_who_is_here(noun: str) -> None:
    about = an_article() if noun == "articles" else a_claim()
    ines, paul = a_person(display_name="Ines Moor"), a_person()
    visitor(ines).get(f"/{noun}/{about.pk}/")
    [row] = Presence.objects.values_list("person", "article" if noun == "articles" else "claim")
    assert row == (ines.pk, about.pk)
    page = visitor(paul).get(f"/{noun}/{about.pk}/").content.decode()
    assert 'aria-hidden="true">IM</span>' in page and "Ines Moor is looking at this, too" in page
    told = visitor(paul).post(f"/{noun}/{about.pk}/presence/")
    assert "Ines Moor" in told.content.decode()
    Presence.objects.update(first_seen_at="2020-01-01T00:00Z", last_seen_at="2020-01-01T00:00Z")
    assert visitor(paul).post(f"/{noun}/{about.pk}/presence/").content.decode().strip() == ""


def test_presence_ends_with_the_session_and_says_nothing_of_what_is_not_there(client: Client) -> None:
    assert client.post(f"/claims/{a_claim().pk}/presence/").status_code == 401
    assert visitor().post("/claims/999999/presence/").status_code == 404
    assert not Presence.objects.exists()


def test_people_watch_and_mute() -> None:
    claim, client = a_claim(), visitor()
    for wish, said in (("watch", [False]), ("mute", [True]), ("nothing", [])):
        answer = client.post(f"/claims/{claim.pk}/wish/", {"wish": wish})
        assert answer["Location"] == f"/claims/{claim.pk}/"
        assert list(Following.objects.values_list("is_muted", flat=True)) == said
    assert client.post(f"/claims/{claim.pk}/wish/", {"wish": "perhaps"}).status_code == 422


def test_the_frame_counts_what_is_to_do() -> None:
    person = a_person()
    for _ in range(2):
        take_work(claim_id=a_claim().pk, actor=person)
    page = visitor(person).get("/claims/").content.decode()
    assert len(re.findall(r'class="work-count" aria-hidden="true">2<', page)) == 2


def test_the_queue_says_why_and_since_when() -> None:
    claim, person, boss = a_claim(), a_person(), editor()
    due_on = timezone.now().date() - timedelta(days=2)
    assign_work(claim_ids=[claim.pk], person_ids=[person.pk], due_on=due_on, note="Ask.", actor=boss)
    page = words_of(visitor(person).get("/"))
    for words in ("Overdue", claim.text, f"{boss.display_name} gave it to you", "since", "Ask."):
        assert words in page


@pytest.mark.parametrize("number", [0, 8])
def test_the_pages_of_work_cost_the_same_however_much_there_is(
    number: int, django_assert_num_queries: Any
) -> None:
    claim, boss = a_claim(), editor()
    for _ in range(number):
        person = a_person()
        assign_work(claim_ids=[claim.pk], person_ids=[person.pk], actor=boss)
        note_presence(actor=person, claim_id=claim.pk)
    client = visitor(boss)
    client.get(f"/claims/{claim.pk}/comments/")
    with django_assert_num_queries(7):
        client.get(f"/claims/{claim.pk}/comments/")
