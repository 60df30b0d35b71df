"""What the pages about sources and publishers show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlsplit

from django.db.models import Count, Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce

from annotations.domain.errors import Invalid
from annotations.domain.vocabulary import EvidenceState, LinkHealth
from annotations.domain.weblinks import canonical_url
from annotations.models import Capture, Derivation, Evidence, Publisher, Source, User
from annotations.queries.captures import captures_of
from annotations.queries.dependents import claims_resting_on_sources, texts_of_claims
from annotations.queries.publishers import publisher_by_id
from annotations.queries.sources import all_sources, derivations_of, find_sources, relays_of, source_by_id
from annotations.queries.visibility import visible, visible_evidence, visible_sources

PAGE = 50
CITED_SHOWN = 100
TOUCHED_SHOWN = 5
CHOICES = 8
Row = TypeVar("Row")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """The rows of page `number`, counted from 1, and whether more follow."""

    rows: list[Row]
    number: int
    has_more: bool


@dataclass(frozen=True)
class SourceReading:
    """A source with what it rests on, what rests on it, and its copies.

    Of many links the latest are in `evidence`, all of them in `evidence_count`; `touched` are the claims
    whose statuses rest on the source, however indirectly, with the texts of some in `touched_texts`.
    """

    source: Source
    publisher: Publisher
    captures: list[Capture]
    derivations: list[Derivation]
    relays: list[Derivation]
    evidence: list[Evidence]
    evidence_count: int
    touched: int
    touched_texts: list[tuple[int, str]]


def sources_of(publisher_id: int, number: int, person: User) -> Page[Source]:
    """A publisher's sources, the latest first, with how many claims cite each, fifty at a time."""
    start = PAGE * (number - 1)
    found = visible_sources(person).filter(publisher=publisher_id, merged_into=None).order_by("-id")
    ids = list(found.values_list("pk", flat=True)[start : start + PAGE + 1])
    return Page(with_use(ids[:PAGE]), number, len(ids) > PAGE)


def read_source(source_id: int, person: User) -> SourceReading:
    """One source for its page. Refuses with `NotFound`."""
    source = source_by_id(source_id)
    evidence = visible_evidence(person).filter(source=source).exclude(state=EvidenceState.WITHDRAWN)
    touched = claims_resting_on_sources([source_id])
    return SourceReading(
        source=source,
        publisher=publisher_by_id(source.publisher_id),
        captures=list(captures_of(source_id)),
        derivations=list(visible(derivations_of(source_id), person)),
        relays=list(visible(relays_of(source_id), person)),
        evidence=list(evidence.select_related("claim").order_by("-id")[:CITED_SHOWN]),
        evidence_count=evidence.count(),
        touched=len(touched),
        touched_texts=texts_of_claims(touched, person, limit=TOUCHED_SHOWN),
    )


def sources_to_choose(
    words: str, person: User, *, chosen: Iterable[int] = (), without: int | None = None
) -> list[Source]:
    """Sources to name as an origin: what is chosen already, then what matches, else the latest."""
    ids = list(chosen)
    named = visible(all_sources(), person).filter(pk__in=ids) if ids else []
    kept = [source for source in named if source.pk != without]
    some = find_sources(words, person, CHOICES + len(ids) + 1)
    found = [source for source in some if source.pk not in {*ids, without}]
    return kept + found[:CHOICES]


def publisher_of_address(url: str) -> str:
    """The name of the publisher of whom something from the same site is registered; empty for none."""
    try:
        site = urlsplit(canonical_url(url))
    except Invalid:
        return ""
    beside = Source.objects.filter(canonical_url__startswith=f"{site.scheme}://{site.netloc}/").order_by(
        "-id"
    )
    return beside.values_list("publisher__name", flat=True).first() or ""


def with_use(source_ids: Sequence[int]) -> list[Source]:
    """These sources in this order, with `claim_count`, how many claims cite each, `is_captured`, and
    `health`, what the last visit found at its address (empty before the first), with its `health_label`.
    """
    live = ~Q(evidence__state=EvidenceState.WITHDRAWN)
    counted = Source.objects.select_related("publisher").annotate(
        claim_count=Count("evidence__claim", filter=live, distinct=True),
        is_captured=Exists(Capture.objects.filter(source=OuterRef("pk"))),
        health=Coalesce("watch__health", Value("")),
    )
    by_id = counted.in_bulk(source_ids)
    found: list[Source] = [by_id[pk] for pk in source_ids if pk in by_id]
    for source in found:
        source.health_label = str(LinkHealth(source.health).label)  # type: ignore[attr-defined]
    return found
