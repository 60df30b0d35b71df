"""Two revisions of an article side by side, or two copies of a source."""

from collections import Counter
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from annotations.domain.errors import Invalid, NotFound
from annotations.queries.articles import article_by_id
from annotations.queries.captures import captures_compared
from annotations.queries.comparisons import canonical_of, comparison
from annotations.queries.revisions import listed_revisions
from annotations.web.compared_rows import ROWS_AT_ONCE, ComparedPage, Stretch, divided, stretches
from annotations.web.pages import PageRequest, page
from annotations.web.revisions import outcome_words


@page
@require_safe
def choose(request: PageRequest, article_id: int) -> HttpResponse:
    """To the comparison of two chosen revisions, whichever was named first; of the latest two by default."""
    article_by_id(article_id)
    asked = [request.GET.get(name, "") for name in ("old", "new")]
    if not any(asked):
        asked = [str(one.revision.number) for one in listed_revisions(article_id)[:2]]
    if len(asked) < 2:
        raise Invalid(_("The article has one text so far; there is nothing to compare it with."))
    if not all(value.isascii() and value.isdigit() and len(value) < 9 for value in asked):
        raise NotFound(_("Choose two of the article's revisions."))
    old, new = sorted(map(int, asked))
    return redirect("revisions-compare", article_id=article_id, old=old, new=new)


@page
@require_safe
def compare_revisions(request: PageRequest, article_id: int, old: int, new: int) -> HttpResponse:
    """Both texts, the changed words marked and the highlights of both on them.

    `page` chooses a page of the changes; `rows` (`12-80`) a stretch of rows by itself, unfolded, as part of
    the page for scripts and as a page of its own for everybody else.
    """
    if old > new:
        return redirect("revisions-compare", article_id=article_id, old=new, new=old)
    found = comparison(article_id, old, new, request.user)
    rows = ComparedPage(
        canonical_of(found.old),
        canonical_of(found.new),
        found.article.language,
        found.old_highlights,
        found.new_highlights,
    )
    address = reverse("revisions-compare", args=[article_id, old, new])
    shown = compared(request, rows, address)
    if is_part(request, shown):
        return render(request, "revisions/_stretches.html", shown)
    content = shown | {
        "found": found,
        "article": found.article,
        "highlights": list(outcome_words(found.outcomes)),
    }
    return render(request, "revisions/compare.html", content)


@page
@require_safe
def compare_captures(request: PageRequest, capture_id: int, later_id: int) -> HttpResponse:
    """Two copies of one source, the changed words marked."""
    found = captures_compared(capture_id, later_id, request.user)
    rows = ComparedPage(found.old_text, found.new_text, found.source.language)
    shown = compared(request, rows, reverse("captures-compare", args=[capture_id, later_id]))
    if is_part(request, shown):
        return render(request, "revisions/_stretches.html", shown)
    return render(request, "sources/captures_compare.html", shown | {"found": found, "source": found.source})


def is_part(request: PageRequest, shown: dict[str, Any]) -> bool:
    """Whether a stretch of rows was asked for by a script, which takes it into the page."""
    return bool(shown["is_chosen"] and request.htmx)


def compared(request: PageRequest, rows: ComparedPage, address: str) -> dict[str, Any]:
    """What a page shows of two texts side by side; `address` is the comparison's own."""
    chosen = _chosen_rows(request.GET, len(rows.rows))
    if chosen is None:
        pages = divided(rows, stretches(rows.kinds))
        number = _number(request.GET, len(pages))
        shown = pages[number - 1]
    else:
        pages, number, shown = [], 1, _beginning(*chosen)
    kinds = Counter(rows.kinds)
    return {
        **_written(rows, shown),
        "address": address,
        "changes": len(rows.rows) - kinds["same"],
        "paragraphs": _paragraph_words(kinds),
        "is_chosen": chosen is not None,
        "is_replaced": not kinds["same"] and not kinds["changed"] and not kinds["moved-here"],
        "pages": _pages(address, pages, number),
    }


def _written(rows: ComparedPage, parts: list[Stretch]) -> dict[str, Any]:
    """Stretches with their rows, of which one that is fetched when it is opened has none; and the numbers of
    the changes that are in the page.
    """
    written: list[dict[str, Any]] = [
        {
            "stretch": part,
            "rows": [] if part.is_fetched else rows.shown(part.first, part.last),
            "highlights": rows.highlights_in(part.first, part.last) if part.is_folded else 0,
        }
        for part in parts
    ]
    return {"stretches": written, "numbers": {row.number for part in written for row in part["rows"]}}


def _beginning(first: int, last: int) -> list[Stretch]:
    """The first rows of a stretch in sight, and the others folded."""
    cut = min(last, first + ROWS_AT_ONCE)
    shown = [Stretch(first, cut, False)]
    return [*shown, Stretch(cut, last, True)] if cut < last else shown


def _paragraph_words(kinds: Counter[str]) -> list[str]:
    """Each kind of change with its count in words: `3 paragraphs changed`, `1 added`."""
    words = {
        "changed": _("%(subject)s changed"),
        "added": _("%(subject)s added"),
        "removed": _("%(subject)s removed"),
        "moved-here": _("%(subject)s moved"),
    }
    counted = [kind for kind in words if kinds[kind]]
    return [words[kind] % {"subject": _subject(kinds[kind], kind == counted[0])} for kind in counted]


def _subject(count: int, with_noun: bool) -> str:
    words = ngettext("%(count)s paragraph", "%(count)s paragraphs", count) if with_noun else "%(count)s"
    return words % {"count": count}


def _chosen_rows(query: QueryDict, count: int) -> tuple[int, int] | None:
    asked = query.get("rows", "")
    if not asked:
        return None
    first, _dash, last = asked.partition("-")
    if not (first.isdecimal() and last.isdecimal() and max(len(first), len(last)) < 9 and asked.isascii()):
        raise NotFound(_("There are no such paragraphs."), details={"rows": asked})
    if not 0 <= int(first) < int(last) <= count:
        raise NotFound(_("There are no such paragraphs."), details={"rows": asked})
    return int(first), int(last)


def _number(query: QueryDict, last: int) -> int:
    asked = query.get("page", "1")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 9 and 1 <= int(asked) <= last):
        raise NotFound(_("There is no such page of the comparison."), details={"page": asked})
    return int(asked)


def _pages(address: str, pages: list[list[Stretch]], number: int) -> dict[str, str] | None:
    if len(pages) < 2:
        return None
    return {
        "words": _("Page %(number)s of %(last)s") % {"number": number, "last": len(pages)},
        "previous": f"{address}?page={number - 1}" if number > 1 else "",
        "next": f"{address}?page={number + 1}" if number < len(pages) else "",
    }
