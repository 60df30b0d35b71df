"""Questions about filters that people keep."""

from django.db.models import QuerySet

from annotations.domain.errors import NotFound
from annotations.models import SavedFilter, User


def filters_of(person: User, noun: str) -> QuerySet[SavedFilter]:
    """A person's own filters of one list, by name."""
    return SavedFilter.objects.filter(person=person, noun=noun).order_by("name", "id")


def filter_of(person: User, filter_id: int) -> SavedFilter:
    """One of a person's own filters. Refuses with `NotFound`, also those of others."""
    kept = SavedFilter.objects.filter(pk=filter_id, person=person).first()
    if kept is None:
        raise NotFound(f"There is no filter {filter_id}.", details={"id": filter_id})
    return kept
