"""The tables behind the charts of agreement and quality, as numbers: for the page and for spreadsheets.

Shares are written between 0 and 1, durations in hours.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from annotations.domain.agreement.figures import NotEnough
from annotations.domain.vocabulary import Certainty, Status
from annotations.queries.quality import SERIES
from annotations.web.quality_words import FIGURES

Figures = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its name in addresses, its caption, its columns, and rows of as many cells. Numbers are
    written with a point, whatever the language of the page.
    """

    name: str
    caption: str
    columns: list[str]
    rows: list[list[Any]]

    @property
    def written(self) -> list[list[str]]:
        """The rows as texts, empty where there is nothing."""
        return [["" if cell is None else str(cell) for cell in row] for row in self.rows]


@dataclass(frozen=True, slots=True)
class Person:
    """Who looks: their id, whether they may see everybody's figures, and the names they may see."""

    pk: int
    sees_all: bool
    names: Mapping[int, str]

    def name(self, pk: int) -> str:
        """What this person may know somebody by."""
        if pk == self.pk or self.sees_all:
            return self.names.get(pk, str(pk))
        return _("somebody else")


def figures_table(figures: Figures) -> Table:
    """All single figures."""
    rows = [
        [str(named.label), *_cells(figures.get(name)), str(named.meaning)] for name, named in FIGURES.items()
    ]
    return Table("figures", _("All figures"), [_("Figure"), *_measured(), _("What it counts")], rows)


def nights_table(nights: Sequence[Mapping[str, Any]]) -> Table:
    """The course of the figures, the latest night first."""
    columns = [_("Night"), *(str(FIGURES[name].label) for name in SERIES), _("Stale claims")]
    rows = [
        [night["computed_on"].isoformat(), *(night[name] for name in SERIES), night["stale"]]
        for night in reversed(nights)
    ]
    return Table("nights", _("The nights"), columns, rows)


def calibration_table(figures: Figures) -> Table:
    """How often signed statuses still hold, by status and certainty."""
    by_status = figures.get("calibration_by_status", {})
    told = [(_("All"), figures.get("calibration", {}))]
    told += [(_status(status), each) for status, each in by_status.items()]
    rows = [
        [status, str(Certainty(level).label), *_cells(each.get(level))]
        for status, each in told
        for level in Certainty.values
    ]
    return Table(
        "calibration", _("Signed statuses that still hold"), [_("Status"), _("Certainty"), *_measured()], rows
    )


def balance_table(name: str, caption: str, rows: Sequence[Mapping[str, Any]]) -> Table:
    """Who was checked, and with what result; statuses only where there are enough claims."""
    statuses = [status for status in Status.values if any(status in (row["statuses"] or {}) for row in rows)]
    cells = [
        [row["name"], row["count"], *((row["statuses"] or {}).get(status) for status in statuses)]
        for row in rows
    ]
    return Table(name, caption, [_("Name"), _("Claims"), *map(_status, statuses)], cells)


def people_tables(figures: Figures, person: Person) -> list[Table]:
    """Figures of single people and of pairs, in the order of their names; of others only for who may."""
    people = figures.get("people", {})
    alone = [
        ("overturned", _("First readings that were reversed"), people.get("overturned", {})),
        ("gold", _("Known passages read rightly"), people.get("gold", {})),
    ]
    pairs = [
        ("kappa", _("Cohen's kappa of stances"), people.get("kappa", {})),
        ("grade-kappa", _("Weighted kappa of grades"), people.get("grade_kappa", {})),
    ]
    return [
        *(_alone(name, caption, told, person) for name, caption, told in alone),
        *(_paired(name, caption, told, person) for name, caption, told in pairs),
    ]


def people_in(figures: Figures) -> set[int]:
    """The ids of everybody of whom there is a figure."""
    return {int(pk) for told in figures.get("people", {}).values() for key in told for pk in key.split("-")}


def _alone(name: str, caption: str, told: Figures, person: Person) -> Table:
    seen = [
        [person.name(int(pk)), *_cells(one)]
        for pk, one in told.items()
        if person.sees_all or int(pk) == person.pk
    ]
    return Table(name, caption, [_("Person"), *_measured()], _by_name(seen))


def _paired(name: str, caption: str, told: Figures, person: Person) -> Table:
    seen = []
    for key, one in told.items():
        pair = [int(pk) for pk in key.split("-")]
        if person.sees_all or person.pk in pair:
            first, second = sorted((person.name(pk) for pk in pair), key=str.casefold)
            seen.append([first, second, *_cells(one)])
    return Table(name, caption, [_("One"), _("The other"), *_measured()], _by_name(seen))


def _by_name(rows: Iterable[list[Any]]) -> list[list[Any]]:
    return sorted(rows, key=lambda row: tuple(str(cell).casefold() for cell in row[:2]))


def _measured() -> list[str]:
    return [_("Value"), _("From"), _("To"), _("Resting on"), _("Note")]


def _cells(figure: Figures | None) -> list[Any]:
    if figure is None:
        return [None, None, None, 0, ""]
    return [figure["value"], figure["low"], figure["high"], figure["count"], _note(figure["missing"])]


def _note(missing: str | None) -> str:
    if missing is None:
        return ""
    return _("one value only") if missing == NotEnough.ONE_VALUE else _("not enough data")


def _status(status: str) -> str:
    return str(Status(status).label) if status in Status.values else status
