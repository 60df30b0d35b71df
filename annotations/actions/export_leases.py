"""Who renders an export, and until when.

Two workers may be given the same message, a worker may be killed at any point, and one that was only slow
may come back after another took over. One rule covers all of it: whoever renders holds a *lease*, a moment
in `leased_until` that only the holder knows exactly, and every write of the holder is a filtered update
that names this moment. A lease that was taken away (by a cancellation, by another worker after it lapsed)
makes the update find no row, and the holder stops. So at most one of any number of workers can finish, and
none can finish twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from annotations.actions.recording import change, record_event
from annotations.domain.lifecycle import EXPORT, next_state
from annotations.domain.vocabulary import ExportState
from annotations.models import Export
from annotations.queries.exports import due_exports

LEASE: Final = timedelta(seconds=30)
"""How long a worker may be silent before its export is given to another."""

SILENT: Final = timedelta(minutes=5)
"""The same while a format makes its file of what it was given: some do so in one go."""

ATTEMPTS: Final = 5
"""How often an export is begun before it counts as failed: one that kills its worker must not do so for
ever.
"""

BACK_OFF: Final = timedelta(seconds=10)
"""How long an export rests after a failed attempt; twice as long after each further one."""


class LeaseLost(Exception):
    """The export was cancelled, or another worker has it."""


@dataclass(slots=True)
class Lease:
    """One worker's hold on one export."""

    export: Export
    until: datetime
    former_file: str

    def renew(
        self,
        claims_done: int,
        claims_total: int,
        *,
        progress: Mapping[str, Any] | None = None,
        hold: timedelta = LEASE,
    ) -> None:
        """Writes progress, seen by everybody at once, and holds on. Raises `LeaseLost`."""
        until = timezone.now() + hold
        told = {"progress": dict(progress)} if progress else {}
        self._write(leased_until=until, claims_done=claims_done, claims_total=claims_total, manifest=told)
        self.until = until

    def keep(self) -> None:
        """Locks the export until the transaction ends, so that what is written in it is the holder's. Raises
        `LeaseLost`.
        """
        self._write(leased_until=self.until)

    @transaction.atomic
    def finish(self, **values: Any) -> Export:
        """The file is there: the export is done, with one event. Raises `LeaseLost`."""
        state = next_state(EXPORT, ExportState.RUNNING, "finish", noun="export")
        self._write(state=state, leased_until=None, error="", finished_at=timezone.now(), **values)
        return self._recorded("export.finished", size=values["size"], sha256=values["sha256"])

    @transaction.atomic
    def give_back(self, sentence: str) -> Export:
        """The attempt failed: the export rests a while and is then begun again, or has failed for good
        after the last.

        Raises `LeaseLost`.
        """
        if self.export.attempts >= ATTEMPTS:
            return self.give_up(sentence)
        rest = BACK_OFF * 2 ** (self.export.attempts - 1)
        self._write(leased_until=timezone.now() + rest, error=sentence)
        return self._recorded("export.interrupted", error=sentence)

    @transaction.atomic
    def give_up(self, sentence: str) -> Export:
        """The export has failed for good: trying again would not help. Raises `LeaseLost`."""
        state = next_state(EXPORT, ExportState.RUNNING, "fail", noun="export")
        self._write(state=state, error=sentence, leased_until=None, manifest={}, finished_at=timezone.now())
        return self._recorded("export.failed", error=sentence)

    def _write(self, **values: Any) -> None:
        held = Export.objects.filter(pk=self.export.pk, state=ExportState.RUNNING, leased_until=self.until)
        if not held.update(**values):
            raise LeaseLost

    def _recorded(self, verb: str, **after: Any) -> Export:
        self.export.refresh_from_db()
        record_event(
            verb,
            self.export,
            actor=None,
            before={"state": ExportState.RUNNING},
            after={"state": self.export.state, **after},
        )
        return self.export


@transaction.atomic
def take_lease(export_id: int, suffix: str) -> Lease | None:
    """Begins an export that is due; None when there is nothing to begin: done, cancelled, gone or in other
    hands.

    The file's name is new for every attempt and written down before the file exists, so that the next
    attempt can remove what a killed worker left, and no late one can overwrite what another finished.
    """
    now = timezone.now()
    export = due_exports(now).select_for_update(skip_locked=True).filter(pk=export_id).first()
    if export is None:
        return None
    if export.attempts >= ATTEMPTS:
        _fail(export, now)
        return None
    former_file, until = export.file_name, now + LEASE
    before, after = change(
        export,
        {
            "state": next_state(EXPORT, export.state, "start", noun="export"),
            "attempts": export.attempts + 1,
            "file_name": f"exports/{export.pk}-{until:%Y%m%dT%H%M%S%f}{suffix}",
            "leased_until": until,
            "started_at": now,
            "claims_done": 0,
            "claims_total": None,
        },
    )
    record_event("export.started", export, actor=None, before=before, after=after)
    return Lease(export=export, until=until, former_file=former_file)


def _fail(export: Export, now: datetime) -> None:
    before, after = change(
        export,
        {
            "state": next_state(EXPORT, export.state, "fail", noun="export"),
            "error": export.error
            or f"The export was begun {ATTEMPTS} times and interrupted each time. Ask again, or for less.",
            "leased_until": None,
            "finished_at": now,
        },
    )
    record_event("export.failed", export, actor=None, before=before, after=after)
