"""Editing many rows of the register at once, and taking that back.

One transaction and one lock of all rows, in the order of their ids; one event for each row, as if it had been
edited alone, so that its history is whole.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.db import transaction

from annotations.access import may, require
from annotations.actions.recording import inputs_changed, new_event, plain
from annotations.actions.register import change_register
from annotations.actions.shapes import language_tag
from annotations.domain.errors import Invalid
from annotations.domain.vocabulary import RegisterNoun
from annotations.models import Event, Publisher, Source, User
from annotations.queries.dependents import claims_resting_on_publishers
from annotations.queries.register_edits import (
    MOST_AT_ONCE,
    PlannedEdit,
    SharedEdit,
    checked_edit,
    planned_edits,
    rows_of,
)

_VERBS: Final = {RegisterNoun.SOURCES: "source.edited", RegisterNoun.PUBLISHERS: "publisher.edited"}
CHANGED_TOGETHER: Final = frozenset({"tags", "language", "kind"})
"""What many rows may be given at once. Nothing else is taken back here: it would move more than itself."""
_ACCESS: Final = {RegisterNoun.SOURCES: "source.edit", RegisterNoun.PUBLISHERS: "publisher.edit"}


@transaction.atomic
def edit_together(*, noun: str, ids: Iterable[int], edit: SharedEdit, actor: User) -> list[Event]:
    """Changes tags, language or kind of many sources, or of many publishers. Gives back the event of each row
    that changed, in the order of the rows.
    """
    change_register()
    wanted = _checked(noun, edit)
    rows = _own(noun, _locked(noun, [row.pk for row in rows_of(noun, ids, actor)]), actor)
    return _carried_out(noun, planned_edits(rows, wanted), actor)


@transaction.atomic
def undo_edits(*, noun: str, event_ids: Sequence[int], actor: User) -> list[Event]:
    """Takes edits of many rows back, by the events that `edit_together` gave back: their own person's only,
    and of each row only if nobody has changed the same again. Gives back the events of the rows that are as
    they were.
    """
    change_register()
    if len(event_ids) > MOST_AT_ONCE:
        raise Invalid("These are too many to take back at once.", rule="too-many-rows")
    verb = _VERBS[RegisterNoun(noun)]
    events = {
        event.subject_id: event for event in Event.objects.filter(pk__in=event_ids, verb=verb, actor=actor)
    }
    planned = [
        PlannedEdit(row, event.after, event.before)
        for row in _own(noun, _locked(noun, sorted(events)), actor)
        for event in [events[row.pk]]
        if event.after.keys() <= CHANGED_TOGETHER and _still(row, event.after)
    ]
    return _carried_out(noun, planned, actor)


def _own(noun: str, rows: Sequence[Any], actor: User) -> list[Any]:
    """The rows that the person may change; refuses where that is none of them."""
    action = _ACCESS[RegisterNoun(noun)]
    own = [row for row in rows if may(actor, action, row)]
    if not own:
        require(actor, action, rows[0] if rows else None)
    return own


def _checked(noun: str, edit: SharedEdit) -> SharedEdit:
    language = language_tag(edit.language) if edit.language else ""
    return checked_edit(
        noun,
        SharedEdit(add_tags=edit.add_tags, remove_tags=edit.remove_tags, kind=edit.kind, language=language),
    )


def _locked(noun: str, ids: Sequence[int]) -> list[Any]:
    model: Any = Source if noun == RegisterNoun.SOURCES else Publisher
    locked = model.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids)
    return list(locked.filter(merged_into=None, is_protected=False).order_by("pk"))


def _still(row: Any, values: Mapping[str, Any]) -> bool:
    return plain({name: getattr(row, name) for name in values}) == values


def _carried_out(noun: str, planned: Sequence[PlannedEdit], actor: User) -> list[Event]:
    """Sets the values and adds the events, in as many statements for a thousand rows as for one."""
    if not planned:
        return []
    for one in planned:
        one.row.version += 1
        for name, value in one.after.items():
            setattr(one.row, name, value)
    fields = sorted({name for one in planned for name in one.after})
    type(planned[0].row).objects.bulk_update(
        [one.row for one in planned], [*fields, "version"], batch_size=500
    )
    verb = _VERBS[RegisterNoun(noun)]
    events = Event.objects.bulk_create(
        [new_event(verb, one.row, actor=actor, before=one.before, after=one.after) for one in planned]
    )
    _mark_claims(planned, events)
    return events


def _mark_claims(planned: Sequence[PlannedEdit], events: Sequence[Event]) -> None:
    """What kind a publisher is enters statuses, through the grade of those that nobody graded."""
    graded = [one.row.pk for one in planned if isinstance(one.row, Publisher) and "kind" in one.after]
    if graded:
        inputs_changed(claims_resting_on_publishers(graded), because=events[-1])
