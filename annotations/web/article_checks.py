"""Reading an article's address again: how often, what the last look found, and looking now.

The look itself is the worker's. Whoever asks for one gets the page back at once, with a part that asks each
second until the look is over (`asked`: the moment, in seconds since 1970, after which it has to have been).
"""

import time
from datetime import UTC, datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from annotations.access import may
from annotations.actions.article_checks import check_now, schedule_checks
from annotations.domain.errors import Invalid
from annotations.models import Article, ArticleCheck
from annotations.queries.article_checks import check_of
from annotations.queries.articles import article_by_id
from annotations.web.forms.article_checks import CheckForm
from annotations.web.pages import PageRequest, page
from annotations.web.toasts import toast

PATIENCE_SECONDS = 90
"""How long a page asks for the outcome of a look before it says that it will come by itself."""


@page
@require_safe
def state(request: PageRequest, article_id: int) -> HttpResponse:
    """What the last look found and when the next one is."""
    context = check_context(request, article_by_id(article_id))
    return render(request, "revisions/_check_state.html", context)


@page
@require_POST
def schedule(request: PageRequest, article_id: int) -> HttpResponse:
    """How often the address is read again; empty for never. What was set before can be set again."""
    before = check_of(article_id)
    form = CheckForm(request.POST or request.GET, initial={"every_hours": before and before.every_hours})
    if not form.is_valid():
        raise Invalid(_("Choose one of the intervals that are offered."), field="every_hours")
    every_hours = form.cleaned_data["every_hours"]
    schedule_checks(article_id=article_id, every_hours=every_hours, actor=request.user)
    undo = reverse("article-check-schedule", args=[article_id])
    former = before.every_hours if before else ""
    words = _("The address will be read again.") if every_hours else _("The address is not read again.")
    toast(request, words, undo=f"{undo}?every_hours={former}" if former != (every_hours or "") else "")
    return redirect("revisions", article_id=article_id)


@page
@require_POST
def now(request: PageRequest, article_id: int) -> HttpResponse:
    """Asks for a look at once."""
    asked = time.time()
    check_now(article_id=article_id, actor=request.user)
    if request.htmx:
        context = check_context(request, article_by_id(article_id), asked=asked)
        return render(request, "revisions/_check_state.html", context)
    return redirect(f"{reverse('revisions', args=[article_id])}?asked={asked:.3f}#check")


def check_context(request: PageRequest, article: Article, *, asked: float | None = None) -> dict[str, Any]:
    """What a page needs to tell about the looks at an article's address."""
    check = check_of(article.pk)
    asked = asked if asked is not None else _moment(request.GET.get("asked", ""))
    is_waiting = asked is not None and not _has_looked(check, asked)
    is_patient = asked is not None and time.time() - asked < PATIENCE_SECONDS
    return {
        "article": article,
        "check": check,
        "check_form": CheckForm(initial={"every_hours": check.every_hours if check else None}),
        "asked": asked,
        "is_looking": is_waiting and is_patient,
        "is_late": is_waiting and not is_patient,
        "has_looked": asked is not None and not is_waiting,
        "may_schedule": may(request.user, "article.schedule_checks", article),
        "may_revise": may(request.user, "article.revise", article),
    }


def _has_looked(check: ArticleCheck | None, asked: float) -> bool:
    if check is None or check.checked_at is None:
        return False
    return check.checked_at >= datetime.fromtimestamp(asked, UTC)


def _moment(value: str) -> float | None:
    try:
        found = float(value)
    except ValueError:
        return None
    return found if 0 < found <= time.time() else None
