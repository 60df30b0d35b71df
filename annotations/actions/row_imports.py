"""Files that are tried first, then carried out, row by row: what every kind of them has in common.

A dry run and the real one are the same job over the same file; only at its end the one has changed nothing.
What is done, the report of it and the lease of whoever works on the file are written in one transaction,
batch by batch. So a worker that is killed loses at most the batch it was in, the next one goes on behind it,
and one that only was slow finds its lease gone and writes nothing.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, BinaryIO, Final, cast

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from annotations.actions.lost_connections import may_go_better_later
from annotations.actions.recording import locked, record_event
from annotations.domain.errors import Invalid, Refusal
from annotations.domain.lifecycle import ROW_IMPORT, next_state
from annotations.domain.vocabulary import ImportState
from annotations.gateways import files
from annotations.models import User

log = structlog.get_logger(__name__)

LEASE: Final = timedelta(seconds=60)
"""How long a worker may be silent before its import is given to another."""

ATTEMPTS: Final = 5
"""How often an import is begun at the same row before it is given up."""

SWEEP_LIMIT: Final = 100
MESSAGE_LENGTH: Final = 500
NOUN: Final = "import"


class LeaseLost(Exception):
    """Another worker has the import."""


@dataclass(frozen=True, slots=True)
class RowImports:
    """One kind of import: its table and that of its rows, the noun of its events (and of the key in its
    rows), how its job is asked for, and which of them are due.
    """

    model: Any
    rows: Any
    noun: str
    ask: Callable[[int], None]
    due: Callable[[datetime], QuerySet[Any]]

    def requested(self, stream: BinaryIO, described: dict[str, Any], *, actor: User) -> Any:
        """A new import of a file that was looked at, waiting for its dry run. `described` becomes its row."""
        stored = _stored(stream, f"{self.noun.replace('_', '-')}s")
        row = self.model.objects.create(
            **described, stored_as=stored.name, sha256=stored.sha256, requested_by=actor
        )
        kind: dict[str, Any] = {name: described[name] for name in ("noun", "format") if name in described}
        told = {**kind, "file_name": row.file_name, "rows": row.rows_total, "sha256": row.sha256}
        record_event(f"{self.noun}.requested", row, actor=actor, after=told)
        self.ask(row.pk)
        return row

    def carried_out(self, import_id: int, *, actor: User) -> Any:
        """Has a file that was tried carried out. Asked a second time it changes nothing."""
        row = locked(self.model, import_id, noun=NOUN)
        if not row.dry_run:
            return row
        state = next_state(ROW_IMPORT, row.state, "carry_out", noun=NOUN)
        self.rows.objects.filter(**{self.noun: row}).delete()
        before = {"dry_run": True, "state": row.state, "counts": row.counts}
        begun_anew = {"rows_done": 0, "counts": {}, "attempts": 0, "finished_at": None, "problem": ""}
        _set(row, dry_run=False, state=state, **begun_anew)
        row.save()
        after = {"dry_run": False, "state": state}
        record_event(f"{self.noun}.carried_out", row, actor=actor, before=before, after=after)
        self.ask(row.pk)
        return row

    def run(self, import_id: int, read: Callable[[Any, BinaryIO], None]) -> Any:
        """Has `read` do the rows that are still to do. None when there was nothing to do or it was taken
        away.

        Safe to call at any time, by any number of workers at once. Not one transaction on purpose: progress
        is seen while it runs.
        """
        row = self._begin(import_id)
        if row is None:
            return None
        if row.attempts > ATTEMPTS:
            problem = f"It was begun {ATTEMPTS} times and came no further than row {row.rows_done}."
            return self._finish(row, "fail", problem=problem)
        try:
            with files.open_stream(row.stored_as) as stored:
                read(row, cast(BinaryIO, stored.file))
            return self._finish(row, "finish")
        except LeaseLost:
            log.info(f"{self.noun}_taken_away", import_id=import_id)
            return None
        except Refusal as refusal:
            return self._finish(row, "fail", problem=refusal.message)
        except Exception as failure:
            if may_go_better_later(failure):
                raise
            # What is done stays done, and is told; the rest would fail the same way again.
            log.exception(f"{self.noun}_failed", import_id=import_id, rows_done=row.rows_done)
            problem = f"Something unforeseen happened ({type(failure).__name__}) after row {row.rows_done}."
            return self._finish(row, "fail", problem=problem)

    def sweep(self) -> int:
        """Asks again for every import that nobody works on. Gives back how many."""
        due = list(self.due(timezone.now()).order_by("id").values_list("pk", flat=True)[:SWEEP_LIMIT])
        with transaction.atomic():
            for import_id in due:
                self.ask(import_id)
        return len(due)

    def told(self, row: Any, reported: Sequence[Any], counts: dict[str, int]) -> None:
        """Writes the report of a batch, within its transaction. Raises `LeaseLost`."""
        self.rows.objects.bulk_create(reported)
        done = row.rows_done + len(reported)
        self.hold(row, leased_until=timezone.now() + LEASE, rows_done=done, counts=counts, attempts=0)

    def hold(self, row: Any, **values: Any) -> None:
        """Writes as the holder of the lease. Raises `LeaseLost`."""
        running = self.model.objects.filter(state=ImportState.RUNNING)
        if not running.filter(pk=row.pk, leased_until=row.leased_until).update(**values):
            raise LeaseLost
        _set(row, **values)

    @transaction.atomic
    def _begin(self, import_id: int) -> Any:
        due = self.due(timezone.now()).select_related("requested_by")
        row = due.select_for_update(skip_locked=True, of=("self",)).filter(pk=import_id).first()
        if row is None:
            return None
        state = next_state(ROW_IMPORT, row.state, "start", noun=NOUN)
        before = {"state": row.state}
        _set(row, state=state, leased_until=timezone.now() + LEASE, attempts=row.attempts + 1)
        row.save(update_fields=["state", "leased_until", "attempts"])
        after = {"state": state, "rows_done": row.rows_done, "dry_run": row.dry_run}
        record_event(f"{self.noun}.started", row, actor=None, before=before, after=after)
        return row

    @transaction.atomic
    def _finish(self, row: Any, verb: str, *, problem: str = "") -> Any:
        state = next_state(ROW_IMPORT, ImportState.RUNNING, verb, noun=NOUN)
        problem = problem[:MESSAGE_LENGTH]
        self.hold(row, state=state, leased_until=None, finished_at=timezone.now(), problem=problem)
        record_event(
            f"{self.noun}.finished" if verb == "finish" else f"{self.noun}.failed",
            row,
            actor=None,
            before={"state": ImportState.RUNNING},
            after={"state": state, "dry_run": row.dry_run, "counts": row.counts},
            note=problem,
        )
        return row


def refuse_too_large(stream: BinaryIO) -> None:
    """Refuses (`file-too-large`) what has more bytes than a file that is read in may have."""
    stream.seek(0, 2)
    if stream.tell() > settings.IMPORT_BYTES_MAX:
        raise Invalid("The file is too large. Divide it.", field="file", rule="file-too-large")
    stream.seek(0)


def _set(row: Any, **values: Any) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def _stored(stream: BinaryIO, folder: str) -> files.StoredFile:
    """Named by what it is, so that the same file is kept once."""
    digest = hashlib.sha256()
    for chunk in _chunks(stream):
        digest.update(chunk)
    name = digest.hexdigest()
    return files.save(f"{folder}/{name[:2]}/{name}", _chunks(stream))


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    stream.seek(0)
    return iter(lambda: stream.read(files.CHUNK_BYTES), b"")
