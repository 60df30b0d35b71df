"""Visits to the addresses of sources: asked for by people, or due by a timetable.

A visit is a row before it is a job: whoever cites an address goes on working while it waits here, and what
came of it stays as the log. Hosts are visited by one at a time, with a pause; a visit that finds its host
busy waits for its turn. What a visit says of the source is judged by the pure rule in `domain.link_health`;
here its effects are drawn: a new copy, passages that are gone, an address that is dead.
"""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from annotations import jobs
from annotations.access import require
from annotations.actions.captures import keep_file, store_capture
from annotations.actions.citing import complete_source, provisional_title, try_again, was_cited
from annotations.actions.page_readings import NOT_READABLE, Brought, read_page
from annotations.actions.passage_checks import note_passages
from annotations.actions.recording import change, inputs_changed, locked, record_event
from annotations.actions.register import change_register
from annotations.actions.sources import register_source, settle_unreachable
from annotations.actions.web_hosts import HostIsBusy, leave_host, take_host
from annotations.domain.errors import Conflict, Invalid, Unavailable
from annotations.domain.link_health import Judgement, SeenPage, judge
from annotations.domain.vocabulary import LinkHealth, Origin, VisitReason, VisitState
from annotations.domain.weblinks import parse_web_url, without_credentials
from annotations.models import Capture, Event, Source, SourceVisit, SourceWatch, User
from annotations.models.visits import LONGEST_WATCH_INTERVAL
from annotations.queries.dependents import claims_linked_to_sources
from annotations.queries.visits import KnownPage, due_visits, due_watches, known_page, marks_of

LEASE: Final = timedelta(minutes=5)
"""For how long one visit keeps other workers away; longer than any visit may take."""
MOST_ATTEMPTS: Final = 5
"""Of one visit, when workers die over it."""
STORAGE_REST: Final = timedelta(minutes=10)
"""After which a visit is made again whose copy could not be stored."""
LONGEST_REST: Final = timedelta(days=60)
"""Between two visits to an address that keeps failing."""
PROBLEM_LENGTH: Final = 500

NO_ADDRESS: Final = "The address of the source was changed or taken away before it was read."


@transaction.atomic
def ask_for_visit(*, source_id: int, reason: str = VisitReason.ASKED, actor: User) -> SourceVisit:
    """Has the source's address read as soon as may be, in the background. One that waits already is given
    back, and waits no longer.

    Refuses a source without an address (`source-has-no-address`) and one that was merged away
    (`merged-already`).
    """
    source = locked(Source, source_id)
    require(actor, "source.visit", source)
    _require_address(source)
    waiting = SourceVisit.objects.filter(source=source, finished_at__isnull=True).first()
    return _hastened(waiting) if waiting else _queue(source, VisitReason(reason), actor)


@transaction.atomic
def cite_address(*, url: str, title: str = "", actor: User, **described: Any) -> Source:
    """Registers what stands at an address and has it read in the background, so that nobody waits for a page.

    Without a title the address is its title until the copy tells a better one. Further arguments and refusals
    are those of `register_source`.
    """
    address = without_credentials(url.strip())
    source = register_source(title=title or provisional_title(address), url=address, actor=actor, **described)
    ask_for_visit(source_id=source.pk, reason=VisitReason.CITED, actor=actor)
    return source


@transaction.atomic
def watch_source(*, source_id: int, every_hours: int | None, actor: User) -> SourceWatch:
    """Has the source's address read again every so many hours; None ends that. What was found stays.

    The first visit is due at once where there was none yet.
    """
    source = locked(Source, source_id)
    require(actor, "source.watch", source)
    hours = every_hours or 0
    if hours:
        _require_address(source)
    if not 0 <= hours <= LONGEST_WATCH_INTERVAL:
        raise Invalid(
            "Choose an interval between one hour and a year.",
            field="every_hours",
            rule="interval-out-of-range",
        )
    watch = _watch_of(source, actor)
    before = {"every_hours": watch.every_hours}
    watch.every_hours, watch.set_by, watch.set_at = hours, actor, timezone.now()
    watch.next_visit_at = _next_visit(watch) if hours else None
    watch.save()
    if before["every_hours"] != hours:
        record_event("source.watched", source, actor=actor, before=before, after={"every_hours": hours})
    return watch


def visit_source(*, visit_id: int, **web: Any) -> SourceVisit | None:
    """The job: reads the address, judges what came, and draws the consequences. None where there was nothing
    to do, and where the host is busy or the storage away, which is tried again. `web` is for the fetcher
    (see `fetch`).
    """
    visit = _begin(visit_id)
    if visit is None:
        return None
    lease = timezone.now() + LEASE
    try:
        take_host(visit.host, until=lease)
    except HostIsBusy as busy:
        _put_off(visit, busy.until)
        return None
    try:
        brought = read_page(visit, web)
    finally:
        leave_host(visit.host, lease)
    try:
        return _conclude(visit.pk, brought)
    except Unavailable:
        # Nowhere to keep it: that is no fault of the site's, which is not asked again every few minutes.
        _put_off(visit, timezone.now() + STORAGE_REST)
        return None


def sweep_visits(*, limit: int = 50) -> int:
    """Queues what the timetable asks for, and asks again for every visit that waits. Gives back how many."""
    for watch in due_watches(timezone.now())[:limit]:
        _visit_by_timetable(watch.pk)
    ids = list(due_visits(timezone.now()).values_list("pk", flat=True)[:limit])
    with transaction.atomic():
        for visit_id in ids:
            jobs.visit_source(visit_id)
    return len(ids)


def _require_address(source: Source) -> None:
    if source.merged_into_id is not None:
        raise Conflict(
            "This source was merged into another one. Visit that one.",
            rule="merged-already",
            details={"id": source.merged_into_id},
        )
    if not source.url:
        raise Invalid(
            "This source has no address. Give it one first.", field="url", rule="source-has-no-address"
        )


def _watch_of(source: Source, actor: User) -> SourceWatch:
    watch = SourceWatch.objects.filter(source=source).first()
    return watch or SourceWatch(source=source, every_hours=0, set_by=actor)


def _hastened(visit: SourceVisit) -> SourceVisit:
    """A visit that was put off is due now; its host may still ask it to wait."""
    now = timezone.now()
    put_off = SourceVisit.objects.filter(pk=visit.pk, state=VisitState.QUEUED, not_before__gt=now)
    if put_off.update(not_before=now, requested_at=now):
        visit.not_before = visit.requested_at = now
        jobs.visit_source(visit.pk)
    return visit


def _queue(source: Source, reason: VisitReason, actor: User) -> SourceVisit:
    visit = SourceVisit.objects.create(
        source=source,
        url=source.url,
        host=parse_web_url(source.url).host,
        reason=reason,
        requested_by=actor,
    )
    jobs.visit_source(visit.pk)
    return visit


@transaction.atomic
def _visit_by_timetable(source_id: int) -> None:
    """The next turn of the timetable, unless somebody was quicker. What waits already is that turn."""
    source = locked(Source, source_id)
    watch = SourceWatch.objects.select_for_update().get(pk=source_id)
    if watch.next_visit_at is None or watch.next_visit_at > timezone.now():
        return
    watch.next_visit_at = timezone.now() + timedelta(hours=watch.every_hours)
    watch.save(update_fields=["next_visit_at"])
    waiting = SourceVisit.objects.filter(source=source, finished_at__isnull=True).first()
    if waiting is not None:
        _hastened(waiting)
    elif source.url:
        _queue(source, VisitReason.WATCHED, watch.set_by)


def _begin(visit_id: int) -> SourceVisit | None:
    """Takes the visit, so that no other worker makes it at the same time."""
    now = timezone.now()
    taken = due_visits(now).filter(pk=visit_id)
    if not taken.update(state=VisitState.RUNNING, leased_until=now + LEASE):
        return None
    visit = SourceVisit.objects.select_related("source").get(pk=visit_id)
    visit.attempts += 1
    visit.save(update_fields=["attempts"])
    if visit.attempts > MOST_ATTEMPTS or not visit.source.url:
        _end_unread(visit)
        return None
    if visit.url != visit.source.url:
        visit.url, visit.host = visit.source.url, parse_web_url(visit.source.url).host
        visit.save(update_fields=["url", "host"])
    return visit


def _put_off(visit: SourceVisit, until: datetime) -> None:
    waiting = SourceVisit.objects.filter(pk=visit.pk, finished_at__isnull=True)
    waiting.update(state=VisitState.QUEUED, leased_until=None, not_before=until, attempts=visit.attempts - 1)


@transaction.atomic
def _end_unread(visit: SourceVisit) -> None:
    """Without an address nothing is said of it; one over which workers die is as good as one that fails."""
    source = locked(Source, visit.source_id)
    if not source.url:
        _give_up(visit, NO_ADDRESS)
        return
    _give_up(visit, NOT_READABLE)
    watch = _watch_of(source, visit.requested_by)
    watch.visited_at, watch.health, watch.problem = timezone.now(), LinkHealth.FAILING, NOT_READABLE
    watch.failures += 1
    _set_next_visit(watch)
    watch.save()


def _give_up(visit: SourceVisit, problem: str) -> None:
    SourceVisit.objects.filter(pk=visit.pk, finished_at__isnull=True).update(
        state=VisitState.FAILED, leased_until=None, finished_at=timezone.now(), problem=problem
    )


def _conclude(visit_id: int, brought: Brought) -> SourceVisit | None:
    """Judges what was brought, and stores its file, before anybody has to wait for that: a long text takes
    seconds, and while the register is held nobody links a passage.
    """
    visit = SourceVisit.objects.select_related("source").get(pk=visit_id)
    if _is_of_another(visit, visit.source):
        _give_up(visit, NO_ADDRESS)
        return None
    page = known_page(visit.source_id, visit.url)
    judgement = _judged(brought, page)
    if judgement.shows_the_source and brought.kept and brought.document:
        keep_file(visit.source, brought.document.canonical, brought.kept["content"], brought.kept["archive"])
    return _settle(visit_id, brought, page, judgement)


def _is_of_another(visit: SourceVisit, source: Source) -> bool:
    """Whether what was brought is of another address by now, or of a source that is to leave no trace."""
    return not source.url or visit.url != source.url


def _judged(brought: Brought, page: KnownPage) -> Judgement:
    text = brought.seen.text if isinstance(brought.seen, SeenPage) else None
    return judge(brought.seen, page.known_beside(text or ""))


@transaction.atomic
def _settle(visit_id: int, brought: Brought, page: KnownPage, judgement: Judgement) -> SourceVisit | None:
    change_register()
    visit = locked(SourceVisit, visit_id)
    source = locked(Source, visit.source_id)
    if visit.finished_at is not None:
        return None
    if _is_of_another(visit, source):
        _give_up(visit, NO_ADDRESS)
        return None
    if marks_of(source.pk) != page.marks:
        page = known_page(source.pk, visit.url)
        judgement = _judged(brought, page)
    watch = _watch_of(source, visit.requested_by)
    before = {"health": watch.health, "moved_to": watch.moved_to, "capture": page.shown}
    capture = _kept(source, visit, brought, judgement)
    _note(visit, watch, capture, brought, judgement)
    after = {
        "health": judgement.health.value,
        "moved_to": judgement.moved_to,
        "capture": page.shown if capture is None else capture.pk,
    }
    if before != after:
        event = record_event("source.visited", visit, stream=source, before=before, after=after, actor=None)
        if capture is not None and page.known.text not in (None, capture.text):
            note_passages(capture, judgement.passages, because=event)
        _draw_consequences(source, event, judgement, visit.requested_by)
    if capture is not None and page.shown is None and was_cited(source.pk):
        complete_source(source, capture, visit.requested_by)
    try_again(visit)
    return visit


def _kept(source: Source, visit: SourceVisit, brought: Brought, judgement: Judgement) -> Capture | None:
    """The copy of what was shown, where it shows the source: a new one, or one that is there already."""
    if not judgement.shows_the_source or brought.document is None or brought.kept is None:
        return None
    kept = dict(brought.kept)
    content, archive = kept.pop("content"), kept.pop("archive")
    origin = Origin.CHECK if visit.reason == VisitReason.WATCHED else Origin.FETCH
    described = {**kept, "origin": origin, "origin_name": kept["final_url"]}
    text = brought.document.canonical
    capture, _ = store_capture(source, text, content, archive, described, visit.requested_by)
    return capture


def _note(
    visit: SourceVisit,
    watch: SourceWatch,
    capture: Capture | None,
    brought: Brought,
    judgement: Judgement,
) -> None:
    """Writes down what the visit found."""
    now, page = timezone.now(), brought.page
    visit.state, visit.finished_at, visit.leased_until = VisitState.DONE, now, None
    visit.health, visit.problem, visit.rule = (
        judgement.health,
        judgement.sentence[:PROBLEM_LENGTH],
        brought.rule,
    )
    visit.capture = capture
    visit.final_url = page.final_url if page else ""
    visit.http_status = page.status if page else getattr(brought.seen, "status", None)
    visit.save()
    watch.visited_at, watch.health, watch.problem = now, judgement.health, visit.problem
    watch.failures, watch.moved_to = judgement.failures, judgement.moved_to
    if judgement.shows_the_source and page is not None:
        watch.healthy_at = now
        watch.etag = (page.header("ETag") or "")[:500]
        watch.last_modified = (page.header("Last-Modified") or "")[:100]
    _set_next_visit(watch)
    watch.save()


def _set_next_visit(watch: SourceWatch) -> None:
    if watch.every_hours:
        watch.next_visit_at = _next_visit(watch)


def _next_visit(watch: SourceWatch) -> datetime:
    """After failures in a row the next visit is put off further each time."""
    if watch.visited_at is None:
        return timezone.now()
    interval = timedelta(hours=watch.every_hours)
    return watch.visited_at + max(interval, min(interval * 2 ** min(watch.failures, 10), LONGEST_REST))


def _draw_consequences(source: Source, event: Event, judgement: Judgement, person: User) -> None:
    is_dead = judgement.health == LinkHealth.DEAD
    if is_dead != source.is_unreachable and (is_dead or judgement.shows_the_source):
        change(source, {"is_unreachable": is_dead})
        settle_unreachable(source, event, person)
        inputs_changed(claims_linked_to_sources([source.pk]), because=event)
