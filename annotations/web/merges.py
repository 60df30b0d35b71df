"""Merging two sources, or two publishers: found by typing, read side by side, and done with what follows in
sight.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from annotations.access import may, require
from annotations.actions.register_changes import apply_register_change, preview_of
from annotations.domain.errors import Conflict, NotAllowed, NotFound, Refusal, Stale
from annotations.domain.verification.register_changes import RegisterChange
from annotations.models import Publisher, Source, User
from annotations.queries.alike import alike
from annotations.queries.merges import (
    PUBLISHERS,
    SOURCES,
    AnyMerge,
    Compared,
    SideBySide,
    likely_duplicates,
    may_be_undone,
    merge_by_id,
    merged_into,
    merges_page,
    publishers_side_by_side,
    sources_side_by_side,
)
from annotations.queries.publishers import find_publishers, publisher_by_id
from annotations.queries.register_changes import publishers_merged, sources_merged
from annotations.queries.sources import find_sources, source_by_id
from annotations.web.forms.articles import COMMON_LANGUAGES
from annotations.web.forms.register_changes import ReasonForm
from annotations.web.impact import shown_impact
from annotations.web.pages import PageRequest, page
from annotations.web.paging import pages_of
from annotations.web.places import number_in, page_number
from annotations.web.refusals import add_refusal, status_of
from annotations.web.toasts import toast

SEEN = "seen"
OFFERED = 12


@dataclass(frozen=True)
class Kind:
    """What differs between merging sources and merging publishers."""

    noun: str
    one: str
    access: str
    read: Callable[[int], Any]
    find: Callable[[str, User], list[Any]]
    likely: Callable[[Any, User], list[Any]]
    side_by_side: Callable[[int, int], SideBySide]
    change: Callable[[int, int], RegisterChange]

    def address(self, kept_id: int, absorbed_id: int) -> str:
        """The page on which the two are merged."""
        return f"{reverse(f'{self.one}-merge', args=[kept_id])}?with={absorbed_id}"


def _likely_sources(row: Source, person: User) -> list[Source]:
    found = alike(
        title=row.title,
        publisher=row.publisher.name,
        url=row.url,
        published_on=row.published_on,
        identifiers=row.identifiers,
        apart_from=row.pk,
        person=person,
    )
    return [one.source for one in found if not one.source.is_protected]


KINDS: Mapping[str, Kind] = {
    SOURCES: Kind(
        noun=SOURCES,
        one="source",
        access="source.merge",
        read=source_by_id,
        find=lambda words, person: find_sources(words, person, OFFERED + 1),
        likely=_likely_sources,
        side_by_side=sources_side_by_side,
        change=sources_merged,
    ),
    PUBLISHERS: Kind(
        noun=PUBLISHERS,
        one="publisher",
        access="publisher.merge",
        read=publisher_by_id,
        find=lambda words, person: find_publishers(words, OFFERED + 1),
        likely=lambda row, person: [],
        side_by_side=publishers_side_by_side,
        change=publishers_merged,
    ),
}


@page
@require_http_methods(["GET", "HEAD", "POST"])
def merge_source(request: PageRequest, source_id: int) -> HttpResponse:
    """Merges another source into this one."""
    return _merge(request, KINDS[SOURCES], source_id)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def merge_publisher(request: PageRequest, publisher_id: int) -> HttpResponse:
    """Merges another publisher into this one."""
    return _merge(request, KINDS[PUBLISHERS], publisher_id)


@page
@require_safe
def merges(request: PageRequest) -> HttpResponse:
    """What was merged, latest first: of sources, or of publishers."""
    noun = request.GET.get("of", SOURCES)
    found = merges_page(noun, page_number(request.GET), request.user)
    content = {
        "noun": noun,
        "found": found,
        "rows": [(one, may_be_undone(one)) for one in found.rows],
        "pages": pages_of(request, found),
        "may_merge": may(request.user, _kind(noun).access),
    }
    return render(request, "merges/merges.html", content)


@page
@require_safe
def merge(request: PageRequest, noun: str, merge_id: int) -> HttpResponse:
    """One merge: what became of what, and the way back."""
    kind, found = _kind(noun), merge_by_id(noun, merge_id)
    content = {
        "noun": noun,
        "merge": found,
        "kept_address": reverse(kind.one, args=[found.kept_id]),
        "moved": [MOVED[name] % {"number": number} for name, number in _moved(found).items()],
        "is_standing": found.undone_at is None,
        "may_undo": may_be_undone(found) and may(request.user, kind.access),
        "is_covered": found.undone_at is None and not may_be_undone(found),
    }
    return render(request, "merges/merge.html", content)


@page
@require_safe
def duplicates(request: PageRequest) -> HttpResponse:
    """Sources that may be one and the same."""
    found = likely_duplicates(page_number(request.GET), request.user)
    content = {
        "found": found,
        "pages": pages_of(request, found),
        "may_merge": may(request.user, "source.merge"),
    }
    return render(request, "merges/duplicates.html", content)


def lead_to_kept(request: PageRequest, row: Source | Publisher) -> HttpResponse:
    """From the page of what was merged away to the one that it was merged into."""
    noun = "source" if isinstance(row, Source) else "publisher"
    toast(request, _("“%(name)s” was merged into this one.") % {"name": row})
    return redirect(noun, row.merged_into_id)


def merge_context(request: PageRequest, row: Source | Publisher) -> dict[str, Any]:
    """What the page of a source or publisher shows about merges."""
    noun = "source" if isinstance(row, Source) else "publisher"
    return {
        "may_merge": may(request.user, f"{noun}.merge") and not row.is_protected,
        "merges": merged_into(row),
    }


def _kind(noun: str) -> Kind:
    if noun not in KINDS:
        raise NotFound(_("There is nothing here."))
    return KINDS[noun]


def _merge(request: PageRequest, kind: Kind, kept_id: int) -> HttpResponse:
    require(request.user, kind.access)
    kept, absorbed_id = kind.read(kept_id), number_in(request.GET, "with")
    if kept.merged_into_id is not None:
        return lead_to_kept(request, kept)
    if kept.is_protected:
        raise Conflict(
            _("What is protected is not merged: it would tell who it is."), rule="merge-of-protected"
        )
    if absorbed_id in (None, kept_id):
        return _choose(request, kind, kept, is_itself=absorbed_id is not None)
    assert absorbed_id is not None
    form = ReasonForm(request.POST or None)
    sides, change = kind.side_by_side(kept_id, absorbed_id), kind.change(kept_id, absorbed_id)
    if request.method != "POST":
        return _shown(request, kind, sides, form, change)
    if not form.is_valid():
        return _shown(request, kind, sides, form, change, status=422)
    return _merged(request, kind, sides, form, change)


def _choose(request: PageRequest, kind: Kind, kept: Any, *, is_itself: bool) -> HttpResponse:
    words = request.GET.get("words", "").strip()
    found = kind.find(words, request.user) if words else kind.likely(kept, request.user)
    content = {
        "noun": kind.noun,
        "kept": kept,
        "kept_address": reverse(kind.one, args=[kept.pk]),
        "words": words,
        "found": [row for row in found if row.pk != kept.pk and not row.is_protected][:OFFERED],
        "is_itself": is_itself,
    }
    return render(request, "merges/choose.html", content, status=422 if is_itself else 200)


def _merged(
    request: PageRequest, kind: Kind, sides: SideBySide, form: ReasonForm, change: RegisterChange
) -> HttpResponse:
    try:
        event = apply_register_change(
            change=change,
            reason=form.cleaned_data["reason"],
            seen=request.POST.get(SEEN, ""),
            actor=request.user,
        )
    except NotAllowed:
        raise
    except Stale as refusal:
        meanwhile = refusal.message if request.POST.get(SEEN) else ""
        return _shown(
            request, kind, sides, form, change, meanwhile=meanwhile, status=409 if meanwhile else 200
        )
    except Refusal as refusal:
        add_refusal(form, refusal)
        return _shown(request, kind, sides, form, change, status=status_of(refusal))
    assert event is not None, "a merge is never what was on record already"
    toast(request, _("Merged. The statuses follow."))
    return redirect("merge", noun=kind.noun, merge_id=event.subject_id)


def _shown(
    request: PageRequest,
    kind: Kind,
    sides: SideBySide,
    form: ReasonForm,
    change: RegisterChange,
    *,
    meanwhile: str = "",
    status: int = 200,
) -> HttpResponse:
    try:
        impact, refused = preview_of(change, actor=request.user), ""
    except NotAllowed:
        raise
    except Refusal as refusal:
        impact, refused, status = None, refusal.message, status_of(refusal)
    content = {
        "noun": kind.noun,
        "sides": sides,
        "fields": [_line(one) for one in sides.fields],
        "differing": sum(one.differs for one in sides.fields),
        "kept_address": reverse(kind.one, args=[sides.kept.pk]),
        "absorbed_address": reverse(kind.one, args=[sides.absorbed.pk]),
        "other_way": kind.address(sides.absorbed.pk, sides.kept.pk),
        "another": reverse(f"{kind.one}-merge", args=[sides.kept.pk]),
        "moving": [MOVED[name] % {"number": number} for name, number in sides.moving.items()],
        "form": form,
        "impact": shown_impact(impact, request.user) if impact is not None else None,
        "refused": refused,
        "meanwhile": meanwhile,
    }
    return render(request, "merges/side_by_side.html", content, status=status)


def _line(one: Compared) -> dict[str, Any]:
    told = _language if one.name == "language" else _value
    return {
        "label": LABELS[one.name],
        "kept": told(one.kept),
        "absorbed": told(one.absorbed),
        "differs": one.differs,
    }


def _value(value: Any) -> Any:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return value


def _language(code: str) -> Any:
    """What it calls itself, where that is known."""
    return dict(COMMON_LANGUAGES).get(code, code)


def _moved(merge: AnyMerge) -> dict[str, int]:
    """What the ledger says, by what it is."""
    counts: dict[str, int] = {}
    for entry in merge.moved:
        name = TABLES.get((entry["table"].removeprefix("annotations_"), *sorted(entry["before"])))
        if name is not None:
            counts[name] = counts.get(name, 0) + len(entry["ids"])
    return counts


TABLES: Mapping[tuple[str, ...], str] = {
    ("evidence", "source_id"): "evidence",
    ("reliance", "source_id"): "reliances",
    ("archivedcopy", "source_id"): "archived_copies",
    ("derivation", "origin_id", "source_id"): "derivations",
    ("derivationsuggestion", "origin_id", "source_id"): "suggestions",
    ("sourcerelation", "first_id", "second_id"): "relations",
    ("source", "publisher_id"): "sources",
    ("article", "publisher_id"): "articles",
    ("claim", "asserter_publisher_id"): "claims",
    ("partymembership", "publisher_id"): "memberships",
    ("publisherrelation", "first_id", "second_id"): "relations",
    ("publisher", "owner_id"): "owned",
}
MOVED: Mapping[str, Any] = {
    "evidence": ngettext_lazy("%(number)d linked passage", "%(number)d linked passages", "number"),
    "captures": ngettext_lazy(
        "%(number)d copy, which stays with it and is listed here",
        "%(number)d copies, which stay with it and are listed here",
        "number",
    ),
    "derivations": ngettext_lazy(
        "%(number)d statement about what rests on what",
        "%(number)d statements about what rests on what",
        "number",
    ),
    "relations": ngettext_lazy("%(number)d relation to another", "%(number)d relations to others", "number"),
    "reliances": ngettext_lazy(
        "%(number)d passage that relies on it", "%(number)d passages that rely on it", "number"
    ),
    "suggestions": ngettext_lazy(
        "%(number)d suggestion who copied whom", "%(number)d suggestions who copied whom", "number"
    ),
    "archived_copies": ngettext_lazy("%(number)d archived copy", "%(number)d archived copies", "number"),
    "sources": ngettext_lazy("%(number)d source", "%(number)d sources", "number"),
    "articles": ngettext_lazy("%(number)d article", "%(number)d articles", "number"),
    "claims": ngettext_lazy("%(number)d claim that it makes", "%(number)d claims that it makes", "number"),
    "memberships": ngettext_lazy(
        "%(number)d side that it speaks for", "%(number)d sides that it speaks for", "number"
    ),
    "owned": ngettext_lazy(
        "%(number)d publisher that it owns", "%(number)d publishers that it owns", "number"
    ),
}
LABELS: Mapping[str, Any] = {
    "title": gettext_lazy("Title"),
    "publisher": gettext_lazy("Publisher"),
    "kind": gettext_lazy("Kind"),
    "authors": gettext_lazy("Authors"),
    "address": gettext_lazy("Address"),
    "identifiers": gettext_lazy("Identifiers"),
    "published_on": gettext_lazy("Published"),
    "language": gettext_lazy("Language"),
    "state": gettext_lazy("State"),
    "is_anonymous": gettext_lazy("Anonymous origin"),
    "tags": gettext_lazy("Tags"),
    "note": gettext_lazy("Note"),
    "name": gettext_lazy("Name"),
    "grade": gettext_lazy("Grade"),
    "country": gettext_lazy("Country"),
    "languages": gettext_lazy("Languages"),
    "homepage": gettext_lazy("Home page"),
    "wikidata_id": gettext_lazy("Wikidata"),
    "owner": gettext_lazy("Owner"),
}
