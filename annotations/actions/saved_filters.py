"""Filters of the register that people keep for themselves."""

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction

from annotations.access import require
from annotations.actions.recording import change, locked, record_event, refusing_duplicates
from annotations.actions.shapes import shaped
from annotations.domain.errors import Conflict, Invalid
from annotations.models import SavedFilter, User
from annotations.queries.register_filters import checked_criteria

MOST_FILTERS: Final = 50
"""Of one person, for one list."""

_NAMED_TWICE: Final = {
    "saved_filter_name_is_unique_for_its_person": "You have a filter of this name already. Choose another."
}


@transaction.atomic
def keep_filter(*, noun: str, name: str, criteria: Mapping[str, Any], actor: User) -> SavedFilter:
    """Keeps a filter under a name of the person's own. Refuses criteria that the list does not know, an empty
    filter, and a name that is taken (`saved-filter-name-is-unique-for-its-person`).
    """
    require(actor, "saved_filter.keep")
    described = shaped(SavedFilter, {"noun": noun, "name": name})
    described["criteria"] = checked_criteria(described["noun"], criteria)
    if not described["criteria"]:
        raise Invalid("This filter lets everything through. Choose something first.", rule="filter-is-empty")
    if SavedFilter.objects.filter(person=actor, noun=described["noun"]).count() >= MOST_FILTERS:
        raise Conflict(f"You keep {MOST_FILTERS} filters already. Drop one first.", rule="too-many-filters")
    with refusing_duplicates(_NAMED_TWICE):
        kept = SavedFilter.objects.create(person=actor, **described)
    record_event("saved_filter.kept", kept, actor=actor, after=described)
    return kept


@transaction.atomic
def rename_filter(*, filter_id: int, name: str, actor: User) -> SavedFilter:
    """Gives one's own filter another name."""
    kept = locked(SavedFilter, filter_id)
    require(actor, "saved_filter.drop", kept)
    with refusing_duplicates(_NAMED_TWICE):
        before, after = change(kept, shaped(SavedFilter, {"name": name}))
    if after:
        record_event("saved_filter.renamed", kept, actor=actor, before=before, after=after)
    return kept


@transaction.atomic
def drop_filter(*, filter_id: int, actor: User) -> SavedFilter:
    """Drops one's own filter, and gives back what it was, so that it can be kept again."""
    kept = locked(SavedFilter, filter_id)
    require(actor, "saved_filter.drop", kept)
    said = {"noun": kept.noun, "name": kept.name, "criteria": kept.criteria}
    SavedFilter.objects.filter(pk=kept.pk).delete()
    record_event("saved_filter.dropped", kept, actor=actor, before=said)
    return kept
