"""Who may do what, printed from the table that decides it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from annotations import access
from annotations.domain.vocabulary import Role
from annotations.web.pages import PageRequest, page

BY_ROLE: Final[Mapping[str, frozenset[Role]]] = {
    "anyone": frozenset(Role),
    "reviewer": frozenset({Role.REVIEWER, Role.EDITOR, Role.ADMINISTRATOR}),
    "editor": frozenset({Role.EDITOR, Role.ADMINISTRATOR}),
    "administrator": frozenset({Role.ADMINISTRATOR}),
}
"""What a role alone decides; every other predicate looks at whose the object is."""

GROUPS: Final[Mapping[str, object]] = {
    "workbench": _("Reading"),
    "article": _("Articles"),
    "claim": _("Claims"),
    "highlight": _("Highlights"),
    "evidence": _("Evidence"),
    "second_look": _("Second looks"),
    "dispute": _("Disputes"),
    "verdict": _("Verdicts"),
    "override": _("Overrides"),
    "source": _("Sources"),
    "publisher": _("Publishers"),
    "desk": _("Desks"),
    "person": _("People"),
}


@dataclass(frozen=True, slots=True)
class AccessRow:
    """One action: the roles that suffice, and in words whoever else may."""

    action: str
    roles: tuple[bool, ...]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AccessGroup:
    """The actions on one noun."""

    label: object
    rows: list[AccessRow]


@page
@require_safe
def access_table(request: PageRequest) -> HttpResponse:
    """The table: actions by what they are about, roles across."""
    shown = {
        "groups": access_groups(),
        "roles": list(Role),
        "predicates": _in_words(),
    }
    return render(request, "desks/access.html", shown)


def access_groups() -> list[AccessGroup]:
    """Every action of the table, by the noun it is about."""
    groups: dict[str, list[AccessRow]] = {}
    for action, predicates in access.TABLE.items():
        names = [predicate.__name__ for predicate in predicates]
        enough = frozenset[Role]().union(*(BY_ROLE.get(name, frozenset()) for name in names))
        others = tuple(name for name in names if name not in BY_ROLE)
        row = AccessRow(action, tuple(role in enough for role in Role), others)
        groups.setdefault(action.partition(".")[0], []).append(row)
    return [AccessGroup(GROUPS.get(noun, _label(noun)), rows) for noun, rows in groups.items()]


def _in_words() -> list[tuple[str, str]]:
    """Each predicate that looks at the object, as its docstring says it."""
    used = {one for row in access.TABLE.values() for one in row if one.__name__ not in BY_ROLE}
    named = sorted(used, key=lambda predicate: predicate.__name__)
    return [(one.__name__, " ".join((one.__doc__ or "").split())) for one in named]


def _label(noun: str) -> str:
    return noun.replace("_", " ").capitalize()
