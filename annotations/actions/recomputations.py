"""Recomputing many claims as one job, chunk by chunk, with progress.

What is due stands in the claims; a recomputation only says who works through them. Its progress and the lease
of whoever works are written after every chunk by a filtered update that names the lease: a worker that is
killed loses at most the chunk it was in, the next one goes on behind it, and one that only was slow finds its
lease gone and stops. Whatever is done twice finds nothing due.
"""

from datetime import timedelta
from typing import Any, Final

import structlog
from django.db import transaction
from django.utils import timezone

from annotations import jobs
from annotations.actions.assessments import assess_each
from annotations.actions.recording import counts_by_status
from annotations.domain.lifecycle import RECOMPUTATION, next_state
from annotations.models import Recomputation
from annotations.queries.recomputations import due_recomputations

log = structlog.get_logger(__name__)

CHUNK: Final = 200
"""How many claims are computed at once. While it lasts (well under a second) nobody else changes them."""
LEASE: Final = timedelta(seconds=60)
"""How long a worker may be silent before its work is given to another."""
ATTEMPTS: Final = 5
"""How often it is begun; after that the sweep asks for what is left claim by claim."""
SWEEP_LIMIT: Final = 100


class LeaseLost(Exception):
    """Another worker has the recomputation."""


def run_recomputation(*, recomputation_id: int) -> Recomputation | None:
    """Brings the statuses of its claims up to their inputs. None when there was nothing to do or it was taken
    away.

    Safe to call at any time, by any number of workers at once. Not one transaction on purpose: each chunk
    holds, and progress is seen while it runs.
    """
    row = _begin(recomputation_id)
    if row is None:
        return None
    try:
        while row.done < row.total:
            chunk = row.claim_ids[row.done : row.done + CHUNK]
            failed = assess_each(claim_ids=chunk)
            _hold(
                row,
                leased_until=timezone.now() + LEASE,
                done=row.done + len(chunk),
                failed=row.failed + failed,
            )
        return _finish(row)
    except LeaseLost:
        log.info("recomputation_taken_away", recomputation_id=recomputation_id)
        return None


def sweep_recomputations() -> int:
    """Asks again for every recomputation that nobody works on. Gives back how many."""
    due = list(due_recomputations(timezone.now()).order_by("id").values_list("pk", flat=True)[:SWEEP_LIMIT])
    with transaction.atomic():
        for pk in due:
            jobs.recompute(pk)
    return len(due)


@transaction.atomic
def _begin(recomputation_id: int) -> Recomputation | None:
    now = timezone.now()
    due = due_recomputations(now).select_for_update(skip_locked=True)
    row = due.filter(pk=recomputation_id).first()
    if row is None:
        return None
    if row.attempts >= ATTEMPTS:
        _end(row, "fail")
        return None
    row.state = next_state(RECOMPUTATION, row.state, "start", noun="recomputation")
    row.attempts += 1
    row.started_at = row.started_at or now
    row.leased_until = now + LEASE
    row.save(update_fields=["state", "attempts", "started_at", "leased_until"])
    return row


@transaction.atomic
def _finish(row: Recomputation) -> Recomputation:
    _hold(row, counts_after=counts_by_status(row.claim_ids))
    _end(row, "finish")
    return row


def _end(row: Recomputation, verb: str) -> None:
    row.state = next_state(RECOMPUTATION, row.state, verb, noun="recomputation")
    row.finished_at, row.leased_until = timezone.now(), None
    row.save(update_fields=["state", "finished_at", "leased_until"])


def _hold(row: Recomputation, **values: Any) -> None:
    """Writes as the holder of the lease. Raises `LeaseLost`."""
    held = Recomputation.objects.filter(pk=row.pk, state=row.state, leased_until=row.leased_until)
    if not held.update(**values):
        raise LeaseLost
    for name, value in values.items():
        setattr(row, name, value)
