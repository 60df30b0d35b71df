"""For whom claim sets are, and with them their exports and timetables: the newsroom, the people of a desk, or
whoever made them.

Everything that names or lists a set asks here. To whom a set is not told of, there is none: neither it nor
what was exported from it, nor what happened to either. Administrators belong to every desk; what somebody
keeps to themselves is theirs alone.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db.models import CharField, Model, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from annotations.domain.errors import NotFound
from annotations.domain.vocabulary import Audience, Role
from annotations.models import ClaimSet, DeskMember, Event, Export, ExportSchedule, User

OF_A_SET: Final[Mapping[str, tuple[type[Model], str]]] = {
    "claim_set": (ClaimSet, ""),
    "export": (Export, "claim_set__"),
    "export_schedule": (ExportSchedule, "claim_set__"),
}
"""What belongs to a set, by the noun of addresses and streams, with the way to the set."""

TOLD_SETS: Final = f"""
    SELECT id FROM {ClaimSet._meta.db_table} told
     WHERE told.audience = 'newsroom'
        OR told.audience = 'own' AND told.created_by_id = %(person)s
        OR told.audience = 'desk' AND (%(is_administrator)s OR told.desk_id IN (
           SELECT desk_id FROM {DeskMember._meta.db_table}
            WHERE person_id = %(person)s AND left_at IS NULL))"""
"""What `set_told_to` says, for questions that are written out."""


def set_told_to(person: User, path: str = "") -> Q:
    """Rows whose set, at this path, is for the person."""
    newsroom = Q(**{f"{path}audience": Audience.NEWSROOM})
    own = Q(**{f"{path}audience": Audience.OWN, f"{path}created_by": person.pk})
    return newsroom | own | _of_a_desk(person, path)


def _of_a_desk(person: User, path: str) -> Q:
    desk = Q(**{f"{path}audience": Audience.DESK})
    if person.role == Role.ADMINISTRATOR:
        return desk
    here = DeskMember.objects.filter(person=person.pk, left_at__isnull=True).values("desk")
    return desk & Q(**{f"{path}desk__in": here})


def refuse_unseen_sets(person: User, named: Iterable[tuple[str, int]]) -> None:
    """Refuses with `NotFound` where one of these, pairs of a noun and an id, belongs to a set that is not for
    the person. One statement a noun that belongs to sets; none where there is no such noun.
    """
    asked: dict[str, set[int]] = {}
    for noun, pk in named:
        if noun in OF_A_SET and 0 < pk < 2**63:
            asked.setdefault(noun, set()).add(pk)
    for noun, ids in asked.items():
        for pk in _untold(noun, person).filter(pk__in=ids).order_by("pk").values_list("pk", flat=True)[:1]:
            raise NotFound(f"There is no {noun.replace('_', ' ')} {pk}.", details={"id": pk})


def without_untold_sets(events: QuerySet[Event], person: User) -> QuerySet[Event]:
    """Of these events those that tell of no set, and of nothing of a set, that is not for the person."""
    for noun in OF_A_SET:
        number = Cast("pk", CharField())
        untold = _untold(noun, person).annotate(stream=Concat(Value(f"{noun}:"), number))
        events = events.exclude(stream__in=untold.values("stream"))
    return events


def _untold(noun: str, person: User) -> QuerySet[Any]:
    """Audiences other than the newsroom are few, and found first."""
    model, path = OF_A_SET[noun]
    some = ~Q(**{f"{path}audience": Audience.NEWSROOM})
    return model._default_manager.filter(some).exclude(set_told_to(person, path))
