"""Linking a passage to a claim: the composer, and what can be done with a link afterwards."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from annotations.access import require
from annotations.actions.evidence import (
    attach_evidence,
    copy_evidence,
    edit_evidence,
    restore_evidence,
    withdraw_evidence,
)
from annotations.domain.errors import Invalid, NotAllowed, NotFound, Refusal, Stale
from annotations.domain.weblinks import parse_web_url, without_credentials
from annotations.models import Claim, Evidence, User
from annotations.queries.captures import ReadableCapture, capture_to_read
from annotations.queries.claims import attribution_stack, claim_for, claims_beside
from annotations.queries.evidence import (
    ComposerSources,
    evidence_by_id,
    sources_to_cite,
    sources_to_rely_on,
)
from annotations.queries.source_pages import publisher_of_address
from annotations.web.captured_text import shown_blocks
from annotations.web.figure_suggestions import suggestions_for
from annotations.web.forms.claim_structure import CopyForm
from annotations.web.forms.evidence import EvidenceForm, JudgementForm
from annotations.web.forms.publisher_field import PublisherNaming
from annotations.web.meanwhile import Meanwhile, beside_present, is_taking, seen
from annotations.web.pages import PageRequest, page
from annotations.web.places import Place, number_in
from annotations.web.presence import tells_of_links
from annotations.web.refusals import add_refusal, status_of
from annotations.web.toasts import back, toast
from annotations.web.visits import awaited_context


@page
@require_http_methods(["GET", "HEAD", "POST"])
def compose(request: PageRequest, claim_id: int) -> HttpResponse:
    """The claim beside a source's captured text, where the passage is selected."""
    claim = claim_for(claim_id, request.user)
    require(request.user, "evidence.attach", claim)
    sources = _sources(request, claim_id, number_in(request.GET, "source"))
    form = EvidenceForm(request.POST or None, initial={"capture": sources.capture_id})
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            return _attached(request, claim_id, form)
        except (NotAllowed, NotFound):
            raise
        except Refusal as refusal:
            add_refusal(form, refusal)
            status = status_of(refusal)
    return _composer(request, claim, sources, form, status)


@page
@require_safe
def source_options(request: PageRequest, claim_id: int) -> HttpResponse:
    """The list of sources that match what is being typed."""
    sources = _sources(request, claim_id, number_in(request.GET, "source"))
    content = {
        "sources": sources,
        "claim_id": claim_id,
        "place": Place.of(request, claim_id),
        **_registering(sources),
    }
    return render(request, "evidence/_sources.html", content)


@page
@require_http_methods(["GET", "HEAD", "POST"])
@tells_of_links
def edit(request: PageRequest, evidence_id: int) -> HttpResponse:
    """Judges a passage anew; the passage itself stays."""
    evidence = evidence_by_id(evidence_id)
    require(request.user, "evidence.edit", evidence)
    form = JudgementForm(request.POST or None, initial=_judged(evidence))
    status, meanwhile = 422 if form.errors else 200, None
    if is_taking(request.POST):
        status, (form, meanwhile) = 200, _beside_present(request, evidence)
    elif request.method == "POST" and form.is_valid():
        try:
            return _edited(request, evidence, form)
        except NotAllowed:
            raise
        except Stale as refusal:
            evidence, status = evidence_by_id(evidence_id), status_of(refusal)
            form, meanwhile = _beside_present(request, evidence)
        except Refusal as refusal:
            add_refusal(form, refusal)
            status = status_of(refusal)
    content = {
        "form": form,
        "evidence": evidence,
        "meanwhile": meanwhile,
        "changed_by": evidence.changed_by.display_name if evidence.changed_by else "",
        "seen": seen(form, sent=request.POST),
        "relied_on": _origins(form, evidence.claim_id, evidence.source_id, request.user),
        "next": request.POST.get("next") or request.GET.get("next", ""),
    }
    return render(request, "evidence/edit.html", content, status=status)


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


@page
@require_http_methods(["GET", "HEAD", "POST"])
@tells_of_links
def copy(request: PageRequest, evidence_id: int) -> HttpResponse:
    """Uses a passage for another layer or part as well; what it does there is said anew."""
    evidence = evidence_by_id(evidence_id)
    require(request.user, "evidence.attach", evidence.claim)
    form = CopyForm(request.POST or None, claims=claims_beside(evidence.claim))
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            return _copied(request, evidence, form)
        except NotAllowed:
            raise
        except Refusal as refusal:
            add_refusal(form, refusal)
            status = status_of(refusal)
    content = {
        "form": form,
        "evidence": evidence,
        "next": request.POST.get("next") or request.GET.get("next", ""),
    }
    return render(request, "evidence/copy.html", content, status=status)


@page
@require_safe
def suggestion(request: PageRequest, claim_id: int) -> HttpResponse:
    """What the figures of the `passage` that is selected in a `capture` suggest about those of the claim."""
    claim = claim_for(claim_id, request.user)
    words = request.GET.get("passage", "").replace("\x00", "")[:5_000]
    found = suggestions_for(claim, words, number_in(request.GET, "capture"))
    return render(request, "evidence/_suggestion.html", {"suggestions": found})


def _copied(request: PageRequest, evidence: Evidence, form: CopyForm) -> HttpResponse:
    values = dict(form.cleaned_data)
    made = copy_evidence(
        evidence_id=evidence.pk, claim_id=int(values.pop("claim")), actor=request.user, **values
    )
    words = _("Linked to “%(claim)s”: %(stance)s.") % {
        "claim": made.claim.text[:60],
        "stance": made.get_stance_display().lower(),
    }
    toast(request, words, undo=reverse("evidence-withdraw", args=[made.pk]))
    return back(request, reverse("claim", args=[made.claim_id]))


def _sources(request: PageRequest, claim_id: int, source_id: int | None) -> ComposerSources:
    words = request.GET.get("words", "")
    return sources_to_cite(claim_id=claim_id, person=request.user, words=words, source_id=source_id)


def _registering(sources: ComposerSources) -> dict[str, Any]:
    """The form that registers an address which was pasted and is not known; its site proposes who published
    it. Nothing for words, for what is registered, and for half an address.
    """
    host = _site(sources.words) if sources.is_address and not sources.found else ""
    if not host:
        return {}
    known = publisher_of_address(sources.words)
    form = PublisherNaming(
        initial={"publisher": known or host},
        auto_id="id_registering_%s",
    )
    form.fields["publisher"].required = True
    form.fields["publisher"].help_text = ""
    return {"registering": form, "publisher_is_known": bool(known)}


def _site(address: str) -> str:
    """The host of an address without its `www.`; empty while it is no address yet."""
    try:
        return parse_web_url(without_credentials(address)).host.removeprefix("www.")
    except Invalid:
        return ""


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
    edit_evidence(
        evidence_id=evidence.pk,
        values=form.judgement(),
        relies_on=form.origins(),
        expected_version=number_in(request.POST, "version"),
        actor=request.user,
    )
    toast(request, _("The passage is judged anew."))
    return back(request, reverse("claim", args=[evidence.claim_id]))


def _judged(evidence: Evidence) -> dict[str, Any]:
    names = ("stance", "proximity", "coverage", "credibility", "sourcing", "is_out_of_scope", "note")
    relied_on = [source.pk for source in evidence.relies_on.all()]
    return {name: getattr(evidence, name) for name in names} | {"relies_on": relied_on}


def _beside_present(request: PageRequest, evidence: Evidence) -> tuple[JudgementForm, Meanwhile]:
    values = _judged(evidence)
    merged = beside_present(
        [(JudgementForm(request.POST), JudgementForm(initial=values))], request.POST, evidence.version
    )
    return JudgementForm(merged.sent, initial=values), merged


def _origins(form: JudgementForm, claim_id: int, source_id: int | None, person: User) -> dict[str, Any]:
    """What the list of origins shows; what is ticked comes first."""
    chosen = form.chosen_origins()
    found = sources_to_rely_on(claim_id, source_id, person, chosen)
    return {"sources": found, "chosen": set(chosen), "name": "relies_on", "many": True, "without": source_id}


def _composer(
    request: PageRequest, claim: Claim, sources: ComposerSources, form: EvidenceForm, status: int
) -> HttpResponse:
    read: ReadableCapture | None = None
    if sources.capture_id:
        read = capture_to_read(sources.capture_id, request.user)
    source_id = sources.chosen.pk if sources.chosen else None
    content = {
        "claim": claim,
        "claim_id": claim.pk,
        "has_figures": claim.quantities.exists(),
        "stack": attribution_stack(claim),
        "sources": sources,
        "place": Place.of(request, claim.pk),
        "capture": read.capture if read else None,
        "blocks": shown_blocks(read, claim.pk) if read else [],
        "form": form,
        "relied_on": _origins(form, claim.pk, source_id, request.user) if read else None,
        **_registering(sources),
        **(awaited_context(request, sources.chosen) if sources.chosen and not read else {}),
    }
    return render(request, "evidence/composer.html", content, status=status)
