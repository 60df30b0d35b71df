"""The history of one object, page by page, as far as a person may read it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from annotations.domain.errors import NotFound
from annotations.domain.event_kinds import EventKind, kind_of
from annotations.models import Event, Evidence, User
from annotations.queries.protection import with_masks, without_masked

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose history it is: a stream (`claim:12`), in it one thing alone (`evidence:3`), or what a person
    (`person_id`) did wherever it was.
    """

    stream: str
    about: tuple[str, int] | None = None
    person_id: int | None = None

    @property
    def order(self) -> str:
        """The number by which its pages follow each other."""
        return "pk" if self.person_id is not None else "position"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for in it, and from where on: events `before` this number, or `after` it."""

    kinds: Collection[EventKind] = ()
    person_id: int | None = None
    since: date | None = None
    until: date | None = None
    before: int | None = None
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """A page of a history, latest first, and the numbers from which the pages beside it go on."""

    events: list[Event]
    newer: int | None
    older: int | None
    kinds: list[EventKind] = field(default_factory=list)
    people: list[tuple[int, str]] = field(default_factory=list)


def subject_of_evidence(evidence_id: int) -> Subject:
    """The history of a link is part of that of its claim. Refuses with `NotFound`."""
    claim_id = Evidence.objects.filter(pk=evidence_id).values_list("claim", flat=True).first()
    if claim_id is None:
        raise NotFound(f"There is no evidence {evidence_id}.", details={"id": evidence_id})
    return Subject(f"claim:{claim_id}", about=("evidence", evidence_id))


def read_timeline(subject: Subject, wanted: Wanted, person: User) -> Timeline:
    """The page that is asked for. Words that the person may not read are left out of its events."""
    readable: QuerySet[Any] = with_masks(_events(subject), person)
    if subject.person_id is not None:
        # What stands here is theirs, whatever else is left out of it.
        readable = readable.filter(is_sealed=False)
    kinds, verbs, people = _occurring(subject, readable)
    found = _narrowed(readable, wanted, verbs)
    rows = _page(found.select_related("actor"), subject.order, wanted)
    numbers = [getattr(event, subject.order) for event in rows]
    return Timeline(
        events=without_masked(rows),
        newer=numbers[0] if numbers and _is_there(found, subject.order, "gt", numbers[0]) else None,
        older=numbers[-1] if numbers and _is_there(found, subject.order, "lt", numbers[-1]) else None,
        kinds=kinds,
        people=people,
    )


def _events(subject: Subject) -> QuerySet[Event]:
    if subject.person_id is not None:
        return Event.objects.filter(Q(stream=subject.stream) | Q(actor=subject.person_id))
    events = Event.objects.filter(stream=subject.stream)
    if subject.about is None:
        return events
    noun, pk = subject.about
    return events.filter(Q(subject_type=noun, subject_id=pk) | Q(**{f"after__{noun}": pk}))


def _occurring(
    subject: Subject, events: QuerySet[Event]
) -> tuple[list[EventKind], list[str], list[tuple[int, str]]]:
    """The kinds, verbs and people that its events have. Whose a sealed signature is is not told by a list."""
    if subject.person_id is not None:
        verbs = sorted(set(_events(subject).order_by().values_list("verb", flat=True).distinct()))
        return [kind for kind in EventKind if kind in map(kind_of, verbs)], verbs, []
    asked: QuerySet[Any] = events.order_by()
    pairs = asked.values_list("verb", "actor", "actor__display_name", "is_sealed").distinct()
    found = list(pairs)
    verbs = sorted({verb for verb, *_ in found})
    people = {(pk, name) for _, pk, name, is_sealed in found if pk is not None and not is_sealed}
    kinds = {kind_of(verb) for verb in verbs}
    return [kind for kind in EventKind if kind in kinds], verbs, sorted(people, key=lambda one: one[1])


def _narrowed(events: QuerySet[Any], wanted: Wanted, verbs: Iterable[str]) -> QuerySet[Any]:
    if wanted.kinds:
        events = events.filter(_of_kinds(wanted.kinds, verbs))
    if wanted.person_id is not None:
        events = events.filter(actor=wanted.person_id, is_sealed=False)
    if wanted.since is not None:
        events = events.filter(at__gte=_beginning(wanted.since))
    if wanted.until is not None:
        events = events.filter(at__lt=_beginning(wanted.until + timedelta(days=1)))
    return events


def _of_kinds(kinds: Collection[EventKind], verbs: Iterable[str]) -> Q:
    return Q(verb__in=[verb for verb in verbs if kind_of(verb) in kinds])


def _beginning(day: date) -> datetime:
    """The beginning of a day where the person is."""
    return timezone.make_aware(datetime.combine(day, time.min))


def _page(events: QuerySet[Event], order: str, wanted: Wanted) -> list[Event]:
    if wanted.after is not None:
        newer = events.filter(**{f"{order}__gt": wanted.after}).order_by(order)[:PAGE]
        return list(newer)[::-1]
    if wanted.before is not None:
        events = events.filter(**{f"{order}__lt": wanted.before})
    return list(events.order_by(f"-{order}")[:PAGE])


def _is_there(events: QuerySet[Event], order: str, side: str, number: int) -> bool:
    return events.filter(**{f"{order}__{side}": number}).exists()
