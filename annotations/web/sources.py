"""One source: its page, and what it rests on."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from annotations.access import may
from annotations.actions.presence import note_told
from annotations.actions.sources import derive_source, drop_derivation
from annotations.domain.errors import NotAllowed, NotFound, Refusal
from annotations.domain.identifiers import LABELS, resolver_address
from annotations.gateways.documents import why_without_text
from annotations.queries.citations import source_as_citation
from annotations.queries.claim_pages import history_of
from annotations.queries.source_pages import SourceReading, read_source, sources_to_choose
from annotations.queries.suggestions import suggestions_of
from annotations.web.citations import cited
from annotations.web.forms.sources import DerivationForm
from annotations.web.merges import lead_to_kept, merge_context
from annotations.web.pages import PageRequest, page
from annotations.web.places import number_in
from annotations.web.protection import protection_context
from annotations.web.refusals import add_refusal, status_of
from annotations.web.timeline import timeline
from annotations.web.toasts import back, toast
from annotations.web.visits import reading_context

CHOICE_NAMES = ("origin", "relies_on")


@page
@require_safe
def source(request: PageRequest, source_id: int) -> HttpResponse:
    """One source: its copies, the claims that rest on it, what it rests on, its history."""
    return _source_page(request, source_id)


@page
@require_safe
def source_choices(request: PageRequest) -> HttpResponse:
    """Sources to name as an origin, for what is being typed; what is chosen already stays among them."""
    name = next((known for known in CHOICE_NAMES if known == request.GET.get("field")), CHOICE_NAMES[0])
    chosen = [int(value) for value in request.GET.getlist(name) if value.isdecimal() and len(value) < 18]
    without = number_in(request.GET, "without")
    words = request.GET.get("origin_words", "")
    found = sources_to_choose(words, request.user, chosen=chosen, without=without)
    offered = {"sources": found, "chosen": set(chosen), "name": name, "many": name == "relies_on"}
    return render(request, "sources/_choices.html", {"offered": offered, "searched": words.strip()})


@page
@require_POST
def derive(request: PageRequest, source_id: int) -> HttpResponse:
    """Notes what the source rests on."""
    form = DerivationForm(request.POST)
    if not form.is_valid():
        return _source_page(request, source_id, derivation=form, status=422)
    try:
        derivation = derive_source(
            source_id=source_id,
            origin_id=form.cleaned_data["origin"].pk,
            kind=form.cleaned_data["kind"],
            reason=form.cleaned_data["reason"],
            actor=request.user,
        )
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        add_refusal(form, refusal)
        return _source_page(request, source_id, derivation=form, status=status_of(refusal))
    toast(request, _("Noted. The statuses follow."), undo=reverse("derivation-drop", args=[derivation.pk]))
    return redirect("source", source_id=source_id)


@page
@require_POST
def drop(request: PageRequest, derivation_id: int) -> HttpResponse:
    """Takes a derivation back."""
    source_id = drop_derivation(derivation_id=derivation_id, actor=request.user)
    toast(request, _("No longer noted. The statuses follow."))
    return back(request, reverse("source", args=[source_id]))


def _source_page(
    request: PageRequest,
    source_id: int,
    *,
    derivation: DerivationForm | None = None,
    status: int = 200,
) -> HttpResponse:
    reading = read_source(source_id, request.user)
    if reading.source.merged_into_id is not None:
        return lead_to_kept(request, reading.source)
    note_told(actor=request.user, claim_ids=[link.claim_id for link in reading.evidence])
    content = {
        "reading": reading,
        "source": reading.source,
        "may_edit": may(request.user, "source.edit", reading.source),
        "may_derive": may(request.user, "source.derive", reading.source),
        "may_change_state": may(request.user, "source.change_state", reading.source),
        "happenings": timeline(history_of(f"source:{source_id}", request.user)),
        "identifiers": [
            (LABELS.get(name, name), value, resolver_address(name, value))
            for name, value in reading.source.identifiers.items()
        ],
        "suggestions": suggestions_of(source_id, request.user),
        "copies": [
            (capture, why_without_text(capture.metadata.get("state", ""))) for capture in reading.captures
        ],
        "cited": cited(source_as_citation(reading.source), f"ids={source_id}"),
        **_derivation(request, reading, derivation or DerivationForm()),
        **reading_context(request, reading.source),
        **protection_context(request, reading.source),
        **merge_context(request, reading.source),
    }
    return render(request, "sources/source.html", content, status=status)


def _derivation(request: PageRequest, reading: SourceReading, form: DerivationForm) -> dict[str, Any]:
    words = request.GET.get("origin_words", "")
    source_id, chosen = reading.source.pk, form.chosen_origins()
    offered = {
        "sources": sources_to_choose(words, request.user, chosen=chosen, without=source_id),
        "chosen": set(chosen),
        "name": "origin",
        "many": False,
        "without": source_id,
    }
    return {"form": form, "offered": offered, "searched": words.strip()}
