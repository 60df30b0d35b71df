"""Citations of any selection of sources: as a page to copy from, and as files."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from annotations.domain.citations import Item, as_bibtex, as_ris, formatted_references
from annotations.domain.errors import Invalid
from annotations.queries.citations import Citations, citations_of, sources_asked_for
from annotations.web.pages import PageRequest, page
from annotations.web.places import numbers_in

NO_CRITERIA: Final = frozenset(["all", "format", "page", "row", "sort"])
LEFT_OUT_HEADER: Final = "Workbench-Left-Out"


@dataclass(frozen=True)
class FileFormat:
    """A format in which citations are downloaded."""

    label: Any
    media_type: str
    ending: str
    written: Callable[[Sequence[Item]], str]


def _as_json(items: Sequence[Item]) -> str:
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def _as_text(items: Sequence[Item]) -> str:
    return "".join(f"{reference}\n" for reference in formatted_references(items))


FORMATS: Mapping[str, FileFormat] = {
    "bibtex": FileFormat("BibTeX", "application/x-bibtex", "bib", as_bibtex),
    "ris": FileFormat("RIS", "application/x-research-info-systems", "ris", as_ris),
    "csl": FileFormat("CSL-JSON", "application/vnd.citationstyles.csl+json", "json", _as_json),
    "text": FileFormat(_("Text"), "text/plain", "txt", _as_text),
}


@page
@require_safe
def citations(request: PageRequest) -> HttpResponse:
    """References to read and copy, or with `?format=` as a file: of what was ticked in a list, else of all
    that the address names.
    """
    asked = {name: request.GET.getlist(name) for name in request.GET if name not in NO_CRITERIA}
    sources, ticked = sources_asked_for(asked, request.user), numbers_in(request.GET, "row")
    found = citations_of(sources.filter(pk__in=ticked) if ticked else sources)
    wanted = request.GET.get("format", "")
    if not wanted:
        return render(request, "citations/citations.html", _page_context(request, found))
    if wanted not in FORMATS:
        raise Invalid(f"Known formats: {', '.join(FORMATS)}.", field="format", rule="unknown-format")
    return _file(FORMATS[wanted], found)


def cited(found: Citations, query: str) -> dict[str, Any]:
    """What `citations/of_source.html` shows; `query` names the selection in an address."""
    return {
        "references": formatted_references(found.items),
        "left_out": found.left_out,
        "downloads": [(one.label, f"{query}&format={name}") for name, one in FORMATS.items()],
    }


def _page_context(request: PageRequest, found: Citations) -> dict[str, Any]:
    kept = request.GET.copy()
    kept.pop("format", None)
    kept.pop("page", None)
    return {"cited": cited(found, kept.urlencode() or "all=")}


def _file(format_: FileFormat, found: Citations) -> HttpResponse:
    content = format_.written(found.items)
    if format_.ending == "bib" and found.left_out:
        # What stands outside of entries is no part of a BibTeX database.
        content = f"% {_left_out_words(found.left_out)}\n\n{content}"
    answer = HttpResponse(content, content_type=f"{format_.media_type}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="sources.{format_.ending}"'
    answer[LEFT_OUT_HEADER] = str(found.left_out)
    return answer


def _left_out_words(count: int) -> str:
    words = ngettext(
        "%(count)s protected source is left out.", "%(count)s protected sources are left out.", count
    )
    return words % {"count": count}
