"""Telling people that the register changed under claims which they signed or linked evidence to.

One notice a person and publisher or source, until it is read: what comes in meanwhile, chunk after chunk of a
recomputation or change after change, is added to it. So a regrade of two thousand claims is one line for
each of those concerned, with the claims that are theirs.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Q
from django.utils import timezone

from annotations.domain.vocabulary import NoticeKind
from annotations.models import Event, Notice
from annotations.queries.register_people import people_concerned

NOUNS: Final = ("publisher", "source")
REMEMBERED: Final = 5_000
"""How many claims a notice names at most; it counts them all."""

Subject = tuple[str, int]


@dataclass(slots=True)
class _News:
    """What one person is to be told about one publisher or source."""

    claims: set[int] = field(default_factory=set)
    because: dict[int, str] = field(default_factory=dict)


def notify_of_changed_register(
    moved: Mapping[int, Collection[int]], events: Mapping[int, Event], sentences: Mapping[int, str]
) -> None:
    """Tells those who signed or evidenced these claims, each given with the events that moved it.

    Who made the change themselves knows. Nothing happens where no event is one of the register. Five
    statements, however many people and claims.
    """
    causes = {pk: _subject(events[pk]) for found in moved.values() for pk in found if pk in events}
    known = {pk: subject for pk, subject in causes.items() if subject is not None}
    concerned = {claim: [pk for pk in found if pk in known] for claim, found in moved.items()}
    concerned = {claim: found for claim, found in concerned.items() if found}
    if concerned:
        _tell(_news(concerned, known, events, sentences))


def _subject(event: Event) -> Subject | None:
    """The publisher or source in whose history the event stands."""
    noun, _, pk = event.stream.partition(":")
    return (noun, int(pk)) if noun in NOUNS else None


def _news(
    concerned: Mapping[int, Collection[int]],
    subjects: Mapping[int, Subject],
    events: Mapping[int, Event],
    sentences: Mapping[int, str],
) -> dict[tuple[int, str, int], _News]:
    news: dict[tuple[int, str, int], _News] = defaultdict(_News)
    for claim, person in people_concerned(concerned):
        for pk in concerned[claim]:
            if events[pk].actor_id != person:
                told = news[person, *subjects[pk]]
                told.claims.add(claim)
                told.because[pk] = sentences[pk]
    return news


def _tell(news: Mapping[tuple[int, str, int], _News]) -> None:
    if not news:
        return
    told = {"kind": NoticeKind.SOURCE_CHANGED}
    Notice.objects.bulk_create(
        [Notice(person_id=person, **{f"{noun}_id": pk}, **told) for person, noun, pk in sorted(news)],
        ignore_conflicts=True,
    )
    held = _unread(news)
    for notice in held:
        noun = "publisher" if notice.publisher_id else "source"
        added = news.get((notice.person_id, noun, notice.publisher_id or notice.source_id or 0))
        if added is not None:
            notice.detail, notice.raised_at = _joined(notice.detail, added), timezone.now()
    Notice.objects.bulk_update(held, ["detail", "raised_at"])


def _unread(news: Iterable[tuple[int, str, int]]) -> list[Notice]:
    """The notices to add to, locked in the order of their ids."""
    people = {person for person, _, _ in news}
    ids = {noun: {pk for _, one, pk in news if one == noun} for noun in NOUNS}
    about = Q(publisher__in=ids["publisher"]) | Q(source__in=ids["source"])
    found = Notice.objects.filter(
        about, kind=NoticeKind.SOURCE_CHANGED, person__in=people, read_at__isnull=True
    )
    return list(found.select_for_update(of=("self",)).order_by("pk"))


def _joined(detail: Mapping[str, Any], added: _News) -> dict[str, Any]:
    known = set(detail.get("moved", ()))
    new = added.claims - known
    because = {str(pk): words for pk, words in added.because.items()}
    return {
        "count": detail.get("count", 0) + len(new),
        "moved": sorted(known | new)[:REMEMBERED],
        "because": dict(detail.get("because", {})) | because,
    }
