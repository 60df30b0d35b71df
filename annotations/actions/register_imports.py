"""Reading a file into the register: tried first, then carried out, row by row, with a report of each.

Memory is bounded: the file is read as a stream, and of the rows behind only the hashes of their keys are
held. How a file is tried and carried out, and by whom, is told in `row_imports`.
"""

from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import BinaryIO, Final

import structlog
from django.db import transaction
from django.utils import timezone

from annotations import jobs
from annotations.access import require
from annotations.actions.lost_connections import may_go_better_later
from annotations.actions.register_rows import Judged, carried_out, judged_rows, remembered
from annotations.actions.register_together import registered_together
from annotations.actions.row_imports import LEASE, MESSAGE_LENGTH, RowImports, refuse_too_large
from annotations.actions.shapes import shaped
from annotations.domain.register_columns import READ, TOLD
from annotations.domain.tables import Row, Table, opened, rows_of
from annotations.domain.vocabulary import RegisterNoun, RowOutcome
from annotations.models import Publisher, RegisterImport, RegisterImportRow, Source, User
from annotations.queries.register_imports import due_register_imports

log = structlog.get_logger(__name__)

MOST_ROWS: Final = 100_000
BATCH_ROWS: Final = 200
IMPORTS: Final = RowImports(
    RegisterImport, RegisterImportRow, "register_import", jobs.read_into_register, due_register_imports
)


@transaction.atomic
def request_register_import(
    *, noun: str, stream: BinaryIO, file_name: str = "", actor: User
) -> RegisterImport:
    """Asks for a dry run of a CSV file of publishers or sources.

    Refuses with `Invalid` (field `file`) a file that as a whole is none: too large, empty, no text, without a
    column that is known, with too many rows. What is wrong with single rows stands in the report.
    """
    require(actor, "register.import")
    described = shaped(RegisterImport, {"noun": noun})
    table = _opened(stream, described["noun"])
    read = {"file_name": file_name[:300], "rows_total": table.rows, "notes": list(table.notes)}
    return IMPORTS.requested(stream, {**described, **read}, actor=actor)


@transaction.atomic
def carry_out_import(*, import_id: int, actor: User) -> RegisterImport:
    """Has a file that was tried carried out. Asked a second time it changes nothing."""
    require(actor, "register.import")
    return IMPORTS.carried_out(import_id, actor=actor)


def run_register_import(*, import_id: int) -> RegisterImport | None:
    """Does the rows that are still to do. None when there was nothing to do or it was taken away."""
    return IMPORTS.run(import_id, _read)


def sweep_register_imports() -> int:
    """Asks again for every import that nobody works on. Gives back how many."""
    return IMPORTS.sweep()


def _read(row: RegisterImport, stream: BinaryIO) -> None:
    rows = rows_of(stream, _opened(stream, row.noun))
    seen: dict[int, int] = {}
    done = row.rows_done
    while done > 0 and (behind := list(islice(rows, min(done, BATCH_ROWS)))):
        remembered(row.noun, behind, seen)
        done -= len(behind)
        IMPORTS.hold(row, leased_until=timezone.now() + LEASE)
    for batch in _batches(rows):
        _bring_in(row, batch, seen)


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(islice(rows, BATCH_ROWS)):
        yield batch


@transaction.atomic
def _bring_in(row: RegisterImport, batch: list[Row], seen: dict[int, int]) -> None:
    judged = judged_rows(row.noun, batch, seen)
    if not row.dry_run:
        judged = registered_together(row.noun, judged, alone=partial(_done, row), actor=row.requested_by)
    counts = Counter(row.counts) + Counter(str(one.outcome.value) for one in judged)
    IMPORTS.told(row, [_reported(row, one) for one in judged], dict(counts))


def _done(row: RegisterImport, judged: Judged) -> Judged:
    try:
        return carried_out(row.noun, judged, actor=row.requested_by)
    except Exception as failure:
        if may_go_better_later(failure):
            raise
        # It was undone by itself. One row is no reason to keep the others out.
        log.exception("register_row_failed", import_id=row.pk, row=judged.row.number)
        message = f"It cannot be kept ({type(failure).__name__})."
        return Judged(judged.row, RowOutcome.REFUSED, judged.name, message, rule="row-failed")


def _reported(row: RegisterImport, judged: Judged) -> RegisterImportRow:
    refused = judged.outcome == RowOutcome.REFUSED
    return RegisterImportRow(
        register_import=row,
        number=judged.row.number,
        line=judged.row.line,
        outcome=judged.outcome,
        name=judged.name[:500],
        field=judged.column[:60],
        rule=judged.rule[:60],
        message=judged.message[:MESSAGE_LENGTH],
        values=judged.row.cells if refused else {},
        source=judged.known if isinstance(judged.known, Source) else None,
        publisher=judged.known if isinstance(judged.known, Publisher) else None,
    )


def _opened(stream: BinaryIO, noun: str) -> Table:
    refuse_too_large(stream)
    return opened(stream, READ[RegisterNoun(noun)], told=TOLD[RegisterNoun(noun)], most_rows=MOST_ROWS)
