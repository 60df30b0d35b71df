"""Another status beside the computed one: one person proposes it, another approves it, either ends it."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from annotations.access import may, require
from annotations.actions.overrides import approve_override, end_override, propose_override
from annotations.domain.errors import Invalid, NotAllowed, NotFound, Refusal
from annotations.domain.verification.overrides import HOLDS_FOR
from annotations.domain.vocabulary import OverrideReason, Status
from annotations.models import Claim, Override, User
from annotations.queries.claims import claim_for
from annotations.queries.override_pages import (
    holding_assessment_id,
    open_override,
    override_for,
    why_not_approved_by,
)
from annotations.queries.overrides import OverrideBeside
from annotations.web.forms.overrides import OverrideForm
from annotations.web.pages import PageRequest, page
from annotations.web.refusals import add_refusal, status_of
from annotations.web.toasts import toast


@page
@require_http_methods(["GET", "HEAD", "POST"])
def override(request: PageRequest, claim_id: int) -> HttpResponse:
    """What two people show instead, or wait to; where there is nothing of it, the form that proposes it."""
    claim = claim_for(claim_id, request.user)
    if request.method != "POST":
        return _shown(request, claim, None, 200)
    require(request.user, "override.propose", claim)
    form = OverrideForm(request.POST, computed=claim.status)
    if not form.is_valid():
        return _shown(request, claim, form, 422)
    try:
        proposed = propose_override(claim_id=claim_id, **form.cleaned_data, actor=request.user)
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        add_refusal(form, refusal)
        form.data = _renewed(request.POST, claim_id)
        return _shown(request, claim, form, status_of(refusal))
    undo = reverse("override-end", args=[proposed.pk])
    toast(request, _("Proposed. It holds once somebody else approves it."), undo=undo)
    return redirect("override", claim_id=claim_id)


@page
@require_POST
def approve(request: PageRequest, override_id: int) -> HttpResponse:
    """Approves what somebody else proposed."""
    found = override_for(override_id, request.user)
    approve_override(override_id=found.pk, actor=request.user)
    toast(request, _("Approved. It is shown beside the computed status, for half a year."))
    return redirect("claim", claim_id=found.claim_id)


@page
@require_POST
def end(request: PageRequest, override_id: int) -> HttpResponse:
    """Takes an override, or a proposal of one, back. One's own proposal needs no more words."""
    found = override_for(override_id, request.user)
    reason = request.POST.get("reason", "")
    if _is_own_proposal(found, request.user):
        reason = reason or _("Taken back by who proposed it.")
    try:
        end_override(override_id=found.pk, reason=reason, actor=request.user)
    except Invalid as refusal:
        return _shown(request, found.claim, None, status_of(refusal), refused=refusal.message)
    toast(request, _("Taken back. The computed status stands alone."))
    return redirect("claim", claim_id=found.claim_id)


def _shown(
    request: PageRequest, claim: Claim, form: OverrideForm | None, status: int, refused: str = ""
) -> HttpResponse:
    present: Override | None = open_override(claim.pk)
    if form is None and present is None and may(request.user, "override.propose", claim):
        form = _empty(request, claim)
    content: dict[str, Any] = {"claim": claim, "present": present, "form": form, "refused": refused}
    if present is not None:
        content |= _ways(present, request.user)
    if form is not None:
        content["preview"] = _preview(form, request.user)
    return render(request, "overrides/override.html", content, status=status)


def _ways(present: Override, person: User) -> dict[str, Any]:
    """What this person may do with what is there."""
    is_own = _is_own_proposal(present, person)
    asks = present.approved_at is None and not is_own
    why_not = why_not_approved_by(person, present) if asks else ""
    return {
        "is_own": is_own,
        "why_not": why_not,
        "may_approve": asks and not why_not,
        "may_end": may(person, "override.end", present),
    }


def _is_own_proposal(present: Override, person: User) -> bool:
    return present.approved_at is None and present.proposed_by_id == person.pk


def _empty(request: PageRequest, claim: Claim) -> OverrideForm:
    """A form to fill, with what was chosen so far."""
    chosen = {name: request.GET[name] for name in ("status", "reason_code") if name in request.GET}
    held = {"assessment_id": holding_assessment_id(claim.pk)}
    return OverrideForm(initial=chosen | held, computed=claim.status)


def _renewed(typed: QueryDict, claim_id: int) -> QueryDict:
    """What was typed, for the assessment that the page now shows."""
    present = typed.copy()
    present["assessment_id"] = str(holding_assessment_id(claim_id) or "")
    return present


def _preview(form: OverrideForm, person: User) -> OverrideBeside:
    """How it would read from now on, as far as it is chosen; what comes first stands for the rest."""
    return OverrideBeside(
        status=Status(_chosen(form, "status")),
        reason=OverrideReason(_chosen(form, "reason_code")),
        text=str(form["text"].value() or ""),
        proposed_by=person.display_name,
        approved_by="",
        expires_at=timezone.now() + HOLDS_FOR,
    )


def _chosen(form: OverrideForm, name: str) -> str:
    offered = [value for value, _label in form.fields[name].choices]  # type: ignore[attr-defined]
    value = form[name].value()
    return str(value if value in offered else offered[0])
