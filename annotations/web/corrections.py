"""Asking the publishers of articles for corrections, and noting what came of it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from annotations.access import may, require
from annotations.actions.corrections import ask_for_correction, conclude_correction, reopen_correction
from annotations.domain.errors import NotAllowed, NotFound, Refusal
from annotations.domain.vocabulary import CorrectionOutcome
from annotations.models import CorrectionRequest
from annotations.queries.articles import article_by_id
from annotations.queries.corrections import (
    claims_to_correct,
    correction_counts,
    correction_for,
    correction_requests,
)
from annotations.web.forms.publications import CorrectionForm, OutcomeForm
from annotations.web.pages import PageRequest, page
from annotations.web.refusals import add_refusal, status_of
from annotations.web.toasts import back, toast

OVERDUE = "overdue"
SHOWN = 200


@page
@require_safe
def corrections(request: PageRequest) -> HttpResponse:
    """Requests to publishers: what waits first, by the day on which an answer is due. `?outcome=` takes one
    outcome, or `overdue`.
    """
    outcome = request.GET.get("outcome", "")
    known = outcome in (*CorrectionOutcome.values, OVERDUE)
    found = correction_requests(
        request.user,
        outcome=outcome if known and outcome != OVERDUE else "",
        is_overdue=outcome == OVERDUE,
    )
    content = {
        "found": list(found[:SHOWN]),
        "outcome": outcome if known else "",
        "tabs": _tabs(correction_counts(request.user)),
    }
    return render(request, "publications/corrections.html", content)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PageRequest, article_id: int) -> HttpResponse:
    """Who is asked to correct what."""
    article = article_by_id(article_id)
    require(request.user, "correction.ask", article)
    claims = claims_to_correct(article_id, request.user)
    initial = {
        "claim": request.GET.get("claim"),
        "sent_to": article.publisher.name if article.publisher else "",
    }
    form = CorrectionForm(request.POST or None, claims=claims, initial=initial)
    status = 422 if form.is_bound and not form.is_valid() else 200
    if form.is_bound and form.is_valid():
        values: dict[str, Any] = dict(form.cleaned_data)
        try:
            ask_for_correction(
                article_id=article_id, claim_id=values.pop("claim"), **values, actor=request.user
            )
        except (NotAllowed, NotFound):
            raise
        except Refusal as refusal:
            add_refusal(form, refusal)
            status = status_of(refusal)
        else:
            toast(request, _("Noted."))
            return redirect("article", article_id=article_id)
    content = {"article": article, "form": form}
    return render(request, "publications/correction_new.html", content, status=status)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: PageRequest, correction_id: int) -> HttpResponse:
    """One request, and the form for what came of it."""
    found = correction_for(correction_id, request.user)
    form = OutcomeForm(request.POST or None, initial={"version": found.version})
    if not form.is_bound or not form.is_valid():
        return _shown(request, found, form, 422 if form.is_bound else 200)
    values = form.cleaned_data
    try:
        conclude_correction(
            correction_id=correction_id,
            expected_version=values.pop("version"),
            **values,
            actor=request.user,
        )
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        add_refusal(form, refusal)
        return _shown(request, found, form, status_of(refusal))
    toast(request, _("Noted."), undo=reverse("correction-reopen", args=[correction_id]))
    return redirect("corrections")


@page
@require_POST
def reopen(request: PageRequest, correction_id: int) -> HttpResponse:
    """Takes an outcome back: the request waits again."""
    reopen_correction(correction_id=correction_id, actor=request.user)
    toast(request, _("It waits again."))
    return back(request, reverse("correction", args=[correction_id]))


def _shown(request: PageRequest, found: CorrectionRequest, form: OutcomeForm, status: int) -> HttpResponse:
    content = {
        "correction": found,
        "form": form,
        "is_open": found.outcome == CorrectionOutcome.WAITING,
        "may_conclude": may(request.user, "correction.conclude", found),
    }
    return render(request, "publications/correction.html", content, status=status)


def _tabs(counts: dict[str, int]) -> list[tuple[str, str, int]]:
    labels = {"": _("All"), OVERDUE: _("Overdue"), **{one.value: one.label for one in CorrectionOutcome}}
    return [(value, str(label), counts.get(value, 0)) for value, label in labels.items()]
