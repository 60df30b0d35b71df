"""Settings of the queue: three queues by urgency, a static timetable, and rules under which no work is lost.

The truth about what needs doing is in the database; a message is a hint that it needs doing now. So a message
may come twice (tasks are idempotent) and may at worst be missed (the sweeps find what was).

Read lazily by `workbench.celery`, as Celery's own lower-case names; constants in capitals are the project's.
"""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings

from workbench.workers import WORKERS, Worker

# Longer than the longest job: a message that is still being worked on must not be handed out again.
VISIBILITY_TIMEOUT = timedelta(hours=6)

# The broker hands out lower numbers first. A heartbeat must not wait behind a thousand jobs.
HEARTBEAT_PRIORITY = 0
ORDINARY_PRIORITY = 6


def broker_address(address: str) -> str:
    """The server at `address`, as the queue's library spells it (it has its own form for Unix sockets)."""
    parts = urlsplit(address)
    if parts.scheme != "unix":
        return address
    number = parse_qs(parts.query).get("db", ["0"])[0]
    return f"redis+socket://{parts.path}?virtual_host={number}"


def heartbeat(worker: Worker) -> dict[str, Any]:
    """The timetable's entry that has this worker write that it lives."""
    return {
        "task": "annotations.heartbeat",
        "schedule": 10.0,
        "kwargs": {"name": worker.name},
        "options": {"queue": worker.queues[0], "priority": HEARTBEAT_PRIORITY, "expires": 30},
    }


def sweep(task: str, seconds: float) -> dict[str, Any]:
    """The timetable's entry of a sweep. One that nobody took in time is dropped: the next does its work."""
    return {"task": task, "schedule": seconds, "options": {"expires": seconds}}


broker_url = broker_address(settings.REDIS_URL)
broker_connection_retry_on_startup = True
broker_connection_max_retries = None
broker_transport_options = {
    "visibility_timeout": VISIBILITY_TIMEOUT.total_seconds(),
    "unacked_restore_interval": 2,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 5,
    "socket_timeout": 30,
    "socket_keepalive": True,
    # For the connection itself: without these a request waits six seconds for a broker that is not there.
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
}
# One more try for a connection that went stale, then give up: sending must not hold up the request that has
# just been committed, and the sweep finds what could not be sent.
task_publish_retry_policy = {"max_retries": 1, "interval_start": 0, "interval_step": 0, "interval_max": 0}

result_backend = None
task_ignore_result = True
task_serializer = "json"
accept_content = ["json"]

task_acks_late = True
task_reject_on_worker_lost = True
worker_prefetch_multiplier = 1
worker_cancel_long_running_tasks_on_connection_loss = False
worker_hijack_root_logger = False
worker_send_task_events = False
# Redis alone is asked for work; workers need not know of each other.
worker_enable_remote_control = False

task_default_queue = "interactive"
task_default_priority = ORDINARY_PRIORITY
task_routes = {
    "annotations.assess_claim": {"queue": "interactive"},
    "annotations.recompute": {"queue": "bulk"},
    "annotations.try_policy": {"queue": "bulk"},
    "annotations.render_export": {"queue": "exports"},
    "annotations.reanchor_article": {"queue": "interactive"},
    "annotations.check_article": {"queue": "bulk"},
    "annotations.import_annotations": {"queue": "bulk"},
    "annotations.visit_source": {"queue": "bulk"},
    "annotations.ask_archive": {"queue": "bulk"},
    "annotations.sequence_changes": {"queue": "interactive"},
    "annotations.deliver_webhook": {"queue": "bulk"},
    "annotations.send_digest": {"queue": "bulk"},
    "annotations.keep_quality_figures": {"queue": "bulk"},
    "annotations.check_history": {"queue": "bulk"},
    "annotations.seal_*": {"queue": "bulk"},
    "annotations.sweep_*": {"queue": "bulk"},
    "annotations.forget_*": {"queue": "bulk"},
    "annotations.mark_*": {"queue": "bulk"},
    "annotations.expire_*": {"queue": "bulk"},
}

# The times are fixed and few: nothing needs to be remembered between two starts.
beat_scheduler = "celery.beat:Scheduler"
beat_max_loop_interval = 5
beat_schedule = {
    "sweep-assessments": sweep("annotations.sweep_assessments", settings.SWEEP_SECONDS),
    # Whoever follows changes waits for this; where nothing changed it asks one short question.
    "sequence-changes": sweep("annotations.sequence_changes", settings.SWEEP_SECONDS / 7.5),
    "sweep-webhooks": sweep("annotations.sweep_webhooks", settings.SWEEP_SECONDS),
    "forget-deliveries": sweep("annotations.forget_deliveries", 24 * 3600.0),
    "sweep-recomputations": sweep("annotations.sweep_recomputations", 2 * settings.SWEEP_SECONDS),
    "sweep-exports": sweep("annotations.sweep_exports", 2 * settings.SWEEP_SECONDS),
    "sweep-export-schedules": sweep("annotations.sweep_export_schedules", 2 * settings.SWEEP_SECONDS),
    "expire-exports": sweep("annotations.expire_exports", 40 * settings.SWEEP_SECONDS),
    "sweep-reanchorings": sweep("annotations.sweep_reanchorings", 2 * settings.SWEEP_SECONDS),
    "sweep-article-checks": sweep("annotations.sweep_article_checks", 4 * settings.SWEEP_SECONDS),
    "sweep-visits": sweep("annotations.sweep_visits", settings.SWEEP_SECONDS),
    "sweep-archive-requests": sweep("annotations.sweep_archive_requests", 2 * settings.SWEEP_SECONDS),
    "sweep-annotation-imports": sweep("annotations.sweep_annotation_imports", 2 * settings.SWEEP_SECONDS),
    "sweep-claim-imports": sweep("annotations.sweep_claim_imports", 2 * settings.SWEEP_SECONDS),
    "sweep-register-imports": sweep("annotations.sweep_register_imports", 2 * settings.SWEEP_SECONDS),
    "sweep-suggestions": sweep("annotations.sweep_suggestions", 4 * settings.SWEEP_SECONDS),
    "sweep-digests": sweep("annotations.sweep_digests", 20 * settings.SWEEP_SECONDS),
    "mark-due-work": sweep("annotations.mark_due_work", 60 * settings.SWEEP_SECONDS),
    "keep-quality-figures": sweep("annotations.keep_quality_figures", 40 * settings.SWEEP_SECONDS),
    "mark-due-predictions": sweep("annotations.mark_due_predictions", 3600.0),
    "mark-aged": sweep("annotations.mark_aged", 3600.0),
    "expire-overrides": sweep("annotations.expire_overrides", 3600.0),
    "expire-replies": sweep("annotations.expire_replies", 60 * settings.SWEEP_SECONDS),
    "seal-history": sweep("annotations.seal_history", 3600.0),
    "check-history": sweep("annotations.check_history", 24 * 3600.0),
    "sweep-history-checks": sweep("annotations.sweep_history_checks", 4 * settings.SWEEP_SECONDS),
    "forget-answers": sweep("annotations.forget_answers", 24 * 3600.0),
    **{f"heartbeat-{worker.name}": heartbeat(worker) for worker in WORKERS},
}
timezone = "UTC"
enable_utc = True
