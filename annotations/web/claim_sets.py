"""Claim sets: saved filters of the board, and frozen lists."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from annotations.access import may, require
from annotations.actions.claim_sets import create_claim_set, edit_claim_set, freeze_claim_set
from annotations.domain.errors import Refusal, Stale
from annotations.domain.vocabulary import ClaimSetKind
from annotations.models import ClaimSet
from annotations.queries.claim_rows import FIELDS, claim_rows
from annotations.queries.claim_sets import all_claim_sets, claim_set_by_id, claims_in, frozen_counts
from annotations.queries.criteria import as_list, in_words
from annotations.queries.exports import exports_for
from annotations.web.criteria import criteria_in
from annotations.web.forms.exports import ClaimSetForm, FreezeForm
from annotations.web.meanwhile import Meanwhile, beside_present, is_taking, seen
from annotations.web.pages import PageRequest, page
from annotations.web.refusals import add_refusal, status_of
from annotations.web.toasts import toast

CLAIMS_SHOWN = 20
SETS_SHOWN = 100
EXPORTS_SHOWN = 10


@page
@require_safe
def claim_sets(request: PageRequest) -> HttpResponse:
    """Every claim set, latest first."""
    listed = list(all_claim_sets()[:SETS_SHOWN])
    counts = frozen_counts([one.pk for one in listed if one.kind == ClaimSetKind.FROZEN])
    lines = [{"claim_set": one, "count": counts.get(one.pk, 0)} for one in listed]
    shown = {"lines": lines, "may_save": may(request.user, "claim_set.create")}
    return render(request, "claim_sets/claim_sets.html", shown)


@page
@require_safe
def claim_set(request: PageRequest, claim_set_id: int) -> HttpResponse:
    """What a set holds, and what was exported from it."""
    found = claim_set_by_id(claim_set_id)
    claims = claims_in(found, request.user)
    shown = {
        "claim_set": found,
        "criteria": in_words(found.criteria, request.user),
        "total": claims.count(),
        "rows": claim_rows(claims.order_by("-changed_at", "-id").values(*FIELDS)[:CLAIMS_SHOWN]),
        "exports": exports_for(request.user).filter(claim_set=found)[:EXPORTS_SHOWN],
        "board": _board(found.criteria),
        "freeze_form": FreezeForm(initial={"name": _("%(name)s, frozen") % {"name": found.name}}),
        "may_edit": may(request.user, "claim_set.edit", found),
        "may_freeze": found.kind == ClaimSetKind.LIVE and may(request.user, "claim_set.freeze", found),
        "may_export": may(request.user, "export.request"),
    }
    return render(request, "claim_sets/claim_set.html", shown)


@page
@require_http_methods(["GET", "POST"])
def save(request: PageRequest) -> HttpResponse:
    """Saves the filter in the address under a name; `then=export` goes on to an export of it."""
    require(request.user, "claim_set.create")
    criteria = criteria_in(request.GET)
    form = ClaimSetForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = create_claim_set(criteria=criteria, actor=request.user, **form.cleaned_data)
            except Refusal as refusal:
                add_refusal(form, refusal)
                status = status_of(refusal)
            else:
                return _saved(request, made.pk, made.name)
    shown = {"form": form, "criteria": in_words(criteria, request.user), "board": _board(criteria)}
    return render(request, "claim_sets/save.html", shown, status=status)


@page
@require_http_methods(["GET", "POST"])
def edit(request: PageRequest, claim_set_id: int) -> HttpResponse:
    """Changes a set's name and description."""
    found = claim_set_by_id(claim_set_id)
    require(request.user, "claim_set.edit", found)
    initial = {"name": found.name, "description": found.description, "version": found.version}
    form = ClaimSetForm(request.POST or None, initial=initial)
    status, meanwhile = 200, None
    if is_taking(request.POST):
        form, meanwhile = _beside_present(request, found)
    elif request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                edit_claim_set(
                    claim_set_id=claim_set_id,
                    values=form.cleaned_data,
                    expected_version=_version(request),
                    actor=request.user,
                )
            except Stale as refusal:
                found, status = claim_set_by_id(claim_set_id), status_of(refusal)
                form, meanwhile = _beside_present(request, found)
            except Refusal as refusal:
                add_refusal(form, refusal)
                status = status_of(refusal)
            else:
                toast(request, _("Saved."))
                return redirect("claim-set", claim_set_id)
    shown = {
        "form": form,
        "claim_set": found,
        "meanwhile": meanwhile,
        "seen": seen(form, sent=request.POST),
    }
    return render(request, "claim_sets/edit.html", shown, status=status)


def _beside_present(request: PageRequest, found: ClaimSet) -> tuple[ClaimSetForm, Meanwhile]:
    values = {"name": found.name, "description": found.description}
    merged = beside_present(
        [(ClaimSetForm(request.POST), ClaimSetForm(initial=values))], request.POST, found.version
    )
    return ClaimSetForm(merged.sent, initial=values), merged


@page
@require_POST
def freeze(request: PageRequest, claim_set_id: int) -> HttpResponse:
    """Keeps exactly the claims the set finds now, under a name of their own."""
    form = FreezeForm(request.POST)
    status = 422
    if form.is_valid():
        try:
            frozen = freeze_claim_set(claim_set_id=claim_set_id, actor=request.user, **form.cleaned_data)
        except Refusal as refusal:
            add_refusal(form, refusal)
            status = status_of(refusal)
        else:
            toast(request, _("Frozen as “%(name)s”.") % {"name": frozen.name})
            return redirect("claim-set", frozen.pk)
    shown = {"form": form, "claim_set": claim_set_by_id(claim_set_id)}
    return render(request, "claim_sets/freeze.html", shown, status=status)


def _saved(request: PageRequest, claim_set_id: int, name: str) -> HttpResponse:
    toast(request, _("Saved as “%(name)s”.") % {"name": name})
    if request.GET.get("then") == "export":
        return HttpResponseRedirect(f"{reverse('export-new')}?claim_set={claim_set_id}")
    return redirect("claim-set", claim_set_id)


def _board(criteria: dict[str, Any]) -> str:
    query = urlencode({name: as_list(wanted) for name, wanted in criteria.items()}, doseq=True)
    return f"{reverse('claims')}?{query}".rstrip("?")


def _version(request: PageRequest) -> int | None:
    version = request.POST.get("version", "")
    return int(version) if version.isascii() and version.isdigit() else None
