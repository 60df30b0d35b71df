"""Publishing many claims from the board: what readers will see of each, then a report row by row."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from annotations.actions.publishing_together import Told, publish_together, try_to_publish
from annotations.domain.publications import Said
from annotations.models import Claim
from annotations.queries.publications import what_would_be_said
from annotations.queries.visibility import visible_claims
from annotations.web.id_ranges import ids_in
from annotations.web.pages import PageRequest, page

SEEN = "seen-"


@dataclass(frozen=True, slots=True)
class Row:
    """One claim with what would become of it, or has become."""

    claim: Claim
    told: Told
    said: Said | None = None


@page
@require_http_methods(["GET", "HEAD", "POST"])
def together(request: PageRequest) -> HttpResponse:
    """`claim` names the claims. Each is tried for itself; what cannot be published says why."""
    if request.method == "POST":
        return _report(request)
    asked = ids_in(request.GET.getlist("claim"))
    claims = visible_claims(request.user).filter(pk__in=asked).in_bulk()
    told = try_to_publish(claim_ids=sorted(claims), actor=request.user)
    rows = [Row(claims[one.claim_id], one, _said(claims[one.claim_id], one)) for one in told]
    ready = [row for row in rows if row.said is not None]
    content = {"ready": ready, "refused": [row for row in rows if row.said is None], "is_done": False}
    return render(request, "publications/together.html", content)


def _report(request: PageRequest) -> HttpResponse:
    sent = {
        name.removeprefix(SEEN): str(value) for name, value in request.POST.items() if name.startswith(SEEN)
    }
    seen = {pk: sent[str(pk)] for pk in ids_in(list(sent))}
    claims = visible_claims(request.user).filter(pk__in=seen).in_bulk()
    told = publish_together(seen={pk: seen[pk] for pk in claims}, actor=request.user)
    rows = [Row(claims[one.claim_id], one) for one in told]
    content = {
        "ready": [row for row in rows if row.told.publication is not None],
        "refused": [row for row in rows if row.told.publication is None],
        "is_done": True,
    }
    return render(request, "publications/together.html", content)


def _said(claim: Claim, told: Told) -> Said | None:
    return what_would_be_said(claim) if told.refusal is None else None
