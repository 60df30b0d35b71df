"""Reading a file into the register: tried first, then carried out, row by row, with a report of each.

A dry run and the real one are the same job over the same file; only at its end the one has changed nothing.
What is done, the report of it and the lease of whoever works on the file are written in one transaction,
batch by batch. So a worker that is killed loses at most the batch it was in, the next one goes on behind it,
and one that only was slow finds its lease gone and writes nothing. Memory is bounded: the file is read as a
stream, and of the rows behind only the hashes of their keys are held.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from itertools import islice
from typing import Any, BinaryIO, Final, cast

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from annotations import jobs
from annotations.access import require
from annotations.actions.lost_connections import may_go_better_later
from annotations.actions.recording import locked, record_event
from annotations.actions.register_rows import Judged, carried_out, judged_rows, remembered
from annotations.actions.register_together import registered_together
from annotations.actions.shapes import shaped
from annotations.domain.errors import Invalid, Refusal
from annotations.domain.lifecycle import REGISTER_IMPORT, next_state
from annotations.domain.register_columns import READ, TOLD
from annotations.domain.tables import Row, Table, opened, rows_of
from annotations.domain.vocabulary import ImportState, RegisterNoun, RowOutcome
from annotations.gateways import files
from annotations.models import Publisher, RegisterImport, RegisterImportRow, Source, User
from annotations.queries.register_imports import due_register_imports

log = structlog.get_logger(__name__)

MOST_ROWS: Final = 100_000
BATCH_ROWS: Final = 200
LEASE: Final = timedelta(seconds=60)
"""How long a worker may be silent before its import is given to another."""

ATTEMPTS: Final = 5
"""How often an import is begun at the same row before it is given up."""

SWEEP_LIMIT: Final = 100
MESSAGE_LENGTH: Final = 500
NOUN: Final = "import"


class LeaseLost(Exception):
    """Another worker has the import."""


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
    stored = _stored(stream)
    row = RegisterImport.objects.create(
        **described,
        file_name=file_name[:300],
        stored_as=stored.name,
        sha256=stored.sha256,
        rows_total=table.rows,
        notes=list(table.notes),
        requested_by=actor,
    )
    asked = {"noun": row.noun, "file_name": row.file_name, "rows": row.rows_total, "sha256": row.sha256}
    record_event("register_import.requested", row, actor=actor, after=asked)
    jobs.read_into_register(row.pk)
    return row


@transaction.atomic
def carry_out_import(*, import_id: int, actor: User) -> RegisterImport:
    """Has a file that was tried carried out. Asked a second time it changes nothing."""
    require(actor, "register.import")
    row = locked(RegisterImport, import_id, noun=NOUN)
    if not row.dry_run:
        return row
    state = next_state(REGISTER_IMPORT, row.state, "carry_out", noun=NOUN)
    RegisterImportRow.objects.filter(register_import=row).delete()
    before = {"dry_run": True, "state": row.state, "counts": row.counts}
    begun_anew = {"rows_done": 0, "counts": {}, "attempts": 0, "finished_at": None, "problem": ""}
    _set(row, dry_run=False, state=state, **begun_anew)
    row.save()
    after = {"dry_run": False, "state": state}
    record_event("register_import.carried_out", row, actor=actor, before=before, after=after)
    jobs.read_into_register(row.pk)
    return row


def run_register_import(*, import_id: int) -> RegisterImport | None:
    """Does the rows that are still to do. None when there was nothing to do or it was taken away.

    Safe to call at any time, by any number of workers at once. Not one transaction on purpose: progress is
    seen while it runs.
    """
    row = _begin(import_id)
    if row is None:
        return None
    if row.attempts > ATTEMPTS:
        problem = f"It was begun {ATTEMPTS} times and came no further than row {row.rows_done}."
        return _finish(row, "fail", problem=problem)
    try:
        with files.open_stream(row.stored_as) as stored:
            _read(row, cast(BinaryIO, stored.file))
        return _finish(row, "finish")
    except LeaseLost:
        log.info("register_import_taken_away", import_id=import_id)
        return None
    except Refusal as refusal:
        return _finish(row, "fail", problem=refusal.message)
    except Exception as failure:
        if may_go_better_later(failure):
            raise
        # What is done stays done, and is told; the rest would fail the same way again.
        log.exception("register_import_failed", import_id=import_id, rows_done=row.rows_done)
        problem = f"Something unforeseen happened ({type(failure).__name__}) after row {row.rows_done}."
        return _finish(row, "fail", problem=problem)


def sweep_register_imports() -> int:
    """Asks again for every import that nobody works on. Gives back how many."""
    due = list(due_register_imports(timezone.now()).order_by("id").values_list("pk", flat=True)[:SWEEP_LIMIT])
    with transaction.atomic():
        for import_id in due:
            jobs.read_into_register(import_id)
    return len(due)


@transaction.atomic
def _begin(import_id: int) -> RegisterImport | None:
    due = due_register_imports(timezone.now()).select_related("requested_by")
    row = due.select_for_update(skip_locked=True, of=("self",)).filter(pk=import_id).first()
    if row is None:
        return None
    state = next_state(REGISTER_IMPORT, row.state, "start", noun=NOUN)
    before = {"state": row.state}
    _set(row, state=state, leased_until=timezone.now() + LEASE, attempts=row.attempts + 1)
    row.save(update_fields=["state", "leased_until", "attempts"])
    after = {"state": state, "rows_done": row.rows_done, "dry_run": row.dry_run}
    record_event("register_import.started", row, actor=None, before=before, after=after)
    return row


def _read(row: RegisterImport, stream: BinaryIO) -> None:
    rows = rows_of(stream, _opened(stream, row.noun))
    seen: dict[int, int] = {}
    done = row.rows_done
    while done > 0 and (behind := list(islice(rows, min(done, BATCH_ROWS)))):
        remembered(row.noun, behind, seen)
        done -= len(behind)
        _hold(row, leased_until=timezone.now() + LEASE)
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
    RegisterImportRow.objects.bulk_create([_reported(row, one) for one in judged])
    counts = Counter(row.counts) + Counter(str(one.outcome.value) for one in judged)
    _hold(
        row,
        leased_until=timezone.now() + LEASE,
        rows_done=row.rows_done + len(judged),
        counts=dict(counts),
        attempts=0,
    )


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


@transaction.atomic
def _finish(row: RegisterImport, verb: str, *, problem: str = "") -> RegisterImport:
    state = next_state(REGISTER_IMPORT, ImportState.RUNNING, verb, noun=NOUN)
    _hold(row, state=state, leased_until=None, finished_at=timezone.now(), problem=problem[:MESSAGE_LENGTH])
    record_event(
        f"register_import.{'finished' if verb == 'finish' else 'failed'}",
        row,
        actor=None,
        before={"state": ImportState.RUNNING},
        after={"state": state, "dry_run": row.dry_run, "counts": row.counts},
        note=problem,
    )
    return row


def _hold(row: RegisterImport, **values: Any) -> None:
    """Writes as the holder of the lease. Raises `LeaseLost`."""
    held = RegisterImport.objects.filter(pk=row.pk, state=ImportState.RUNNING, leased_until=row.leased_until)
    if not held.update(**values):
        raise LeaseLost
    _set(row, **values)


def _set(row: RegisterImport, **values: Any) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def _opened(stream: BinaryIO, noun: str) -> Table:
    stream.seek(0, 2)
    if stream.tell() > settings.IMPORT_BYTES_MAX:
        raise Invalid("The file is too large. Divide it.", field="file", rule="file-too-large")
    return opened(stream, READ[RegisterNoun(noun)], told=TOLD[RegisterNoun(noun)], most_rows=MOST_ROWS)


def _stored(stream: BinaryIO) -> files.StoredFile:
    """Named by what it is, so that the same file is kept once."""
    digest = hashlib.sha256()
    for chunk in _chunks(stream):
        digest.update(chunk)
    name = digest.hexdigest()
    return files.save(f"register-imports/{name[:2]}/{name}", _chunks(stream))


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    stream.seek(0)
    return iter(lambda: stream.read(files.CHUNK_BYTES), b"")
