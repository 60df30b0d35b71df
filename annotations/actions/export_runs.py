"""Making exports: gathering their documents, rendering the file, and asking for what was left undone."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

import structlog
from django.conf import settings
from django.db import DatabaseError, InterfaceError, transaction
from django.utils import timezone

from annotations import jobs
from annotations.actions.export_gathering import Gathered, Gathering, drop_parts
from annotations.actions.export_leases import Lease, LeaseLost, take_lease
from annotations.actions.export_progress import Progress
from annotations.domain.errors import Invalid, Refusal
from annotations.domain.rendering import Extract, Format, LeftOut
from annotations.gateways import files
from annotations.models import Export
from annotations.queries.changes import cursor_for
from annotations.queries.claim_histories import ClaimHistories
from annotations.queries.claim_sets import claims_in
from annotations.queries.export_rows import Selection, Snapshot, snapshot
from annotations.queries.exports import due_exports
from annotations.queries.organisation import publisher_in_force
from annotations.queries.policies import policy_in_force

log = structlog.get_logger(__name__)

SWEEP_LIMIT: Final = 100


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
        made = _made(lease, formats[wanted])
    except LeaseLost:
        log.info("export_taken_away", export_id=export_id)
        made = None
    except Exception as failure:
        # Whatever it is stands in the log; the row says what a person needs, and the sweep begins again.
        log.exception("export_interrupted", export_id=export_id, attempt=lease.export.attempts)
        made = _given_back(lease, failure)
    drop_parts(export_id)
    return made


def sweep_exports() -> int:
    """Asks again for every export that nobody is rendering, whatever became of its message. Gives back how
    many.
    """
    due = list(due_exports(timezone.now()).order_by("id").values_list("pk", flat=True)[:SWEEP_LIMIT])
    with transaction.atomic():
        for export_id in due:
            jobs.render_export(export_id)
    return len(due)


def _made(lease: Lease, format: Format) -> Export:
    if lease.former_file:
        files.delete(lease.former_file)
    export, left_out = lease.export, LeftOut()
    with snapshot() as view:
        tells_withdrawals = format.tells_withdrawals
        claims = claims_in(export.claim_set, export.requested_by, with_unpublished=tells_withdrawals)
        chosen = view.choose(
            claims,
            include_unsigned=export.include_unsigned,
            include_withdrawn=tells_withdrawals,
        )
        progress = Progress(lease, len(chosen.claim_ids))
        gathering = Gathering(lease, view, chosen, progress)
        documents = Gathered(gathering.parts(), progress)
        extract = _extract(export, view, chosen, tells_history=format.tells_history)
        publication = replace(publisher_in_force(), extract=extract)
        with _unless_lost(export.file_name):
            written = _seen(format.render(documents, publication, left_out), progress)
            stored = files.save(export.file_name, files.gathered(written))
            return lease.finish(
                claims_done=len(chosen.claim_ids),
                claims_total=len(chosen.claim_ids),
                media_type=format.media_type,
                size=stored.size,
                sha256=stored.sha256,
                taken_at=view.taken_at,
                change_position=gathering.position,
                kept_until=_kept_until(export),
                manifest=_manifest(export, extract, gathering.position, left_out, stored),
            )


def _seen(written: Iterable[bytes], progress: Progress) -> Iterator[bytes]:
    """A format may write long after it has read the last claim: it still holds on, and can be stopped."""
    for piece in written:
        yield piece
        progress.tick()


def _extract(export: Export, view: Snapshot, chosen: Selection, *, tells_history: bool) -> Extract:
    claim_set, claims = export.claim_set, len(chosen.claim_ids)
    return Extract(
        claim_set={"id": claim_set.pk, "name": claim_set.name, "kind": claim_set.kind},
        criteria=claim_set.criteria,
        include_unsigned=export.include_unsigned,
        as_of=view.taken_at.isoformat().replace("+00:00", "Z"),
        policy_version=policy_in_force().version,
        counts={
            "matching": chosen.matching,
            "chosen": claims,
            "signed": chosen.signed,
            "withdrawn": chosen.withdrawn,
            "unsigned": claims - chosen.signed - chosen.withdrawn,
            "stale": chosen.stale,
            "not_signed_or_stale": chosen.matching - claims,
        },
        events=ClaimHistories(view.connection, chosen.claim_ids, export.requested_by)
        if tells_history
        else (),
    )


def _manifest(
    export: Export, extract: Extract, position: int, left_out: LeftOut, stored: files.StoredFile
) -> dict[str, Any]:
    counts = dict(extract.counts)
    return {
        "claim_set": extract.claim_set,
        "criteria": extract.criteria,
        "format": export.format,
        "include_unsigned": extract.include_unsigned,
        "as_of": extract.as_of,
        "change_position": position,
        "cursor": cursor_for(position, export.include_unsigned),
        "policy_version": extract.policy_version,
        "counts": {**counts, "exported": counts["chosen"] - sum(left_out.counts.values())},
        "left_out": left_out.described(),
        "size": stored.size,
        "sha256": stored.sha256,
    }


def _kept_until(export: Export) -> Any:
    """Of a timetable the last ones are kept, however old they are."""
    if export.schedule_id is not None:
        return None
    return timezone.now() + timedelta(days=settings.EXPORT_DAYS)


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


def _given_back(lease: Lease, failure: Exception) -> Export | None:
    """What a format refuses it would refuse each time; all else may go better later."""
    try:
        if isinstance(failure, Invalid):
            return lease.give_up(_cause(failure))
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
