"""Workers showing that they run. A pulse is no decision about anything, so it leaves no event."""

from django.utils import timezone

from annotations.models import Heartbeat


def beat(*, name: str) -> None:
    """Notes that the worker of this name runs now."""
    Heartbeat.objects.bulk_create(
        [Heartbeat(name=name, beat_at=timezone.now())],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["beat_at"],
    )
