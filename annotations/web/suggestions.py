"""Who may have copied whom: the queue, one suggestion with both texts, and the decision.

A decision that moves no status is made by one key. Of others people see first what would follow.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from annotations.access import may
from annotations.domain.canonical import Block
from annotations.domain.errors import NotAllowed, NotFound, Refusal
from annotations.domain.verification.register_changes import (
    SuggestionAccepted,
    SuggestionRejected,
    SuggestionReopened,
)
from annotations.domain.vocabulary import CopySignal, SuggestionState
from annotations.models import DerivationSuggestion
from annotations.queries.suggestions import (
    ComparedSide,
    read_suggestion,
    suggestion_to_see,
    suggestions_page,
)
from annotations.web.forms.suggestions import INDEPENDENT, REVERSED, AcceptForm, RejectForm
from annotations.web.pages import PageRequest, page
from annotations.web.paging import pages_of
from annotations.web.places import page_number
from annotations.web.refusals import add_refusal, status_of
from annotations.web.register_changes import Wanted, carried, shown_first
from annotations.web.toasts import back, toast


@dataclass(frozen=True, slots=True)
class SharedSegment:
    """Words of one block that belong to the same match; `match` is its number, 0 outside of all."""

    text: str
    match: int
    is_first: bool
    is_quoted: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided, how the page of what would follow is headed, and what is said when it is done."""

    change: SuggestionAccepted | SuggestionRejected | SuggestionReopened
    title: str
    words: str
    reason: str = ""


USUAL_REASONS = (
    INDEPENDENT,
    gettext_lazy("They share only what somebody said."),
    gettext_lazy("They share only sentences of background."),
    gettext_lazy("They share only lines of the sites."),
)


@page
@require_safe
def suggestions(request: PageRequest) -> HttpResponse:
    """Suggestions that wait for a decision, or with `?state=` those that were accepted or rejected."""
    asked = request.GET.get("state", "")
    state = SuggestionState(asked) if asked in SuggestionState.values else SuggestionState.OPEN
    found = suggestions_page(state, page_number(request.GET), request.user)
    context = {
        "lines": [(row, signal_words(row)) for row in found.rows],
        "state": state,
        "states": SuggestionState.choices,
        "pages": pages_of(request, found),
        "may_decide": may(request.user, "derivation.decide"),
        "independent": INDEPENDENT,
    }
    return render(request, "suggestions/suggestions.html", context)


@page
@require_safe
def suggestion(request: PageRequest, suggestion_id: int) -> HttpResponse:
    """Both texts side by side, what they share marked, and what each signal saw."""
    return _suggestion_page(request, suggestion_id)


@page
@require_POST
def accept(request: PageRequest, suggestion_id: int) -> HttpResponse:
    """Notes that the one rests on the other. From the queue, as it was suggested."""
    form = _whole_form(request, suggestion_id)
    if not form.is_valid():
        return _suggestion_page(request, suggestion_id, accepting=form, status=422)
    said = form.cleaned_data
    change = SuggestionAccepted(suggestion_id, said["kind"], said["direction"] == REVERSED)
    words = _("Noted. Its links no longer count beside those of its origin.")

    def refused(refusal: Refusal) -> HttpResponse:
        add_refusal(form, refusal)
        return _suggestion_page(request, suggestion_id, accepting=form, status=status_of(refusal))

    return _decided(
        request, Decision(change, _("Accept the suggestion"), words, said["reason"]), form, refused
    )


@page
@require_POST
def reject(request: PageRequest, suggestion_id: int) -> HttpResponse:
    """Notes that they do not rest on each other, and why."""
    form = RejectForm(request.POST)
    if not form.is_valid():
        return _suggestion_page(request, suggestion_id, rejecting=form, status=422)
    reason = form.cleaned_data["rejected_because"]
    words = _("Rejected: “%(reason)s” The pair is not suggested again.") % {"reason": reason}

    def refused(refusal: Refusal) -> HttpResponse:
        form.add_error("rejected_because" if refusal.field == "reason" else None, refusal.message)
        return _suggestion_page(request, suggestion_id, rejecting=form, status=status_of(refusal))

    change = SuggestionRejected(suggestion_id)
    return _decided(request, Decision(change, _("Reject the suggestion"), words, reason), form, refused)


@page
@require_POST
def reopen(request: PageRequest, suggestion_id: int) -> HttpResponse:
    """Takes a decision back."""
    change, form = SuggestionReopened(suggestion_id), forms.Form(request.POST)
    decision = Decision(change, _("Take the decision back"), _("It waits for a decision again."))
    return _decided(request, decision, form)


def _decided(
    request: PageRequest,
    decision: Decision,
    form: Any,
    refused: Callable[[Refusal], HttpResponse] | None = None,
) -> HttpResponse:
    """The page to go on with; or what would follow, where that was not seen yet. `refused` shows what keeps
    the decision from being made.
    """
    pk = decision.change.suggestion
    there = reverse("suggestion", args=[pk])
    try:
        made = carried(request, decision.change, decision.reason)
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        if refused is None:
            raise
        return refused(refusal)
    if made.impact is not None:
        if isinstance(form, AcceptForm):
            form.settle()
        return shown_first(request, _felt(decision, there), form, made)
    if isinstance(decision.change, SuggestionReopened):
        toast(request, decision.words)
        return redirect(there)
    # What moved statuses moves them back: that is looked at first, and not done by one key.
    undo = "" if made.event is not None else reverse("suggestion-reopen", args=[pk])
    toast(request, decision.words, undo=undo)
    return back(request, reverse("suggestions"))


def _felt(decision: Decision, there: str) -> Wanted:
    """The page of what would follow from a decision."""
    found = suggestion_to_see(decision.change.suggestion)
    return Wanted(
        kind=type(decision.change),
        subject=found.source,
        title=decision.title,
        lede=f"{found.source.publisher.name} – {found.origin.publisher.name}",
        form=forms.Form,
        change=lambda form: decision.change,
        is_settled=True,
        left_for=there,
    )


def signal_words(row: DerivationSuggestion) -> list[str]:
    """What each signal saw, in a few words each."""
    return [SIGNAL_WORDS[seen["signal"]](seen) for seen in row.matches if seen["signal"] in SIGNAL_WORDS]


def _text_words(seen: Mapping[str, Any]) -> str:
    count = int(seen["words"])
    words = ngettext("%(count)s word in common", "%(count)s words in common", count) % {"count": count}
    share = _("%(share)s %% of the one, %(other)s %% of the other")
    return f"{words} ({share % {'share': seen['share'], 'other': seen['origin_share']}})"


SIGNAL_WORDS: Mapping[str, Any] = {
    CopySignal.AGENCY_CREDIT: lambda seen: _("credited to %(agency)s") % {"agency": seen["agency"]},
    CopySignal.CANONICAL_URL: lambda seen: _("its page names the other as its original"),
    CopySignal.HEADLINE: lambda seen: _("the same headline"),
    CopySignal.SHARED_TEXT: _text_words,
    CopySignal.SAME_IMAGE: lambda seen: _("the same picture"),
}


def _shown(side: ComparedSide, quoted: set[int]) -> list[tuple[Block, list[SharedSegment]]]:
    """The blocks of a text with their segments. A match that goes over several blocks begins once."""
    begun: set[int] = set()
    shown = []
    for block, segments in side.blocks:
        lines = []
        for text, keys in segments:
            match = keys[0] if keys else 0
            lines.append(SharedSegment(text, match, match not in begun, match in quoted))
            begun.add(match)
        shown.append((block, lines))
    return shown


def _whole_form(request: PageRequest, suggestion_id: int) -> AcceptForm:
    """What was sent, and as it was suggested where nothing was."""
    suggested = read_suggestion(suggestion_id).suggestion
    sent = request.POST.dict()
    return AcceptForm({"direction": "as_suggested", "kind": suggested.kind, **sent})


def _suggestion_page(
    request: PageRequest,
    suggestion_id: int,
    *,
    accepting: AcceptForm | None = None,
    rejecting: RejectForm | None = None,
    status: int = 200,
) -> HttpResponse:
    reading = read_suggestion(suggestion_id)
    quoted = {number for number, one in enumerate(reading.passages, 1) if one["quoted"]}
    context = {
        "reading": reading,
        "suggestion": reading.suggestion,
        "sides": [(side, _shown(side, quoted)) for side in (reading.source, reading.origin)],
        "signals": signal_words(reading.suggestion),
        "accepting": accepting or AcceptForm(initial={"kind": reading.suggestion.kind}),
        "rejecting": rejecting or RejectForm(),
        "usual_reasons": USUAL_REASONS,
        "may_decide": may(request.user, "derivation.decide"),
    }
    return render(request, "suggestions/suggestion.html", context, status=status)
