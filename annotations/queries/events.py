"""Questions about what happened."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import BigIntegerField, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from annotations.domain.undoing import Step
from annotations.models import Event, User
from annotations.queries.protection import with_masks

Subject = tuple[str, int]


def all_events(person: User) -> QuerySet[Event]:
    """Everything that happened, latest first, with who did it, and with the masks of protected sources
    (`queries.protection`).
    """
    return with_masks(Event.objects.select_related("actor").order_by("-id"), person)


def events_about(*, stream: str, subject_type: str, subject_id: int, person: User) -> QuerySet[Event]:
    """What happened in a stream, and to a row wherever it was recorded, latest first."""
    about = Q(stream=stream) | Q(subject_type=subject_type, subject_id=subject_id)
    return all_events(person).filter(about)


@dataclass(frozen=True, slots=True)
class Piles:
    """The steps in the work on each of some subjects, the first one first."""

    by_subject: dict[Subject, list[Step]]

    def of(self, event: Event) -> list[Step]:
        """The steps in the work on what this event is about."""
        return self.by_subject.get((event.subject_type, event.subject_id), [])


def piles_of(stream: str, subjects: Iterable[Subject], verbs: Collection[str]) -> Piles:
    """What was done to these subjects by these verbs, in a stream. A step that takes another one back belongs
    to what that one is about, whatever it is about itself.
    """
    wanted = set(subjects)
    if not wanted:
        return Piles({})
    undoes = Cast(KeyTextTransform("undoes", "after"), BigIntegerField())
    found = Event.objects.filter(stream=stream, subject_type__in={kind for kind, _ in wanted})
    found |= Event.objects.filter(stream=stream, after__has_key="undoes")
    rows = found.filter(verb__in=verbs).annotate(undoes=undoes).order_by("position")
    about: dict[int, Subject] = {}
    piles: dict[Subject, list[Step]] = defaultdict(list)
    for pk, verb, back, kind, subject_id in rows.values_list(
        "pk", "verb", "undoes", "subject_type", "subject_id"
    ):
        about[pk] = (kind, subject_id)
        for subject in {about[pk], about.get(back, about[pk])} & wanted:
            piles[subject].append(Step(pk, verb, back))
    return Piles(dict(piles))
