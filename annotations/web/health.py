"""Whether the service lives, and whether it is ready. For what watches it, not for people."""

from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from annotations.gateways.broker import broker_answers
from annotations.queries.readiness import heartbeats

WORKER_PEOPLE_WAIT_FOR = "interactive"


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nothing else, so that a broken database never has web servers restarted."""
    return JsonResponse({"status": "alive"})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when database, broker and the worker people wait for are well; else 503 that says which is not.

    A worker is well that gave a sign of life within the last minute. A late background worker is told, but
    does not make the service unready: pages work without it, and a long job may keep it from answering.
    """
    beats = heartbeats()
    checks = {
        "database": "down" if beats is None else "ok",
        "broker": "ok" if broker_answers(settings.REDIS_URL) else "down",
        **_workers(beats or {}),
    }
    ready = all(checks[name] == "ok" for name in ("database", "broker", f"worker {WORKER_PEOPLE_WAIT_FOR}"))
    answer = {
        "status": "ready" if ready else "not ready",
        "checks": checks,
        "heartbeats": {name: at.isoformat() for name, at in (beats or {}).items()},
    }
    return JsonResponse(answer, status=200 if ready else 503)


def _workers(beats: dict[str, datetime]) -> dict[str, str]:
    latest = timezone.now() - timedelta(seconds=settings.HEARTBEAT_STALE_SECONDS)
    return {f"worker {name}": _state(beats.get(name), latest) for name in settings.WORKER_NAMES}


def _state(beat_at: datetime | None, latest: datetime) -> str:
    if beat_at is None:
        return "never seen"
    return "ok" if beat_at >= latest else f"silent since {beat_at:%Y-%m-%d %H:%M:%S} UTC"
