"""The columns of the register's CSV files, and what their cells say.

A column that the file has is meant: an empty cell empties the field, except where a field cannot be empty. A
column that is left out changes nothing. Columns that only tell (the grade, the state, how many copies) are
written by exports and never read.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, Final

from annotations.domain.canonical import one_line
from annotations.domain.errors import Invalid
from annotations.domain.identifiers import LABELS, checked_identifier, identifiers_in
from annotations.domain.tags import tags_in
from annotations.domain.vocabulary import PublisherKind, RegisterNoun, SourceKind
from annotations.domain.weblinks import without_credentials

SCHEMES: Final = tuple(LABELS)
OTHER_IDENTIFIERS: Final = "other_identifiers"
LARGEST_ID: Final = 2**63 - 1

READ: Final[Mapping[str, tuple[str, ...]]] = {
    RegisterNoun.SOURCES: (
        "id",
        "title",
        "kind",
        "publisher_id",
        "publisher",
        "authors",
        "url",
        "published_on",
        "language",
        *SCHEMES,
        OTHER_IDENTIFIERS,
        "tags",
        "is_anonymous",
        "note",
    ),
    RegisterNoun.PUBLISHERS: (
        "id",
        "name",
        "kind",
        "country",
        "languages",
        "homepage",
        "wikidata_id",
        "owner_id",
        "owner",
        "tags",
        "is_fictional",
        "note",
    ),
}
"""The columns that are read, in the order in which exports write them."""

TOLD: Final[Mapping[str, tuple[str, ...]]] = {
    RegisterNoun.SOURCES: ("canonical_url", "state", "state_reason", "registered_at"),
    RegisterNoun.PUBLISHERS: ("grade", "graded", "registered_at"),
}
"""The columns that exports write besides."""

_YES: Final = frozenset({"yes", "true", "1", "x"})
_NO: Final = frozenset({"", "no", "false", "0"})


@dataclass(frozen=True, slots=True)
class Said:
    """What one row says.

    `values` are those of the register's own fields; `named_id` and `name` say whose row it hangs on (the
    publisher of a source, the owner of a publisher). `identifiers` holds those of the columns that are there,
    empty where the cell is. `remarks` are what was mended.
    """

    id: int | None
    values: dict[str, Any]
    named_id: int | None = None
    name: str | None = None
    identifiers: dict[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()


def said_by(noun: str, cells: Mapping[str, str]) -> Said:
    """What the cells of a row say. Raises `Invalid` with the column as its field."""
    return _source(cells) if noun == RegisterNoun.SOURCES else _publisher(cells)


def _source(cells: Mapping[str, str]) -> Said:
    address, remarks = _address("url", cells)
    return Said(
        id=_id("id", cells),
        values=_values(cells, _SOURCE_CELLS) | address,
        named_id=_id("publisher_id", cells),
        name=one_line(cells["publisher"]) if "publisher" in cells else None,
        identifiers=_identifiers(cells),
        remarks=remarks,
    )


def _publisher(cells: Mapping[str, str]) -> Said:
    address, remarks = _address("homepage", cells)
    return Said(
        id=_id("id", cells),
        values=_values(cells, _PUBLISHER_CELLS) | address,
        named_id=_id("owner_id", cells),
        name=one_line(cells["owner"]) if "owner" in cells else None,
        remarks=remarks,
    )


def _address(column: str, cells: Mapping[str, str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """The cell without a user name and password, and that it had them."""
    if column not in cells:
        return {}, ()
    address = without_credentials(cells[column])
    taken_out = "The user name and password were taken out of the address."
    return {column: address}, (taken_out,) if address != cells[column] else ()


def _values(cells: Mapping[str, str], readers: Mapping[str, Callable[[str, str], Any]]) -> dict[str, Any]:
    read = {name: reader(name, cells[name]) for name, reader in readers.items() if name in cells}
    return {name: value for name, value in read.items() if value is not None or name == "published_on"}


def _identifiers(cells: Mapping[str, str]) -> dict[str, str]:
    found = {scheme: _identifier(scheme, cells[scheme]) for scheme in SCHEMES if scheme in cells}
    if OTHER_IDENTIFIERS in cells:
        others = _of_column(OTHER_IDENTIFIERS, identifiers_in, cells[OTHER_IDENTIFIERS])
        found |= {OTHER_IDENTIFIERS: "", **others}
    return found


def _identifier(scheme: str, cell: str) -> str:
    _, value = _of_column(scheme, partial(checked_identifier, scheme), cell) if cell else (scheme, "")
    return str(value)


def _of_column(column: str, read: Callable[[str], Any], cell: str) -> Any:
    """What a reader finds; its refusal speaks of the column."""
    try:
        return read(cell)
    except Invalid as refusal:
        raise Invalid(refusal.message, field=column, rule=refusal.rule) from refusal


def _id(column: str, cells: Mapping[str, str]) -> int | None:
    text = cells.get(column, "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and 0 < int(text[:20]) <= LARGEST_ID):
        raise Invalid(f"“{text[:40]}” is no id. Ids are whole numbers.", field=column, rule="invalid")
    return int(text)


def _text(column: str, cell: str) -> str:
    return cell


def _kind_of(choices: Any) -> Callable[[str, str], str | None]:
    """A kind by its name or its label; an empty cell leaves it as it is."""
    known = {label.lower(): value for value, label in choices.choices} | {
        value: value for value in choices.values
    }

    def read(column: str, cell: str) -> str | None:
        if cell and cell.lower() not in known:
            raise Invalid(
                f"“{cell[:40]}” is no known kind. Known are: {', '.join(choices.values)}.",
                field=column,
                rule="unknown-kind",
            )
        return known[cell.lower()] if cell else None

    return read


def _day(column: str, cell: str) -> date | None:
    try:
        return date.fromisoformat(cell) if cell else None
    except ValueError as error:
        raise Invalid(
            f"“{cell[:40]}” is no day. Write it like 2024-01-31.", field=column, rule="invalid"
        ) from error


def _yes_or_no(column: str, cell: str) -> bool:
    if cell.lower() not in _YES | _NO:
        raise Invalid(f"“{cell[:40]}” is neither yes nor no.", field=column, rule="invalid")
    return cell.lower() in _YES


def _tags(column: str, cell: str) -> list[str]:
    return tags_in(cell)


def _codes(column: str, cell: str) -> list[str]:
    return [code.strip() for code in cell.split(",") if code.strip()]


_SOURCE_CELLS: Final[Mapping[str, Callable[[str, str], Any]]] = {
    "title": _text,
    "kind": _kind_of(SourceKind),
    "authors": _text,
    "published_on": _day,
    "language": _text,
    "tags": _tags,
    "is_anonymous": _yes_or_no,
    "note": _text,
}
_PUBLISHER_CELLS: Final[Mapping[str, Callable[[str, str], Any]]] = {
    "name": _text,
    "kind": _kind_of(PublisherKind),
    "country": _text,
    "languages": _codes,
    "wikidata_id": _text,
    "tags": _tags,
    "is_fictional": _yes_or_no,
    "note": _text,
}
