"""Reading the addresses of articles again, on a timetable, from a web of our own."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import trustme
from django.utils import timezone

from annotations.actions.article_checks import (
    check_article,
    check_now,
    schedule_checks,
    sweep_article_checks,
)
from annotations.domain.errors import Conflict, Invalid, NotAllowed
from annotations.domain.vocabulary import CheckOutcome, Role
from annotations.gateways.safe_fetch import Fetched
from annotations.models import Article, ArticleCheck, Event, Notice
from tests.factories import a_claim, a_person, an_article, the_administrator
from tests.gateways.safe_fetch.pretend_web import PUBLIC, PretendWeb, page, pretend_web

pytestmark = pytest.mark.django_db

URL = "https://news.example/ferry"
FIRST = "The ferry stopped at noon because of the storm.", "Two boats remained in the harbour all night."
SECOND = "The ferry stopped at noon because of the storm.", "Three boats remained in the harbour all night."
ELSE = "We value your privacy and so do our partners.", "Choose what you would like to accept."


def html(paragraphs: tuple[str, str]) -> bytes:
    return f"<article><p>{paragraphs[0]}</p><p>{paragraphs[1]}</p></article>".encode()


def served(paragraphs: tuple[str, str], *headers: str, status: str = "200 OK") -> bytes:
    return page(html(paragraphs), status=status, headers=["Content-Type: text/html; charset=utf-8", *headers])


@pytest.fixture
def web() -> Iterator[PretendWeb]:
    with pretend_web(trustme.CA()) as web:
        web.name("news.example", [PUBLIC])
        yield web


@pytest.fixture
def article() -> Article:
    return an_article(text="\n\n".join(FIRST), url=URL)


def looked(article: Article, web: PretendWeb) -> ArticleCheck:
    ArticleCheck.objects.filter(article=article).update(next_check_at=timezone.now())
    found = check_article(article_id=article.pk, visit=web.fetch)
    assert found is not None
    return found


def scheduled(article: Article, hours: int = 6) -> ArticleCheck:
    check = schedule_checks(article_id=article.pk, every_hours=hours, actor=the_administrator())
    assert check is not None
    return check


def hours_until(moment: datetime) -> int:
    return round((moment - timezone.now()) / timedelta(hours=1))


def test_another_text_becomes_a_revision_and_tells_nobody_made_it(article: Article, web: PretendWeb) -> None:
    a_claim(article=article, words="Two boats remained")
    scheduled(article)
    web.routes["/ferry"] = served(SECOND, 'ETag: "two"')
    check = looked(article, web)
    assert (check.outcome, check.failures, check.etag, hours_until(check.next_check_at)) == (
        CheckOutcome.REVISED,
        0,
        '"two"',
        6,
    )
    revision = article.revisions.latest("number")
    assert (revision.number, revision.text, revision.origin, revision.made_by, revision.origin_name) == (
        2,
        "\n".join(SECOND),
        "check",
        None,
        URL,
    )
    assert revision.kept_markup.markup == html(SECOND).decode()
    assert revision.reanchoring.total == 1


def test_the_same_text_is_no_revision_and_is_asked_for_with_its_tag(
    article: Article, web: PretendWeb
) -> None:
    scheduled(article)
    web.routes["/ferry"] = served(FIRST, 'ETag: "one"')
    assert looked(article, web).outcome == CheckOutcome.UNCHANGED
    web.routes["/ferry"] = page(b"", status="304 Not Modified")
    assert looked(article, web).outcome == CheckOutcome.UNCHANGED
    assert 'If-None-Match: "one"' in web.requests[-1]
    assert article.revisions.count() == 1
    assert Event.objects.filter(verb="article.checked").count() == 1


def test_another_text_altogether_is_left_to_people(article: Article, web: PretendWeb) -> None:
    scheduled(article)
    web.routes["/ferry"] = served(ELSE)
    assert looked(article, web).outcome == CheckOutcome.DIFFERENT
    assert looked(article, web).outcome == CheckOutcome.DIFFERENT
    assert article.revisions.count() == 1
    assert list(Notice.objects.values_list("kind", "person")) == [("check_different", the_administrator().pk)]


def test_after_failures_it_rests_longer_and_says_so_once(article: Article, web: PretendWeb) -> None:
    scheduled(article, hours=24)
    rests = []
    for _ in range(6):
        check = looked(article, web)
        assert check.outcome == CheckOutcome.FAILED and "status 404" in check.problem
        rests.append(hours_until(check.next_check_at))
    assert rests == [48, 96, 192, 384, 720, 720]
    assert list(Notice.objects.values_list("kind", flat=True)) == ["check_failed"]
    web.routes["/ferry"] = served(FIRST)
    check = looked(article, web)
    assert (check.failures, check.problem, hours_until(check.next_check_at)) == (0, "", 24)


def test_a_page_that_breaks_its_reader_is_a_failed_look(article: Article) -> None:
    def breaking(url: str, **conditions: object) -> Fetched:
        raise RecursionError

    scheduled(article)
    ArticleCheck.objects.filter(article=article).update(next_check_at=timezone.now())
    check = check_article(article_id=article.pk, visit=breaking)
    assert check is not None
    assert (check.outcome, check.failures, hours_until(check.next_check_at)) == (CheckOutcome.FAILED, 1, 12)


def test_a_look_happens_only_when_due_and_by_one_worker(article: Article, web: PretendWeb) -> None:
    check = scheduled(article)
    assert hours_until(check.next_check_at) == 6
    assert (check_article(article_id=article.pk, visit=web.fetch), sweep_article_checks()) == (None, 0)
    check_now(article_id=article.pk, actor=a_person())
    assert sweep_article_checks() == 1
    web.routes["/ferry"] = served(FIRST)
    assert check_article(article_id=article.pk, visit=web.fetch) is not None
    assert check_article(article_id=article.pk, visit=web.fetch) is None


def test_checks_are_ended_and_changed(article: Article) -> None:
    scheduled(article, 6)
    scheduled(article, 24)
    assert schedule_checks(article_id=article.pk, every_hours=None, actor=a_person()) is None
    told = Event.objects.filter(verb="article.checks_scheduled").order_by("id")
    assert [(event.before["every_hours"], event.after["every_hours"]) for event in told] == [
        (None, 6),
        (6, 24),
        (24, None),
    ]
    with pytest.raises(Conflict) as refusal:
        check_now(article_id=article.pk, actor=a_person())
    assert refusal.value.rule == "not-scheduled"


@pytest.mark.parametrize(
    ("url", "hours", "rule"),
    [
        ("", 6, "article-has-no-address"),
        (URL, 0, "interval-out-of-range"),
        (URL, 721, "interval-out-of-range"),
    ],
)
def test_what_cannot_be_scheduled_is_refused(url: str, hours: int, rule: str) -> None:
    with pytest.raises(Invalid) as refusal:
        scheduled(an_article(url=url), hours)
    assert refusal.value.rule == rule


def test_readers_schedule_nothing(article: Article) -> None:
    for ask in (schedule_checks, check_now):
        given = {"every_hours": 6} if ask is schedule_checks else {}
        with pytest.raises(NotAllowed):
            ask(article_id=article.pk, actor=a_person(role=Role.READER), **given)
