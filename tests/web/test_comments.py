"""Conversations on pages."""

from typing import Any

import pytest

from annotations.actions.comments import write_comment
from annotations.domain.vocabulary import Role
from annotations.models import Claim, Comment
from tests.desks import a_desk
from tests.factories import a_claim, a_person, an_article
from tests.web.visitors import toasts_of, visitor, words_of

pytestmark = pytest.mark.django_db
PART = {"HX-Request": "true"}


def test_a_comment_is_plain_words_in_which_addresses_are_links() -> None:
    claim, named = a_claim(), a_person()
    text = f"<b>@{named.username}</b> https://a.example/?q=<script> javascript:alert(1)\nline two"
    answer = visitor().post(f"/claims/{claim.pk}/comments/", {"text": text})
    comment = Comment.objects.get()
    assert answer["Location"] == f"/claims/{claim.pk}/#comment-{comment.pk}"
    page = visitor().get(f"/claims/{claim.pk}/").content.decode()
    assert f'&lt;b&gt;<span class="comment-name">@{named.username}</span>&lt;/b&gt;' in page
    assert '<a href="https://a.example/?q=" rel="noreferrer noopener nofollow" target="_blank">' in page
    assert ("&lt;script&gt; javascript:alert(1)\nline two" in page, "<b>@" in page) == (True, False)


def test_beside_an_article_the_conversation_comes_alone() -> None:
    article = an_article()
    answer = visitor().post(f"/articles/{article.pk}/comments/", {"text": "انظر"}, headers=PART)
    body = answer.content.decode()
    assert (answer.status_code, body.lstrip().startswith('<div class="comments"')) == (200, True)
    assert '<p class="comment-text" dir="auto">انظر</p>' in body


def test_a_refused_comment_keeps_its_words_and_offers_to_leave_somebody_out() -> None:
    member, stranger = a_person(), a_person()
    claim = a_claim()
    Claim.objects.filter(pk=claim.pk).update(desk=a_desk(member))
    client, text = visitor(member), f"Ask @{stranger.username} of it."
    answer = client.post(f"/claims/{claim.pk}/comments/", {"text": text}, headers=PART)
    page = answer.content.decode()
    assert (answer.status_code, text in page, 'name="without_telling"' in page) == (422, True, True)
    sent = {"text": text, "without_telling": "on"}
    assert client.post(f"/claims/{claim.pk}/comments/", sent, headers=PART).status_code == 200
    assert Comment.objects.get().text == text


def test_people_are_offered_who_may_see_it() -> None:
    claim, ines = a_claim(), a_person(display_name="Ines Moor", username="ines.m")
    found = visitor().get(f"/claims/{claim.pk}/names/?find=ine").json()
    assert found == {"people": [{"name": ines.username, "shown": "Ines Moor"}]}
    assert visitor().get(f"/articles/{an_article().pk}/names/?find=mo").json() == found


def test_ones_own_comment_is_changed_and_says_so() -> None:
    claim, person = a_claim(), a_person()
    comment = write_comment(claim_id=claim.pk, text="One.", actor=person)
    client = visitor(person)
    assert "One." in client.get(f"/comments/{comment.pk}/").content.decode()
    answer = client.post(f"/comments/{comment.pk}/", {"text": "Two.", "version": 1}, follow=True)
    assert ("Two." in words_of(answer), "edited" in words_of(answer)) == (True, True)
    stale = client.post(f"/comments/{comment.pk}/", {"text": "Three.", "version": 1})
    assert (stale.status_code, "Three." in stale.content.decode()) == (409, True)
    assert visitor().get(f"/comments/{comment.pk}/").status_code == 403


def test_a_removed_comment_comes_back_by_undo() -> None:
    claim, person = a_claim(), a_person()
    comment = write_comment(claim_id=claim.pk, text="One thing.", actor=person)
    write_comment(claim_id=claim.pk, text="Another.", replies_to_id=comment.pk, actor=a_person())
    client = visitor(person)
    answer = client.post(f"/comments/{comment.pk}/remove/", follow=True)
    assert toasts_of(answer) == [("The comment was removed.", f"/comments/{comment.pk}/restore/")]
    page = words_of(answer)
    assert ("One thing." in page, "A comment stood here" in page, "Another." in page) == (False, True, True)
    assert "One thing." in words_of(client.post(f"/comments/{comment.pk}/restore/", follow=True))
    part = client.post(f"/comments/{comment.pk}/remove/", headers=PART)
    assert "A comment stood here" in part.content.decode() and "HX-Trigger" in part


def test_readers_read_and_say_nothing() -> None:
    claim = a_claim()
    write_comment(claim_id=claim.pk, text="One thing.", actor=a_person())
    client = visitor(role=Role.READER)
    page = client.get(f"/claims/{claim.pk}/comments/")
    assert ("One thing." in words_of(page), "<textarea" in page.content.decode()) == (True, False)
    assert client.post(f"/claims/{claim.pk}/comments/", {"text": "No."}).status_code == 403


@pytest.mark.parametrize("number", [1, 12])
def test_a_conversation_costs_the_same_however_long_it_is(
    number: int, django_assert_num_queries: Any
) -> None:
    claim, person = a_claim(), a_person()
    for _ in range(number):
        write_comment(claim_id=claim.pk, text=f"@{person.username}", actor=a_person())
    client = visitor(person)
    client.get(f"/claims/{claim.pk}/comments/")
    with django_assert_num_queries(7):
        client.get(f"/claims/{claim.pk}/comments/")
