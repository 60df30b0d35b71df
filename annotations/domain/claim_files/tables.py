"""Claims with evidence as a table: one row a piece of evidence, or one a claim without any.

Rows of one claim name it alike: by `key`, by `claim_id` (as exported), else by its words and who says it. So
the table of evidence that is exported here can be read again.
"""

from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from annotations.domain.claim_files.records import LinkedPassage, Record, Unreadable
from annotations.domain.claim_files.repairing import Repairs
from annotations.domain.tables import Row, Table, rows_of
from annotations.domain.vocabulary import (
    ClaimType,
    Coverage,
    Credibility,
    Proximity,
    Risk,
    Sourcing,
    Stance,
)

_CLAIM: Final = ("key", "claim_id", "claim", "type", "language", "risk", "topic", "said_by", "said_on")
_CHECK: Final = ("rating", "checked_by", "check_address")
_PASSAGE: Final = (
    "stance",
    "passage",
    "title",
    "authors",
    "publisher",
    "published_on",
    "address",
    "archived",
)
_JUDGED: Final = {
    "proximity": Proximity,
    "coverage": Coverage,
    "credibility": Credibility,
    "sourcing": Sourcing,
}
CLAIM_FILE_COLUMNS: Final = (*_CLAIM, *_CHECK, *_PASSAGE, *_JUDGED)
_CHOICES: Final[dict[str, Any]] = {"type": ClaimType, "risk": Risk, "stance": Stance, **_JUDGED}


def read_table(stream: BinaryIO, table: Table) -> Iterator[Record | Unreadable]:
    """The rows in order; the place of each is its line."""
    for row in rows_of(stream, table):
        yield _record(row)


def _record(row: Row) -> Record | Unreadable:
    cells, repairs = row.cells, Repairs()
    place = f"line {row.line}"
    text = repairs.words(cells.get("claim"), "the claim")
    if not text:
        message = "It does not say what is claimed."
        return Unreadable(row.number, place, "claim-missing", message, "claim", dict(cells))
    chosen: dict[str, str] = {}
    for name, choices in _CHOICES.items():
        value = _choice(cells.get(name, ""), choices)
        if value is None:
            known = ", ".join(choices.values)
            message = f"“{cells[name][:40]}” is none of: {known}."
            return Unreadable(row.number, place, "unknown-value", message, name, dict(cells))
        chosen[name] = value
    said_by = repairs.words(cells.get("said_by"), "who says it")
    return Record(
        number=row.number,
        place=place,
        named=_named(cells, text, said_by),
        text=text,
        language=cells.get("language") or "und",
        type=chosen["type"],
        risk=chosen["risk"],
        topic=cells.get("topic", ""),
        claimant=said_by,
        said_on=repairs.day(cells.get("said_on"), "the claim"),
        checked_by=cells.get("checked_by", ""),
        check_address=cells.get("check_address", ""),
        rating={"alternateName": cells["rating"]} if cells.get("rating") else {},
        passages=tuple(_passages(cells, chosen, repairs)),
        repairs=tuple(repairs.done),
    )


def _named(cells: dict[str, str], text: str, said_by: str) -> tuple[str, ...]:
    if key := cells.get("key") or cells.get("claim_id"):
        return ("key", key)
    return ("words", text, said_by)


def _choice(written: str, choices: Any) -> str | None:
    """The value that is meant by itself or by its label; empty for none, None for one that is not known."""
    if not written:
        return ""
    meant = {label.casefold(): value for value, label in choices.choices} | {
        value.casefold(): value for value in choices.values
    }
    return meant.get(written.casefold().replace(" ", "_")) or meant.get(written.casefold())


def _passages(cells: dict[str, str], chosen: dict[str, str], repairs: Repairs) -> Iterator[LinkedPassage]:
    if not any(cells.get(name) for name in _PASSAGE):
        return
    yield LinkedPassage(
        address=cells.get("address", ""),
        title=cells.get("title", ""),
        publisher=cells.get("publisher", ""),
        authors=cells.get("authors", ""),
        published_on=repairs.day(cells.get("published_on"), "the source"),
        archived=cells.get("archived", ""),
        passage=cells.get("passage", ""),
        stance=chosen["stance"],
        judged={name: chosen[name] for name in _JUDGED if chosen[name]},
    )
