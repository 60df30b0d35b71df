"""All links of one claim, page by page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from annotations.queries.evidence_lines import LinksPage, links_page
from annotations.web.pages import PageRequest, page
from annotations.web.paging import pages_of
from annotations.web.places import number_in, page_number
from annotations.web.presence import tells_of_links


@page
@require_safe
@tells_of_links
def claim_links(request: PageRequest, claim_id: int) -> HttpResponse:
    """Every link with what became of it. `?stance=` chooses a side, `?at=` the page where a link stands."""
    found = links_page(
        claim_id,
        request.user,
        stance=request.GET.get("stance", ""),
        number=page_number(request.GET),
        at=number_in(request.GET, "at"),
    )
    shown = {
        "found": found,
        "claim": found.claim,
        "sides": _sides(found),
        "pages": pages_of(request, found.page, found.totals[found.stance] if found.stance else 0),
        "reading": {"permissions": {"attach": found.may_copy}, "has_others": found.may_copy},
    }
    return render(request, "claims/links.html", shown)


def _sides(found: LinksPage) -> list[tuple[str, int, str, bool]]:
    """Name, number, address of each stance, and whether it is shown."""
    here = reverse("claim-links", args=[found.claim.pk])
    return [
        (str(stance.label), total, f"{here}?stance={stance.value}", stance is found.stance)
        for stance, total in found.totals.items()
    ]
