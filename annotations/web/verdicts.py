"""Signing a verdict and taking a signature back."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from annotations.actions.verdicts import sign_verdict, withdraw_verdict
from annotations.domain.errors import NotAllowed, Refusal
from annotations.web.claims import rendered_claim
from annotations.web.forms.verdicts import VerdictForm
from annotations.web.pages import PageRequest, page
from annotations.web.refusals import add_refusal, status_of
from annotations.web.toasts import back, toast


@page
@require_POST
def sign(request: PageRequest, claim_id: int) -> HttpResponse:
    """Signs what the reviewer saw; a refusal comes back beside what was typed."""
    form = VerdictForm(request.POST)
    if not form.is_valid():
        return rendered_claim(request, claim_id, form, 422)
    values = form.cleaned_data
    try:
        verdict = sign_verdict(
            claim_id=claim_id,
            assessment_id=values["assessment"],
            reason=values["reason"],
            short_claim=values["short_claim"],
            context_flag=values["context_flag"],
            actor=request.user,
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        add_refusal(form, refusal)
        return rendered_claim(request, claim_id, form, status_of(refusal))
    toast(
        request,
        _("You signed: %(status)s.") % {"status": verdict.get_status_display().lower()},
        undo=reverse("verdict-withdraw", args=[verdict.pk]),
    )
    return redirect("claim", claim_id=claim_id)


@page
@require_POST
def withdraw(request: PageRequest, verdict_id: int) -> HttpResponse:
    """Takes a signature back; undoing a signature just given needs no further words."""
    reason = request.POST.get("reason") or _("Taken back by its signer.")
    verdict = withdraw_verdict(verdict_id=verdict_id, reason=reason, actor=request.user)
    toast(request, _("The signature was taken back."))
    return back(request, reverse("claim", args=[verdict.claim_id]))
