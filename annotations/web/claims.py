"""The page of one claim, and its panel beside an article."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from annotations.domain.pictures import band, bar
from annotations.queries.claim_pages import ClaimReading, history_of, read_claim
from annotations.web.forms.verdicts import VerdictForm
from annotations.web.pages import PageRequest, page
from annotations.web.timeline import timeline


@page
@require_safe
def claim_page(request: PageRequest, claim_id: int) -> HttpResponse:
    """Everything about a claim: why its status is what it is, evidence, who says it, verdicts, history."""
    reading = read_claim(claim_id, request.user)
    return render(request, "claims/claim.html", described(reading) | _history(claim_id) | _form(reading))


@page
@require_safe
def claim_panel(request: PageRequest, claim_id: int) -> HttpResponse:
    """The inside of an opened card in the article."""
    return render(request, "claims/_panel.html", described(read_claim(claim_id, request.user)))


@page
@require_safe
def claim_assessment(request: PageRequest, claim_id: int) -> HttpResponse:
    """The parts of the claim's page that follow its status; fetched again when the status changed."""
    reading = read_claim(claim_id, request.user)
    return render(request, "claims/_standing.html", described(reading) | _history(claim_id) | _form(reading))


def described(reading: ClaimReading) -> dict[str, Any]:
    """The reading with its pictures drawn."""
    assessment = reading.assessment
    return {
        "reading": reading,
        "claim": reading.claim,
        "support_bar": bar(assessment.support if assessment else 0),
        "opposition_bar": bar(assessment.opposition if assessment else 0),
        "band": band(reading.result),
        "evidence_groups": [(stance, lines) for stance, lines in reading.evidence.items() if lines],
    }


def _history(claim_id: int) -> dict[str, Any]:
    return {"happenings": timeline(history_of(f"claim:{claim_id}"))}


def _form(reading: ClaimReading) -> dict[str, Any]:
    if not reading.sign_off.may_sign or reading.assessment is None:
        return {}
    return {"form": VerdictForm(initial={"assessment": reading.assessment.pk})}


def rendered_claim(request: HttpRequest, claim_id: int, form: VerdictForm, status: int) -> HttpResponse:
    """The claim's page around a verdict that was refused, with everything that was typed."""
    reading = read_claim(claim_id, request.user)  # type: ignore[arg-type]
    content = described(reading) | _history(claim_id) | {"form": form}
    return render(request, "claims/claim.html", content, status=status)
