"""Questions about files of claims that are read in, and what became of each row."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Q, QuerySet

from annotations.domain.errors import NotFound
from annotations.domain.vocabulary import ImportState, RowOutcome
from annotations.models import ClaimImport, ClaimImportRow, User
from annotations.queries.visibility import visible_claims

ROWS_SHOWN: Final = 100
ROWS_AT_ONCE: Final = 2_000
REPORT_COLUMNS: Final = (
    *("row", "place", "outcome", "claim", "field", "rule", "message", "repairs", "claim_id"),
)


@dataclass(frozen=True, slots=True)
class ClaimImportPage:
    """One page of the report. `counts` are of all rows by outcome, refused ones first."""

    counts: Mapping[str, int]
    rows: list[ClaimImportRow]
    number: int
    has_more: bool


def claim_imports_for(person: User) -> QuerySet[ClaimImport]:
    """The files of claims that a person may know of, latest first: their own, to administrators all."""
    found = ClaimImport.objects.select_related("requested_by").order_by("-id")
    return found if person.is_administrator else found.filter(requested_by=person.pk)


def claim_import_by_id(import_id: int, person: User) -> ClaimImport:
    """One import with who asked for it. Refuses with `NotFound`."""
    found = claim_imports_for(person).filter(pk=import_id).first()
    if found is None:
        raise NotFound(f"There is no import {import_id}.", details={"id": import_id})
    return found


def due_claim_imports(now: datetime) -> QuerySet[ClaimImport]:
    """Imports that nobody works on: they wait, or whoever had them has been silent for too long."""
    abandoned = Q(state=ImportState.RUNNING, leased_until__lte=now)
    return ClaimImport.objects.filter(Q(state=ImportState.QUEUED) | abandoned)


def claim_import_page(
    found: ClaimImport, person: User, *, outcome: str = "", number: int = 1
) -> ClaimImportPage:
    """The rows with this outcome, all for none, one page of them. Refuses an unknown one with `NotFound`."""
    start = ROWS_SHOWN * (number - 1)
    rows = list(claim_import_rows(found, person, outcome)[start : start + ROWS_SHOWN + 1])
    order = (RowOutcome.REFUSED, RowOutcome.NEW, RowOutcome.CHANGED, RowOutcome.KNOWN)
    counts = {name.value: found.counts[name] for name in order if found.counts.get(name)}
    return ClaimImportPage(counts, rows[:ROWS_SHOWN], number, len(rows) > ROWS_SHOWN)


def claim_import_rows(found: ClaimImport, person: User, outcome: str = "") -> QuerySet[ClaimImportRow]:
    """The rows of a file in order; of claims that the person must not see now, nothing is told."""
    if outcome and outcome not in RowOutcome.values:
        raise NotFound(f"No row has the outcome “{outcome[:40]}”.", details={"outcome": outcome[:40]})
    rows = ClaimImportRow.objects.filter(claim_import=found)
    rows = rows.filter(Q(claim__isnull=True) | Q(claim__in=visible_claims(person)))
    return (rows.filter(outcome=outcome) if outcome else rows).order_by("number")


def claim_import_report(found: ClaimImport, person: User, outcome: str = "") -> Iterator[tuple[Any, ...]]:
    """The report as rows of `REPORT_COLUMNS`."""
    for row in claim_import_rows(found, person, outcome).iterator(chunk_size=ROWS_AT_ONCE):
        repairs = " | ".join(repair["done"] for repair in row.repairs)
        told = (row.number, row.place, row.outcome, row.text, row.field, row.rule, row.message)
        yield (*told, repairs, row.claim_id)
