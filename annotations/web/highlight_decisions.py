"""Deciding about highlights whose words changed: these words, other words, or none; and back.

Asked by htmx the answer is the highlight's place in the list, which says what was done and how to take it
back; without a script the same addresses lead back to the page, with a toast. Who comes too late is shown
what stands now.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import trigger_client_event

from annotations.access import require
from annotations.actions.highlight_decisions import (
    confirm_highlight,
    reselect_highlight,
    restore_all,
    retire_all,
    undo_decision,
)
from annotations.actions.highlights import restore_highlight, retire_highlight
from annotations.domain.errors import Conflict, Invalid, Refusal, Stale
from annotations.domain.offsets import span_to_utf16, to_utf16
from annotations.models import User
from annotations.queries.reading import reading
from annotations.queries.waiting import next_waiting, retiring_all
from annotations.queries.waiting_highlights import WaitingHighlight, place_to_begin, waiting_highlight
from annotations.web.articles import article_context
from annotations.web.claim_proposals import place_from
from annotations.web.pages import PageRequest, page
from annotations.web.places import number_in
from annotations.web.refusals import status_of
from annotations.web.toasts import back, toast, with_toast
from annotations.web.waiting import answer_context, shown
from annotations.web.waiting_words import decision_words, waiting_words

DECIDED, REQUEUED = "workbench:highlight-decided", "workbench:highlight-requeued"
TOO_LATE = (Stale, Conflict)


@page
@require_POST
def confirm(request: PageRequest, highlight_id: int) -> HttpResponse:
    """The claim stands on the words found; of several places, on the one whose number is sent."""
    one = waiting_highlight(highlight_id, request.user)
    confirming = partial(confirm_highlight, **_candidate(request, one))
    return _taken(request, highlight_id, confirming, _("Confirmed."), "highlight-undo")


@page
@require_POST
def retire(request: PageRequest, highlight_id: int) -> HttpResponse:
    """The claim stands here no more; from the queue, or from the claim's own page."""
    return _taken(request, highlight_id, retire_highlight, _("Retired."), "highlight-restore")


@page
@require_POST
def restore(request: PageRequest, highlight_id: int) -> HttpResponse:
    """Takes a retirement back."""
    restore_highlight(highlight_id=highlight_id, actor=request.user)
    return _back_in_place(request, highlight_id)


@page
@require_POST
def undo(request: PageRequest, highlight_id: int) -> HttpResponse:
    """Takes the last decision back."""
    try:
        undo_decision(highlight_id=highlight_id, actor=request.user)
    except TOO_LATE as refusal:
        return _too_late(request, highlight_id, refusal)
    return _back_in_place(request, highlight_id)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def reselect(request: PageRequest, highlight_id: int) -> HttpResponse:
    """The article, opened where the words stood, to select the ones on which the claim stands now."""
    one = waiting_highlight(highlight_id, request.user)
    require(request.user, "highlight.decide")
    if request.method != "POST":
        return _to_select(request, one)
    try:
        place = place_from(request.POST)
        reselect_highlight(
            highlight_id=highlight_id,
            start=place.start,
            end=place.end,
            exact=place.exact,
            expected_version=number_in(request.POST, "version"),
            actor=request.user,
        )
    except (Invalid, *TOO_LATE) as refusal:
        return _to_select(request, waiting_highlight(highlight_id, request.user), refusal)
    toast(request, _("The highlight was set anew."), undo=reverse("highlight-undo", args=[highlight_id]))
    return back(request, _next_place(one, request.user))


@page
@require_http_methods(["GET", "HEAD", "POST"])
def retire_waiting(request: PageRequest, article_id: int) -> HttpResponse:
    """All that wait in an article at once: first what that does, then the deed."""
    effect = retiring_all(article_id, request.user)
    require(request.user, "highlight.decide", effect.article)
    if request.method != "POST":
        return render(request, "highlights/retire_all.html", {"effect": effect, "article": effect.article})
    count = retire_all(revision_id=effect.revision_id, actor=request.user) if effect.revision_id else 0
    words = ngettext("%(count)s highlight was retired.", "%(count)s highlights were retired.", count)
    undo = reverse("highlights-restore-all", args=[effect.revision_id]) if count else ""
    toast(request, words % {"count": count}, undo=undo)
    return redirect("highlights-waiting", article_id=article_id)


@page
@require_POST
def restore_retired(request: PageRequest, revision_id: int) -> HttpResponse:
    """Takes back that all were retired."""
    count = restore_all(revision_id=revision_id, actor=request.user)
    words = ngettext("%(count)s highlight waits again.", "%(count)s highlights wait again.", count)
    toast(request, words % {"count": count})
    return back(request, "waiting")


def _taken(
    request: PageRequest, highlight_id: int, decide: Callable[..., object], done: str, undo: str
) -> HttpResponse:
    """The decision, with the way back at the address named `undo`; to who comes too late, what stands now."""
    version = number_in(request.POST, "version")
    try:
        decide(highlight_id=highlight_id, expected_version=version, actor=request.user)
    except TOO_LATE as refusal:
        return _too_late(request, highlight_id, refusal)
    return _decided(request, highlight_id, done, reverse(undo, args=[highlight_id]))


def _candidate(request: PageRequest, one: WaitingHighlight) -> dict[str, Any]:
    """The chosen place of several. Refuses with `Invalid` where none was chosen."""
    number = number_in(request.POST, "candidate")
    if not one.candidates and number is None:
        return {}
    for candidate in one.candidates:
        if candidate.number == number:
            return {"start": candidate.start, "end": candidate.end}
    raise Invalid(_("Several places fit. Choose one of them."), field="candidate", rule="not-a-candidate")


def _decided(request: PageRequest, highlight_id: int, words: str, undo: str) -> HttpResponse:
    one = waiting_highlight(highlight_id, request.user)
    if not request.htmx:
        toast(request, words, undo=undo)
        return back(request, _next_place(one, request.user))
    context = answer_context(request, one, done=words, undo=undo)
    answer = render(request, "highlights/_answer.html", context)
    trigger_client_event(answer, DECIDED, {"id": highlight_id}, after="swap")
    left = context["summary"]["total"]
    rest = waiting_words(left) if left else _("Nothing waits in this article any more")
    return with_toast(answer, f"{words} {rest}.", undo=undo)


def _back_in_place(request: PageRequest, highlight_id: int) -> HttpResponse:
    one = waiting_highlight(highlight_id, request.user)
    if not request.htmx:
        return back(request, _place(one.article_id, highlight_id))
    answer = render(request, "highlights/_answer.html", answer_context(request, one))
    return trigger_client_event(answer, REQUEUED, {"id": highlight_id}, after="swap")


def _too_late(request: PageRequest, highlight_id: int, refusal: Refusal) -> HttpResponse:
    """Somebody else decided meanwhile: what stands now, in its place."""
    one = waiting_highlight(highlight_id, request.user)
    words = decision_words(one.state) or refusal.message
    if not request.htmx:
        toast(request, _("Somebody was quicker. %(now)s") % {"now": words})
        return back(request, _next_place(one, request.user))
    context = answer_context(request, one, meanwhile=words)
    answer = render(request, "highlights/_answer.html", context, status=409)
    return trigger_client_event(answer, DECIDED, {"id": highlight_id}, after="swap")


def _to_select(request: PageRequest, one: WaitingHighlight, refusal: Refusal | None = None) -> HttpResponse:
    read = reading(one.article_id, request.user, number=one.new_number)
    text = read.revision.text
    asked = request.POST.get("next") or request.GET.get("next") or ""
    context: dict[str, Any] = {
        **article_context(request, read),
        "may_claim": False,
        "reselect": shown(one, may_decide=True),
        "near": to_utf16(text, place_to_begin(one, text)),
        "span": span_to_utf16(text, *one.span) if one.span and one.new else None,
        "problem": refusal.message if refusal else "",
        "next": asked,
        "cancel": asked or _place(one.article_id, one.id),
    }
    status = status_of(refusal) if refusal else 200
    return render(request, "articles/article.html", context, status=status)


def _next_place(one: WaitingHighlight, person: User) -> str:
    """Where the next one stands that waits."""
    return _place(one.article_id, next_waiting(one.article_id, one.id, person))


def _place(article_id: int, highlight_id: int | None) -> str:
    """A highlight's place in the queue of its article."""
    here = reverse("highlights-waiting", args=[article_id])
    return f"{here}?at={highlight_id}#waiting-{highlight_id}" if highlight_id else here
