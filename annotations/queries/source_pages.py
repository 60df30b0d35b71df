"""What the pages about sources and publishers show."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlsplit

from django.db.models import Count, Exists, OuterRef, Q

from annotations.domain.errors import Invalid
from annotations.domain.vocabulary import EvidenceState
from annotations.domain.weblinks import canonical_url
from annotations.models import Capture, Derivation, Evidence, Publisher, Source
from annotations.queries.captures import captures_of
from annotations.queries.dependents import claims_resting_on_sources, texts_of_claims
from annotations.queries.publishers import all_publishers, find_publishers, publisher_by_id
from annotations.queries.sources import all_sources, derivations_of, find_sources, relays_of, source_by_id

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


def sources_page(words: str, number: int) -> Page[Source]:
    """Sources that match the words, or all of them, the latest registered first, fifty at a time."""
    rows = find_sources(words, PAGE + 1, offset=PAGE * (number - 1))
    return Page(with_use(rows[:PAGE]), number, len(rows) > PAGE)


def publishers_page(words: str, number: int) -> Page[Publisher]:
    """Publishers that match the words, or all by name, with how many sources each has, fifty at a time."""
    rows = find_publishers(words, PAGE + 1, offset=PAGE * (number - 1))
    ids = [row.pk for row in rows[:PAGE]]
    counted = all_publishers().filter(pk__in=ids).annotate(source_count=Count("sources"))
    by_id = {row.pk: row for row in counted}
    return Page([by_id[pk] for pk in ids], number, len(rows) > PAGE)


def sources_of(publisher_id: int, number: int) -> Page[Source]:
    """A publisher's sources, the latest first, with how many claims cite each, fifty at a time."""
    start = PAGE * (number - 1)
    rows = list(all_sources().filter(publisher=publisher_id)[start : start + PAGE + 1])
    return Page(with_use(rows[:PAGE]), number, len(rows) > PAGE)


def read_source(source_id: int) -> SourceReading:
    """One source for its page. Refuses with `NotFound`."""
    source = source_by_id(source_id)
    evidence = Evidence.objects.filter(source=source).exclude(state=EvidenceState.WITHDRAWN)
    touched = claims_resting_on_sources([source_id])
    return SourceReading(
        source=source,
        publisher=publisher_by_id(source.publisher_id),
        captures=list(captures_of(source_id)),
        derivations=list(derivations_of(source_id)),
        relays=list(relays_of(source_id)),
        evidence=list(evidence.select_related("claim").order_by("-id")[:CITED_SHOWN]),
        evidence_count=evidence.count(),
        touched=len(touched),
        touched_texts=texts_of_claims(touched, limit=TOUCHED_SHOWN),
    )


def sources_to_choose(words: str, *, chosen: Iterable[int] = (), without: int | None = None) -> list[Source]:
    """Sources to name as an origin: what is chosen already, then what matches, else the latest."""
    ids = list(chosen)
    kept = [source for source in all_sources().filter(pk__in=ids) if source.pk != without] if ids else []
    found = [
        source for source in find_sources(words, CHOICES + len(ids) + 1) if source.pk not in {*ids, without}
    ]
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


def with_use(rows: list[Source]) -> list[Source]:
    """The same sources in their order, with `claim_count`, how many claims cite each, and `is_captured`."""
    live = ~Q(evidence__state=EvidenceState.WITHDRAWN)
    ids = [row.pk for row in rows]
    counted = (
        Source.objects.filter(pk__in=ids)
        .select_related("publisher")
        .annotate(
            claim_count=Count("evidence__claim", filter=live, distinct=True),
            is_captured=Exists(Capture.objects.filter(source=OuterRef("pk"))),
        )
    )
    by_id = {row.pk: row for row in counted}
    return [by_id[pk] for pk in ids]
