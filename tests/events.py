"""Reading the history in tests."""

from typing import Any

from django.db.models import Model

from annotations.actions.recording import name_of
from annotations.models import Event


def events_of(stream: Model) -> list[tuple[str, int | None, dict[str, Any], dict[str, Any]]]:
    """What a stream's events say, oldest first: verb, actor, old values, new values."""
    events = Event.objects.filter(stream=name_of(stream)).order_by("position")
    return list(events.values_list("verb", "actor_id", "before", "after"))
