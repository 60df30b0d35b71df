"""Disputes: two people read a passage differently, and a third one decides."""

from collections.abc import Iterable

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from annotations.access import may
from annotations.actions.disputes import release_dispute, settle_dispute, take_dispute
from annotations.actions.presence import note_told
from annotations.domain.errors import NotAllowed, NotFound, Refusal
from annotations.models import SecondLook
from annotations.queries.second_look_pages import disputes_page, read_dispute
from annotations.web.forms.second_looks import SettlementForm
from annotations.web.pages import PageRequest, page
from annotations.web.refusals import add_refusal, status_of
from annotations.web.toasts import toast


@page
@require_safe
def disputes(request: PageRequest) -> HttpResponse:
    """Disputes that the person may settle, and those that were settled lately."""
    found = disputes_page(request.user)
    note_told(actor=request.user, evidence_ids=_links(found.settled))
    context = {"found": found, "may_take": may(request.user, "dispute.take")}
    return render(request, "review/disputes.html", context)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def dispute(request: PageRequest, look_id: int) -> HttpResponse:
    """Claim and passage, both readings for whoever took it, and the decision."""
    reading = read_dispute(look_id, request.user)
    if reading.is_settled:
        note_told(actor=request.user, evidence_ids=_links([reading.look]))
    form = SettlementForm(request.POST or None) if reading.is_mine else None
    status = 422 if form is not None and form.errors else 200
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            return _settled(request, look_id, form)
        except (NotAllowed, NotFound):
            raise
        except Refusal as refusal:
            add_refusal(form, refusal)
            status = status_of(refusal)
    context = {"reading": reading, "look": reading.look, "passage": reading.passage, "form": form}
    return render(request, "review/dispute.html", context, status=status)


@page
@require_POST
def take(request: PageRequest, look_id: int) -> HttpResponse:
    """Takes a dispute and shows both readings."""
    take_dispute(look_id=look_id, actor=request.user)
    return redirect("dispute", look_id=look_id)


@page
@require_POST
def release(request: PageRequest, look_id: int) -> HttpResponse:
    """Gives a dispute back."""
    release_dispute(look_id=look_id, actor=request.user)
    toast(request, _("Given back. Somebody else may settle it."))
    return redirect("disputes")


def _settled(request: PageRequest, look_id: int, form: SettlementForm) -> HttpResponse:
    settle_dispute(
        look_id=look_id, stance=form.decided(), reason=form.cleaned_data["reason"], actor=request.user
    )
    toast(request, _("Settled. The status is computed again."))
    return redirect("dispute", look_id=look_id)


def _links(looks: Iterable[SecondLook]) -> list[int]:
    return [look.evidence_id for look in looks if look.evidence_id is not None]
