"""Who may have copied whom: the queue, one suggestion with both texts, and the decision."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from annotations.access import may
from annotations.actions.suggestions import accept_suggestion, reject_suggestion, reopen_suggestion
from annotations.domain.canonical import Block
from annotations.domain.errors import NotAllowed, NotFound, Refusal
from annotations.domain.vocabulary import CopySignal, SuggestionState
from annotations.models import DerivationSuggestion
from annotations.queries.suggestions import ComparedSide, read_suggestion, suggestions_page
from annotations.web.forms.suggestions import INDEPENDENT, REVERSED, AcceptForm, RejectForm
from annotations.web.pages import PageRequest, page
from annotations.web.paging import pages_of
from annotations.web.places import page_number
from annotations.web.refusals import add_refusal, status_of
from annotations.web.toasts import back, toast


@dataclass(frozen=True, slots=True)
class SharedSegment:
    """Words of one block that belong to the same match; `match` is its number, 0 outside of all."""

    text: str
    match: int
    is_first: bool
    is_quoted: bool


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
    found = suggestions_page(state, page_number(request.GET))
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
    try:
        accept_suggestion(
            suggestion_id=suggestion_id,
            kind=form.cleaned_data["kind"],
            is_reversed=form.cleaned_data["direction"] == REVERSED,
            reason=form.cleaned_data["reason"],
            actor=request.user,
        )
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        add_refusal(form, refusal)
        return _suggestion_page(request, suggestion_id, accepting=form, status=status_of(refusal))
    words = _("Noted. Its links no longer count beside those of its origin.")
    toast(request, words, undo=reverse("suggestion-reopen", args=[suggestion_id]))
    return back(request, reverse("suggestions"))


@page
@require_POST
def reject(request: PageRequest, suggestion_id: int) -> HttpResponse:
    """Notes that they do not rest on each other, and why."""
    form = RejectForm(request.POST)
    if not form.is_valid():
        return _suggestion_page(request, suggestion_id, rejecting=form, status=422)
    reason = form.cleaned_data["rejected_because"]
    try:
        reject_suggestion(suggestion_id=suggestion_id, reason=reason, actor=request.user)
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        field = "rejected_because" if refusal.field == "reason" else None
        form.add_error(field, refusal.message)
        return _suggestion_page(request, suggestion_id, rejecting=form, status=status_of(refusal))
    words = _("Rejected. The pair is not suggested again.")
    toast(request, words, undo=reverse("suggestion-reopen", args=[suggestion_id]))
    return back(request, reverse("suggestions"))


@page
@require_POST
def reopen(request: PageRequest, suggestion_id: int) -> HttpResponse:
    """Takes a decision back."""
    reopen_suggestion(suggestion_id=suggestion_id, actor=request.user)
    toast(request, _("It waits for a decision again."))
    return redirect("suggestion", suggestion_id=suggestion_id)


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
