"""Linking a passage to a claim: the composer, and what can be done with a link afterwards."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from annotations.actions.evidence import (
    attach_evidence,
    edit_evidence,
    restore_evidence,
    withdraw_evidence,
)
from annotations.domain.errors import Refusal
from annotations.domain.painting import paint
from annotations.models import Evidence
from annotations.queries.captures import ReadableCapture, capture_to_read
from annotations.queries.claims import attribution_stack, claim_for
from annotations.queries.evidence import (
    ComposerSources,
    evidence_by_id,
    sources_to_cite,
    sources_to_rely_on,
)
from annotations.web.forms.evidence import EvidenceForm, JudgementForm
from annotations.web.pages import PageRequest, page
from annotations.web.refusals import add_refusal, status_of
from annotations.web.toasts import back, toast


@page
@require_http_methods(["GET", "HEAD", "POST"])
def compose(request: PageRequest, claim_id: int) -> HttpResponse:
    """The claim beside a source's captured text, where the passage is selected."""
    sources = sources_to_cite(
        person=request.user, words=request.GET.get("words", ""), source_id=_chosen(request)
    )
    capture = capture_to_read(sources.capture_id) if sources.capture_id else None
    origins = sources_to_rely_on(claim_id, capture.capture.source_id if capture else None)
    form = EvidenceForm(request.POST or None, origins=origins, initial={"capture": sources.capture_id})
    if request.method == "POST" and form.is_valid():
        try:
            return _attached(request, claim_id, form)
        except Refusal as refusal:
            add_refusal(form, refusal)
            return _composer(request, claim_id, sources, capture, form, status_of(refusal))
    return _composer(request, claim_id, sources, capture, form, 422 if form.errors else 200)


@page
@require_safe
def source_options(request: PageRequest, claim_id: int) -> HttpResponse:
    """The list of sources that match what is being typed."""
    sources = sources_to_cite(person=request.user, words=request.GET.get("words", ""), source_id=None)
    return render(request, "evidence/_sources.html", {"sources": sources, "claim_id": claim_id})


@page
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PageRequest, evidence_id: int) -> HttpResponse:
    """Judges a passage anew; the passage itself stays."""
    evidence = evidence_by_id(evidence_id)
    origins = sources_to_rely_on(evidence.claim_id, evidence.source_id)
    form = JudgementForm(request.POST or None, origins=origins, initial=_judged(evidence))
    if request.method == "POST" and form.is_valid():
        try:
            return _edited(request, evidence, form)
        except Refusal as refusal:
            add_refusal(form, refusal)
    content = {"form": form, "evidence": evidence}
    return render(request, "evidence/edit.html", content, status=422 if form.errors else 200)


@page
@require_POST
def withdraw(request: PageRequest, evidence_id: int) -> HttpResponse:
    """Takes a link out of the reckoning, with a way back."""
    evidence = withdraw_evidence(evidence_id=evidence_id, actor=request.user)
    toast(request, _("The passage was withdrawn."), undo=reverse("evidence-restore", args=[evidence_id]))
    return back(request, reverse("claim", args=[evidence.claim_id]))


@page
@require_POST
def restore(request: PageRequest, evidence_id: int) -> HttpResponse:
    """Brings a withdrawn link back."""
    evidence = restore_evidence(evidence_id=evidence_id, actor=request.user)
    toast(request, _("The passage is back."))
    return back(request, reverse("claim", args=[evidence.claim_id]))


def _chosen(request: PageRequest) -> int | None:
    value = request.GET.get("source", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 18 else None


def _attached(request: PageRequest, claim_id: int, form: EvidenceForm) -> HttpResponse:
    evidence = attach_evidence(
        claim_id=claim_id,
        capture_id=form.cleaned_data["capture"],
        passage=form.cleaned_data["passage"],
        start=form.cleaned_data["start"],
        relies_on=form.origins(),
        actor=request.user,
        **form.judgement(),
    )
    words = _("Linked: %(stance)s.") % {"stance": evidence.get_stance_display().lower()}
    toast(request, words, undo=reverse("evidence-withdraw", args=[evidence.pk]))
    return back(request, reverse("claim", args=[claim_id]))


def _edited(request: PageRequest, evidence: Evidence, form: JudgementForm) -> HttpResponse:
    version = request.POST.get("version", "")
    edit_evidence(
        evidence_id=evidence.pk,
        values=form.judgement(),
        relies_on=form.origins(),
        expected_version=int(version) if version.isdigit() else None,
        actor=request.user,
    )
    toast(request, _("The passage is judged anew."))
    return redirect("claim", claim_id=evidence.claim_id)


def _judged(evidence: Evidence) -> dict[str, Any]:
    names = ("stance", "proximity", "coverage", "credibility", "sourcing", "is_out_of_scope", "note")
    relied_on = [source.pk for source in evidence.relies_on.all()]
    return {name: getattr(evidence, name) for name in names} | {"relies_on": relied_on}


def _composer(
    request: PageRequest,
    claim_id: int,
    sources: ComposerSources,
    capture: ReadableCapture | None,
    form: EvidenceForm,
    status: int,
) -> HttpResponse:
    claim = claim_for(claim_id, request.user)
    content = {
        "claim": claim,
        "claim_id": claim.pk,
        "stack": attribution_stack(claim),
        "sources": sources,
        "capture": capture.capture if capture else None,
        "blocks": painted_capture(capture, claim_id) if capture else [],
        "form": form,
    }
    return render(request, "evidence/composer.html", content, status=status)


def painted_capture(capture: ReadableCapture, claim_id: int | None = None) -> list[Any]:
    """The capture's blocks with the passages that are used marked: all, or those of one claim."""
    used = [link for link in capture.evidence if claim_id is None or link.claim_id == claim_id]
    return paint(capture.document, [(link.start, link.end, link.pk) for link in used])
