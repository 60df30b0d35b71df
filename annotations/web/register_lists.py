"""The lists of the register. The whole state of a list stands in its address, so that it can be kept, shared
and gone back to.
"""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from annotations.access import may
from annotations.domain.errors import Invalid
from annotations.domain.vocabulary import Grade, LinkHealth, RegisterNoun
from annotations.models import User
from annotations.queries.register_choices import choices, chosen_choices
from annotations.queries.register_filters import NOT_VISITED
from annotations.queries.register_lists import (
    BY_NAME,
    LATEST,
    Facet,
    Facets,
    Listed,
    listed_publishers,
    listed_sources,
)
from annotations.queries.saved_filters import filters_of
from annotations.queries.source_pages import Page
from annotations.web.forms.articles import COMMON_LANGUAGES
from annotations.web.pages import PageRequest, page
from annotations.web.paging import pages_of
from annotations.web.places import page_number

Criteria = dict[str, list[str]]
NOT_CRITERIA = frozenset({"sort", "page", "find", "next", "name", "rows", "row", "all"})
LANGUAGES = dict(COMMON_LANGUAGES)
NOTHING = Listed(Page([], 1, False), Facets({}, 0))
COLUMNS = {
    RegisterNoun.SOURCES: [
        ("title", gettext_lazy("Title"), ""),
        ("", gettext_lazy("Kind"), "optional-column"),
        ("", gettext_lazy("Address"), "optional-column"),
        ("", gettext_lazy("Claims"), "number"),
        ("published", gettext_lazy("Published"), ""),
    ],
    RegisterNoun.PUBLISHERS: [
        ("name", gettext_lazy("Name"), ""),
        ("", gettext_lazy("Grade"), ""),
        ("", gettext_lazy("Kind"), "optional-column"),
        ("", gettext_lazy("Country"), "optional-column"),
        ("", gettext_lazy("Sources"), "number"),
    ],
}


@page
@require_safe
def sources(request: PageRequest) -> HttpResponse:
    """The sources that the filters in the address find."""
    return _list(request, RegisterNoun.SOURCES, LATEST)


@page
@require_safe
def publishers(request: PageRequest) -> HttpResponse:
    """The publishers that the filters in the address find."""
    return _list(request, RegisterNoun.PUBLISHERS, BY_NAME)


@page
@require_safe
def filter_choices(request: PageRequest, noun: str, facet: str) -> HttpResponse:
    """The values of a filter that contain the words, for its menu."""
    found = choices(noun, facet, request.GET.get("find", "")[:200], request.GET.getlist(facet), request.user)
    return render(request, "board/_choices.html", {"facet": facet, "options": found})


def criteria_of(asked: QueryDict) -> Criteria:
    """The criteria in an address, without empty ones. Unknown names stay in, for the filter to refuse."""
    cleaned = {
        name: [text for value in values if (text := value.replace("\x00", "").strip())]
        for name, values in asked.lists()
        if name not in NOT_CRITERIA
    }
    return {name: values for name, values in cleaned.items() if values}


def address_of(noun: str, criteria: Criteria) -> str:
    """The list with these criteria."""
    return f"{reverse(noun)}?{urlencode(criteria, doseq=True)}".rstrip("?")


def _list(request: PageRequest, noun: RegisterNoun, usual: str) -> HttpResponse:
    asked, criteria = request.GET, criteria_of(request.GET)
    sort = asked.get("sort") or usual
    find = listed_sources if noun == RegisterNoun.SOURCES else listed_publishers
    try:
        listed, refusal = find(criteria, page_number(asked), request.user, sort=sort), ""
    except Invalid as refused:
        listed, refusal = NOTHING, refused.message
    found, facets = listed.page, listed.facets
    content = {
        "noun": noun,
        "criteria": criteria,
        "in_facets": [(name, value) for name in facets.by for value in criteria.get(name, [])],
        "sort": "" if sort == usual else sort,
        "found": found,
        "total": facets.total,
        "total_words": _total(noun, facets.total),
        "refusal": refusal,
        "pages": pages_of(request, found, facets.total),
        "facet_lines": _facet_lines(asked, facets),
        "columns": _columns(asked, noun, sort),
        "menus": _menus(noun, criteria),
        "views": _views(request.user, noun, criteria),
        "query": urlencode(criteria, doseq=True),
        "is_filtered": bool(criteria),
        **_allowed(request.user, noun),
    }
    return render(request, f"{noun}/list.html", content, status=422 if refusal else 200)


def _allowed(person: User, noun: RegisterNoun) -> dict[str, bool]:
    one = "source" if noun == RegisterNoun.SOURCES else "publisher"
    return {
        "may_register": may(person, f"{one}.register"),
        "may_edit": may(person, f"{one}.edit"),
        "may_import": may(person, "register.import"),
        "may_export": may(person, "register.export"),
    }


def _total(noun: RegisterNoun, total: int) -> str:
    if noun == RegisterNoun.SOURCES:
        words = ngettext("One source", "%(total)s sources", total)
    else:
        words = ngettext("One publisher", "%(total)s publishers", total)
    return words % {"total": f"{total:,}"}


def _facet_lines(asked: QueryDict, facets: Facets) -> list[dict[str, Any]]:
    """Lines of values with their counts. A line of one value that is not chosen says nothing."""
    labels = {
        "kind": _("By kind"),
        "state": _("By state"),
        "language": _("By language"),
        "country": _("By country"),
    }
    return [
        {
            "name": name,
            "label": labels[name],
            "values": [(_called(name, facet), _toggled(asked, name, facet.value)) for facet in found],
        }
        for name, found in facets.by.items()
        if len(found) > 1 or any(facet.is_chosen for facet in found)
    ]


def _called(name: str, facet: Facet) -> Facet:
    """Languages by what they call themselves, where that is known."""
    return replace(facet, label=str(LANGUAGES.get(facet.value, facet.label))) if name == "language" else facet


def _address(asked: QueryDict, **changed: str) -> str:
    """The same list with something else in it; a changed list begins at its first page."""
    kept = [(name, value) for name, value in _pairs(asked) if name not in {"page", *changed}]
    return f"?{urlencode([*kept, *((name, value) for name, value in changed.items() if value)])}"


def _toggled(asked: QueryDict, name: str, value: str) -> str:
    """The same list with one value of a filter switched."""
    pairs = [pair for pair in _pairs(asked) if pair[0] != "page"]
    switched = [pair for pair in pairs if pair != (name, value)]
    return f"?{urlencode(switched if len(switched) < len(pairs) else [*pairs, (name, value)])}"


def _pairs(asked: QueryDict) -> list[tuple[str, str]]:
    return [(name, value) for name, values in asked.lists() for value in values if value]


def _columns(asked: QueryDict, noun: RegisterNoun, sort: str) -> list[dict[str, Any]]:
    """The heads of the table; a second press on the sorted one turns it round."""
    present, falls = sort.removeprefix("-"), sort.startswith("-")
    return [
        {
            "label": label,
            "kind": kind,
            "sorted": ("descending" if falls else "ascending") if name and name == present else "",
            "address": _address(asked, sort=_turned(name, sort)) if name else "",
        }
        for name, label, kind in COLUMNS[noun]
    ]


def _turned(name: str, sort: str) -> str:
    """Words begin with A, days with the latest."""
    usual = f"-{name}" if name == "published" else name
    other = name if usual.startswith("-") else f"-{name}"
    return other if sort == usual else usual


def _menus(noun: RegisterNoun, criteria: Criteria) -> list[dict[str, Any]]:
    """The menus above the table. Groups with `find` are filled when they are opened."""

    def listed(name: str, words: list[tuple[str, Any]]) -> dict[str, Any]:
        options = [Facet(value, str(label), 0, value in criteria.get(name, [])) for value, label in words]
        return {"facet": name, "options": options}

    def found(name: str, label: str) -> dict[str, Any]:
        return {"facet": name, "options": chosen_choices(noun, name, criteria.get(name, [])), "find": label}

    grades = listed("grade", Grade.choices) | {"heading": _("Grade")}
    owner = found("owner", _("Name of the owner"))
    tag = found("tag", _("Tag"))
    country = found("country", _("Two letters"))
    more = [
        listed("protected", [("yes", _("Only protected")), ("no", _("Without protected"))])
        | {"heading": _("Protected")},
        listed("merged", [("yes", _("Only what was merged into another"))]) | {"heading": _("Merged")},
    ]
    if noun == RegisterNoun.PUBLISHERS:
        language = found("language", _("Code of the language"))
        fictional = [("yes", _("Fictional")), ("no", _("Not fictional"))]
        more.insert(0, listed("fictional", fictional) | {"heading": _("Made up")})
        menus = [("grade", _("Grade"), [grades]), ("language", _("Language"), [language])]
        menus += [("owner", _("Owner"), [owner]), ("tag", _("Tag"), [tag]), ("more", _("More"), more)]
    else:
        captured = [("yes", _("With a copy")), ("no", _("Without a copy"))]
        health = [(NOT_VISITED, _("Not visited yet")), *((v, w) for v, w in LinkHealth.choices if v)]
        links = [
            listed("captured", captured) | {"heading": _("Copies")},
            listed("health", health) | {"heading": _("Address")},
        ]
        publisher = found("publisher", _("Its name"))
        menus = [("publisher", _("Publisher"), [publisher]), ("grade", _("Grade"), [grades])]
        menus += [
            ("country", _("Country"), [country]),
            ("owner", _("Owner"), [owner]),
            ("tag", _("Tag"), [tag]),
        ]
        menus += [("links", _("Copies and links"), links), ("more", _("More"), more)]
    return [
        {
            "name": name,
            "label": label,
            "groups": groups,
            "chosen": sum(len(criteria.get(group["facet"], [])) for group in groups),
        }
        for name, label, groups in menus
    ]


def _views(person: User, noun: RegisterNoun, criteria: Criteria) -> list[dict[str, Any]]:
    """The tabs: everything, and the filters that this person keeps."""
    everything = _("All sources") if noun == RegisterNoun.SOURCES else _("All publishers")
    offered = [(everything, {}), *((kept.name, kept.criteria) for kept in filters_of(person, noun))]
    return [
        {"name": name, "address": address_of(noun, wanted), "is_current": wanted == criteria}
        for name, wanted in offered
    ]
