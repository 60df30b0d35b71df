"""Changing the register with open eyes: what would follow is shown first, and then exactly that is done.

Every such page works alike. The form is sent to be previewed; the preview holds the digest of what it showed,
and goes back with it to be applied. If other statuses would move by then, it is shown anew, and what was
typed is kept.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from annotations.access import require
from annotations.actions.register_changes import ACCESS, apply_register_change
from annotations.domain.errors import NotAllowed, NotFound, Refusal, Stale
from annotations.domain.verification.register_changes import RegisterChange
from annotations.models import Publisher, Source
from annotations.queries.impact import impact_of
from annotations.web.forms.register_changes import ReasonForm
from annotations.web.impact import shown_impact
from annotations.web.merges import lead_to_kept
from annotations.web.pages import PageRequest
from annotations.web.refusals import add_refusal, status_of
from annotations.web.toasts import toast

SEEN = "seen"


@dataclass(frozen=True)
class Wanted:
    """One kind of change on one row of the register: how the page is headed, its form, and what it means."""

    kind: type[Any]
    subject: Publisher | Source
    title: str
    lede: str
    form: type[ReasonForm]
    change: Callable[[ReasonForm], RegisterChange]
    initial: Mapping[str, Any] = field(default_factory=dict)
    extra: Callable[[PageRequest, ReasonForm], dict[str, Any]] = lambda request, form: {}

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
        return _shown(request, wanted, wanted.form(initial=wanted.initial))
    form = wanted.form(request.POST)
    if not form.is_valid():
        return _shown(request, wanted, form, status=422)
    try:
        change = wanted.change(form)
        seen = request.POST.get(SEEN, "")
        if not seen:
            return _shown(request, wanted, form, change=change)
        return _applied(request, wanted, form, change, seen)
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        add_refusal(form, refusal)
        return _shown(request, wanted, form, status=status_of(refusal))


def _applied(
    request: PageRequest, wanted: Wanted, form: ReasonForm, change: RegisterChange, seen: str
) -> HttpResponse:
    reason = form.cleaned_data["reason"]
    try:
        event = apply_register_change(change=change, reason=reason, seen=seen, actor=request.user)
    except Stale as refusal:
        return _shown(request, wanted, form, change=change, meanwhile=refusal.message, status=409)
    if event is None:
        toast(request, _("That was on record already; nothing was changed."))
        return redirect(wanted.address)
    return redirect("register-change", event_id=event.pk)


def _shown(
    request: PageRequest,
    wanted: Wanted,
    form: ReasonForm,
    *,
    change: RegisterChange | None = None,
    meanwhile: str = "",
    status: int = 200,
) -> HttpResponse:
    content = {
        "wanted": wanted,
        "form": form,
        "is_publisher": isinstance(wanted.subject, Publisher),
        "impact": shown_impact(impact_of(change)) if change is not None else None,
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
