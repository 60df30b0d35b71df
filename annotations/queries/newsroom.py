"""Everybody in the newsroom at a glance: their desks, their open work, when they were last seen."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from annotations.models import DeskMember, Presence, User
from annotations.queries.desks import open_work_counts
from annotations.queries.people import all_people


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person. `last_seen_at` is when they signed in or last looked at an article or a claim."""

    person: User
    desks: list[DeskMember]
    open_work: int
    last_seen_at: datetime | None


def newsroom() -> list[PersonLine]:
    """Everybody by name, those who may sign in first; five statements."""
    people = sorted(all_people(), key=lambda person: not person.is_active)
    ids = [person.pk for person in people]
    desks: dict[int, list[DeskMember]] = defaultdict(list)
    here = DeskMember.objects.filter(left_at__isnull=True).select_related("desk").order_by("desk__name", "pk")
    for member in here:
        desks[member.person_id].append(member)
    work = open_work_counts(ids)
    seen = dict(Presence.objects.order_by().values_list("person").annotate(Max("last_seen_at")))
    return [
        PersonLine(
            person=person,
            desks=desks[person.pk],
            open_work=work.get(person.pk, 0),
            last_seen_at=max(filter(None, (person.last_login, seen.get(person.pk))), default=None),
        )
        for person in people
    ]
