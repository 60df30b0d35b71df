"""What a claim is built of: layers around it, parts within it, and its time, each changed by a gesture that
can be taken back.
"""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from annotations.access import require
from annotations.actions.claim_parts import TimeScopeInput
from annotations.actions.claims import edit_claim
from annotations.actions.compounds import add_part, take_part_out
from annotations.actions.layers import add_layer
from annotations.actions.splits import join_parts, split_claim
from annotations.domain.errors import Conflict, NotAllowed, Refusal
from annotations.domain.proposals import why_split
from annotations.domain.vocabulary import ClaimType
from annotations.models import Claim
from annotations.queries.claim_structure import claims_to_add, split_help, words_of_claim
from annotations.queries.claims import attribution_stack, claim_for
from annotations.web.claim_forms import layer_of
from annotations.web.claim_proposals import reasons_to_split
from annotations.web.claim_times import TimeToConfirm, time_to_confirm
from annotations.web.forms.claim_structure import PARTS, PositionForm, part_rows
from annotations.web.forms.claims import LayerForm, Rows
from annotations.web.pages import PageRequest, page
from annotations.web.places import number_in
from annotations.web.refusals import add_refusal, status_of
from annotations.web.toasts import back, toast

LAYER = "layer"


@page
@require_http_methods(["GET", "HEAD", "POST"])
def layer_new(request: PageRequest, claim_id: int) -> HttpResponse:
    """One more layer around a claim of a stack, outermost or between two."""
    claim = claim_for(claim_id, request.user)
    require(request.user, "claim.edit", claim)
    stack = attribution_stack(claim)
    position = PositionForm(request.POST or None, stack=stack)
    layer = LayerForm(request.POST or None, prefix=LAYER, empty_permitted=False, use_required_attribute=False)
    status = 200
    if request.method == "POST":
        status = 422
        if position.is_valid() and layer.is_valid():
            try:
                return _layer_added(request, claim, position, layer)
            except NotAllowed:
                raise
            except Refusal as refusal:
                add_refusal(layer, refusal)
                status = status_of(refusal)
    content = {"claim": claim, "position": position, "layer": layer, "next": _next(request)}
    return render(request, "claims/layer.html", content, status=status)


@page
@require_POST
def worth_checking(request: PageRequest, claim_id: int) -> HttpResponse:
    """Marks a layer as worth checking or not; `worth` is yes or no."""
    worth = (request.POST.get("worth") or request.GET.get("worth")) == "yes"
    edit_claim(claim_id=claim_id, values={"is_worth_checking": worth}, actor=request.user)
    undo = f"{reverse('claim-worth', args=[claim_id])}?worth={'no' if worth else 'yes'}"
    toast(request, _("Worth checking.") if worth else _("Marked as not worth checking."), undo=undo)
    return back(request, reverse("claim", args=[claim_id]))


@page
@require_http_methods(["GET", "HEAD", "POST"])
def split(request: PageRequest, claim_id: int) -> HttpResponse:
    """Divides a claim that says more than one thing: what it looks to consist of, each part to be worded."""
    claim = claim_for(claim_id, request.user)
    require(request.user, "claim.edit", claim)
    if request.method != "POST":
        return _split_page(request, claim, part_rows(initial=proposed_rows(claim)))
    rows = part_rows(_with_row(request.POST))
    if request.POST.get("add"):
        return _split_page(request, claim, rows)
    if not rows.is_valid():
        return _split_page(request, claim, rows, status=422)
    try:
        split_claim(claim_id=claim_id, parts=[row.part() for row in rows.kept()], actor=request.user)
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _split_page(request, claim, rows, refusal=refusal, status=status_of(refusal))
    toast(request, _("Split into parts."), undo=reverse("claim-join", args=[claim_id]))
    return back(request, reverse("claim", args=[claim_id]))


@page
@require_POST
def join(request: PageRequest, claim_id: int) -> HttpResponse:
    """Takes a split back."""
    join_parts(claim_id=claim_id, actor=request.user)
    toast(request, _("The parts are one claim again."))
    return back(request, reverse("claim", args=[claim_id]))


@page
@require_http_methods(["GET", "HEAD", "POST"])
def part_new(request: PageRequest, claim_id: int) -> HttpResponse:
    """Finds a claim that is a part of this one, and adds it."""
    claim = claim_for(claim_id, request.user)
    require(request.user, "claim.edit", claim)
    refusal, status = None, 200
    if request.method == "POST":
        part_id = number_in(request.POST, "part") or number_in(request.GET, "part") or 0
        try:
            add_part(claim_id=claim_id, part_id=part_id, actor=request.user)
        except NotAllowed:
            raise
        except Refusal as caught:
            refusal, status = caught, status_of(caught)
        else:
            toast(request, _("Added as a part."), undo=reverse("claim-part-out", args=[part_id]))
            return back(request, reverse("claim", args=[claim_id]))
    words = (request.POST or request.GET).get("words", "")[:300]
    content = {
        "claim": claim,
        "words": words,
        "found": claims_to_add(claim, words, request.user),
        "refusal": refusal,
        "next": _next(request),
    }
    return render(request, "claims/part.html", content, status=status)


@page
@require_POST
def part_out(request: PageRequest, claim_id: int) -> HttpResponse:
    """Takes a claim out of the one it is a part of."""
    whole_id = claim_for(claim_id, request.user).part_of_id
    take_part_out(claim_id=claim_id, actor=request.user)
    undo = f"{reverse('claim-part-new', args=[whole_id])}?part={claim_id}" if whole_id else ""
    toast(request, _("No longer a part."), undo=undo)
    return back(request, reverse("claim", args=[whole_id or claim_id]))


@page
@require_POST
def time(request: PageRequest, claim_id: int) -> HttpResponse:
    """Confirms the time of a claim as it was shown (`starts_on`), or with `open` opens it again."""
    claim = claim_for(claim_id, request.user)
    if "open" in request.GET:
        _change_time(claim, _stored_time(claim, is_confirmed=False), request)
        toast(request, _("The time is open again."))
        return back(request, reverse("claim", args=[claim_id]))
    offered = time_to_confirm(claim)
    if offered is None or str(offered.starts_on) != request.POST.get("starts_on"):
        raise Conflict(
            "The time reads otherwise now. Look at it again, then confirm it.", rule="time-changed"
        )
    _change_time(claim, _confirmed(claim, offered), request)
    undo = f"{reverse('claim-time', args=[claim_id])}?open=yes"
    toast(request, _("The time is confirmed."), undo=undo)
    return back(request, reverse("claim", args=[claim_id]))


def proposed_rows(claim: Claim) -> list[dict[str, Any]]:
    """Values for rows of `PartForm`; two empty ones where no rule finds parts."""
    proposed = split_help(claim).parts
    return [{"text": part.text, "type": part.type, "exact": part.words} for part in proposed] or [
        {"type": claim.type, "text": claim.text},
        {"type": claim.type},
    ]


def split_reasons(claim: Claim) -> list[str]:
    """Why a claim is marked to be split, with the words; empty where a person alone said so."""
    if not claim.must_split or claim.type not in ClaimType:
        return []
    return reasons_to_split(why_split(claim.text, claim.type, claim.language))


def _layer_added(request: PageRequest, claim: Claim, position: PositionForm, form: LayerForm) -> HttpResponse:
    inner_id, outer_id = position.chosen()
    made = add_layer(claim_id=inner_id, layer=layer_of(form), outer_id=outer_id, actor=request.user)
    toast(request, _("Layer added."), undo=reverse("claim-withdraw", args=[made.pk]))
    return back(request, reverse("claim", args=[claim.pk]))


def _split_page(
    request: PageRequest, claim: Claim, rows: Rows, *, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    content = {
        "claim": claim,
        "rows": rows,
        "reasons": reasons_to_split(why_split(claim.text, claim.type, claim.language)),
        "highlighted": words_of_claim(claim.pk),
        "refusal": refusal,
        "next": _next(request),
    }
    return render(request, "claims/split.html", content, status=status)


def _with_row(values: QueryDict) -> QueryDict:
    """Without a script a button asks for one more row."""
    if values.get("add") != PARTS:
        return values
    data = values.copy()
    name = f"{PARTS}-TOTAL_FORMS"
    data[name] = str(min(int(data.get(name) or 0), 100) + 1)
    return data


def _next(request: PageRequest) -> str:
    return request.POST.get("next") or request.GET.get("next") or ""


def _confirmed(claim: Claim, offered: TimeToConfirm) -> TimeScopeInput:
    scope = offered.scope
    if scope is None:
        return _stored_time(claim, is_confirmed=True)
    return TimeScopeInput(
        text=offered.text,
        starts_on=scope.start,
        ends_on=scope.end,
        granularity=scope.granularity,
        rule=scope.rule,
        anchored_on=scope.anchor,
        anchor_kind=scope.anchor_kind if scope.anchor else "",
        is_confirmed=True,
    )


def _stored_time(claim: Claim, *, is_confirmed: bool) -> TimeScopeInput:
    stored = getattr(claim, "time_scope", None)
    if stored is None:
        raise Conflict("This claim has no time.", rule="time-changed")
    names = ("text", "starts_on", "ends_on", "granularity", "rule", "anchored_on", "anchor_kind")
    return TimeScopeInput(**{name: getattr(stored, name) for name in names}, is_confirmed=is_confirmed)


def _change_time(claim: Claim, wanted: TimeScopeInput, request: PageRequest) -> None:
    edit_claim(claim_id=claim.pk, values={}, time=wanted, actor=request.user)
