"""The register as tables: the columns that an import reads, and what it tells besides.

Rows come from the database a few thousand at a time, so that a large register costs no more memory than a
small one. Protected rows stay out, and so do those that were merged into others: neither is anybody's to
bring in again.
"""

from collections.abc import Iterator
from typing import Any, Final

from django.db.models import F

from annotations.domain.identifiers import in_lines
from annotations.domain.register_columns import OTHER_IDENTIFIERS, READ, SCHEMES, TOLD
from annotations.domain.vocabulary import RegisterNoun
from annotations.queries.policies import default_grades
from annotations.queries.register_filters import Criteria, publishers_matching, sources_matching

ROWS_AT_ONCE: Final = 2_000


def exported_columns(noun: str) -> tuple[str, ...]:
    """The names of the columns, in order."""
    return (*READ[noun], *TOLD[noun])


def exported_rows(noun: str, criteria: Criteria) -> Iterator[tuple[Any, ...]]:
    """The rows that match, the first registered first. Refuses an unknown filter (`Invalid`) before the first
    row.
    """
    found = _sources(criteria) if noun == RegisterNoun.SOURCES else _publishers(criteria)
    columns = exported_columns(noun)
    return (
        tuple(_cell(row, name) for name in columns)
        for row in found.order_by("pk").iterator(chunk_size=ROWS_AT_ONCE)
    )


def _sources(criteria: Criteria) -> Any:
    found = sources_matching(criteria).filter(merged_into=None, is_protected=False)
    own = {*READ[RegisterNoun.SOURCES], *TOLD[RegisterNoun.SOURCES]} - {
        *SCHEMES,
        OTHER_IDENTIFIERS,
        "publisher",
    }
    return found.values(*own, "identifiers", named=F("publisher__name"))


def _publishers(criteria: Criteria) -> Any:
    found = (
        publishers_matching(criteria)
        .filter(merged_into=None, is_protected=False)
        .with_grade(default_grades())
    )
    own = {*READ[RegisterNoun.PUBLISHERS], *TOLD[RegisterNoun.PUBLISHERS]} - {"owner"}
    return found.values(*own, named=F("owner__name"))


def _cell(row: dict[str, Any], name: str) -> Any:
    if name in SCHEMES:
        return row["identifiers"].get(name)
    if name == OTHER_IDENTIFIERS:
        return in_lines({name: value for name, value in row["identifiers"].items() if name not in SCHEMES})
    value = row["named"] if name in ("publisher", "owner") else row[name]
    if isinstance(value, bool):
        return "yes" if value else "no"
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return ", ".join(value) if isinstance(value, list) else value
