"""Claim sets: saved filters of the board, and frozen lists."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from annotations.access import may, require
from annotations.actions.claim_sets import (
    create_claim_set,
    edit_claim_set,
    freeze_claim_set,
    set_of_article,
)
from annotations.domain.errors import Refusal, Stale
from annotations.domain.vocabulary import ClaimSetKind, ExportFormat
from annotations.models import ClaimSet, Desk, User
from annotations.queries.claim_rows import FIELDS, claim_rows
from annotations.queries.claim_set_comparisons import ADDED, REMOVED, STATUS, WORDS, compared
from annotations.queries.claim_sets import (
    claim_set_by_id,
    claim_sets_for,
    claims_in,
    frozen_beside,
    frozen_counts,
)
from annotations.queries.criteria import as_list, in_words
from annotations.queries.desks import desks_to_work_at
from annotations.queries.exports import exports_for
from annotations.web.criteria import criteria_in
from annotations.web.forms.exports import ClaimSetForm, FreezeForm, entered
from annotations.web.meanwhile import Meanwhile, beside_present, is_taking, seen
from annotations.web.pages import PageRequest, page
from annotations.web.refusals import add_refusal, status_of
from annotations.web.toasts import toast

CLAIMS_SHOWN = 20
SETS_SHOWN = 100
EXPORTS_SHOWN = 10
OTHERS_SHOWN = 20
DIFFERENCE_WORDS = {
    ADDED: gettext_lazy("Added"),
    REMOVED: gettext_lazy("Removed"),
    STATUS: gettext_lazy("Status changed"),
    WORDS: gettext_lazy("Words changed"),
}
DIFFERENCE_MARKS = {
    ADDED: gettext_lazy("added"),
    REMOVED: gettext_lazy("removed"),
    STATUS: gettext_lazy("another status"),
    WORDS: gettext_lazy("other words"),
}


@page
@require_safe
def claim_sets(request: PageRequest) -> HttpResponse:
    """The claim sets that are for this person, latest first."""
    listed = list(claim_sets_for(request.user)[:SETS_SHOWN])
    counts = frozen_counts([one.pk for one in listed if one.kind == ClaimSetKind.FROZEN])
    lines = [{"claim_set": one, "count": counts.get(one.pk, 0)} for one in listed]
    shown = {"lines": lines, "may_save": may(request.user, "claim_set.create")}
    return render(request, "claim_sets/claim_sets.html", shown)


@page
@require_safe
def claim_set(request: PageRequest, claim_set_id: int) -> HttpResponse:
    """What a set holds, and what was exported from it."""
    found = claim_set_by_id(claim_set_id, request.user)
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
        "may_schedule": may(request.user, "export.schedule"),
        "others": _others(found, request.user),
    }
    return render(request, "claim_sets/claim_set.html", shown)


def _others(found: ClaimSet, person: User) -> list[ClaimSet]:
    """What a frozen set can be compared with."""
    return list(frozen_beside(found, person)[:OTHERS_SHOWN]) if found.kind == ClaimSetKind.FROZEN else []


@page
@require_safe
def compare(request: PageRequest, frozen_id: int, other_id: int) -> HttpResponse:
    """What became of one frozen set in another."""
    first = claim_set_by_id(frozen_id, request.user)
    second = claim_set_by_id(other_id, request.user)
    only, after = request.GET.get("only", ""), number_in(request.GET.get("after", ""))
    found = compared(first, second, request.user, only=only, after=after)
    shown = {
        "first": first,
        "second": second,
        "found": found,
        "chosen": only,
        "after": after,
        "kinds": [(name, words, found.counts[name]) for name, words in DIFFERENCE_WORDS.items()],
        "last_id": found.rows[-1].id if found.rows else 0,
        "total": sum(found.counts.values()),
        "lines": [(row, [DIFFERENCE_MARKS[one] for one in row.differences]) for row in found.rows],
        "others": _others(first, request.user),
    }
    return render(request, "claim_sets/compare.html", shown)


@page
@require_POST
def of_article(request: PageRequest, article_id: int) -> HttpResponse:
    """The claims of an article as a set, to be exported as a dossier."""
    made = set_of_article(article_id=article_id, actor=request.user)
    return HttpResponseRedirect(f"{reverse('export-new')}?claim_set={made.pk}&format={ExportFormat.HTML}")


@page
@require_http_methods(["GET", "POST"])
def save(request: PageRequest) -> HttpResponse:
    """Saves the filter in the address under a name; `then=export` goes on to an export of it."""
    require(request.user, "claim_set.create")
    criteria = criteria_in(request.GET)
    form = ClaimSetForm(request.POST or None, desks=desks_to_work_at(request.user))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = create_claim_set(criteria=criteria, actor=request.user, **form.values())
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
    """Changes a set's name, description, and for whom it is."""
    found = claim_set_by_id(claim_set_id, request.user)
    require(request.user, "claim_set.edit", found)
    desks = _desks(found, request.user)
    form = ClaimSetForm(request.POST or None, initial=entered(found), desks=desks)
    status, meanwhile = 200, None
    if is_taking(request.POST):
        form, meanwhile = _beside_present(request, found)
    elif request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                edit_claim_set(
                    claim_set_id=claim_set_id,
                    values=form.values(),
                    expected_version=_version(request),
                    actor=request.user,
                )
            except Stale as refusal:
                found, status = claim_set_by_id(claim_set_id, request.user), status_of(refusal)
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
    desks, values = _desks(found, request.user), entered(found)
    merged = beside_present(
        [(ClaimSetForm(request.POST, desks=desks), ClaimSetForm(initial=values, desks=desks))],
        request.POST,
        found.version,
    )
    return ClaimSetForm(merged.sent, initial=values, desks=desks), merged


def _desks(found: ClaimSet, person: User) -> list[Desk]:
    """The person's own desks, and the one that it is for."""
    own = desks_to_work_at(person)
    return own if found.desk is None or found.desk in own else [found.desk, *own]


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
    shown = {"form": form, "claim_set": claim_set_by_id(claim_set_id, request.user)}
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
    return number_in(request.POST.get("version", "")) or None


def number_in(text: str) -> int:
    """A whole number as addresses and forms hold it; 0 for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
