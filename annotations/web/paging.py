"""Where one is in a list of numbered pages, for the component that shows it."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from annotations.queries.source_pages import PAGE, Page


def pages_of(request: HttpRequest, found: Page[Any]) -> dict[str, str] | None:
    """Words and addresses for `components/_pagination.html`; None where all fits on one page."""
    if found.number == 1 and not found.has_more:
        return None
    first = PAGE * (found.number - 1)
    places = {"first": first + 1, "last": first + len(found.rows)}
    return {
        "words": _("%(first)s to %(last)s") % places if found.rows else _("Nothing here"),
        "previous": _address(request, found.number - 1) if found.number > 1 else "",
        "next": _address(request, found.number + 1) if found.has_more else "",
    }


def _address(request: HttpRequest, number: int) -> str:
    asked = request.GET.copy()
    asked["page"] = str(number)
    return f"?{asked.urlencode()}"
