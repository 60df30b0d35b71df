"""The queue of highlights whose words changed: all articles, and one article's, where people decide."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from django_htmx.http import trigger_client_event

from annotations.access import may
from annotations.models import User
from annotations.queries.articles import article_by_id
from annotations.queries.waiting import (
    WaitingArticles,
    WaitingPage,
    is_running,
    latest_reanchoring,
    waiting_articles,
    waiting_by_article,
    waiting_page,
)
from annotations.queries.waiting_highlights import WaitingHighlight, waiting_highlight
from annotations.web.pages import PageRequest, page
from annotations.web.places import number_in
from annotations.web.waiting_words import (
    change_words,
    counted_words,
    decision_words,
    outcome_words,
    waiting_words,
)

CARRIED = "workbench:carried-over"


@page
@require_safe
def waiting(request: PageRequest) -> HttpResponse:
    """Every article in which highlights wait for a decision."""
    found = waiting_articles(
        request.user, before=number_in(request.GET, "before"), after=number_in(request.GET, "after")
    )
    lines = [
        {"article": one.article, "words": waiting_words(one.total), "counted": counted_words(one.counts)}
        for one in found.articles
    ]
    return render(request, "highlights/waiting.html", {"lines": lines, "pages": _article_pages(found)})


@page
@require_safe
def highlights_waiting(request: PageRequest, article_id: int) -> HttpResponse:
    """One article's highlights that wait, each with its old and its new words, to decide about."""
    each = "each" in request.GET
    found = waiting_page(
        article_id,
        request.user,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
        at=number_in(request.GET, "at"),
        each=each,
    )
    may_decide = may(request.user, "highlight.decide")
    context = {
        "found": found,
        "article": found.article,
        "shown": [shown(one, may_decide=may_decide) for one in found.highlights],
        "summary": summary(found.counts),
        "may_decide": may_decide,
        "each": each,
        "pages": _pages(found, each),
        "here": request.path,
    }
    return render(request, "highlights/article.html", context)


@page
@require_safe
def highlight_waiting(request: PageRequest, highlight_id: int) -> HttpResponse:
    """One of them, as it stands now, with how many wait; for a page on which it was decided and undone."""
    one = waiting_highlight(highlight_id, request.user)
    return render(request, "highlights/_answer.html", answer_context(request, one))


@page
@require_safe
def highlights_carried(request: PageRequest, article_id: int) -> HttpResponse:
    """How far an article's highlights are carried over into its latest text; asked again until they are."""
    article_by_id(article_id)
    reanchoring = latest_reanchoring(article_id)
    context = carried_context(article_id, request.user) | {
        "carrying": reanchoring if is_running(reanchoring) else None
    }
    answer = render(request, "highlights/_carried.html", context)
    if is_running(reanchoring):
        return answer
    return trigger_client_event(answer, CARRIED, {"article": article_id}, after="swap")


def carried_context(article_id: int, person: User, total: int | None = None) -> dict[str, Any]:
    """The line below an article's headline: how many wait. `total` where that is known already."""
    if total is None:
        total = sum(waiting_by_article([article_id], person).get(article_id, {}).values())
    return {"article_id": article_id, "waiting_total": total, "waiting_words": waiting_words(total)}


def shown(one: WaitingHighlight, *, may_decide: bool, **more: Any) -> dict[str, Any]:
    """A highlight with what became of it in words. `more` is what was just done: `done` and `undo`, or
    `meanwhile`.
    """
    return {
        "one": one,
        "changes": change_words(one.changes, are_beside=_has_the_same_words(one)),
        "outcome": outcome_words(one.outcome, len(one.candidates)),
        "decision": decision_words(one.state),
        "may_decide": may_decide,
        **more,
    }


def _has_the_same_words(one: WaitingHighlight) -> bool:
    """Whether what changed stands beside the words, which are the very same."""
    return one.new is not None and all(stretch.kind == "same" for stretch in one.new.words)


def summary(counts: Mapping[str, int]) -> dict[str, Any]:
    """How many wait, and for what."""
    total = sum(counts.values())
    return {"total": total, "words": waiting_words(total), "counted": counted_words(counts)}


def answer_context(request: PageRequest, one: WaitingHighlight, **more: Any) -> dict[str, Any]:
    """A highlight in its place in the list, and the count above it."""
    counts = waiting_by_article([one.article_id], request.user).get(one.article_id, {})
    may_decide = may(request.user, "highlight.decide")
    return {
        "article_id": one.article_id,
        "item": shown(one, may_decide=may_decide, **more),
        "summary": summary(counts),
    }


def _pages(found: WaitingPage, each: bool) -> dict[str, Any]:
    here = reverse("highlights-waiting", args=[found.article.pk])
    kept, count = {"each": "yes"} if each else {}, len(found.highlights)

    def address(name: str, cursor: str) -> str:
        return f"{here}?{urlencode({**kept, name: cursor})}" if cursor else ""

    return {
        "words": ngettext("%(count)s on this page", "%(count)s on this page", count) % {"count": count},
        "previous": address("before", found.earlier),
        "next": address("after", found.later),
    }


def _article_pages(found: WaitingArticles) -> dict[str, Any]:
    here, count = reverse("waiting"), len(found.articles)
    return {
        "words": ngettext("%(count)s article", "%(count)s articles", count) % {"count": count},
        "previous": f"{here}?after={found.newer}" if found.newer is not None else "",
        "next": f"{here}?before={found.older}" if found.older is not None else "",
    }
