"""Questions about evidence, and what one may cite next."""

from dataclasses import dataclass

from django.db.models import QuerySet

from annotations.domain.errors import NotFound
from annotations.models import Capture, Derivation, Evidence, Reliance, Source, User
from annotations.queries.captures import latest_capture_id
from annotations.queries.claim_pages import recent_sources
from annotations.queries.sources import all_sources, find_sources, source_by_id

LATEST_OFFERED = 30


@dataclass(frozen=True)
class ComposerSources:
    """What the composer offers: found or recent sources, the chosen one, and its latest capture if any."""

    words: str
    found: list[Source]
    captured: set[int]
    chosen: Source | None
    capture_id: int | None

    @property
    def is_address(self) -> bool:
        """Whether an address was typed rather than words."""
        return self.words.lower().startswith(("http://", "https://"))


def sources_to_cite(*, person: User, words: str, source_id: int | None) -> ComposerSources:
    """The sources that match the words; without words those the person used last, then the latest."""
    typed = words.strip()
    found = find_sources(typed, 12) if typed else _recent(person)
    captured = Capture.objects.filter(source__in=[source.pk for source in found])
    chosen = source_by_id(source_id) if source_id else None
    return ComposerSources(
        words=typed,
        found=found,
        captured=set(captured.values_list("source_id", flat=True)),
        chosen=chosen,
        capture_id=latest_capture_id(chosen.pk) if chosen else None,
    )


def sources_to_rely_on(claim_id: int, source_id: int | None) -> QuerySet[Source]:
    """What a passage most likely rests on: other sources of the claim, their origins, the latest registered."""
    cited = Evidence.objects.filter(claim=claim_id).values_list("source_id", flat=True)
    origins = Derivation.objects.filter(source__in=cited).values_list("origin_id", flat=True)
    relied_on = Reliance.objects.filter(evidence__claim=claim_id).values_list("source_id", flat=True)
    latest = Source.objects.order_by("-id").values_list("pk", flat=True)[:LATEST_OFFERED]
    ids = {*cited, *origins, *relied_on, *latest} - {source_id}
    return all_sources().filter(pk__in=ids).order_by("title", "id")


def evidence_by_id(evidence_id: int) -> Evidence:
    """One link with its claim and source. Refuses with `NotFound`."""
    related = Evidence.objects.select_related("claim", "source__publisher", "capture", "attached_by")
    evidence = related.filter(pk=evidence_id).first()
    if evidence is None:
        raise NotFound(f"There is no evidence {evidence_id}.", details={"id": evidence_id})
    return evidence


def _recent(person: User) -> list[Source]:
    used = recent_sources(person)
    by_id = {source.pk: source for source in all_sources().filter(pk__in=used)}
    latest = list(all_sources().exclude(pk__in=used).order_by("-id")[: 8 - len(used)])
    return [by_id[pk] for pk in used if pk in by_id] + latest
