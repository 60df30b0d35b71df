"""Giving back what waits for somebody who may not do it any more, so that it waits for others."""

from collections.abc import Iterable, Sequence

from django.db.models import Q, QuerySet
from django.utils import timezone

from annotations.access import may, may_somewhere
from annotations.actions.disputes import release_dispute
from annotations.actions.recording import change, record_event
from annotations.actions.second_looks import release_look
from annotations.domain.vocabulary import AssignmentEnd, SecondLookState
from annotations.models import Article, Assignment, Claim, SecondLook, Source, User

Owned = Article | Claim | Source


def give_back_of(person: User, actor: User) -> None:
    """Of the passages that a person reads, the disputes that they settle and the work they were given, gives
    back what they may not do as they are now; a part of the action that changed what they are. Each has an
    event of its own; a passage goes to the next who may read it blind.
    """
    _give_back_readings(Q(reader=person.pk) | Q(settler=person.pk), actor)
    _give_back_work(Q(person=person.pk), actor)


def give_back_about(rows: Sequence[Owned], actor: User) -> None:
    """The same for all who read, settle or do something about these, whoever owns them since; a part of the
    action that moved them.
    """
    claims = [row for row in rows if isinstance(row, Claim)]
    sources = [row for row in rows if isinstance(row, Source)]
    articles = [row for row in rows if isinstance(row, Article)]
    _give_back_readings(Q(evidence__claim__in=claims) | Q(evidence__source__in=sources), actor)
    _give_back_work(Q(claim__in=claims) | Q(article__in=articles), actor)


def _give_back_readings(which: Q, actor: User) -> None:
    related = ("evidence__claim", "evidence__source", "reader", "settler")
    looks = SecondLook.objects.filter(which).select_related(*related).order_by("evidence__claim", "pk")
    for look in looks.filter(state=SecondLookState.OPEN, reader__isnull=False):
        if look.reader and not _may(look.reader, "second_look.take", look):
            release_look(look_id=look.pk, actor=actor)
    for look in looks.filter(state=SecondLookState.DISPUTED, settler__isnull=False):
        if look.settler and not _may(look.settler, "dispute.take", look):
            release_dispute(look_id=look.pk, actor=actor)


def _may(person: User, action: str, look: SecondLook) -> bool:
    """Where the claim and the source are worked on. A gold link belongs to no desk: whoever reads somewhere
    reads it as they read others.
    """
    if look.evidence is None:
        return may_somewhere(person, action)
    return may(person, action, look) and may(person, action, look.evidence.source)


def _give_back_work(which: Q, actor: User) -> None:
    """What the work is about is locked first, articles before claims, as everywhere."""
    held = Assignment.objects.filter(which, ended_at__isnull=True)
    _lock(Article.objects.filter(pk__in=held.exclude(article=None).values("article")))
    _lock(Claim.objects.filter(pk__in=held.exclude(claim=None).values("claim")))
    found = held.select_related("article", "claim", "person").order_by("article", "claim", "pk")
    _release([one for one in found if not may(one.person, "work.take", one.claim or one.article)], actor)


def _lock(rows: QuerySet[Article] | QuerySet[Claim]) -> None:
    list(rows.select_for_update(of=("self",), no_key=True).order_by("pk").values_list("pk"))


def _release(assignments: Iterable[Assignment], actor: User) -> None:
    for one in assignments:
        ended = {"ended_at": timezone.now(), "ended_by": actor, "end": AssignmentEnd.RELEASED}
        change(one, ended)
        told = {"person_id": one.person_id, "end": one.end}
        record_event("work.released", one, stream=one.claim or one.article, actor=actor, after=told)
