"""The index of checks: all that is published, newest first, page by page."""

from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from annotations.domain.organisation import Profile
from annotations.queries.published_checks import CheckPage, check_page, stamp_of_site
from annotations.web.checks.answers import absolute, kept, public_page, shown
from annotations.web.checks.markup import data_block, item_list
from annotations.web.checks.words import lines
from annotations.web.pages import NUMBER

WORDS_MAXIMUM: Final = 100


@public_page
@require_safe
def index(request: HttpRequest, profile: Profile) -> HttpResponseBase:
    """What was published, newest first. `?before=` and `?after=` are publications between two pages;
    `?words=` finds what holds them.
    """
    return kept(request, profile, stamp_of_site(), lambda: _index(request, profile))


def _index(request: HttpRequest, profile: Profile) -> HttpResponse:
    asked = {name: _number(request, name) for name in ("before", "after")}
    words = request.GET.get("words", "").replace("\x00", "").strip()[:WORDS_MAXIMUM]
    found = check_page(before=asked["before"], after=asked["after"], words=words)
    rows = lines(found.checks, profile)
    content: dict[str, Any] = {
        "lines": rows,
        "words": words,
        "is_first": found.newer is None,
        "pages": _pages(found, words),
        "title": _("Search: %(words)s") % {"words": words} if words else _("Fact-checks"),
        "markup": data_block(item_list([row.address for row in rows])) if rows and not words else "",
    }
    if words:
        content["is_not_listed"] = True
    query = {"before": asked["before"]} if asked["before"] and found.newer is not None else {}
    content["canonical"] = absolute(request.path) + (f"?{urlencode(query)}" if query else "")
    return shown(request, profile, "checks/index.html", content)


def _number(request: HttpRequest, name: str) -> int | None:
    value = request.GET.get(name, "")
    return int(value) if NUMBER.fullmatch(value) else None


def _pages(found: CheckPage, words: str) -> dict[str, str]:
    kept_words = {"words": words} if words else {}
    newer = urlencode({**kept_words, "after": found.newer}) if found.newer is not None else ""
    older = urlencode({**kept_words, "before": found.older}) if found.older is not None else ""
    return {"newer": f"?{newer}" if newer else "", "older": f"?{older}" if older else ""}
