"""The linter of ClaimReview as a page: what was pasted stays, and each finding says how it is mended."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from annotations.access import require
from annotations.domain.claimreview import RULES, CarryingPage, lint_text
from annotations.web.forms.linting import LintForm
from annotations.web.lint_examples import EXAMPLES
from annotations.web.pages import PageRequest, page

SHOWN = 200


@page
@require_http_methods(["GET", "HEAD", "POST"])
def linting(request: PageRequest) -> HttpResponse:
    """What is wrong with what was pasted. `?example=` fills in one of the examples and judges it."""
    require(request.user, "claimreview.lint")
    example = EXAMPLES.get(request.GET.get("example", ""))
    chosen = {"markup": example.markup, "address": example.address} if example else None
    form = LintForm(request.POST if request.method == "POST" else chosen)
    is_judged = form.is_bound and form.is_valid()
    linted = None
    if is_judged:
        typed = form.cleaned_data
        page_of_it = CarryingPage(address=typed["address"], is_private=typed["is_private"])
        linted = lint_text(typed["markup"], page_of_it)
    shown = {
        "form": form,
        "linted": linted,
        "findings": linted.findings[:SHOWN] if linted else (),
        "left_out": max(0, len(linted.findings) - SHOWN) if linted else 0,
        "examples": EXAMPLES,
        "rules": RULES,
    }
    return render(request, "lint/lint.html", shown, status=422 if form.is_bound and not is_judged else 200)
