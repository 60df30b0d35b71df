"""Signing a verdict and taking a signature back."""

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from annotations.actions.dissents import settle_dissent
from annotations.actions.verdicts import sign_verdict, withdraw_verdict
from annotations.domain.errors import Invalid, NotFound, Refusal
from annotations.queries.claim_pages import ClaimReading, read_claim
from annotations.queries.verdicts import verdict_by_id
from annotations.web.claims import whole
from annotations.web.forms.verdicts import SettlementOfDissentForm, VerdictForm
from annotations.web.pages import PageRequest, page
from annotations.web.refusals import add_refusal, status_of
from annotations.web.toasts import back, toast
from annotations.web.work import work_context


@page
@require_POST
def sign(request: PageRequest, claim_id: int) -> HttpResponse:
    """Signs what the reviewer saw; a refusal comes back beside what was typed, with the present status."""
    form = VerdictForm(request.POST)
    if not form.is_valid():
        return _refused(request, claim_id, form, 422)
    values = form.cleaned_data
    try:
        verdict = sign_verdict(
            claim_id=claim_id,
            assessment_id=values["assessment"],
            reason=values["reason"],
            short_claim=values["short_claim"],
            context_flag=values["context_flag"],
            status=values["status"],
            actor=request.user,
        )
    except NotFound:
        raise
    except Refusal as refusal:
        add_refusal(form, refusal)
        return _refused(request, claim_id, form, status_of(refusal))
    words = (
        _("You came to another status: %(status)s. An editor settles it.")
        if verdict.is_dissent
        else _("You signed: %(status)s.")
    )
    toast(
        request,
        words % {"status": verdict.get_status_display().lower()},
        undo=reverse("verdict-withdraw", args=[verdict.pk]),
    )
    return back(request, reverse("claim", args=[claim_id]))


@page
@require_POST
def withdraw(request: PageRequest, verdict_id: int) -> HttpResponse:
    """Takes a signature back. One's own needs no more words; for that of another a reason is asked."""
    verdict = verdict_by_id(verdict_id)
    reason = request.POST.get("reason", "")
    if verdict.reviewer_id == request.user.pk:
        reason = reason or _("Taken back by its signer.")
    withdraw_verdict(verdict_id=verdict_id, reason=reason, actor=request.user)
    toast(request, _("The signature was taken back."))
    return back(request, reverse("claim", args=[verdict.claim_id]))


@page
@require_POST
def settle(request: PageRequest, verdict_id: int) -> HttpResponse:
    """Decides between a dissent and the computed status."""
    verdict = verdict_by_id(verdict_id)
    form = SettlementOfDissentForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Say who is right, and in a sentence why."), rule="required")
    is_upheld, reason = form.cleaned_data["outcome"] == "upheld", form.cleaned_data["reason"]
    settle_dissent(verdict_id=verdict_id, is_upheld=is_upheld, reason=reason, actor=request.user)
    toast(
        request,
        _("The dissent is upheld; the other signatures ended.")
        if is_upheld
        else _("The computed status stands."),
    )
    return back(request, reverse("claim", args=[verdict.claim_id]))


def _refused(request: PageRequest, claim_id: int, form: VerdictForm, status: int) -> HttpResponse:
    """The claim's page around a verdict that was refused, with everything that was typed.

    The next attempt signs what this page shows, so the form takes the present assessment.
    """
    reading = read_claim(claim_id, request.user)
    form.data = _renewed(request.POST, reading)
    content = whole(reading, form) | work_context(reading.claim, request.user)
    return render(request, "claims/claim.html", content, status=status)


def _renewed(typed: QueryDict, reading: ClaimReading) -> QueryDict:
    present = typed.copy()
    present["assessment"] = str(reading.assessment.pk) if reading.assessment else ""
    return present
