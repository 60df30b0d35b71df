"""Questions about what happened."""

from django.db.models import Q, QuerySet

from annotations.models import Event, User
from annotations.queries.protection import with_masks


def all_events(person: User) -> QuerySet[Event]:
    """Everything that happened, latest first, with who did it, and with the masks of protected sources
    (`queries.protection`).
    """
    return with_masks(Event.objects.select_related("actor").order_by("-id"), person)


def events_about(*, stream: str, subject_type: str, subject_id: int, person: User) -> QuerySet[Event]:
    """What happened in a stream, and to a row wherever it was recorded, latest first."""
    about = Q(stream=stream) | Q(subject_type=subject_type, subject_id=subject_id)
    return all_events(person).filter(about)
