"""Visits to the addresses of sources: due, made, and what is known before the next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from annotations.domain.link_health import Known, QuotedPassage
from annotations.domain.vocabulary import ClaimState, EvidenceState, LinkHealth, Origin, PassageCheck
from annotations.models import (
    ArchivedCopy,
    Capture,
    Evidence,
    Source,
    SourceConfidant,
    SourceVisit,
    SourceWatch,
    User,
    WebHost,
)

READ_FROM_THE_PAGE = (Origin.FETCH, Origin.CHECK)
"""Copies that show what an address says; what people paste or upload may be any part of it."""
LOG_SHOWN: Final = 10
URGENT_SHOWN: Final = 8
"""Of each kind."""
URGENT: Final = (
    LinkHealth.PASSAGE_GONE,
    LinkHealth.PASSAGE_CHANGED,
    LinkHealth.DEAD,
    LinkHealth.SOFT_404,
    LinkHealth.MOVED,
)
"""What a person should look into, the gravest first."""


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
    shown = last_shown(source.pk)
    # The page may show an earlier copy again, which is then what it said last.
    latest = copies.filter(pk=shown) if shown else copies.order_by("-id")
    text, digest = latest.values_list("text", "bytes_sha256").first() or ("", "")
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


def visits_known_to(person: User) -> QuerySet[SourceVisit]:
    """The log of all visits, without those to sources that this person may not know."""
    return SourceVisit.objects.filter(_known(person))


def watches_known_to(person: User) -> QuerySet[SourceWatch]:
    """What is watched, without sources that this person may not know."""
    return SourceWatch.objects.filter(_known(person))


def _known(person: User) -> Q:
    named = SourceConfidant.objects.filter(source=OuterRef("source"), person=person.pk)
    return Q(source__is_protected=False) | Q(Exists(named))


@dataclass(frozen=True, slots=True)
class Reachability:
    """What a source's address shows: the timetable with the last judgement (None before the first), the log,
    its copies in web archives, and the visit that is awaited.
    """

    watch: SourceWatch | None
    visits: list[SourceVisit]
    archived: list[ArchivedCopy]

    @property
    def awaited(self) -> SourceVisit | None:
        """The visit that is still to be made or is being made."""
        return next((visit for visit in self.visits if visit.finished_at is None), None)


def watch_of(source_id: int) -> SourceWatch | None:
    """When the address is read again, and what was found last."""
    return SourceWatch.objects.filter(source=source_id).select_related("set_by").first()


def reachability_of(source_id: int) -> Reachability:
    """What is known of a source's address; three statements."""
    archived = ArchivedCopy.objects.filter(source=source_id).select_related("noted_by")
    return Reachability(
        watch=watch_of(source_id),
        visits=list(visits_of(source_id)[:LOG_SHOWN]),
        archived=list(archived.order_by("-archived_at", "-id")[:LOG_SHOWN]),
    )


def latest_visit(source_id: int) -> SourceVisit | None:
    """The visit that was asked for last."""
    return visits_of(source_id).first()


@dataclass(frozen=True, slots=True)
class HealthBoard:
    """The addresses of the whole register: counts, what needs a person first, the last visits, hosts that
    rest, how many visits wait, and how many sources are watched.
    """

    counts: list[HealthCount]
    never_visited: int
    urgent: list[SourceWatch]
    visits: list[SourceVisit]
    hosts: list[WebHost]
    waiting: int
    watched: int
    lost: int


def health_board(now: datetime) -> HealthBoard:
    """The register's addresses at a glance; thirteen statements, however large it is."""
    with_address = Source.objects.filter(merged_into=None, is_protected=False).exclude(canonical_url="")
    visited = SourceWatch.objects.filter(source__merged_into=None, source__is_protected=False)
    counts = health_counts()
    return HealthBoard(
        counts=counts,
        never_visited=with_address.exclude(
            Exists(visited.filter(source=OuterRef("pk")).exclude(health=""))
        ).count(),
        urgent=urgent_watches(),
        visits=list(
            SourceVisit.objects.filter(finished_at__isnull=False, source__is_protected=False)
            .select_related("source")
            .order_by("-id")[:LOG_SHOWN]
        ),
        hosts=list(WebHost.objects.filter(not_before__gt=now).order_by("-not_before", "name")[:LOG_SHOWN]),
        waiting=SourceVisit.objects.filter(finished_at__isnull=True).count(),
        watched=visited.filter(every_hours__gt=0).count(),
        lost=lost_passages().count(),
    )


def urgent_watches() -> list[SourceWatch]:
    """The sources whose last visit a person should look into, the gravest kind first and of each kind those
    that claims quote most, with `linked`, how many passages that are; one statement a kind.
    """
    linked = Count("source__evidence", filter=~Q(source__evidence__state=EvidenceState.WITHDRAWN))
    found = SourceWatch.objects.filter(source__merged_into=None, source__is_protected=False)
    ordered = found.select_related("source__publisher").annotate(linked=linked)
    ordered = ordered.order_by("-linked", "-visited_at", "source")
    return [watch for health in URGENT for watch in ordered.filter(health=health)[:URGENT_SHOWN]]


def lost_passages() -> QuerySet[Evidence]:
    """Links whose words are gone from the page and that a person has yet to judge, longest waiting first."""
    lost = Evidence.objects.filter(passage_check=PassageCheck.NOT_FOUND)
    standing = lost.exclude(state=EvidenceState.WITHDRAWN).exclude(claim__state=ClaimState.WITHDRAWN)
    return standing.select_related("claim", "source__publisher", "attached_by").order_by("changed_at", "id")


def latest_from_the_page(source_ids: Iterable[int]) -> dict[int, Capture]:
    """For each source the newest copy that shows what its address says, with its text."""
    copies = Capture.objects.filter(source__in=source_ids, origin__in=READ_FROM_THE_PAGE, is_summary=False)
    latest = (
        copies.exclude(text="").order_by("source", "-id").distinct("source").defer("blocks", "http_headers")
    )
    return {capture.source_id: capture for capture in latest}
