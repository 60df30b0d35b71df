"""Making, editing, withdrawing and restoring claims, beside the article or on a page of their own.

Beside the article (asked by htmx) the answer is the claim's place in the panel together with the blocks of
text whose marks changed, and nothing else moves; without a script the same addresses answer with whole pages.
"""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import trigger_client_event

from annotations.access import require
from annotations.actions.claim_nodes import AttributionLayer, said_by
from annotations.actions.claim_parts import InterestsInput, Keep
from annotations.actions.claims import (
    create_claim,
    edit_claim,
    restore_claim,
    withdraw_claim,
)
from annotations.actions.highlights import make_highlight
from annotations.actions.presence import note_presence
from annotations.domain.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal, Stale
from annotations.models import Claim
from annotations.queries.claims import claim_for
from annotations.queries.reading import Reading, article_and_number, reading_of_revision
from annotations.queries.topics import graded_topics
from annotations.web.articles import permissions
from annotations.web.claim_cards import written_card, written_items
from annotations.web.claim_drafts import ADD, Draft, fresh_draft, posted_draft, stored_draft
from annotations.web.claim_merging import claim_beside_present, seen_in
from annotations.web.claim_proposals import (
    place_from,
)
from annotations.web.claim_rewordings import proposed_again
from annotations.web.forms.claims import (
    InterestForm,
    LayerForm,
)
from annotations.web.highlights import shown_blocks
from annotations.web.meanwhile import is_taking
from annotations.web.pages import PageRequest, page
from annotations.web.publisher_fields import registered
from annotations.web.refusals import status_of
from annotations.web.toasts import back, toast, with_toast

SAVED, WITHDRAWN, RESTORED = "workbench:claim-saved", "workbench:claim-withdrawn", "workbench:claim-restored"
WORDS_DIFFER = "words-differ"


@page
@require_http_methods(["GET", "HEAD", "POST"])
def claim_new(request: PageRequest) -> HttpResponse:
    """A claim about selected words: `revision`, `start`, `end` (UTF-16 units), `exact` when saved."""
    require(request.user, "claim.create")
    if request.method != "POST":
        return _form_page(request, fresh_draft(request.GET))
    draft = posted_draft(request.POST)
    if request.POST.get(ADD):
        return _form_page(request, draft)
    if draft.refusal is not None or not draft.is_valid():
        return _form_page(request, draft, status=422)
    draft = proposed_again(draft, request.POST) or draft
    if draft.changes or not draft.is_valid():
        return _form_page(request, draft, status=422)
    try:
        claim = _created(draft, request)
    except NotAllowed:
        raise
    except Refusal as refusal:
        draft.refused(refusal)
        return _form_page(request, draft, status=_status(refusal))
    assert draft.place is not None
    return _saved(request, claim, draft.place.revision.pk, _("Claim saved."))


@page
@require_http_methods(["GET", "HEAD", "POST"])
def claim_edit(request: PageRequest, claim_id: int) -> HttpResponse:
    """Changes a claim; an edit of an older version comes back beside what the claim says now."""
    claim = claim_for(claim_id, request.user)
    require(request.user, "claim.edit", claim)
    draft = stored_draft(claim, request.POST if request.method == "POST" else None)
    if request.method != "POST" or request.POST.get(ADD):
        # Whoever writes here is at the claim, and is not asked meanwhile to read it blind.
        note_presence(actor=request.user, claim_id=claim_id)
        return _form_page(request, draft)
    if is_taking(request.POST):
        return _form_page(request, claim_beside_present(claim, request.POST))
    if not draft.is_valid():
        return _form_page(request, draft, status=422)
    draft = proposed_again(draft, request.POST) or draft
    if draft.changes or not draft.is_valid():
        return _form_page(request, draft, status=422)
    try:
        _changed(draft, request)
    except NotAllowed:
        raise
    except Stale as refusal:
        merged = claim_beside_present(claim_for(claim_id, request.user), request.POST)
        return _form_page(request, merged, status=_status(refusal))
    except Refusal as refusal:
        draft.refused(refusal)
        return _form_page(request, draft, status=_status(refusal))
    return _saved(request, claim, _revision_id(request, claim), _("Claim saved."))


@page
@require_safe
def claim_card(request: PageRequest, claim_id: int) -> HttpResponse:
    """A claim's card beside its article, for an edit that was given up."""
    revision_id = request.GET.get("revision", "")
    if not revision_id.isascii() or not revision_id.isdigit() or len(revision_id) > 18:
        return redirect("claim", claim_id=claim_id)
    read = reading_of_revision(int(revision_id), request.user)
    if claim_id not in read.claims:
        raise NotFound(f"Claim {claim_id} does not stand in this revision.", details={"id": claim_id})
    return _card(request, read, claim_id, RESTORED if "restored" in request.GET else "")


@page
@require_POST
def claim_mark(request: PageRequest, claim_id: int) -> HttpResponse:
    """Marks other words in which the claim stands, too."""
    place = place_from(request.POST)
    make_highlight(
        claim_id=claim_id,
        revision_id=place.revision.pk,
        start=place.start,
        end=place.end,
        exact=place.exact,
        actor=request.user,
    )
    if not request.htmx:
        return back(request, _address_of(claim_for(claim_id, request.user), place.revision.pk))
    return _card(request, reading_of_revision(place.revision.pk, request.user), claim_id, SAVED)


@page
@require_POST
def claim_withdraw(request: PageRequest, claim_id: int) -> HttpResponse:
    """Takes a claim out of the work; the toast brings it back."""
    revision_id = _revision_id(request, claim_for(claim_id, request.user))
    claim = withdraw_claim(claim_id=claim_id, reason=request.POST.get("reason", ""), actor=request.user)
    undo, words = reverse("claim-restore", args=[claim_id]), _("Claim withdrawn.")
    if not request.htmx or revision_id is None:
        toast(request, words, undo=undo)
        return back(request, reverse("claim", args=[claim_id]))
    read = reading_of_revision(revision_id, request.user)
    context = {"claim": claim, "revision": read.revision, **_swapped(read, _spans(read, claim_id))}
    answer = render(request, "claims/_withdrawn_answer.html", context)
    return with_toast(_told(answer, WITHDRAWN, claim_id), words, undo=undo)


@page
@require_POST
def claim_restore(request: PageRequest, claim_id: int) -> HttpResponse:
    """Brings a withdrawn claim back."""
    claim = restore_claim(claim_id=claim_id, actor=request.user)
    revision_id = _revision_id(request, claim)
    if not request.htmx or revision_id is None:
        toast(request, _("Claim restored."))
        return back(request, reverse("claim", args=[claim_id]))
    read = reading_of_revision(revision_id, request.user)
    return _card(request, read, claim_id, RESTORED)


def _created(draft: Draft, request: PageRequest) -> Claim:
    assert draft.place is not None and draft.layers is not None
    values = draft.form.cleaned_data
    time = draft.form.time_scope()
    return create_claim(
        text=values["text"],
        type=values["type"],
        revision_id=draft.place.revision.pk,
        start=draft.place.start,
        end=draft.place.end,
        exact=draft.place.exact,
        risk=values["risk"],
        risk_reason=values["risk_reason"],
        topic=values["topic"],
        must_split=values["must_split"],
        matures_on=values["matures_on"],
        attributions=[layer_of(row) for row in draft.layers.kept()],
        time=None if isinstance(time, Keep) else time,
        quantities=[row.quantity() for row in draft.figures.kept()],
        interests=_interests(draft.interests),
        actor=request.user,
    )


def _changed(draft: Draft, request: PageRequest) -> Claim:
    assert draft.claim is not None
    names = ("text", "type", "risk", "risk_reason", "topic", "must_split", "matures_on")
    values: dict[str, Any] = {name: draft.form.cleaned_data[name] for name in names}
    if draft.layer is not None:
        values |= said_by(layer_of(draft.layer))
    return edit_claim(
        claim_id=draft.claim.pk,
        values=values,
        time=draft.form.time_scope(),
        quantities=[row.quantity() for row in draft.figures.kept()],
        interests=draft.interests.interests(),
        expected_version=draft.form.cleaned_data["version"],
        actor=request.user,
    )


def layer_of(row: LayerForm) -> AttributionLayer:
    """A layer as typed, its publisher found in the register. Refuses `unknown-publisher`."""
    name = row.cleaned_data["publisher"].strip()
    publisher_id = registered(name) if name else None
    if name and publisher_id is None:
        raise Invalid(
            f"“{name}” is not in the register. Leave this empty, or register the publisher first.",
            rule="unknown-publisher",
        )
    return row.layer(publisher_id)


def _interests(form: InterestForm) -> InterestsInput | None:
    interests = form.interests()
    return interests if interests.by_bloc() else None


def _form_page(request: PageRequest, draft: Draft, *, status: int = 200) -> HttpResponse:
    revision = draft.place.revision if draft.place else None
    context = {
        "draft": draft,
        "form": draft.form,
        "claim": draft.claim,
        "place": draft.place,
        "revision_id": revision.pk
        if revision
        else request.POST.get("revision") or request.GET.get("revision"),
        "next": request.POST.get("next") or request.GET.get("next") or "",
        "meanwhile": draft.meanwhile,
        "seen": seen_in(draft, request.POST),
        "topics": graded_topics(),
    }
    partial = "claims/_form_edit.html" if draft.claim else "claims/_form_new.html"
    template = partial if request.htmx else "claims/form.html"
    return render(request, template, context | {"partial": partial}, status=status)


def _saved(request: PageRequest, claim: Claim, revision_id: int | None, words: str) -> HttpResponse:
    if not request.htmx or revision_id is None:
        toast(request, words)
        return back(request, _address_of(claim, revision_id))
    read = reading_of_revision(revision_id, request.user)
    if "edited" in request.POST:
        return _card(request, read, claim.pk, SAVED)
    item = read.item_of(claim.pk)
    spans = [span for one in item.claims for span in one.spans]
    context = {
        "item": written_items([item]),
        **permissions(request, read.article),
        **_swapped(read, spans),
    }
    answer = render(request, "claims/_saved_answer.html", context)
    return _told(answer, SAVED, claim.pk)


def _card(request: PageRequest, read: Reading, claim_id: int, event: str) -> HttpResponse:
    """One card in its place, with the blocks it marks."""
    one = read.claims[claim_id]
    context = {
        "card": written_card(one),
        **permissions(request, read.article),
        **_swapped(read, one.spans),
    }
    answer = render(request, "claims/_card_answer.html", context)
    return _told(answer, event, claim_id) if event else answer


def _told(answer: HttpResponse, event: str, claim_id: int) -> HttpResponse:
    """Lets the page know what happened, once what came is in its place."""
    return trigger_client_event(answer, event, {"id": claim_id}, after="swap")


def _swapped(read: Reading, spans: list[tuple[int, int]]) -> dict[str, Any]:
    """The blocks under the spans, and the bar, as they replace themselves in the page."""
    blocks = [
        shown.swapped
        for shown in shown_blocks(read)
        if any(start < shown.block.end and shown.block.start < end for start, end in spans)
    ]
    return {"blocks": blocks, "progress": read.progress, "revision_id": read.revision.pk}


def _spans(read: Reading, claim_id: int) -> list[tuple[int, int]]:
    """Where a withdrawn claim stood."""
    return read.withdrawn_spans.get(claim_id, [])


def _address_of(claim: Claim, revision_id: int | None) -> str:
    if revision_id is None:
        return reverse("claim", args=[claim.pk])
    article_id, number = article_and_number(revision_id)
    return f"{reverse('revision', args=[article_id, number])}#claim-{claim.pk}"


def _revision_id(request: PageRequest, claim: Claim) -> int | None:
    """The revision beside which the person works; None on the claim's own page."""
    asked = request.POST.get("revision", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= 18 else None


def _status(refusal: Refusal) -> int:
    is_difference = isinstance(refusal, Conflict) and refusal.rule == WORDS_DIFFER
    return 409 if is_difference else status_of(refusal)
