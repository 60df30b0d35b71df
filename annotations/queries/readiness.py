"""What the database says about whether the service is ready."""

from datetime import datetime

from django.db import DatabaseError, InterfaceError

from annotations.models import Heartbeat


def heartbeats() -> dict[str, datetime] | None:
    """When each worker last showed that it runs; None when the database does not answer."""
    try:
        return dict(Heartbeat.objects.values_list("name", "beat_at"))
    except (DatabaseError, InterfaceError):
        return None
