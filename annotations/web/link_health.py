"""The health of all addresses at a glance, watching many of them, and the passages that are gone."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from annotations.access import may, require
from annotations.actions.passage_checks import confirm_passage
from annotations.actions.relinking import relink_passage, undo_relink
from annotations.actions.watching import MOST_AT_ONCE, undo_watching, watch_sources
from annotations.domain.errors import Invalid, NotAllowed, Refusal
from annotations.domain.rewording import rewording
from annotations.domain.vocabulary import LinkHealth, RegisterNoun
from annotations.queries.evidence import evidence_by_id
from annotations.queries.lost_passages import LOST_AT_ONCE, LostPassage, lost_page, with_new_words
from annotations.queries.register_filters import NOT_VISITED, sources_matching
from annotations.queries.visibility import visible
from annotations.queries.visits import HealthBoard, health_board
from annotations.web.forms.visits import ConfirmForm, WatchForm
from annotations.web.pages import PageRequest, page
from annotations.web.paging import pages_of
from annotations.web.places import number_in, page_number
from annotations.web.refusals import add_refusal, status_of
from annotations.web.register_lists import address_of, criteria_of
from annotations.web.toasts import back, toast


@page
@require_safe
def health(request: PageRequest) -> HttpResponse:
    """What the last visits to the addresses of the register found, and what needs a person first."""
    criteria, board = criteria_of(request.GET), health_board(timezone.now(), request.user)
    matching = visible(sources_matching(criteria), request.user).exclude(canonical_url="").count()
    content = {
        "board": board,
        "counts": _counts(board),
        "watch_form": WatchForm(initial={"every_hours": 168}),
        "may_watch": may(request.user, "source.watch"),
        "criteria": criteria,
        "query": request.GET.urlencode(),
        "list_address": address_of(RegisterNoun.SOURCES, criteria),
        "matching": matching,
        "matching_words": f"{matching:,}",
        "watched_words": f"{board.watched:,}",
        "most": f"{MOST_AT_ONCE:,}",
        "is_too_many": matching > MOST_AT_ONCE,
    }
    return render(request, "visits/health.html", content)


def _counts(board: HealthBoard) -> list[dict[str, str]]:
    """What the last visits found, each with the filter of the list that finds them."""
    found = [(one.health.value, str(one.health.label), one.count) for one in board.counts if one.health]
    found += (
        [(NOT_VISITED, str(LinkHealth.UNKNOWN.label), board.never_visited)] if board.never_visited else []
    )
    return [{"value": value, "label": label, "count": f"{count:,}"} for value, label, count in found]


@page
@require_POST
def watch_many(request: PageRequest) -> HttpResponse:
    """How often the addresses of all sources are read that the filter in the address finds."""
    form = WatchForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Choose one of the intervals that are offered."), field="every_hours")
    criteria = criteria_of(request.GET)
    found = visible(sources_matching(criteria), request.user).exclude(canonical_url="").order_by("pk")
    ids = list(found.values_list("pk", flat=True)[: MOST_AT_ONCE + 1])
    events = watch_sources(source_ids=ids, every_hours=form.cleaned_data["every_hours"], actor=request.user)
    words = ngettext("One source was set.", "%(count)s sources were set.", len(events))
    numbers = [event.pk for event in events]
    undo = f"{reverse('sources-watch-undo')}?first={min(numbers)}&last={max(numbers)}" if numbers else ""
    toast(request, words % {"count": f"{len(events):,}"}, undo=undo)
    return redirect(f"{reverse('sources-health')}?{request.GET.urlencode()}".rstrip("?"))


@page
@require_POST
def watch_undo(request: PageRequest) -> HttpResponse:
    """Takes that back."""
    first, last = number_in(request.GET, "first"), number_in(request.GET, "last")
    if first is None or last is None or not 0 <= last - first < 2 * MOST_AT_ONCE:
        raise Invalid(_("It cannot be told what is to be taken back."), rule="invalid")
    events = undo_watching(event_ids=range(first, last + 1), actor=request.user)
    words = ngettext("One source is as it was.", "%(count)s sources are as they were.", len(events))
    toast(request, words % {"count": f"{len(events):,}"})
    return redirect("sources-health")


@page
@require_safe
def passages(request: PageRequest) -> HttpResponse:
    """The passages that are gone from their pages and that nobody has judged yet."""
    found = lost_page(request.user, page_number(request.GET))
    content = {
        "lines": [lost_line(one) for one in found.rows],
        "pages": pages_of(request, found, size=LOST_AT_ONCE),
    }
    return render(request, "visits/passages.html", content)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: PageRequest, evidence_id: int) -> HttpResponse:
    """Lets a lost passage count again, with the reason; the old and the new words beside it."""
    evidence = evidence_by_id(evidence_id)
    require(request.user, "evidence.edit", evidence)
    form = ConfirmForm(request.POST or None)
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            confirm_passage(evidence_id=evidence_id, reason=reason, actor=request.user)
            toast(request, _("The passage counts again."))
            return back(request, reverse("claim", args=[evidence.claim_id]))
        except NotAllowed:
            raise
        except Refusal as refusal:
            add_refusal(form, refusal)
            status = status_of(refusal)
    content = {
        "form": form,
        "evidence": evidence,
        "line": lost_line(with_new_words([evidence], request.user)[0]),
        "next": request.POST.get("next") or request.GET.get("next", ""),
    }
    return render(request, "visits/confirm.html", content, status=status)


@page
@require_POST
def relink(request: PageRequest, evidence_id: int) -> HttpResponse:
    """Links the words that stand now in place of the lost ones."""
    start, end = number_in(request.POST, "start"), number_in(request.POST, "end")
    capture_id = number_in(request.POST, "capture")
    if start is None or end is None or capture_id is None:
        raise Invalid(_("Say which words."), rule="required")
    made = relink_passage(
        evidence_id=evidence_id, capture_id=capture_id, start=start, end=end, actor=request.user
    )
    undo = f"{reverse('passage-relink-undo', args=[made.pk])}?lost={evidence_id}"
    toast(request, _("The new words are linked, judged as the old ones were."), undo=undo)
    return back(request, reverse("claim", args=[made.claim_id]))


@page
@require_POST
def relink_undo(request: PageRequest, evidence_id: int) -> HttpResponse:
    """Brings the lost passage back in place of the new words."""
    lost = number_in(request.GET, "lost")
    if lost is None:
        raise Invalid(_("It cannot be told what is to be taken back."), rule="invalid")
    evidence = undo_relink(evidence_id=evidence_id, lost_id=lost, actor=request.user)
    toast(request, _("The old words are back."))
    return back(request, reverse("claim", args=[evidence.claim_id]))


def lost_line(lost: LostPassage) -> dict[str, Any]:
    """A lost passage as pages show it; `changes` are its words with those that took their place."""
    evidence = lost.evidence
    return {
        "lost": lost,
        "link": evidence,
        "changes": rewording(evidence.passage, lost.new_words) if lost.new_words else None,
    }
