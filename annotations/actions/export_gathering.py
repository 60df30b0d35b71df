"""Gathering what stands in an export, part by part, so that one whose worker died goes on where it was.

What takes the time of an export is the database making a document of each claim. The documents are stored
some thousands at a time, each part with the ids that it holds and the position of changes that its snapshot
saw (`queries.changes`). Begun again, an export takes a new snapshot and chooses anew. A part that was made of
the same claims, none of which has changed since, says what the new snapshot would say, so it stays; all else
is made again. So the file is of one moment, that of the last snapshot, whenever its parts were made.

Everything is written under the lease: the row of a part before its file, so that no file is forgotten, and
with its checksum when the file is whole. Rows and files go as soon as the export has ended in whatever way.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import IO, Final, cast

from django.db import transaction
from django.db.models import Max, QuerySet

from annotations.actions.export_leases import Lease, LeaseLost
from annotations.actions.export_progress import Progress
from annotations.actions.recording import locked
from annotations.domain.errors import NotFound
from annotations.domain.export_parts import PART_CLAIMS, Piece, digest_of, divided, pieces
from annotations.domain.vocabulary import ExportState
from annotations.gateways import files
from annotations.models import Export, ExportPart
from annotations.queries.changes import current_position
from annotations.queries.export_parts import still_holds, stored_parts
from annotations.queries.export_rows import Selection, Snapshot
from annotations.queries.exports import with_parts_left

BATCH_CLAIMS: Final = 500
"""How many claims one statement renders: a cancellation is noticed, and memory stays, within these."""

DROPPED_AT_ONCE: Final = 500


class Gathering:
    """One attempt to gather the documents of an export. `position` is that of the last change that its
    snapshot sees.
    """

    def __init__(self, lease: Lease, view: Snapshot, chosen: Selection, progress: Progress) -> None:
        self.lease, self.view, self.progress = lease, view, progress
        self.claim_ids = chosen.claim_ids
        self.position = current_position(view.connection)
        self.export_id = lease.export.pk
        self.number = _last_number(self.export_id)

    def parts(self) -> list[ExportPart]:
        """All documents, in parts in the order of their claims. Raises `LeaseLost`."""
        there = stored_parts(self.export_id)
        ranges = [(part.first_claim, part.last_claim) for part in there]
        gathered: list[ExportPart] = []
        for piece in pieces(self.claim_ids, ranges, PART_CLAIMS):
            part = None if piece.kept is None else there[piece.kept]
            if part is not None and self._stays(part, piece):
                gathered.append(part)
                self.progress.tick(part.claims, kept=True)
            else:
                gathered.extend(map(self._made, divided(piece.begin, piece.end, PART_CLAIMS)))
        self._drop_others(gathered)
        return gathered

    def _stays(self, part: ExportPart, piece: Piece) -> bool:
        claim_ids = self.claim_ids[piece.begin : piece.end]
        return still_holds(self.view, part, claim_ids) and files.exists(part.file_name)

    def _made(self, piece: Piece) -> ExportPart:
        claim_ids = self.claim_ids[piece.begin : piece.end].tolist()
        self.number += 1
        part = ExportPart(
            export_id=self.export_id,
            number=self.number,
            first_claim=claim_ids[0],
            last_claim=claim_ids[-1],
            claims=len(claim_ids),
            claims_sha256=digest_of(claim_ids),
            change_position=self.position,
            file_name=f"{self.lease.export.file_name}.part-{self.number}",
            size=0,
        )
        with transaction.atomic():
            self.lease.keep()
            part.save()
        stored = files.save(part.file_name, files.gathered(self._documents(claim_ids)))
        self._store(part, stored)
        return part

    def _store(self, part: ExportPart, stored: files.StoredFile) -> None:
        """The file is whole. Who has lost the lease meanwhile takes it back: the row may be gone already."""
        part.size, part.sha256 = stored.size, stored.sha256
        try:
            with transaction.atomic():
                self.lease.keep()
                part.save(update_fields=["size", "sha256"])
        except LeaseLost:
            files.delete(part.file_name)
            raise

    def _documents(self, claim_ids: Sequence[int]) -> Iterator[bytes]:
        for start in range(0, len(claim_ids), BATCH_CLAIMS):
            batch = claim_ids[start : start + BATCH_CLAIMS]
            yield from self.view.documents(batch, claim_set_id=self.lease.export.claim_set_id)
            self.progress.tick(len(batch))

    def _drop_others(self, gathered: Sequence[ExportPart]) -> None:
        """Those that no longer hold, and what an interrupted attempt had only begun."""
        with transaction.atomic():
            self.lease.keep()
            there = ExportPart.objects.filter(export=self.export_id)
            _drop(there.exclude(pk__in=[part.pk for part in gathered]))


class Gathered:
    """The documents in parts that were stored, one line after the other, as often as they are asked for."""

    def __init__(self, parts: Sequence[ExportPart], progress: Progress) -> None:
        self.file_names = [part.file_name for part in parts]
        self.progress = progress

    def __iter__(self) -> Iterator[bytes]:
        self.progress.begin_writing()
        for file_name in self.file_names:
            with files.open_stream(file_name) as stream:
                yield from self._lines(stream)
        self.progress.all_read()

    def _lines(self, stream: files.File) -> Iterator[bytes]:
        since = 0
        # Django's own walk through the lines looks at each for every kind of end.
        for line in cast("IO[bytes]", stream.file):
            yield line
            since += 1
            if since == BATCH_CLAIMS:
                self.progress.tick(since)
                since = 0
        self.progress.tick(since)


def drop_parts(export_id: int) -> None:
    """Removes what was kept of an export that has ended. Nothing happens to one that waits or is made."""
    with suppress(NotFound), transaction.atomic():
        export = locked(Export, export_id)
        if export.state not in (ExportState.QUEUED, ExportState.RUNNING):
            _drop(export.parts.all())


def sweep_parts() -> int:
    """Removes the parts of exports that ended while nobody made them. Of how many."""
    left = with_parts_left().order_by("export").values_list("export", flat=True).distinct()
    ended = list(left[:DROPPED_AT_ONCE])
    for export_id in ended:
        drop_parts(export_id)
    return len(ended)


def _drop(parts: QuerySet[ExportPart]) -> None:
    """The files first: what is left of an interruption still has its rows."""
    for file_name in parts.values_list("file_name", flat=True):
        files.delete(file_name)
    parts.delete()


def _last_number(export_id: int) -> int:
    return ExportPart.objects.filter(export=export_id).aggregate(last=Max("number"))["last"] or 0
