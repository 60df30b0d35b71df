"""Giving back what waits for somebody who may not do it any more, so that it waits for others."""

from collections.abc import Iterable

from django.utils import timezone

from annotations.access import may, may_somewhere
from annotations.actions.disputes import release_dispute
from annotations.actions.recording import change, record_event
from annotations.actions.second_looks import release_look
from annotations.domain.vocabulary import AssignmentEnd, SecondLookState
from annotations.models import Article, Assignment, Claim, SecondLook, User


def give_back_what_they_may_not(person: User, actor: User) -> None:
    """Of the passages that a person reads, the disputes that they settle and the work they were given, gives
    back what they may not do as they are now; a part of the action that changed what they are. Each has an
    event of its own; a passage goes to the next who may read it blind.
    """
    looks = SecondLook.objects.select_related("evidence").order_by("evidence__claim", "pk")
    for look in looks.filter(reader=person.pk, state=SecondLookState.OPEN):
        if not _may_read(person, look):
            release_look(look_id=look.pk, actor=actor)
    for look in looks.filter(settler=person.pk, state=SecondLookState.DISPUTED):
        if not may(person, "dispute.take", look):
            release_dispute(look_id=look.pk, actor=actor)
    _give_back_work(person, actor)


def _may_read(person: User, look: SecondLook) -> bool:
    """A gold link belongs to no desk: whoever reads somewhere reads it as they read others."""
    return (
        may(person, "second_look.take", look) if look.evidence else may_somewhere(person, "second_look.take")
    )


def _give_back_work(person: User, actor: User) -> None:
    """What the work is about is locked first, articles before claims, as everywhere."""
    held = Assignment.objects.filter(person=person.pk, ended_at__isnull=True)
    for rows, field in ((Article.objects, "article"), (Claim.objects, "claim")):
        about = rows.filter(pk__in=held.filter(**{f"{field}__isnull": False}).values(field))
        subjects = about.select_for_update(of=("self",), no_key=True).order_by("pk")
        lost = [subject for subject in subjects if not may(person, "work.take", subject)]
        _release(held.filter(**{f"{field}__in": lost}).order_by(field, "pk"), actor)


def _release(assignments: Iterable[Assignment], actor: User) -> None:
    for one in assignments:
        ended = {"ended_at": timezone.now(), "ended_by": actor, "end": AssignmentEnd.RELEASED}
        change(one, ended)
        told = {"person_id": one.person_id, "end": one.end}
        record_event("work.released", one, stream=one.claim or one.article, actor=actor, after=told)
