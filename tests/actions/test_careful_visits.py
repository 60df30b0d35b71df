"""What visits must not do: lose what never stood on a page, overlook what is gone, bother those who ask to be
left alone, stand in each other's way.
"""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from annotations.actions import visits
from annotations.actions.captures import add_capture
from annotations.actions.evidence import restore_evidence, withdraw_evidence
from annotations.actions.merges import merge_sources
from annotations.actions.page_readings import Brought
from annotations.actions.passage_checks import confirm_passage
from annotations.actions.protection import protect_source
from annotations.actions.recording import locked
from annotations.actions.sources import edit_source
from annotations.actions.visits import ask_for_visit, visit_source, watch_source
from annotations.actions.watching import watch_sources
from annotations.actions.web_hosts import HostIsBusy, leave_host, retry_at, take_host
from annotations.domain.canonical import from_plain
from annotations.domain.errors import Unavailable
from annotations.domain.vocabulary import LinkHealth, Origin, PassageCheck, VisitReason
from annotations.models import Capture, Evidence, Source, SourceVisit, SourceWatch, WebHost
from annotations.queries.visits import latest_from_the_page
from tests.actions.test_visits import (
    ADDRESS,
    FIRST,
    PASSAGE,
    a_linked_source,
    found,
    harbour,
    serve,
    visit,
)
from tests.factories import a_capture, a_claim, a_source, some_evidence, the_administrator
from tests.gateways.safe_fetch.pretend_web import PretendWeb, forward, page

__all__ = ["harbour"]
pytestmark = pytest.mark.django_db
OTHER = "The harbour was closed on Monday because of the storm. Nobody was seen near the water then."
PRINTED = "the quay was rebuilt in May by nine people."
ROBOTS = page(b"User-agent: *\nDisallow: /private", headers=["Content-Type: text/plain"])


def check_of(link: Evidence) -> str:
    link.refresh_from_db()
    return link.passage_check


def test_what_was_pasted_is_not_lost_when_an_address_answers_again(harbour: PretendWeb) -> None:
    source = a_source(url=ADDRESS)
    visit(harbour, source)
    pasted = a_capture(source=source, text=f"From the printed paper: {PRINTED}")
    link = some_evidence(capture=pasted, passage=PRINTED)
    healthy, harbour.routes["/log"] = harbour.routes["/log"], page(b"x", status="503 Busy")
    visit(harbour, source)
    harbour.routes["/log"] = healthy
    assert (visit(harbour, source).health, check_of(link)) == (LinkHealth.ALIVE, PassageCheck.EXACT)


def test_what_was_pasted_is_not_lost_when_a_page_changes(harbour: PretendWeb) -> None:
    source = a_source(url=ADDRESS)
    pasted = a_capture(source=source, text=f"From the printed paper: {PRINTED}")
    link = some_evidence(capture=pasted, passage=PRINTED)
    healths = [visit(harbour, source).health]
    serve(harbour, OTHER)
    healths.append(visit(harbour, source).health)
    assert (healths, check_of(link)) == (["alive", "changed"], PassageCheck.EXACT)


def test_what_was_pasted_and_stood_on_the_page_is_lost_with_it(harbour: PretendWeb) -> None:
    source = a_source(url=ADDRESS)
    link = some_evidence(capture=a_capture(source=source, text=PASSAGE), passage=PASSAGE)
    visit(harbour, source)
    serve(harbour, OTHER)
    assert (visit(harbour, source).health, check_of(link)) == ("passage_gone", PassageCheck.NOT_FOUND)


def test_a_merge_brings_passages_that_the_page_never_said(harbour: PretendWeb) -> None:
    kept, absorbed = a_source(url=ADDRESS), a_source(url="http://other.example/x")
    add_capture(
        source_id=kept.pk, canonical=from_plain(FIRST), origin=Origin.FETCH, actor=the_administrator()
    )
    link = some_evidence(source=absorbed, passage="In the other edition the storm came from the east.")
    merge_sources(kept_id=kept.pk, absorbed_id=absorbed.pk, reason="x", actor=the_administrator())
    assert (visit(harbour, kept).health, check_of(link)) == (LinkHealth.ALIVE, PassageCheck.EXACT)


def test_words_of_an_earlier_copy_are_linked_as_gone_until_somebody_says_why(harbour: PretendWeb) -> None:
    source = a_source(url=ADDRESS)
    old = visit(harbour, source).capture
    serve(harbour, OTHER)
    visit(harbour, source)
    assert old is not None
    link = some_evidence(claim=a_claim(), capture=old, passage=PASSAGE)
    still = some_evidence(claim=a_claim(), capture=old, passage="The harbour was closed on Monday")
    assert (check_of(link), check_of(still)) == (PassageCheck.NOT_FOUND, PassageCheck.EXACT)
    confirm_passage(evidence_id=link.pk, reason="It said so that day.", actor=the_administrator())
    withdraw_evidence(evidence_id=link.pk, actor=the_administrator())
    restore_evidence(evidence_id=link.pk, actor=the_administrator())
    assert (visit(harbour, source).health, check_of(link)) == (LinkHealth.ALIVE, PassageCheck.EXACT)


def test_what_went_while_it_was_withdrawn_comes_back_as_gone(harbour: PretendWeb) -> None:
    source, link = a_linked_source(harbour)
    withdraw_evidence(evidence_id=link.pk, actor=the_administrator())
    serve(harbour, OTHER)
    visit(harbour, source)
    restore_evidence(evidence_id=link.pk, actor=the_administrator())
    assert check_of(link) == PassageCheck.NOT_FOUND


def test_a_page_whose_text_was_pasted_before_is_known(harbour: PretendWeb) -> None:
    source = a_source(url=ADDRESS)
    a_capture(source=source, text=FIRST)
    first = visit(harbour, source)
    serve(harbour, OTHER)
    second = visit(harbour, source)
    assert first.capture is not None
    assert (first.capture.origin, found(second)) == (Origin.PASTE, ("done", "changed"))


def test_a_text_that_is_back_says_so_of_its_passage(harbour: PretendWeb) -> None:
    source, link = a_linked_source(harbour)
    serve(harbour, "Quite another page, about gardens and the roses that people grow in them.")
    visit(harbour, source)
    serve(harbour, FIRST)
    visited = visit(harbour, source)
    assert (visited.health, visited.problem, check_of(link)) == (
        LinkHealth.CHANGED,
        "The text of the page changed. A passage that was missing is back, and waits for a person to let it "
        "count again.",
        PassageCheck.NOT_FOUND,
    )


def test_what_the_page_says_is_its_last_text_not_its_newest_copy(harbour: PretendWeb) -> None:
    source = a_source(url=ADDRESS)
    visit(harbour, source)
    serve(harbour, OTHER)
    newest = visit(harbour, source).capture
    assert latest_from_the_page([source.pk]) == {source.pk: newest}
    serve(harbour, FIRST)
    visit(harbour, source)
    assert {pk: copy.text for pk, copy in latest_from_the_page([source.pk]).items()} == {source.pk: FIRST}


@pytest.mark.parametrize("url", ["", "http://harbour.example/right"])
def test_what_is_brought_of_an_address_that_went_meanwhile_is_dropped(
    harbour: PretendWeb, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    source, read = a_source(url=ADDRESS), visits.read_page

    def meanwhile(asked: SourceVisit, web: dict[str, Any]) -> Brought:
        brought = read(asked, web)
        if url:
            edit_source(source_id=source.pk, values={"url": url}, actor=the_administrator())
        else:
            protect_source(source_id=source.pk, reason="Fears for the post.", actor=the_administrator())
        return brought

    monkeypatch.setattr(visits, "read_page", meanwhile)
    visited = visit(harbour, source)
    assert (found(visited), Capture.objects.filter(source=source).count()) == (("failed", ""), 0)


def test_a_visit_whose_copy_cannot_be_stored_is_made_again(
    harbour: PretendWeb, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any) -> None:
        raise Unavailable("It does not answer.", rule="file-storage-unavailable")

    source = a_source(url=ADDRESS)
    with monkeypatch.context() as broken:
        broken.setattr(visits, "keep_file", away)
        waiting = visit(harbour, source)
    assert (found(waiting), waiting.attempts, waiting.not_before > timezone.now()) == (
        ("queued", ""),
        0,
        True,
    )
    assert found(visit(harbour, source)) == ("done", "alive")


def test_another_address_is_not_asked_about_the_text_of_the_old_one(harbour: PretendWeb) -> None:
    source = a_source(url=ADDRESS)
    serve(harbour, FIRST, headers=['ETag: "7"'])
    visit(harbour, source)
    edit_source(
        source_id=source.pk, values={"url": "http://harbour.example/right"}, actor=the_administrator()
    )
    watch = SourceWatch.objects.get()
    assert (watch.health, watch.visited_at, watch.moved_to, watch.etag) == ("", None, "", "")
    harbour.routes["/right"] = harbour.routes["/log"]
    visit(harbour, source)
    assert [request for request in harbour.requests if "/right" in request and "If-None" in request] == []


def test_an_address_that_leads_too_far_is_told(harbour: PretendWeb) -> None:
    source, long = a_source(url=ADDRESS), "/" + "a" * 2_500
    harbour.routes[long] = harbour.routes["/log"]
    harbour.routes["/log"] = forward(f"http://harbour.example{long}", "301 Moved Permanently")
    visited = visit(harbour, source, VisitReason.CITED)
    assert (found(visited), visited.rule) == (("done", "blocked"), "url-too-long")


@pytest.mark.parametrize("host", ["harbour.example", "other.example"])
def test_a_redirect_is_no_way_around_robots(harbour: PretendWeb, host: str) -> None:
    harbour.routes["/robots.txt"], harbour.routes["/private/x"] = ROBOTS, harbour.routes["/log"]
    harbour.routes["/log"] = forward(f"http://{host}/private/x")
    source = a_source(url=ADDRESS)
    watched = visit(harbour, source, VisitReason.WATCHED)
    assert (found(watched), watched.rule) == (("done", "blocked"), "robots-refused")
    assert not Capture.objects.filter(source=source).exists()


@pytest.mark.parametrize(
    ("status", "asked", "seconds"),
    [
        ("429 Too Many Requests", "Retry-After: 3600", 3_600),
        ("429 Too Many Requests", "Retry-After: 999999999", 86_400),
        ("429 Too Many Requests", "X-Nothing: 1", 600),
        ("503 Busy", "Retry-After: 1800", 1_800),
        ("503 Busy", "Retry-After: soon", 2),
    ],
)
def test_a_host_is_left_alone_for_as_long_as_it_asks(
    harbour: PretendWeb, status: str, asked: str, seconds: int
) -> None:
    harbour.routes["/log"] = page(b"x", status=status, headers=[asked])
    before = timezone.now()
    visit(harbour, a_source(url=ADDRESS))
    rests = WebHost.objects.get().not_before
    assert before <= rests - timedelta(seconds=seconds) <= timezone.now()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (" 120 ", datetime(2024, 3, 1, 12, 2, tzinfo=UTC)),
        ("Fri, 01 Mar 2024 13:00:00 GMT", datetime(2024, 3, 1, 13, tzinfo=UTC)),
        ("Fri, 01 Mar 2024 13:00:00", datetime(2024, 3, 1, 13, tzinfo=UTC)),
        ("-5", None),
        ("", None),
        ("Fri, 99 Mar 2024 13:00:00 GMT", None),
    ],
)
def test_reads_when_to_come_again(value: str, expected: datetime | None) -> None:
    assert retry_at(value, datetime(2024, 3, 1, 12, tzinfo=UTC)) == expected


def test_who_comes_late_leaves_the_host_to_whom_it_belongs_now() -> None:
    late, present = timezone.now() - timedelta(seconds=1), timezone.now() + timedelta(minutes=5)
    take_host("harbour.example", until=late)
    WebHost.objects.update(not_before=timezone.now())
    take_host("harbour.example", until=present)
    leave_host("harbour.example", late)
    with pytest.raises(HostIsBusy):
        take_host("harbour.example", until=present)
    leave_host("harbour.example", present)
    assert WebHost.objects.get().leased_until is None


def test_a_visit_that_ended_meanwhile_is_not_put_off() -> None:
    asked = ask_for_visit(source_id=a_source(url=ADDRESS).pk, actor=the_administrator())
    SourceVisit.objects.update(state="failed", finished_at=timezone.now(), problem="Ended.")
    visits._put_off(asked, timezone.now())
    asked.refresh_from_db()
    assert (asked.state, asked.problem) == ("failed", "Ended.")


def test_a_visit_that_is_given_up_puts_the_next_one_off() -> None:
    source = a_source(url=ADDRESS)
    watch_source(source_id=source.pk, every_hours=24, actor=the_administrator())
    asked = ask_for_visit(source_id=source.pk, actor=the_administrator())
    SourceVisit.objects.update(attempts=5)
    visit_source(visit_id=asked.pk)
    watch = SourceWatch.objects.get()
    assert watch.next_visit_at is not None and watch.visited_at is not None
    rest = watch.next_visit_at - watch.visited_at
    assert (watch.health, watch.failures, rest) == (LinkHealth.FAILING, 1, timedelta(hours=48))


def test_what_is_linked_while_a_visit_judges_is_judged_too(
    harbour: PretendWeb, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, _ = a_linked_source(harbour)
    links: list[Evidence] = []
    settle = visits._settle

    def meanwhile(*given: object) -> object:
        capture = Capture.objects.get(source=source)
        words = "Two boats lay at the quay"
        links.append(some_evidence(claim=a_claim(), capture=capture, passage=words))
        return settle(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(visits, "_settle", meanwhile)
    serve(harbour, OTHER)
    visit(harbour, source)
    assert check_of(links[0]) == PassageCheck.NOT_FOUND


def in_two_threads(*works: Callable[[], None]) -> list[Exception]:
    """What went wrong in them."""
    wrong: list[Exception] = []

    def run(work: Callable[[], None]) -> None:
        try:
            work()
        except Exception as error:
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return wrong


@pytest.mark.django_db(transaction=True)
def test_many_are_watched_while_the_timetable_runs() -> None:
    source, actor = a_source(url=ADDRESS), the_administrator()
    watch_source(source_id=source.pk, every_hours=24, actor=actor)
    has_source = threading.Event()

    def sweep() -> None:
        with transaction.atomic():
            locked(Source, source.pk)
            has_source.set()
            wait_for_another()
            SourceWatch.objects.select_for_update().get(pk=source.pk)

    def watch() -> None:
        has_source.wait(60)
        watch_sources(source_ids=[source.pk], every_hours=48, actor=actor)

    assert in_two_threads(sweep, watch) == []


def wait_for_another() -> None:
    """Until another transaction waits for a lock of ours."""
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    deadline = timezone.now() + timedelta(seconds=60)
    while timezone.now() < deadline:
        with connection.cursor() as cursor:
            cursor.execute(waiting)
            if cursor.fetchone()[0]:
                return
