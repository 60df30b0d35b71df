"""Visits to the addresses of sources: due, made, and what is known before the next."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from annotations.domain.link_health import Known, QuotedPassage
from annotations.domain.passages import find_passage
from annotations.domain.vocabulary import ClaimState, EvidenceState, LinkHealth, Origin, PassageCheck
from annotations.models import (
    ArchivedCopy,
    ArchiveRequest,
    Capture,
    Evidence,
    SourceConfidant,
    SourceVisit,
    SourceWatch,
    User,
    WebHost,
)
from annotations.queries.visibility import visible, visible_sources

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


class Marks(NamedTuple):
    """The copy shown last, the newest one from the page, failures in a row, and what is quoted and how it
    was found.
    """

    shown: int | None
    newest: int | None
    failures: int
    links: tuple[tuple[int, str], ...]


def due_visits(now: datetime) -> QuerySet[SourceVisit]:
    """Visits that are to be made now and that nobody is making, longest waiting first."""
    unheld = Q(leased_until__isnull=True) | Q(leased_until__lte=now)
    waiting = SourceVisit.objects.filter(unheld, finished_at__isnull=True, not_before__lte=now)
    return waiting.order_by("not_before", "id")


def due_archive_requests(now: datetime) -> QuerySet[ArchiveRequest]:
    """Questions to the web archive that are to be asked now and that nobody asks, longest waiting first."""
    unheld = Q(leased_until__isnull=True) | Q(leased_until__lte=now)
    waiting = ArchiveRequest.objects.filter(unheld, finished_at__isnull=True, not_before__lte=now)
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


@dataclass(frozen=True, slots=True)
class KnownPage:
    """What is known of a source's page before a visit.

    `known` has every passage that is quoted from the source. `shown` is the copy that the last visit saw.
    `said` are the keys of those passages that the page said when it was read last: what people pasted from
    elsewhere, or what a merged source brought along, cannot be lost by it. `marks` tell whether any of this
    changed meanwhile (`marks_of`).
    """

    known: Known
    shown: int | None
    said: frozenset[int]
    marks: Marks

    def known_beside(self, text: str) -> Known:
        """What a new text is judged by: passages that the page said, and others that it says now."""
        passages = self.known.passages
        kept = (each for each in passages if each.key in self.said or _stands(each.words, each.near, text))
        return replace(self.known, passages=tuple(kept))


def marks_of(source_id: int) -> Marks:
    """What a judgement rests on, so cheaply that it can be asked for twice; four statements."""
    newest = _read_from_page(source_id).order_by("-id").values_list("pk", flat=True).first()
    failures = SourceWatch.objects.filter(pk=source_id).values_list("failures", flat=True).first() or 0
    links = _standing(source_id).values_list("pk", "passage_check")
    return Marks(last_shown(source_id), newest, failures, tuple(links))


def known_page(source_id: int, url: str) -> KnownPage:
    """What is known of a source's page before a visit to its address."""
    # First, so that whatever changes while the rest is read is noticed.
    marks = marks_of(source_id)
    copy = page_copy(source_id)
    rows = list(_standing(source_id).select_related("capture").defer("capture__text", "capture__blocks"))
    missing = [link for link in rows if link.passage_check == PassageCheck.NOT_FOUND]
    standing = [link for link in rows if link.passage_check != PassageCheck.NOT_FOUND]
    known = Known(
        url=url,
        text=(copy.text or None) if copy else None,
        bytes_sha256=copy.bytes_sha256 if copy else "",
        passages=tuple(_quoted(link) for link in standing),
        missing=tuple(_quoted(link) for link in missing),
        failures=marks.failures,
    )
    said = frozenset(link.pk for link in standing if copy and _was_said(link, copy))
    return KnownPage(known, marks.shown, said, marks)


def page_copy(source_id: int, until: datetime | None = None) -> Capture | None:
    """The copy that shows what a source's address said last (before `until`), with its text: the one that
    the last visit saw, whoever stored it; without a visit, the newest that was read from there.
    """
    seen = SourceVisit.objects.filter(source=source_id, capture__isnull=False)
    copies = _read_from_page(source_id)
    if until is not None:
        seen, copies = seen.filter(finished_at__lte=until), copies.filter(captured_at__lte=until)
    # The page may show an earlier copy again, which is then what it said last.
    shown, newest = (
        rows.order_by("-id").values(name)[:1] for rows, name in ((seen, "capture"), (copies, "pk"))
    )
    latest = Capture.objects.filter(pk=Coalesce(Subquery(shown), Subquery(newest)))
    return latest.defer("blocks", "http_headers").first()


def is_off_its_page(source_id: int, capture: Capture, passage: str, near: int) -> bool:
    """Whether a passage was read from the address of a source that no longer says it."""
    now = page_copy(source_id)
    if now is None or not now.text or now.pk == capture.pk or now.source_id != capture.source_id:
        return False
    is_earlier = capture.visits.exists() or (capture.origin in READ_FROM_THE_PAGE and capture.pk < now.pk)
    return is_earlier and not _stands(passage, near, now.text)


def _read_from_page(source_id: int) -> QuerySet[Capture]:
    return Capture.objects.filter(source=source_id, origin__in=READ_FROM_THE_PAGE, is_summary=False)


def _standing(source_id: int) -> QuerySet[Evidence]:
    """What claims quote from the source."""
    linked = Evidence.objects.filter(source=source_id).exclude(state=EvidenceState.WITHDRAWN)
    return linked.order_by("pk")


def _quoted(link: Evidence) -> QuotedPassage:
    return QuotedPassage(link.pk, link.passage, link.start)


def _was_said(link: Evidence, copy: Capture) -> bool:
    """Whether the page said these words: in the copy that it showed last, or in one read from it since."""
    capture = link.capture
    since = capture.source_id == copy.source_id and capture.pk > copy.pk
    if capture.pk == copy.pk or (since and capture.origin in READ_FROM_THE_PAGE):
        return True
    return _stands(link.passage, link.start, copy.text)


def _stands(words: str, near: int | None, text: str) -> bool:
    return find_passage(text, words, near) is not None


@dataclass(frozen=True, slots=True)
class HealthCount:
    """How many sources were found so at their last visit."""

    health: LinkHealth
    count: int


def health_counts(person: User) -> list[HealthCount]:
    """Sources by what the last visit to them found, in the order of the vocabulary; one statement."""
    found = visible(SourceWatch.objects.filter(source__merged_into__isnull=True), person).values_list(
        "health"
    )
    counts = dict(found.annotate(Count("pk")).order_by())
    return [HealthCount(health, counts[health]) for health in LinkHealth if counts.get(health)]


def visits_known_to(person: User) -> QuerySet[SourceVisit]:
    """The log of all visits, without those to sources that this person may not know."""
    return SourceVisit.objects.filter(_known(person))


def watches_known_to(person: User) -> QuerySet[SourceWatch]:
    """What is watched, without sources that this person may not know."""
    return SourceWatch.objects.filter(_known(person))


def archive_requests_known_to(person: User) -> QuerySet[ArchiveRequest]:
    """What the public web archive was asked, without sources that this person may not know."""
    return ArchiveRequest.objects.filter(_known(person))


def archived_copies_known_to(person: User) -> QuerySet[ArchivedCopy]:
    """Copies in the public web archive, without those of sources that this person may not know."""
    return ArchivedCopy.objects.filter(_known(person))


def _known(person: User) -> Q:
    named = SourceConfidant.objects.filter(source=OuterRef("source"), person=person.pk)
    return Q(source__is_protected=False) | Q(Exists(named))


@dataclass(frozen=True, slots=True)
class Reachability:
    """What a source's address shows: the timetable with the last judgement (None before the first), the log,
    what is known of it in the public web archive, and the visit that is awaited.
    """

    watch: SourceWatch | None
    visits: list[SourceVisit]
    archive: "InArchive"

    @property
    def awaited(self) -> SourceVisit | None:
        """The visit that is still to be made or is being made."""
        return next((visit for visit in self.visits if visit.finished_at is None), None)


def watch_of(source_id: int) -> SourceWatch | None:
    """When the address is read again, and what was found last."""
    return SourceWatch.objects.filter(source=source_id).select_related("set_by").first()


def reachability_of(source_id: int) -> Reachability:
    """What is known of a source's address; four statements."""
    return Reachability(
        watch=watch_of(source_id),
        visits=list(visits_of(source_id)[:LOG_SHOWN]),
        archive=in_archive(source_id),
    )


@dataclass(frozen=True, slots=True)
class InArchive:
    """The copies of a source in the public web archive, newest first, and what the archive was asked last."""

    copies: list[ArchivedCopy]
    request: ArchiveRequest | None


def in_archive(source_id: int) -> InArchive:
    """What is known of a source in the public web archive; two statements."""
    copies = ArchivedCopy.objects.filter(source=source_id).order_by("-archived_at", "-id")
    requests = ArchiveRequest.objects.filter(source=source_id).order_by("-id")
    return InArchive(list(copies[:LOG_SHOWN]), requests.first())


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


def health_board(now: datetime, person: User) -> HealthBoard:
    """The register's addresses at a glance; thirteen statements, however large it is."""
    with_address = (
        visible_sources(person).filter(merged_into=None, is_protected=False).exclude(canonical_url="")
    )
    visited = visible(
        SourceWatch.objects.filter(source__merged_into=None, source__is_protected=False), person
    )
    counts = health_counts(person)
    return HealthBoard(
        counts=counts,
        never_visited=with_address.exclude(
            Exists(visited.filter(source=OuterRef("pk")).exclude(health=""))
        ).count(),
        urgent=urgent_watches(person),
        visits=list(
            visible(SourceVisit.objects.all(), person)
            .filter(finished_at__isnull=False, source__is_protected=False)
            .select_related("source")
            .order_by("-id")[:LOG_SHOWN]
        ),
        hosts=list(WebHost.objects.filter(not_before__gt=now).order_by("-not_before", "name")[:LOG_SHOWN]),
        waiting=SourceVisit.objects.filter(finished_at__isnull=True).count(),
        watched=visited.filter(every_hours__gt=0).count(),
        lost=visible(lost_passages(), person).count(),
    )


def urgent_watches(person: User) -> list[SourceWatch]:
    """The sources whose last visit a person should look into, the gravest kind first and of each kind those
    that claims quote most, with `linked`, how many passages that are; one statement a kind.
    """
    linked = Count("source__evidence", filter=~Q(source__evidence__state=EvidenceState.WITHDRAWN))
    watches = visible(SourceWatch.objects.all(), person)
    found = watches.filter(source__merged_into=None, source__is_protected=False)
    ordered = found.select_related("source__publisher").annotate(linked=linked)
    ordered = ordered.order_by("-linked", "-visited_at", "source")
    return [watch for health in URGENT for watch in ordered.filter(health=health)[:URGENT_SHOWN]]


def lost_passages() -> QuerySet[Evidence]:
    """Links whose words are gone from the page and that a person has yet to judge, longest waiting first."""
    lost = Evidence.objects.filter(passage_check=PassageCheck.NOT_FOUND)
    standing = lost.exclude(state=EvidenceState.WITHDRAWN).exclude(claim__state=ClaimState.WITHDRAWN)
    return standing.select_related("claim", "source__publisher", "attached_by").order_by("changed_at", "id")


def latest_from_the_page(source_ids: Iterable[int]) -> dict[int, Capture]:
    """For each source the copy that shows what its address says (see `page_copy`), with its text."""
    visits = SourceVisit.objects.filter(capture=OuterRef("pk"), source=OuterRef("source")).order_by("-id")
    copies = Capture.objects.filter(source__in=source_ids).exclude(text="")
    shown = copies.annotate(seen=Subquery(visits.values("pk")[:1])).filter(
        Q(seen__isnull=False) | Q(origin__in=READ_FROM_THE_PAGE, is_summary=False)
    )
    ordered = shown.order_by("source", F("seen").desc(nulls_last=True), "-id").distinct("source")
    return {capture.source_id: capture for capture in ordered.defer("blocks", "http_headers")}
