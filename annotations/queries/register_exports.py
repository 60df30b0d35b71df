"""The register as tables: the columns that an import reads, and what it tells besides.

Rows come from the database a few thousand at a time, so that a large register costs no more memory than a
small one. Protected rows stay out, and so do those that were merged into others: neither is anybody's to
bring in again.
"""

from collections.abc import Collection, Iterator
from typing import Any, Final

from django.db.models import F

from annotations.domain.identifiers import in_lines
from annotations.domain.register_columns import OTHER_IDENTIFIERS, READ, SCHEMES, TOLD
from annotations.domain.vocabulary import RegisterNoun
from annotations.models import User
from annotations.queries.policies import default_grades
from annotations.queries.register_filters import Criteria, publishers_matching, sources_matching
from annotations.queries.visibility import visible

ROWS_AT_ONCE: Final = 2_000


def exported_columns(noun: str) -> tuple[str, ...]:
    """The names of the columns, in order."""
    return (*READ[noun], *TOLD[noun])


def exported_rows(
    noun: str, criteria: Criteria, person: User, *, ids: Collection[int] = ()
) -> Iterator[tuple[Any, ...]]:
    """The rows that match, the first registered first; with `ids` only these of them. Refuses an unknown
    filter (`Invalid`) before the first row.
    """
    matching: Any = sources_matching if noun == RegisterNoun.SOURCES else publishers_matching
    found = matching(criteria)
    return rows_of_table(noun, found.filter(pk__in=ids) if ids else found, person)


def rows_of_table(noun: str, found: Any, person: User) -> Iterator[tuple[Any, ...]]:
    """Those of these sources, or of these publishers, that the person sees, as the rows of an export."""
    columns = exported_columns(noun)
    found = visible(found.filter(merged_into=None, is_protected=False), person)
    found = _sources(found) if noun == RegisterNoun.SOURCES else _publishers(found)
    return (
        tuple(_cell(row, name) for name in columns)
        for row in found.order_by("pk").iterator(chunk_size=ROWS_AT_ONCE)
    )


def _sources(found: Any) -> Any:
    own = {*READ[RegisterNoun.SOURCES], *TOLD[RegisterNoun.SOURCES]} - {
        *SCHEMES,
        OTHER_IDENTIFIERS,
        "publisher",
    }
    return found.values(*own, "identifiers", named=F("publisher__name"))


def _publishers(found: Any) -> Any:
    own = {*READ[RegisterNoun.PUBLISHERS], *TOLD[RegisterNoun.PUBLISHERS]} - {"owner"}
    return found.with_grade(default_grades()).values(*own, named=F("owner__name"))


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
