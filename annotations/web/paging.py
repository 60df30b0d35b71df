"""Where one is in a list of numbered pages, for the component that shows it."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from annotations.queries.source_pages import PAGE, Page


def pages_of(
    request: HttpRequest, found: Page[Any], total: int | None = None, *, size: int = PAGE
) -> dict[str, str] | None:
    """Words and addresses for `components/_pagination.html`; None where all fits on one page. `total` is how
    many there are on all pages, where that is known; `size` how many fit on one.
    """
    if found.number == 1 and not found.has_more:
        return None
    first = size * (found.number - 1)
    places = {"first": f"{first + 1:,}", "last": f"{first + len(found.rows):,}", "total": f"{total or 0:,}"}
    words = _("%(first)s to %(last)s") if total is None else _("%(first)s to %(last)s of %(total)s")
    return {
        "words": words % places if found.rows else _("Nothing here"),
        "previous": _address(request, found.number - 1) if found.number > 1 else "",
        "next": _address(request, found.number + 1) if found.has_more else "",
    }


def _address(request: HttpRequest, number: int) -> str:
    asked = request.GET.copy()
    asked["page"] = str(number)
    return f"?{asked.urlencode()}"
