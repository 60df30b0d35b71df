"""Asking for exports, cancelling and repeating them, and rendering them."""

import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import structlog
from django.conf import settings
from django.db import DatabaseError, InterfaceError, transaction
from django.utils import timezone

from annotations import jobs
from annotations.access import require
from annotations.actions.export_leases import Lease, LeaseLost, take_lease
from annotations.actions.recording import change, locked, record_event
from annotations.domain.errors import Invalid, Refusal
from annotations.domain.lifecycle import EXPORT, next_state
from annotations.domain.rendering import Format, LeftOut, Publication
from annotations.domain.vocabulary import ExportFormat
from annotations.gateways import files
from annotations.models import ClaimSet, Export, User
from annotations.queries.claim_sets import claims_in
from annotations.queries.export_rows import Selection, Snapshot, snapshot
from annotations.queries.exports import due_exports
from annotations.queries.policies import policy_in_force

log = structlog.get_logger(__name__)

BATCH_CLAIMS: Final = 500
"""How many claims one statement renders: a cancellation is noticed, and memory stays, within these."""

PROGRESS_SECONDS: Final = 0.5
SWEEP_LIMIT: Final = 100


@transaction.atomic
def request_export(*, claim_set_id: int, format: str, include_unsigned: bool = False, actor: User) -> Export:
    """Asks for a claim set in a format. The row is the job; the message sent on commit only says that it is
    there.
    """
    require(actor, "export.request")
    claim_set = locked(ClaimSet, claim_set_id, noun="claim set")
    if format not in ExportFormat.values:
        raise Invalid(f"“{format}” is no format of export.", field="format", rule="unknown-format")
    if include_unsigned and format == ExportFormat.CLAIMREVIEW:
        raise Invalid(
            "ClaimReview is published as the newsroom's verdict, so it holds signed claims only. "
            "Choose NDJSON or CSV for the others.",
            field="include_unsigned",
            rule="claimreview-is-signed",
        )
    export = Export.objects.create(
        claim_set=claim_set, format=format, include_unsigned=include_unsigned, requested_by=actor
    )
    wanted = {"claim_set": claim_set.pk, "format": format, "include_unsigned": include_unsigned}
    record_event("export.requested", export, actor=actor, after={**wanted, "state": export.state})
    jobs.render_export(export.pk)
    return export


@transaction.atomic
def cancel_export(*, export_id: int, actor: User) -> Export:
    """Stops an export that waits or runs; whoever renders it notices within a batch."""
    export = locked(Export, export_id)
    require(actor, "export.cancel", export)
    state = next_state(EXPORT, export.state, "cancel", noun="export")
    before, after = change(export, {"state": state, "leased_until": None, "finished_at": timezone.now()})
    record_event("export.cancelled", export, actor=actor, before=before, after=after)
    return export


@transaction.atomic
def retry_export(*, export_id: int, actor: User) -> Export:
    """Asks again for an export that failed or was cancelled, from the start and with all attempts."""
    export = locked(Export, export_id)
    require(actor, "export.retry", export)
    state = next_state(EXPORT, export.state, "retry", noun="export")
    before, after = change(
        export,
        {
            "state": state,
            "attempts": 0,
            "claims_done": 0,
            "claims_total": None,
            "error": "",
            "finished_at": None,
        },
    )
    record_event("export.retried", export, actor=actor, before=before, after=after)
    jobs.render_export(export.pk)
    return export


def run_export(*, export_id: int, formats: Mapping[str, Format]) -> Export | None:
    """Renders an export that is due, to its file. None when there was nothing to do or it was taken away
    meanwhile.

    Safe to call at any time, by any number of workers at once (see `export_leases`). Not one transaction on
    purpose: progress has to be seen while the snapshot that is rendered stays open.
    """
    wanted = Export.objects.filter(pk=export_id).values_list("format", flat=True).first()
    if wanted is None:
        log.warning("export_gone", export_id=export_id)
        return None
    lease = take_lease(export_id, formats[wanted].suffix)
    if lease is None:
        return None
    try:
        return _render(lease, formats[wanted])
    except LeaseLost:
        log.info("export_taken_away", export_id=export_id)
        return None
    except Exception as failure:
        # Whatever it is stands in the log; the row says what a person needs, and the sweep begins again.
        log.exception("export_interrupted", export_id=export_id, attempt=lease.export.attempts)
        return _give_back(lease, failure)


def sweep_exports() -> int:
    """Asks again for every export that nobody is rendering, whatever became of its message. Gives back how
    many.
    """
    due = list(due_exports(timezone.now()).order_by("id").values_list("pk", flat=True)[:SWEEP_LIMIT])
    with transaction.atomic():
        for export_id in due:
            jobs.render_export(export_id)
    return len(due)


def _render(lease: Lease, format: Format) -> Export:
    export, left_out = lease.export, LeftOut()
    if lease.former_file:
        files.delete(lease.former_file)
    with snapshot() as view:
        claims = claims_in(export.claim_set, export.requested_by)
        chosen = view.choose(claims, include_unsigned=export.include_unsigned)
        rows = _rows(lease, view, chosen)
        publication = Publication(settings.ORGANISATION_NAME, settings.PUBLIC_URL)
        with _unless_lost(export.file_name):
            stored = files.save(export.file_name, gathered(format.render(rows, publication, left_out)))
            return lease.finish(
                claims_done=len(chosen.claim_ids),
                claims_total=len(chosen.claim_ids),
                media_type=format.media_type,
                size=stored.size,
                sha256=stored.sha256,
                manifest=_manifest(export, view, chosen, left_out, stored),
            )


def _rows(lease: Lease, view: Snapshot, chosen: Selection) -> Iterator[bytes]:
    """The documents batch by batch, with the lease renewed between batches."""
    done, total, renewed_at = 0, len(chosen.claim_ids), -PROGRESS_SECONDS
    for claim_ids in chosen.batches(BATCH_CLAIMS):
        if time.monotonic() - renewed_at >= PROGRESS_SECONDS:
            lease.renew(done, total)
            renewed_at = time.monotonic()
        yield from view.documents(claim_ids, claim_set_id=lease.export.claim_set_id)
        done += len(claim_ids)


def gathered(pieces: Iterable[bytes], size: int = files.CHUNK_BYTES) -> Iterator[bytes]:
    """The same bytes in pieces of at least `size`, so that a file is not written line by line."""
    kept, length = [], 0
    for piece in pieces:
        kept.append(piece)
        length += len(piece)
        if length >= size:
            yield b"".join(kept)
            kept, length = [], 0
    if kept:
        yield b"".join(kept)


@contextmanager
def _unless_lost(file_name: str) -> Iterator[None]:
    """A file that did not become the export's is not kept.

    Any other failure keeps it, for the last write may have reached the database although its answer did not
    reach us. If it did not, the next attempt removes the file.
    """
    try:
        yield
    except LeaseLost:
        files.delete(file_name)
        raise


def _manifest(
    export: Export, view: Snapshot, chosen: Selection, left_out: LeftOut, stored: files.StoredFile
) -> dict[str, Any]:
    claims = len(chosen.claim_ids)
    claim_set = export.claim_set
    return {
        "claim_set": {"id": claim_set.pk, "name": claim_set.name, "kind": claim_set.kind},
        "criteria": claim_set.criteria,
        "format": export.format,
        "include_unsigned": export.include_unsigned,
        "as_of": view.taken_at.isoformat().replace("+00:00", "Z"),
        "policy_version": policy_in_force().version,
        "counts": {
            "matching": chosen.matching,
            "exported": claims - sum(left_out.counts.values()),
            "signed": chosen.signed,
            "unsigned": claims - chosen.signed,
            "stale": chosen.stale,
            "not_signed_or_stale": chosen.matching - claims,
        },
        "left_out": left_out.described(),
        "size": stored.size,
        "sha256": stored.sha256,
    }


def _give_back(lease: Lease, failure: Exception) -> Export | None:
    try:
        return lease.give_back(f"Attempt {lease.export.attempts} did not finish: {_cause(failure)}")
    except LeaseLost:
        return None


def _cause(failure: Exception) -> str:
    if isinstance(failure, Refusal):
        return failure.message
    if isinstance(failure, OSError):
        return f"the file could not be written ({failure.strerror})."
    if isinstance(failure, DatabaseError | InterfaceError):
        return "the database did not answer as it should."
    return f"something unforeseen happened ({type(failure).__name__}). The worker's log says what."
