"""Taking who a source is out of what was written down while it was open.

The history, the copies and the computed reasons of that time are never changed; questions leave them out
(`queries.protection`). What the program keeps for its own use, and may change, is changed here: marks and
notices that people read, the log of visits, reports of imports, and answers kept for programs that repeat a
request.
"""

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import Case, Q, Value, When
from django.db.models.functions import Replace
from django.utils import timezone

from annotations.actions.recording import name_of
from annotations.domain.vocabulary import RowOutcome, VisitState
from annotations.models import (
    ArchivedCopy,
    ArchiveRequest,
    Derivation,
    Event,
    IdempotencyKey,
    Notice,
    RegisterImportRow,
    Source,
    SourceIdentity,
    SourceRelation,
    SourceVisit,
    SourceWatch,
    StaleFlag,
)

PROTECTED_SINCE: Final = "The source is protected since."
CUT_OFF: Final = 60
"""Of a longer title so much is enough to know it by."""
EMPTY: Final[Mapping[str, Any]] = {
    "text": "",
    "blocks": [],
    "origin_name": "",
    "final_url": "",
    "http_headers": {},
    "text_sha256": "",
    "bytes_sha256": "",
}
"""What an answer about a copy says to a program that may know it no more."""

HIDING: Final = (
    "title",
    "publisher_id",
    "authors",
    "url",
    "canonical_url",
    "identifiers",
    "published_on",
    "tags",
    "note",
    "state_reason",
    "is_protected",
)


def take_out_of_records(source: Source, identity: SourceIdentity) -> None:
    """Puts the mask of a source in the place of its identity. Part of an action, which has locked the source
    and put the mask on.
    """
    _end_visits(source)
    _keep_archived_addresses(source, identity)
    masks = _masks(source, identity)
    relations = SourceRelation.objects.filter(Q(first=source) | Q(second=source))
    derivations = Derivation.objects.filter(Q(source=source) | Q(origin=source))
    for title in _titles(source, identity):
        _mask_flags(source, title)
        _mask_imports(source, title)
        for told in (relations, derivations):
            masked = Replace("reason", Value(title), Value(source.title))
            told.filter(reason__contains=title).update(reason=masked)
    for notice in Notice.objects.filter(source=source):
        notice.detail = _masked(notice.detail, masks)
        notice.save(update_fields=["detail"])
    _mask_answers(source)


def _end_visits(source: Source) -> None:
    """Nobody reads its address any more, and where that was is forgotten."""
    visits = SourceVisit.objects.filter(source=source)
    visits.update(url="", host="", final_url="", problem="", rule="")
    visits.filter(finished_at__isnull=True).update(
        state=VisitState.FAILED, finished_at=timezone.now(), leased_until=None, problem=PROTECTED_SINCE
    )
    visits.filter(state=VisitState.FAILED).update(problem=PROTECTED_SINCE)
    SourceWatch.objects.filter(source=source).update(
        every_hours=0, next_visit_at=None, problem="", moved_to="", etag="", last_modified=""
    )


def _keep_archived_addresses(source: Source, identity: SourceIdentity) -> None:
    """An archive's address holds the one that was archived: it goes into the identity. What the archive was
    asked is forgotten.
    """
    ArchiveRequest.objects.filter(source=source).delete()
    copies = ArchivedCopy.objects.filter(source=source).order_by("pk")
    lines = [f"{copy.archived_at:%Y-%m-%d}: {copy.url}" for copy in copies]
    if lines:
        identity.note = "\n".join(filter(None, [identity.note, *lines]))
        identity.save(update_fields=["note"])
        copies.delete()


def _mask_flags(source: Source, title: str) -> None:
    """Wherever it is named, also where the sentence was cut off within a long title."""
    named = StaleFlag.objects.filter(detail__contains=title)
    named.update(detail=Replace("detail", Value(title), Value(source.title)))
    cut_off = StaleFlag.objects.filter(detail__contains=title[:CUT_OFF]) if len(title) > CUT_OFF else None
    if cut_off is not None:
        cut_off.update(detail=PROTECTED_SINCE)


def _mask_imports(source: Source, title: str) -> None:
    """Rows of files that made it, changed it, or were refused because it was there."""
    about = Q(source=source) | Q(name=title) | Q(message__contains=title)
    refused = When(outcome=RowOutcome.REFUSED, then=Value(PROTECTED_SINCE))
    RegisterImportRow.objects.filter(about).update(
        name=source.title, values={}, message=Case(refused, default=Value(""))
    )


def _mask_answers(source: Source) -> None:
    """Programs that send a request once more get the mask, as they would by asking anew."""
    shown = {name: getattr(source, name) for name in HIDING} | {"publisher_name": source.publisher.name}
    keys = IdempotencyKey.objects.exclude(body=None)
    about = keys.filter(body__id=source.pk, body__has_key="canonical_url")
    copies = keys.filter(body__source_id=source.pk, body__has_key="text_sha256")
    for found, masks in ((about, shown), (copies, EMPTY)):
        for key in found:
            answer: dict[str, Any] = key.body  # type: ignore[assignment]
            key.body = {name: masks.get(name, value) for name, value in answer.items()}
            key.save(update_fields=["body"])


def _titles(source: Source, identity: SourceIdentity) -> list[str]:
    """The titles it has and had, the longest first: one may be part of another."""
    past = Event.objects.filter(stream=name_of(source), after__has_key="title")
    had = {str(title) for title in past.values_list("after__title", flat=True)}
    return sorted({identity.title, *had} - {source.title}, key=len, reverse=True)


def _masks(source: Source, identity: SourceIdentity) -> dict[str, str]:
    masks = {
        **dict.fromkeys(_titles(source, identity), source.title),
        identity.url: "",
        identity.publisher_name: source.publisher.name,
    }
    return {word: mask for word, mask in masks.items() if word}


def _masked(value: Any, masks: Mapping[str, str]) -> Any:
    """The same plain values with the masks in every text."""
    if isinstance(value, str):
        for word, mask in masks.items():
            value = value.replace(word, mask)
        return value
    if isinstance(value, Mapping):
        return {key: _masked(one, masks) for key, one in value.items()}
    return [_masked(one, masks) for one in value] if isinstance(value, list) else value
