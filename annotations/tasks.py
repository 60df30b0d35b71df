"""Jobs: each loads nothing itself, calls one action, and may run twice or at the same time as itself.

Nobody imports this module but the worker; `jobs.py` sends by name. A database that does not answer is asked
again a few times, which only saves time: what is due stands in rows, and the sweeps find it.
"""

from datetime import timedelta
from typing import Any

import structlog
from celery import shared_task
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from annotations.actions import assessments, exports, heartbeats, idempotency
from annotations.exports import FORMATS

log = structlog.get_logger(__name__)

ANSWERS_KEPT = timedelta(days=2)
ASKING_AGAIN: dict[str, Any] = {
    "autoretry_for": (OperationalError, InterfaceError),
    "retry_backoff": 1,
    "retry_backoff_max": 30,
    "retry_jitter": True,
    "max_retries": 5,
}


@shared_task(name="annotations.assess_claim", **ASKING_AGAIN)
def assess_claim(claim_id: int) -> None:
    """Brings one claim's status up to its inputs."""
    if assessments.assess_claim(claim_id=claim_id) is None:
        log.debug("nothing_to_assess", claim_id=claim_id)


@shared_task(name="annotations.render_export", **ASKING_AGAIN)
def render_export(export_id: int) -> None:
    """Renders one export."""
    if exports.run_export(export_id=export_id, formats=FORMATS) is None:
        log.debug("nothing_to_render", export_id=export_id)


# The next turn of the timetable is the repetition of these.
@shared_task(name="annotations.sweep_assessments")
def sweep_assessments() -> None:
    """Asks again for every assessment that is due."""
    found = assessments.sweep_assessments()
    if found:
        log.info("assessments_found_due", count=found)


@shared_task(name="annotations.sweep_exports")
def sweep_exports() -> None:
    """Asks again for every export that nobody is rendering."""
    found = exports.sweep_exports()
    if found:
        log.info("exports_found_due", count=found)


@shared_task(name="annotations.mark_due_predictions")
def mark_due_predictions() -> None:
    """Has predictions that came due assessed by their evidence."""
    found = assessments.mark_due_predictions(today=timezone.now().date())
    if found:
        log.info("predictions_came_due", count=found)


@shared_task(name="annotations.forget_answers")
def forget_answers() -> None:
    """Forgets the answers to create requests that are older than anybody repeats them."""
    forgotten = idempotency.forget_answers(before=timezone.now() - ANSWERS_KEPT)
    log.info("answers_forgotten", count=forgotten)


@shared_task(name="annotations.heartbeat")
def heartbeat(name: str) -> None:
    """Notes that the worker of this name runs."""
    heartbeats.beat(name=name)
