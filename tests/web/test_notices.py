"""What people are told without having asked: the bell, the list, and having read it."""

from typing import Any

import pytest

from annotations.domain.vocabulary import NoticeKind
from annotations.models import Article, Notice, User
from tests.factories import a_person, an_article
from tests.revised import CHANGED, a_story
from tests.web.visitors import toasts_of, visitor, words_of

pytestmark = pytest.mark.django_db


def told(person: User, article: Article | None = None, **given: Any) -> Notice:
    """A notice for the person, of an address that could not be read unless said otherwise."""
    values = {"kind": NoticeKind.CHECK_FAILED, "detail": {"problem": "It answers 500."}, **given}
    return Notice.objects.create(person=person, article=article or an_article(), **values)


def test_nothing_to_tell_says_what_would_be_told() -> None:
    answer = visitor().get("/notices/")
    assert "Nothing to tell you" in words_of(answer)
    assert "bell-count" not in answer.content.decode()


def test_the_bell_counts_what_is_new_and_only_ones_own() -> None:
    person = a_person()
    told(person)
    told(person)
    told(a_person())
    page = visitor(person).get("/claims/").content.decode()
    assert page.count('<span class="bell-count" aria-hidden="true">2</span>') == 2
    assert page.count('<span class="visually-hidden">, 2 new</span>') == 2


def test_a_changed_figure_is_told_with_the_claim_before_and_after() -> None:
    person = a_person()
    article, (claim,) = a_story(CHANGED)
    one = {"claim": claim.pk, "highlight": 1, "old": CHANGED, "new": CHANGED.replace("410", "460")}
    detail = {"count": 7, "claims": [{**one, "changes": ["number"]}]}
    revision = article.revisions.get(number=2)
    told(person, article, kind=NoticeKind.WORDS_CHANGED, revision=revision, detail=detail)
    answer = visitor(person).get("/notices/")
    page = answer.content.decode()
    assert "In revision 2 figures or negations changed under 7 highlights." in words_of(answer)
    assert ("counted <del>410</del> boats" in page, "counted <ins>460</ins> boats" in page) == (True, True)
    assert "and 6 more" in words_of(answer)
    ways = (f"/articles/{article.pk}/", f"/claims/{claim.pk}/", f"/articles/{article.pk}/highlights/waiting/")
    assert [f'href="{way}"' in page for way in ways] == [True, True, True]


@pytest.mark.parametrize(
    ("kind", "detail", "sentence"),
    [
        (NoticeKind.TEXT_REPLACED, {"count": 312}, "is left in revision 1: 312 highlights wait."),
        (NoticeKind.CHECK_DIFFERENT, {"url": "x"}, "Its address shows another text altogether."),
        (NoticeKind.CHECK_FAILED, {"problem": "It answers 500."}, "several times in a row. It answers 500."),
    ],
)
def test_each_kind_of_notice_is_a_sentence(kind: str, detail: dict[str, Any], sentence: str) -> None:
    person, article = a_person(), an_article()
    told(person, article, kind=kind, revision=article.revisions.get(), detail=detail)
    assert sentence in words_of(visitor(person).get("/notices/"))


def test_one_is_marked_as_read_or_all_are() -> None:
    person = a_person()
    first, *_ = (told(person) for _ in range(3))
    client = visitor(person)
    assert client.post(f"/notices/{first.pk}/read/")["Location"] == f"/notices/#notice-{first.pk}"
    assert client.get("/notices/").content.decode().count("data-unread") == 2
    answer = client.post("/notices/read/", follow=True)
    assert toasts_of(answer) == [("2 notices were marked as read.", "")]
    assert ("data-unread" in answer.content.decode(), "You have read all of them." in words_of(answer)) == (
        False,
        True,
    )


def test_nobody_reads_for_somebody_else() -> None:
    notice = told(a_person())
    assert visitor().post(f"/notices/{notice.pk}/read/").status_code == 403
    assert visitor().post("/notices/999/read/").status_code == 404


def test_older_ones_are_on_the_next_page() -> None:
    person = a_person()
    article = an_article()
    found = Notice.objects.bulk_create(
        Notice(person=person, article=article, kind="check_failed", detail={"problem": f"No {number}."})
        for number in range(1)
    )
    Notice.objects.filter(person=person).update(read_at="2020-01-01T00:00:00Z")
    for number in range(1, 52):
        told(person, detail={"problem": f"No {number}."})
    client = visitor(person)
    first = client.get("/notices/").context
    assert (len(first["lines"]), first["pages"]["previous"]) == (50, "")
    second = client.get(first["pages"]["next"]).context
    assert [line["notice"].pk for line in second["lines"]][-1] == found[0].pk
    assert client.get(second["pages"]["previous"]).context["lines"][0]["note"] == "No 51."


@pytest.mark.parametrize("number", [1, 50])
def test_the_list_costs_the_same_however_long_it_is(number: int, django_assert_num_queries: Any) -> None:
    person = a_person()
    for _ in range(number):
        told(person)
    client = visitor(person)
    with django_assert_num_queries(4):
        client.get("/notices/")
