"""Questions about files that are read into the register, and what became of each row."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Q, QuerySet

from annotations.domain.errors import NotFound
from annotations.domain.register_columns import READ
from annotations.domain.vocabulary import ImportState, RowOutcome
from annotations.models import RegisterImport, RegisterImportRow

ROWS_SHOWN: Final = 100
REPORT_COLUMNS: Final = ("row", "line", "outcome", "name", "field", "rule", "message", "id")
ROWS_AT_ONCE: Final = 2_000


@dataclass(frozen=True, slots=True)
class ImportPage:
    """One page of the report. `counts` are of all rows by outcome, refused ones first."""

    counts: Mapping[str, int]
    rows: list[RegisterImportRow]
    number: int
    has_more: bool


def imports_into(noun: str) -> QuerySet[RegisterImport]:
    """The files that were read, or tried, for this list, latest first, with who brought them."""
    return RegisterImport.objects.filter(noun=noun).select_related("requested_by").order_by("-id")


def register_import_by_id(import_id: int) -> RegisterImport:
    """One import with who asked for it. Refuses with `NotFound`."""
    found = RegisterImport.objects.select_related("requested_by").filter(pk=import_id).first()
    if found is None:
        raise NotFound(f"There is no import {import_id}.", details={"id": import_id})
    return found


def due_register_imports(now: datetime) -> QuerySet[RegisterImport]:
    """Imports that nobody works on: they wait, or whoever had them has been silent for too long."""
    abandoned = Q(state=ImportState.RUNNING, leased_until__lte=now)
    return RegisterImport.objects.filter(Q(state=ImportState.QUEUED) | abandoned)


def import_page(found: RegisterImport, *, outcome: str = "", number: int = 1) -> ImportPage:
    """The rows with this outcome, all for none, one page of them. Refuses an unknown one with `NotFound`."""
    start = ROWS_SHOWN * (number - 1)
    rows = list(_rows(found, outcome)[start : start + ROWS_SHOWN + 1])
    order = (RowOutcome.REFUSED, RowOutcome.NEW, RowOutcome.CHANGED, RowOutcome.KNOWN)
    counts = {name.value: found.counts[name] for name in order if found.counts.get(name)}
    return ImportPage(counts, rows[:ROWS_SHOWN], number, len(rows) > ROWS_SHOWN)


def report_rows(found: RegisterImport, *, outcome: str = "") -> Iterator[tuple[Any, ...]]:
    """The report as rows of `REPORT_COLUMNS`."""
    for row in _rows(found, outcome).iterator(chunk_size=ROWS_AT_ONCE):
        known = row.source_id or row.publisher_id
        yield (row.number, row.line, row.outcome, row.name, row.field, row.rule, row.message, known)


def refused_columns(found: RegisterImport) -> tuple[str, ...]:
    """The columns of `refused_rows`: those of the file itself, with what was wrong at the end."""
    return (*READ[found.noun], "refused_field", "refused_rule", "refused_because")


def refused_rows(found: RegisterImport) -> Iterator[tuple[Any, ...]]:
    """The refused rows as they came, to be corrected and sent again."""
    for row in _rows(found, RowOutcome.REFUSED).iterator(chunk_size=ROWS_AT_ONCE):
        cells = [row.values.get(name, "") for name in READ[found.noun]]
        yield (*cells, row.field, row.rule, row.message)


def _rows(found: RegisterImport, outcome: str) -> QuerySet[RegisterImportRow]:
    if outcome and outcome not in RowOutcome.values:
        raise NotFound(f"No row has the outcome “{outcome[:40]}”.", details={"outcome": outcome[:40]})
    rows = RegisterImportRow.objects.filter(register_import=found)
    return (rows.filter(outcome=outcome) if outcome else rows).order_by("number")
