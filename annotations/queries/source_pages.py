"""What the pages about sources and publishers show."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from annotations.domain.vocabulary import EvidenceState
from annotations.models import Capture, Derivation, Evidence, Publisher, Source
from annotations.queries.captures import captures_of
from annotations.queries.publishers import find_publishers, publisher_by_id
from annotations.queries.sources import all_sources, derivations_of, find_sources, relays_of, source_by_id

PAGE = 50


@dataclass(frozen=True)
class Page:
    """Rows, and the id below which the next ones lie; None on the last page."""

    rows: list[Any]
    next_before: int | None


@dataclass(frozen=True)
class SourceReading:
    """A source with what it rests on, what rests on it, and its copies."""

    source: Source
    publisher: Publisher
    captures: list[Capture]
    derivations: list[Derivation]
    relays: list[Derivation]
    evidence: list[Evidence]


def sources_page(words: str, before: int | None) -> Page:
    """Sources that match the words, or all of them, the latest registered first, fifty at a time."""
    if words.strip():
        return Page(_counted(find_sources(words, PAGE)), None)
    found = all_sources().order_by("-id")
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found[: PAGE + 1])
    more = rows[PAGE - 1].pk if len(rows) > PAGE else None
    return Page(_counted(rows[:PAGE]), more)


def read_source(source_id: int) -> SourceReading:
    """One source for its page. Refuses with `NotFound`."""
    source = source_by_id(source_id)
    evidence = Evidence.objects.filter(source=source).exclude(state=EvidenceState.WITHDRAWN)
    return SourceReading(
        source=source,
        publisher=publisher_by_id(source.publisher_id),
        captures=list(captures_of(source_id)),
        derivations=list(derivations_of(source_id)),
        relays=list(relays_of(source_id)),
        evidence=list(evidence.select_related("claim").order_by("-id")[:200]),
    )


def publishers_page(words: str) -> list[Publisher]:
    """Publishers that match the words, or the first by name, with how many sources each has."""
    found = find_publishers(words, 100)
    numbers = Publisher.objects.filter(pk__in=[row.pk for row in found]).annotate(number=Count("sources"))
    by_id = dict(numbers.values_list("pk", "number"))
    for publisher in found:
        publisher.source_count = by_id[publisher.pk]
    return found


def sources_of(publisher_id: int) -> list[Source]:
    """A publisher's sources, the latest first, with how many claims cite each."""
    return _counted(list(all_sources().filter(publisher=publisher_id).order_by("-id")[:200]))


def sources_to_derive_from(source_id: int, words: str) -> QuerySet[Source]:
    """What a source may rest on: those that match the words, else the latest registered."""
    found = find_sources(words, 40) if words.strip() else list(all_sources().order_by("-id")[:40])
    return Source.objects.filter(pk__in=[row.pk for row in found]).exclude(pk=source_id).order_by("title")


def _counted(rows: list[Source]) -> list[Source]:
    """Each with `claim_count` and `is_captured`."""
    live = ~Q(evidence__state=EvidenceState.WITHDRAWN)
    counted = Source.objects.filter(pk__in=[row.pk for row in rows]).annotate(
        claims=Count("evidence__claim", filter=live, distinct=True),
        captured=Exists(Capture.objects.filter(source=OuterRef("pk"))),
    )
    by_id = {
        pk: (claims, captured) for pk, claims, captured in counted.values_list("pk", "claims", "captured")
    }
    for row in rows:
        row.claim_count, row.is_captured = by_id[row.pk]
    return rows
