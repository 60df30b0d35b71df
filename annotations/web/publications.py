"""Publishing a claim, beginning to correct it, and withdrawing it; each with what readers will see."""

from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from annotations.access import require
from annotations.actions.publications import begin_correction, publish_claim, unpublish_claim
from annotations.domain.claimreview import refusal_words
from annotations.domain.errors import NotAllowed, NotFound, Refusal
from annotations.models import Claim
from annotations.queries.claim_reviews import review_to_be
from annotations.queries.claims import claim_for
from annotations.queries.publication_pages import Publishing, preview_of, publishing_of
from annotations.web.forms.publications import BeginCorrectionForm, PublishForm, UnpublishForm
from annotations.web.pages import PageRequest, page
from annotations.web.refusals import add_refusal, status_of
from annotations.web.toasts import toast

ASKED = ("public_note", "reason_not_to_wait", "preview")


@page
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: PageRequest, claim_id: int) -> HttpResponse:
    """First what has to be written, where anything has; then what readers will see; then the deed."""
    claim = claim_for(claim_id, request.user)
    require(request.user, "claim.publish", claim)
    publishing = publishing_of(claim, request.user)
    asked = request.POST if request.method == "POST" else request.GET
    form = PublishForm(
        asked if any(name in asked for name in (*ASKED, "seen")) else None,
        is_correction=bool(publishing.publications),
        is_awaited=bool(publishing.awaited),
    )
    if request.method != "POST" or not form.is_valid():
        is_refused = form.is_bound and not form.is_valid()
        is_previewed = (form.is_bound or not form.asks) and not is_refused and "change" not in asked
        return _preview(
            request, publishing, form, is_previewed=is_previewed, status=422 if is_refused else 200
        )
    try:
        publication = publish_claim(claim_id=claim_id, **_written(form), actor=request.user)
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        add_refusal(form, refusal)
        return _preview(request, publishing, form, is_previewed=True, status=status_of(refusal))
    words = _("Published.") if publication.number == 1 else _("The correction is published.")
    toast(request, words)
    return redirect("claim", claim_id=claim_id)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: PageRequest, claim_id: int) -> HttpResponse:
    """Opens what is published for work again; readers go on seeing what was published."""
    claim = claim_for(claim_id, request.user)
    require(request.user, "claim.correct", claim)
    form = BeginCorrectionForm(request.POST or None)
    if not form.is_bound or not form.is_valid():
        return _form(request, "publications/correct.html", claim, form, 422 if form.is_bound else 200)
    try:
        begin_correction(claim_id=claim_id, **form.cleaned_data, actor=request.user)
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        add_refusal(form, refusal)
        return _form(request, "publications/correct.html", claim, form, status_of(refusal))
    toast(request, _("It may be worked on. Readers see the earlier verdict until the correction."))
    return redirect("claim", claim_id=claim_id)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def unpublish(request: PageRequest, claim_id: int) -> HttpResponse:
    """The note for readers, then the tombstone as they will see it, then the deed."""
    claim = claim_for(claim_id, request.user)
    require(request.user, "claim.unpublish", claim)
    asked = request.POST if request.method == "POST" else request.GET
    form = UnpublishForm(asked if "public_note" in asked else None)
    template = "publications/unpublish.html"
    if request.method != "POST" or not form.is_valid():
        return _form(request, template, claim, form, 422 if form.errors else 200)
    try:
        unpublish_claim(claim_id=claim_id, **form.cleaned_data, actor=request.user)
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        add_refusal(form, refusal)
        return _form(request, template, claim, form, status_of(refusal))
    toast(request, _("Withdrawn. Readers see when and why."))
    return redirect("claim", claim_id=claim_id)


def _written(form: PublishForm) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name != "seen" or value}


def _preview(
    request: PageRequest, publishing: Publishing, form: PublishForm, *, is_previewed: bool, status: int
) -> HttpResponse:
    said = preview_of(publishing.claim)
    review = review_to_be(publishing.claim.pk, said) if said is not None and is_previewed else None
    content = {
        "claim": publishing.claim,
        "publishing": publishing,
        "form": form,
        "said": said,
        "is_previewed": is_previewed and said is not None,
        "unreadable": refusal_words(review) if review else "",
        "advice": review.findings if review and review.review else (),
        "note": form.data.get("public_note", "").strip() if form.is_bound else "",
        "why": form.data.get("reason_not_to_wait", "").strip() if form.is_bound else "",
    }
    return render(request, "publications/publish.html", content, status=status)


def _form(request: PageRequest, template: str, claim: Claim, form: Form, status: int) -> HttpResponse:
    content = {
        "claim": claim,
        "publishing": publishing_of(claim, request.user),
        "form": form,
        "is_previewed": form.is_bound and form.is_valid() and "change" not in request.GET,
    }
    return render(request, template, content, status=status)
