"""Questions about what happened."""

from django.db.models import Q, QuerySet

from annotations.models import Event


def all_events() -> QuerySet[Event]:
    """Everything that happened, latest first, with who did it."""
    return Event.objects.select_related("actor").order_by("-id")


def events_about(*, stream: str, subject_type: str, subject_id: int) -> QuerySet[Event]:
    """What happened in a stream, and to a row wherever it was recorded, latest first."""
    about = Q(stream=stream) | Q(subject_type=subject_type, subject_id=subject_id)
    return all_events().filter(about)
