"""The page of one claim, and its panel beside an article."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from annotations.actions.presence import note_presence
from annotations.domain.pictures import band, bar
from annotations.domain.verification import NodeReason
from annotations.models import DerivationSuggestion, Event
from annotations.queries.annotation_notes import notes_on
from annotations.queries.claim_pages import HISTORY_LENGTH, ClaimReading, history_of, read_claim
from annotations.queries.explanations import StatusChange, explanation_of, statuses_in, statuses_of
from annotations.queries.publication_pages import publishing_of
from annotations.queries.suggestions import suggestions_behind
from annotations.web.claim_origins import origin_shown
from annotations.web.claim_structure import split_reasons
from annotations.web.claim_times import time_to_confirm
from annotations.web.forms.verdicts import VerdictForm
from annotations.web.pages import PageRequest, page
from annotations.web.places import Place
from annotations.web.presence import tells_of_links
from annotations.web.sign_off_words import grounds, missing_for_sign_off, refusal_words
from annotations.web.suppositions import known_on
from annotations.web.timeline import status_steps, timeline
from annotations.web.waiting_words import outcome_words
from annotations.web.work import presence_context, work_context


@page
@require_safe
def claim_page(request: PageRequest, claim_id: int) -> HttpResponse:
    """Everything about a claim: why its status is what it is, evidence, who says it, verdicts, history.

    `?known_on=` asks for the status as of an earlier day beside the present one.
    """
    reading = read_claim(claim_id, request.user)
    here = note_presence(actor=request.user, claim_id=claim_id)
    context = whole(reading, asked=request.GET) | work_context(reading.claim, request.user)
    context |= presence_context(reading.claim, here)
    context["imported_notes"] = notes_on(claim_id) if reading.around.notes else []
    context["origin"] = origin_shown(reading.claim)
    return render(request, "claims/claim.html", context)


@page
@require_safe
def claim_panel(request: PageRequest, claim_id: int) -> HttpResponse:
    """The inside of an opened card in the article. What is done from there leads back to the open card."""
    article = request.htmx.current_url_abs_path if request.htmx else None
    here = f"{article.partition('#')[0]}#claim-{claim_id}" if article else ""
    content = described(read_claim(claim_id, request.user)) | {"place": Place(claim_id, here)}
    note_presence(actor=request.user, claim_id=claim_id)
    return render(request, "claims/_panel.html", content)


@page
@require_safe
@tells_of_links
def claim_assessment(request: PageRequest, claim_id: int) -> HttpResponse:
    """The parts of the claim's page that follow its status; fetched again when the status changed."""
    reading = read_claim(claim_id, request.user)
    return render(request, "claims/_parts.html", whole(reading, asked=request.GET))


def described(reading: ClaimReading) -> dict[str, Any]:
    """The reading with its pictures drawn and its refusals in words."""
    assessment = reading.assessment
    return {
        "reading": reading,
        "claim": reading.claim,
        "support_bar": bar(assessment.support if assessment else 0),
        "opposition_bar": bar(assessment.opposition if assessment else 0),
        "band": band(reading.result),
        "why_not": refusal_words(reading),
        "grounds": grounds(reading.sign_off),
    }


def whole(
    reading: ClaimReading, form: VerdictForm | None = None, *, asked: QueryDict | None = None
) -> dict[str, Any]:
    """What the claim's own page shows. A `form` that was refused takes the place of a fresh one; `asked` is
    the query of its address.
    """
    events = history_of(f"claim:{reading.claim.pk}", reading.person)
    happenings = timeline(events, is_blind=reading.is_blind)
    here = reverse("claim", args=[reading.claim.pk])
    return described(reading) | {
        "happenings": happenings,
        "told": explanation_of(reading.result),
        "copies": _copies(reading),
        "statuses": status_steps(_statuses(reading, events)),
        "missing": missing_for_sign_off(reading),
        "split_reasons": split_reasons(reading.claim),
        "time_open": time_to_confirm(reading.claim),
        "places": [
            {"highlight": highlight, "outcome": outcome_words(highlight.outcome)}
            for highlight in reading.highlights
        ],
        "form": form or _fresh_form(reading),
        "publishing": publishing_of(reading.claim, reading.person, is_told=reading.around.told),
        "place": Place(reading.claim.pk, here),
        **known_on(reading.claim.pk, asked or QueryDict()),
    }


def _statuses(reading: ClaimReading, events: list[Event]) -> list[StatusChange]:
    """Asked for only where the history on the page is not the whole."""
    if len(events) < HISTORY_LENGTH:
        return statuses_in(events)
    return statuses_of(reading.claim.pk, reading.person)


def _copies(reading: ClaimReading) -> list[DerivationSuggestion]:
    """What nobody has decided yet, where it holds links of the claim back."""
    reasons = {reason["code"] for reason in reading.result.get("reasons", ())}
    return (
        suggestions_behind(reading.claim.pk, reading.person) if NodeReason.COPIES_UNDECIDED in reasons else []
    )


def _fresh_form(reading: ClaimReading) -> VerdictForm | None:
    if not reading.sign_off.may_sign or reading.assessment is None:
        return None
    return VerdictForm(initial={"assessment": reading.assessment.pk})
