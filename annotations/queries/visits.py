"""Visits to the addresses of sources: due, made, and what is known before the next."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from annotations.domain.link_health import Known, QuotedPassage
from annotations.domain.vocabulary import EvidenceState, LinkHealth, Origin, PassageCheck
from annotations.models import Capture, Evidence, Source, SourceVisit, SourceWatch

READ_FROM_THE_PAGE = (Origin.FETCH, Origin.CHECK)
"""Copies that show what an address says; what people paste or upload may be any part of it."""


def due_visits(now: datetime) -> QuerySet[SourceVisit]:
    """Visits that are to be made now and that nobody is making, longest waiting first."""
    unheld = Q(leased_until__isnull=True) | Q(leased_until__lte=now)
    waiting = SourceVisit.objects.filter(unheld, finished_at__isnull=True, not_before__lte=now)
    return waiting.order_by("not_before", "id")


def due_watches(now: datetime) -> QuerySet[SourceWatch]:
    """What the timetable asks for, longest due first. Sources that were merged away rest."""
    due = SourceWatch.objects.filter(next_visit_at__lte=now, source__merged_into__isnull=True)
    return due.order_by("next_visit_at")


def visits_of(source_id: int) -> QuerySet[SourceVisit]:
    """The log of a source's visits, latest first."""
    visits = SourceVisit.objects.filter(source=source_id).select_related("requested_by")
    return visits.order_by("-id")


def last_shown(source_id: int) -> int | None:
    """The copy that shows what the address said at the last visit that saw the source."""
    seen = SourceVisit.objects.filter(source=source_id, capture__isnull=False).order_by("-id")
    return seen.values_list("capture", flat=True).first()


def known_before(source: Source, url: str, failures: int) -> Known:
    """What is known of a source before a visit: the newest copy from its address, and what is quoted."""
    copies = Capture.objects.filter(source=source, origin__in=READ_FROM_THE_PAGE, is_summary=False)
    latest = copies.order_by("-id").values_list("text", "bytes_sha256").first()
    text, digest = latest or ("", "")
    return Known(
        url=url,
        text=text or None,
        bytes_sha256=digest,
        passages=tuple(_quoted(source.pk)),
        failures=failures,
    )


def _quoted(source_id: int) -> list[QuotedPassage]:
    """What claims quote from the source and was not missed before."""
    linked = Evidence.objects.filter(source=source_id).exclude(state=EvidenceState.WITHDRAWN)
    standing = linked.exclude(passage_check=PassageCheck.NOT_FOUND).order_by("pk")
    return [QuotedPassage(*row) for row in standing.values_list("pk", "passage", "start")]


@dataclass(frozen=True, slots=True)
class HealthCount:
    """How many sources were found so at their last visit."""

    health: LinkHealth
    count: int


def health_counts() -> list[HealthCount]:
    """Sources by what the last visit to them found, in the order of the vocabulary; one statement."""
    found = SourceWatch.objects.filter(source__merged_into__isnull=True).values_list("health")
    counts = dict(found.annotate(Count("pk")).order_by())
    return [HealthCount(health, counts[health]) for health in LinkHealth if counts.get(health)]
