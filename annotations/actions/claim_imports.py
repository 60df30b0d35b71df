"""Reading claims in that others have checked: tried first, then carried out, row by row, with a report.

A dry run does each batch in full and takes it back, so that what it tells is what the rules really say. How a
file is tried and carried out, and by whom, is told in `row_imports`.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from itertools import islice
from typing import Any, BinaryIO, Final

import structlog
from django.db import transaction
from django.utils import timezone

from annotations import jobs
from annotations.access import require
from annotations.actions.imported_claims import TakenIn, take_in
from annotations.actions.lost_connections import may_go_better_later
from annotations.actions.row_imports import LEASE, MESSAGE_LENGTH, RowImports, refuse_too_large
from annotations.actions.shapes import shaped
from annotations.domain.claim_files import Record, Unreadable, read_claims
from annotations.domain.errors import Refusal
from annotations.domain.vocabulary import RowOutcome
from annotations.models import Claim, ClaimImport, ClaimImportRow, User
from annotations.queries.claim_imports import claim_import_by_id, due_claim_imports

log = structlog.get_logger(__name__)

BATCH_ROWS: Final = 20
"""Few: a batch holds the register, and what it waits for."""

WORDS_KEPT: Final = 500
IMPORTS: Final = RowImports(
    ClaimImport, ClaimImportRow, "claim_import", jobs.read_claims_in, due_claim_imports
)


@transaction.atomic
def request_claim_import(*, format: str, stream: BinaryIO, file_name: str = "", actor: User) -> ClaimImport:
    """Asks for a dry run of a file of claims.

    Refuses with `Invalid` (field `file`) a file that as a whole is none of its format: too large, empty, no
    text, no JSON, with too many claims. What is wrong with single rows stands in the report.
    """
    require(actor, "claim_import.request")
    described = shaped(ClaimImport, {"format": format})
    refuse_too_large(stream)
    rows = sum(1 for _ in read_claims(described["format"], stream))
    return IMPORTS.requested(
        stream, {**described, "file_name": file_name[:300], "rows_total": rows}, actor=actor
    )


@transaction.atomic
def carry_out_claim_import(*, import_id: int, actor: User) -> ClaimImport:
    """Has a file that was tried carried out. Asked a second time it changes nothing."""
    require(actor, "claim_import.carry_out", claim_import_by_id(import_id, actor))
    return IMPORTS.carried_out(import_id, actor=actor)


def run_claim_import(*, import_id: int) -> ClaimImport | None:
    """Does the rows that are still to do. None when there was nothing to do or it was taken away."""
    return IMPORTS.run(import_id, _read)


def sweep_claim_imports() -> int:
    """Asks again for every import that nobody works on. Gives back how many."""
    return IMPORTS.sweep()


def _read(row: ClaimImport, stream: BinaryIO) -> None:
    records = islice(read_claims(row.format, stream), row.rows_done, None)
    for batch in _batches(records):
        _bring_in(row, batch)


def _batches(records: Iterator[Record | Unreadable]) -> Iterator[list[Record | Unreadable]]:
    while batch := list(islice(records, BATCH_ROWS)):
        yield batch


@transaction.atomic
def _bring_in(row: ClaimImport, batch: list[Record | Unreadable]) -> None:
    IMPORTS.hold(row, leased_until=timezone.now() + LEASE)
    with transaction.atomic():
        reported = [_reported(row, record) for record in batch]
        if row.dry_run:
            transaction.set_rollback(True)
    if row.dry_run:
        _forget_claims_taken_back(reported)
    counts = Counter(row.counts) + Counter(str(one.outcome) for one in reported)
    IMPORTS.told(row, reported, dict(counts))


def _forget_claims_taken_back(reported: list[ClaimImportRow]) -> None:
    """Claims that this batch only tried to make are none."""
    there = set(Claim.objects.filter(pk__in={one.claim_id for one in reported}).values_list("pk", flat=True))
    for one in reported:
        if one.claim_id not in there:
            one.claim = None


def _reported(row: ClaimImport, record: Record | Unreadable) -> ClaimImportRow:
    told: dict[str, Any] = {"claim_import": row, "number": record.number, "place": record.place[:100]}
    if isinstance(record, Unreadable):
        return _refused(told, record.rule, record.message, record.column, record.values)
    told |= {"text": record.text[:WORDS_KEPT], "repairs": [asdict(repair) for repair in record.repairs]}
    try:
        taken: TakenIn = take_in(record, format=row.format, file_name=row.file_name, actor=row.requested_by)
    except Refusal as refusal:
        return _refused(told, refusal.rule, refusal.message, refusal.field or "", {})
    except Exception as failure:
        if may_go_better_later(failure):
            raise
        # It was undone by itself. One row is no reason to keep the others out.
        log.exception("claim_row_failed", import_id=row.pk, row=record.number)
        return _refused(told, "row-failed", f"It cannot be kept ({type(failure).__name__}).", "", {})
    return ClaimImportRow(
        **told, outcome=taken.outcome, claim=taken.claim, message=taken.message[:MESSAGE_LENGTH]
    )


def _refused(
    told: dict[str, Any], rule: str, message: str, column: str, values: dict[str, Any]
) -> ClaimImportRow:
    return ClaimImportRow(
        **told,
        outcome=RowOutcome.REFUSED,
        rule=rule[:60],
        message=message[:MESSAGE_LENGTH],
        field=column[:60],
        values=values,
    )
