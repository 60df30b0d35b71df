"""The claim board. Its whole state stands in the address, so that a view can be kept, shared and saved."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from annotations.access import may
from annotations.domain.errors import Invalid, NotFound
from annotations.domain.vocabulary import ClaimState, Risk
from annotations.models import ClaimSet, User
from annotations.queries.board import (
    DEFAULT_SORT,
    BoardPage,
    Facet,
    Facets,
    board_facets,
    board_page,
    choices,
    people_to_choose,
)
from annotations.queries.claims import NO_DESK
from annotations.queries.criteria import as_list, saved_views
from annotations.queries.desks import desks_to_filter_by
from annotations.web.criteria import criteria_in
from annotations.web.pages import PageRequest, page

Criteria = dict[str, list[str]]
NOTHING = Facets([], [], 0)
SEARCHED = ("article", "publisher")
COLUMNS = [
    ("", gettext_lazy("Claim"), "", ""),
    ("status", gettext_lazy("Status"), "", ""),
    ("type", gettext_lazy("Type"), "optional-column", ""),
    ("", gettext_lazy("For"), "number", gettext_lazy("Links that corroborate")),
    ("", gettext_lazy("Against"), "number", gettext_lazy("Links that contradict")),
    ("", gettext_lazy("Made by"), "optional-column", ""),
    ("changed", gettext_lazy("Changed"), "", ""),
]


@page
@require_safe
def board(request: PageRequest) -> HttpResponse:
    """The claims that the filters in the address find, a page at a time."""
    asked, person = request.GET, request.user
    criteria, sort = criteria_in(asked), asked.get("sort") or DEFAULT_SORT
    try:
        facets, refusal = board_facets(criteria, person), ""
        after, before = asked.get("after", ""), asked.get("before", "")
        found = board_page(criteria, person, sort=sort, after=after, before=before, total=facets.total)
    except Invalid as refused:
        found, facets, refusal = BoardPage([], "", ""), NOTHING, refused.message
    shown = {
        "criteria": criteria,
        "sort": "" if sort == DEFAULT_SORT else sort,
        "rows": found.rows,
        "facets": facets,
        "refusal": refusal,
        "pages": _pages(asked, found, facets.total),
        "statuses": [(facet, _toggled(asked, "status", facet.value)) for facet in facets.statuses],
        "columns": _columns(asked, sort),
        "menus": _menus(criteria, facets, person),
        "views": _views(person, criteria),
        "query": urlencode(criteria, doseq=True),
        "may_save": may(person, "claim_set.create"),
        "may_import": may(person, "claim_import.request"),
        "may_assign": may(person, "work.assign"),
        "may_publish": may(person, "claim.publish"),
        "is_filtered": bool(criteria),
    }
    return render(request, "board/board.html", shown, status=422 if refusal else 200)


@page
@require_safe
def filter_choices(request: PageRequest, facet: str) -> HttpResponse:
    """The values of a filter that contain the words, for its menu."""
    if facet not in SEARCHED:
        raise NotFound(_("There is no such filter."))
    words = request.GET.get("find", "").strip()[:200]
    options = choices(facet, words, request.GET.getlist(facet), request.user)
    return render(request, "board/_choices.html", {"facet": facet, "options": options})


def _pages(asked: QueryDict, found: BoardPage, total: int) -> dict[str, str]:
    words = ngettext("%(shown)s of one claim", "%(shown)s of %(total)s claims", total)
    words %= {"shown": f"{len(found.rows):,}", "total": f"{total:,}"}
    return {
        "words": words,
        "previous": _address(asked, before=found.before) if found.before else "",
        "next": _address(asked, after=found.after) if found.after else "",
    }


def _address(asked: QueryDict, **changed: str) -> str:
    """The same view with something else in it; a changed view begins at its first page."""
    kept = [(name, value) for name, value in _pairs(asked) if name not in {"after", "before", *changed}]
    kept += [(name, value) for name, value in changed.items() if value]
    return f"{reverse('claims')}?{urlencode(kept)}"


def _toggled(asked: QueryDict, name: str, value: str) -> str:
    """The same view with one value of a filter switched."""
    pairs = [pair for pair in _pairs(asked) if pair[0] not in ("after", "before")]
    switched = [pair for pair in pairs if pair != (name, value)]
    if len(switched) == len(pairs):
        switched.append((name, value))
    return f"{reverse('claims')}?{urlencode(switched)}"


def _pairs(asked: QueryDict) -> list[tuple[str, str]]:
    return [(name, value) for name, values in asked.lists() for value in values if value]


def _columns(asked: QueryDict, sort: str) -> list[dict[str, Any]]:
    """The heads of the table; a second press on the sorted one turns it round."""
    present, falls = sort.removeprefix("-"), sort.startswith("-")
    columns = []
    for name, label, kind, explanation in COLUMNS:
        is_sorted = bool(name) and name == present
        turned = name if (is_sorted and falls) or (name != "changed" and not is_sorted) else f"-{name}"
        columns.append(
            {
                "label": label,
                "kind": kind,
                "explanation": explanation,
                "sorted": ("descending" if falls else "ascending") if is_sorted else "",
                "address": _address(asked, sort=turned) if name else "",
            }
        )
    return columns


def _menus(criteria: Criteria, facets: Facets, person: User) -> list[dict[str, Any]]:
    """The menus above the table. `find` says that more than the listed choices are found by typing."""

    def listed(name: str, words: list[tuple[str, Any]]) -> list[Facet]:
        return [Facet(value, label, 0, value in criteria.get(name, [])) for value, label in words]

    articles = choices("article", "", criteria.get("article", []), person)
    publishers = choices("publisher", "", criteria.get("publisher", []), person)
    people = people_to_choose(criteria.get("reviewer", []))
    signed = [("yes", _("Signed, nothing changed since")), ("no", _("Not signed"))]
    standing = [
        ("signed", _("Signature"), listed("signed", signed)),
        ("state", _("State of the work"), listed("state", ClaimState.choices)),
        ("risk", _("Risk"), listed("risk", Risk.choices)),
    ]
    return [
        _menu(criteria, "type", _("Type"), [("type", "", facets.types)], is_counted=True),
        _menu(
            criteria, "article", _("Article"), [("article", "", articles)], find=_("Words of the headline")
        ),
        _menu(criteria, "publisher", _("Publisher"), [("publisher", "", publishers)], find=_("Its name")),
        _menu(criteria, "reviewer", _("Reviewer"), [("reviewer", "", people)]),
        *_desk_menu(criteria, person),
        _menu(criteria, "standing", _("Standing"), standing),
    ]


def _desk_menu(criteria: Criteria, person: User) -> list[dict[str, Any]]:
    """Only for who belongs to a desk: to others it would say nothing."""
    named = [(str(desk.pk), desk.name) for desk in desks_to_filter_by(person)]
    if not named:
        return []
    offered = [*named, (NO_DESK, _("No desk"))]
    chosen = [Facet(value, label, 0, value in criteria.get("desk", [])) for value, label in offered]
    return [_menu(criteria, "desk", _("Desk"), [("desk", "", chosen)])]


def _menu(
    criteria: Criteria,
    name: str,
    label: str,
    groups: list[tuple[str, str, list[Facet]]],
    *,
    find: str = "",
    is_counted: bool = False,
) -> dict[str, Any]:
    chosen = sum(len(criteria.get(facet, [])) for facet, _heading, _options in groups)
    described = [
        {"facet": facet, "heading": heading, "options": options} for facet, heading, options in groups
    ]
    return {
        "name": name,
        "label": label,
        "chosen": chosen,
        "find": find,
        "counted": is_counted,
        "groups": described,
    }


def _views(person: User, criteria: Criteria) -> list[dict[str, Any]]:
    """The tabs: everything, one's own, and the filters that were saved as claim sets."""
    own = {"reviewer": [str(person.pk)]}
    offered = [(_("All claims"), {}), (_("Mine"), own), (_("Signed"), {"signed": ["yes"]})]
    offered += [(saved.name, _as_lists(saved)) for saved in saved_views(person)]
    return [
        {
            "name": name,
            "address": f"{reverse('claims')}?{urlencode(wanted, doseq=True)}".rstrip("?"),
            "is_current": wanted == criteria,
        }
        for name, wanted in offered
    ]


def _as_lists(saved: ClaimSet) -> dict[str, list[str]]:
    return {name: as_list(wanted) for name, wanted in saved.criteria.items()}
