"""Changing the register with open eyes: what would follow is shown first, and then exactly that is done.

Every such page works alike. The form is sent to be previewed; the preview holds the digest of what it showed,
and goes back with it to be applied. If other statuses would move by then, it is shown anew, and what was
typed is kept. Changes that rarely move a status are shown first only where they do (`carried`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from annotations.access import require
from annotations.actions.register_changes import (
    ACCESS,
    SAYS_WHY_ITSELF,
    apply_register_change,
    apply_unless_felt,
    preview_of,
)
from annotations.domain.errors import Invalid, NotAllowed, NotFound, Refusal, Stale
from annotations.domain.verification.register_changes import AnyChange
from annotations.models import Event, Publisher, Source
from annotations.queries.impact import Impact
from annotations.web.impact import shown_impact
from annotations.web.merges import lead_to_kept
from annotations.web.pages import PageRequest
from annotations.web.refusals import add_refusal, status_of
from annotations.web.toasts import toast

SEEN = "seen"
CHANGED_MEANWHILE = "consequences-changed"


@dataclass(frozen=True)
class Carried:
    """What became of a change: made, or where `impact` is there, to be looked at first.

    `meanwhile` says what changed while somebody looked, `refused` what is missing; `event` is that of a
    change that was made with its consequences in sight.
    """

    impact: Impact | None = None
    event: Event | None = None
    meanwhile: str = ""
    refused: Refusal | None = None

    @property
    def status(self) -> int:
        """Of the page that shows it."""
        if self.refused is not None:
            return status_of(self.refused)
        return 409 if self.meanwhile else 200


@dataclass(frozen=True)
class Wanted:
    """One kind of change on one row of the register: how the page is headed, its form, and what it means.

    Where it `is_settled`, the form leaves nothing to choose and what would follow is shown from the start.
    With `done`, which answers once it is made, what nobody would feel is made at once. `left_for` is the page
    of whoever leaves it, if not that of what is changed.
    """

    kind: type[Any]
    subject: Publisher | Source
    title: str
    lede: str
    form: type[Any]
    change: Callable[[Any], AnyChange]
    initial: Mapping[str, Any] = field(default_factory=dict)
    extra: Callable[[PageRequest, Any], dict[str, Any]] = lambda request, form: {}
    is_settled: bool = False
    done: Callable[[], HttpResponse] | None = None
    left_for: str = ""

    @property
    def address(self) -> str:
        """The page of what is changed."""
        noun = "publisher" if isinstance(self.subject, Publisher) else "source"
        return reverse(noun, args=[self.subject.pk])


def answer(request: PageRequest, wanted: Wanted) -> HttpResponse:
    """The form; what would follow from it; or, once that was seen and is to be, the page of what follows."""
    require(request.user, ACCESS[wanted.kind])
    if wanted.subject.merged_into_id is not None:
        return lead_to_kept(request, wanted.subject)
    if request.method != "POST":
        form = wanted.form(initial=wanted.initial)
        return _shown(request, wanted, form, change=wanted.change(form) if wanted.is_settled else None)
    form = wanted.form(request.POST)
    if not form.is_valid():
        return _shown(request, wanted, form, status=422)
    try:
        change = wanted.change(form)
        if wanted.done is not None:
            made = carried(request, change, form.cleaned_data["reason"])
            return wanted.done() if made.impact is None else shown_first(request, wanted, form, made)
        seen = request.POST.get(SEEN, "")
        if not seen:
            return _shown(request, wanted, form, change=change)
        return _applied(request, wanted, form, change, seen)
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        add_refusal(form, refusal)
        return _shown(request, wanted, form, status=status_of(refusal))


def _applied(request: PageRequest, wanted: Wanted, form: Any, change: AnyChange, seen: str) -> HttpResponse:
    reason = form.cleaned_data["reason"]
    try:
        event = apply_register_change(change=change, reason=reason, seen=seen, actor=request.user)
    except Stale as refusal:
        return _shown(request, wanted, form, change=change, meanwhile=refusal.message, status=409)
    if event is None:
        toast(request, _("That was on record already; nothing was changed."))
        return redirect(wanted.address)
    return redirect("register-change", event_id=event.pk)


def carried(request: PageRequest, change: AnyChange, reason: str) -> Carried:
    """Makes a change whose consequences were seen, or that nobody would feel; then no reason is needed.

    Refuses what the action for the change refuses.
    """
    seen = request.POST.get(SEEN, "")
    try:
        if not seen or not reason.strip():
            impact = apply_unless_felt(change=change, reason=reason, actor=request.user)
            if impact is None or not seen:
                return Carried(impact=impact)
        event = apply_register_change(change=change, reason=reason, seen=seen, actor=request.user)
        return Carried(event=event)
    except Stale as refusal:
        if refusal.rule != CHANGED_MEANWHILE:
            raise
        return Carried(impact=preview_of(change, actor=request.user), meanwhile=refusal.message)
    except Invalid as refusal:
        if refusal.field != "reason":
            raise
        return Carried(impact=preview_of(change, actor=request.user), refused=refusal)


def shown_first(request: PageRequest, wanted: Wanted, form: Any, made: Carried) -> HttpResponse:
    """The page of what would follow from a change that was not made yet."""
    if made.refused is not None:
        add_refusal(form, made.refused)
    return _shown(request, wanted, form, impact=made.impact, meanwhile=made.meanwhile, status=made.status)


def ask_why(form: Any, impact: Impact) -> None:
    """Shows that a reason is needed, which it is where anybody would feel the change."""
    if impact.is_felt and "reason" in form.fields:
        form.fields["reason"].required = True


def _shown(
    request: PageRequest,
    wanted: Wanted,
    form: Any,
    *,
    change: AnyChange | None = None,
    impact: Impact | None = None,
    meanwhile: str = "",
    status: int = 200,
) -> HttpResponse:
    if change is not None:
        impact = preview_of(change, actor=request.user)
    if impact is not None and wanted.kind not in SAYS_WHY_ITSELF:
        ask_why(form, impact)
    content = {
        "wanted": wanted,
        "form": form,
        "is_publisher": isinstance(wanted.subject, Publisher),
        "impact": shown_impact(impact, request.user) if impact is not None else None,
        "meanwhile": meanwhile,
        **wanted.extra(request, form),
    }
    return render(request, "impact/change.html", content, status=status)


def the_row(rows: Any, pk: int, noun: str) -> Any:
    """The row of this id; refuses with `NotFound`."""
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound(f"There is no {noun} {pk}.", details={"id": pk})
    return found
