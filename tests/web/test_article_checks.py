"""Looks at an article's address, as its page offers and tells them."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from annotations.actions.article_checks import schedule_checks
from annotations.domain.vocabulary import Role
from annotations.models import Article, ArticleCheck, User
from tests.factories import a_person, an_article
from tests.web.visitors import toasts_of, visitor, words_of

pytestmark = pytest.mark.django_db


def a_checked_article(person: User | None = None, **state: Any) -> Article:
    """An article whose address is read every day; `state` is what the last look left."""
    article = an_article(url="https://example.org/ferry")
    schedule_checks(article_id=article.pk, every_hours=24, actor=person or a_person())
    ArticleCheck.objects.filter(article=article).update(**state)
    return article


def state_of(article: Article, query: str = "") -> str:
    return words_of(visitor().get(f"/articles/{article.pk}/check/{query}"))


@pytest.mark.parametrize(("sent", "hours"), [("6", 6), ("720", 720), ("", None)])
def test_the_interval_is_set_and_taken_off(sent: str, hours: int | None) -> None:
    article = a_checked_article()
    answer = visitor().post(f"/articles/{article.pk}/check/every/", {"every_hours": sent}, follow=True)
    kept = ArticleCheck.objects.filter(article=article).values_list("every_hours", flat=True).first()
    assert (kept, answer.redirect_chain) == (hours, [(f"/articles/{article.pk}/revisions/", 302)])
    said = "The address will be read again." if hours else "The address is not read again."
    assert toasts_of(answer) == [(said, f"/articles/{article.pk}/check/every/?every_hours=24")]


def test_taking_it_off_can_be_undone() -> None:
    article = a_checked_article()
    client = visitor()
    off = client.post(f"/articles/{article.pk}/check/every/", {"every_hours": ""}, follow=True)
    client.post(toasts_of(off)[0][1])
    assert ArticleCheck.objects.get(article=article).every_hours == 24


@pytest.mark.parametrize("sent", ["5", "0", "x", "100000"])
def test_an_interval_that_is_not_offered_is_refused(sent: str) -> None:
    article = a_checked_article()
    answer = visitor().post(f"/articles/{article.pk}/check/every/", {"every_hours": sent})
    assert (answer.status_code, ArticleCheck.objects.get().every_hours) == (422, 24)


def test_an_interval_that_a_program_set_is_shown_and_stays() -> None:
    article = a_checked_article(every_hours=5)
    client = visitor()
    assert "Every 5 hours" in words_of(client.get(f"/articles/{article.pk}/revisions/"))
    client.post(f"/articles/{article.pk}/check/every/", {"every_hours": "5"})
    assert ArticleCheck.objects.get().every_hours == 5


def test_without_an_address_it_says_so() -> None:
    article = an_article()
    page = words_of(visitor().get(f"/articles/{article.pk}/revisions/"))
    assert "The article has no address" in page
    answer = visitor().post(f"/articles/{article.pk}/check/every/", {"every_hours": "24"})
    assert (answer.status_code, ArticleCheck.objects.count()) == (422, 0)


def test_readers_see_and_do_not_set() -> None:
    article = a_checked_article()
    client = visitor(role=Role.READER)
    page = client.get(f"/articles/{article.pk}/revisions/")
    assert ("Every day" in words_of(page), "/check/now/" in page.content.decode()) == (True, False)
    refused = [client.post(f"/articles/{article.pk}/check/{one}/").status_code for one in ("every", "now")]
    assert refused == [403, 403]


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ({}, "It was not looked at yet."),
        ({"outcome": "unchanged"}, "It reads as before; nothing was added."),
        ({"outcome": "revised"}, "It had changed: the new text was added."),
        (
            {"outcome": "different"},
            "The address now shows another text altogether; nothing was added.",
        ),
        (
            {"outcome": "failed", "failures": 3, "problem": "The site did not answer."},
            "The address could not be read, 3 times in a row. The site did not answer.",
        ),
    ],
)
def test_the_last_look_is_told_in_words(state: dict[str, Any], said: str) -> None:
    assert said in state_of(a_checked_article(checked_at=timezone.now(), **state))


def test_another_text_can_be_looked_at_and_added_by_hand() -> None:
    article = a_checked_article(outcome="different", checked_at=timezone.now())
    page = visitor().get(f"/articles/{article.pk}/check/").content.decode()
    assert 'href="https://example.org/ferry"' in page
    assert f'href="/articles/{article.pk}/revisions/new/"' in page


def test_times_are_those_of_the_person() -> None:
    moment = timezone.now().replace(year=2026, month=1, day=2, hour=23, minute=30)
    article = a_checked_article(outcome="unchanged", checked_at=moment, next_check_at=moment)
    person = a_person()
    User.objects.filter(pk=person.pk).update(time_zone="Asia/Tokyo")
    page = words_of(visitor(User.objects.get(pk=person.pk)).get(f"/articles/{article.pk}/check/"))
    assert page.count("3 Jan 2026, 08:30") == 2


def test_looking_now_answers_at_once_and_the_page_asks_until_it_is_done() -> None:
    article = a_checked_article()
    client = visitor()
    answer = client.post(f"/articles/{article.pk}/check/now/", headers={"HX-Request": "true"})
    asked = answer.context["asked"]
    assert ("every 1s" in answer.content.decode(), "The address is being read…" in words_of(answer)) == (
        True,
        True,
    )
    assert ArticleCheck.objects.get().next_check_at <= timezone.now()
    ArticleCheck.objects.update(outcome="unchanged", checked_at=timezone.now())
    after = client.get(f"/articles/{article.pk}/check/?asked={asked:.3f}")
    assert ("every 1s" in after.content.decode(), "It reads as before" in words_of(after)) == (False, True)


def test_without_script_one_comes_back_to_the_page() -> None:
    article = a_checked_article()
    answer = visitor().post(f"/articles/{article.pk}/check/now/")
    assert answer["Location"].startswith(f"/articles/{article.pk}/revisions/?asked=")
    assert "The address is being read…" in words_of(visitor().get(answer["Location"]))


def test_after_a_while_it_stops_asking() -> None:
    article = a_checked_article()
    long_ago = (timezone.now() - timedelta(minutes=5)).timestamp()
    page = visitor().get(f"/articles/{article.pk}/check/?asked={long_ago}")
    assert ("every 1s" in page.content.decode(), "has not got to it yet" in words_of(page)) == (False, True)


@pytest.mark.parametrize("asked", ["x", "-1", "nan", "inf", "99999999999"])
def test_a_moment_that_makes_no_sense_is_no_moment(asked: str) -> None:
    assert "It was not looked at yet." in state_of(a_checked_article(), f"?asked={asked}")


def test_an_article_that_is_not_checked_is_not_looked_at() -> None:
    article = an_article(url="https://example.org/ferry")
    answer = visitor().post(f"/articles/{article.pk}/check/now/")
    assert (answer.status_code, "Choose how often first." in words_of(answer)) == (422, True)
