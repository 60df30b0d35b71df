"""Reading the addresses of sources: one at a time per host, and what follows from what is found."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import trustme
from django.utils import timezone

from annotations.actions.merges import merge_sources
from annotations.actions.protection import protect_source
from annotations.actions.sources import edit_source
from annotations.actions.visits import ask_for_visit, sweep_visits, visit_source, watch_source
from annotations.domain.errors import Refusal
from annotations.domain.vocabulary import LinkHealth, PassageCheck, StaleCause, VisitReason, VisitState
from annotations.gateways import files
from annotations.gateways.warc import read_record
from annotations.models import (
    Capture,
    Event,
    Evidence,
    Source,
    SourceVisit,
    SourceWatch,
    StaleFlag,
    WebHost,
)
from tests.factories import a_claim, a_person, a_source, some_evidence, the_administrator
from tests.gateways.safe_fetch.pretend_web import PretendWeb, page, pretend_web

pytestmark = pytest.mark.django_db

ADDRESS = "http://harbour.example/log"
FIRST = "The harbour was closed on Monday because of the storm. Two boats lay at the quay all day long."
PASSAGE = "Two boats lay at the quay all day long."


@pytest.fixture
def harbour() -> Iterator[PretendWeb]:
    with pretend_web(trustme.CA()) as web:
        web.name("harbour.example", ["93.184.216.34"])
        serve(web, FIRST)
        yield web


def serve(web: PretendWeb, *paragraphs: str, title: str = "Log of the harbour", **more: Any) -> None:
    body = "".join(f"<p>{words}</p>" for words in paragraphs)
    markup = f"<html><head><title>{title}</title></head><body><article>{body}</article></body></html>"
    headers = ["Content-Type: text/html; charset=utf-8", *more.pop("headers", [])]
    web.routes["/log"] = page(markup.encode(), headers=headers, **more)


def reach(web: PretendWeb) -> dict[str, Any]:
    return {"resolver": web.resolve, "connect": web.connect, "authorities": web.authorities}


def visit(web: PretendWeb, source: Source, reason: str = VisitReason.ASKED) -> SourceVisit:
    """Asked for and made, with the host rested."""
    WebHost.objects.update(not_before=timezone.now())
    asked = ask_for_visit(source_id=source.pk, reason=reason, actor=the_administrator())
    visit_source(visit_id=asked.pk, **reach(web))
    asked.refresh_from_db()
    return asked


def a_linked_source(web: PretendWeb) -> tuple[Source, Evidence]:
    """A source whose address was read, with a passage of the copy linked to a claim."""
    source = a_source(url=ADDRESS)
    capture = visit(web, source, VisitReason.CITED).capture
    assert capture is not None
    return source, some_evidence(claim=a_claim(), capture=capture, passage=PASSAGE)


def found(visited: SourceVisit) -> tuple[str, str]:
    return visited.state, visited.health


def test_a_cited_address_is_kept_as_it_was_visited(harbour: PretendWeb) -> None:
    source = a_source(url=ADDRESS)
    visited = visit(harbour, source, VisitReason.CITED)
    capture = Capture.objects.get(source=source)
    assert (found(visited), visited.capture, visited.http_status) == (("done", "alive"), capture, 200)
    with files.open_stream(capture.file_name) as stream:
        kept = read_record(stream.read())
    assert (kept.url, kept.sha256, capture.text) == (ADDRESS, capture.bytes_sha256, FIRST)
    assert (capture.origin, capture.final_url, capture.tool) == ("fetch", ADDRESS, "selectolax")
    assert capture.metadata["title"] == "Log of the harbour"
    watch = SourceWatch.objects.get()
    assert (watch.health, watch.failures, watch.every_hours) == (LinkHealth.ALIVE, 0, 0)
    verbs = Event.objects.filter(stream=f"source:{source.pk}").order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["source.registered", "capture.added", "source.visited"]


def test_nothing_new_leaves_no_trace_but_the_log(harbour: PretendWeb) -> None:
    source = a_source(url=ADDRESS)
    first, second = visit(harbour, source), visit(harbour, source)
    assert first.capture == second.capture
    assert Event.objects.filter(verb="source.visited").count() == 1
    assert SourceVisit.objects.filter(source=source, state=VisitState.DONE).count() == 2


def test_the_server_may_say_that_nothing_changed(harbour: PretendWeb) -> None:
    source = a_source(url=ADDRESS)
    serve(harbour, FIRST, headers=['ETag: "7"'])
    visit(harbour, source)
    harbour.routes["/log"] = page(b"", status="304 Not Modified")
    visited = visit(harbour, source)
    assert (found(visited), visited.http_status) == (("done", "alive"), 304)
    assert any('If-None-Match: "7"' in request for request in harbour.requests)


def test_a_change_elsewhere_keeps_the_passage(harbour: PretendWeb) -> None:
    source, link = a_linked_source(harbour)
    serve(harbour, FIRST, "The ferry sailed again on Tuesday morning.")
    visited = visit(harbour, source)
    link.refresh_from_db()
    assert (found(visited), link.passage_check) == (("done", "changed"), PassageCheck.EXACT)
    assert source.captures.count() == 2


@pytest.mark.parametrize(
    ("words", "health"),
    [
        (FIRST.replace("Two boats", "Nine boats"), LinkHealth.PASSAGE_CHANGED),
        (
            "The harbour was closed on Monday because of the storm. Nobody was seen near the water then.",
            LinkHealth.PASSAGE_GONE,
        ),
    ],
)
def test_a_passage_that_changed_or_is_gone_counts_for_nothing(
    harbour: PretendWeb, words: str, health: LinkHealth
) -> None:
    source, link = a_linked_source(harbour)
    before = link.claim.inputs_version
    serve(harbour, words)
    visited = visit(harbour, source)
    link.refresh_from_db()
    link.claim.refresh_from_db()
    assert (found(visited), link.passage_check) == (("done", health), PassageCheck.NOT_FOUND)
    assert link.claim.inputs_version > before


def test_going_back_to_an_earlier_text_takes_later_passages_away(harbour: PretendWeb) -> None:
    """The earlier copy is there already, and yet something happened."""
    source, _ = a_linked_source(harbour)
    added = "The ferry sailed again on Tuesday morning."
    serve(harbour, FIRST, added)
    capture = visit(harbour, source).capture
    assert capture is not None
    late = some_evidence(claim=a_claim(), capture=capture, passage=added)
    serve(harbour, FIRST)
    visit(harbour, source)
    late.refresh_from_db()
    assert late.passage_check == PassageCheck.NOT_FOUND


def test_a_text_that_is_back_and_stays_is_no_news(harbour: PretendWeb) -> None:
    source = a_source(url=ADDRESS)
    visit(harbour, source)
    serve(harbour, FIRST, "The ferry sailed again on Tuesday morning.")
    visit(harbour, source)
    serve(harbour, FIRST)
    assert [visit(harbour, source).health for _ in range(2)] == ["changed", "alive"]


def test_an_address_is_dead_only_after_several_visits_and_may_come_back(harbour: PretendWeb) -> None:
    source, link = a_linked_source(harbour)
    harbour.routes["/log"] = page(b"gone", status="404 Not Found")
    healths = [visit(harbour, source).health for _ in range(3)]
    source.refresh_from_db()
    assert (healths, source.is_unreachable) == (["failing", "failing", "dead"], True)
    serve(harbour, FIRST)
    visit(harbour, source)
    source.refresh_from_db()
    link.refresh_from_db()
    assert (source.is_unreachable, link.passage_check) == (False, PassageCheck.EXACT)
    assert not StaleFlag.objects.filter(cause=StaleCause.LINK_BROKEN, cleared_at__isnull=True).exists()


def test_what_is_watched_is_asked_leave_for(harbour: PretendWeb) -> None:
    source = a_source(url=ADDRESS)
    harbour.routes["/robots.txt"] = page(
        b"User-agent: *\nDisallow: /log\n", headers=["Content-Type: text/plain"]
    )
    watched = visit(harbour, source, VisitReason.WATCHED)
    assert (found(watched), watched.rule) == (("done", "blocked"), "robots-refused")
    assert found(visit(harbour, source)) == ("done", "alive")
    assert sum("/robots.txt" in request for request in harbour.requests) == 1


def test_a_host_is_visited_by_one_at_a_time_with_a_pause(harbour: PretendWeb) -> None:
    first, second = a_source(url=ADDRESS), a_source(url="http://harbour.example/other")
    visit(harbour, first)
    asked = ask_for_visit(source_id=second.pk, actor=the_administrator())
    assert visit_source(visit_id=asked.pk, **reach(harbour)) is None
    asked.refresh_from_db()
    assert (asked.state, asked.attempts, asked.not_before > timezone.now()) == ("queued", 0, True)


def test_an_address_that_waits_is_not_queued_twice() -> None:
    source = a_source(url=ADDRESS)
    asked = [ask_for_visit(source_id=source.pk, actor=a_person()) for _ in range(2)]
    assert asked[0] == asked[1]


def test_the_timetable_queues_what_is_due_and_only_once() -> None:
    due, later = a_source(url=ADDRESS), a_source(url="http://harbour.example/later")
    watch_source(source_id=due.pk, every_hours=24, actor=a_person())
    watch = watch_source(source_id=later.pk, every_hours=24, actor=a_person())
    SourceWatch.objects.filter(pk=watch.pk).update(next_visit_at=timezone.now() + timedelta(hours=1))
    assert (sweep_visits(), sweep_visits()) == (1, 1)
    assert [(row.source_id, row.reason) for row in SourceVisit.objects.all()] == [(due.pk, "watched")]


def test_failures_put_the_next_visit_off(harbour: PretendWeb) -> None:
    source = a_source(url=ADDRESS)
    watch_source(source_id=source.pk, every_hours=24, actor=a_person())
    harbour.routes["/log"] = page(b"later", status="503 Service Unavailable")
    rests = []
    for _ in range(3):
        visit(harbour, source)
        watch = SourceWatch.objects.get()
        assert watch.next_visit_at is not None and watch.visited_at is not None
        rests.append((watch.next_visit_at - watch.visited_at).days)
    assert rests == [2, 4, 8]


def test_watching_ends_and_what_was_found_stays(harbour: PretendWeb) -> None:
    source = a_source(url=ADDRESS)
    watch_source(source_id=source.pk, every_hours=24, actor=a_person())
    visit(harbour, source)
    watch = watch_source(source_id=source.pk, every_hours=None, actor=a_person())
    assert (watch.every_hours, watch.next_visit_at, watch.health) == (0, None, LinkHealth.ALIVE)


def test_a_visit_over_which_workers_die_is_given_up() -> None:
    asked = ask_for_visit(source_id=a_source(url=ADDRESS).pk, actor=a_person())
    SourceVisit.objects.update(attempts=5)
    assert visit_source(visit_id=asked.pk) is None
    asked.refresh_from_db()
    assert (asked.state, bool(asked.problem)) == ("failed", True)


def test_what_waits_follows_the_address_and_ends_without_one(harbour: PretendWeb) -> None:
    moved, hidden = a_source(url="http://harbour.example/old"), a_source(url="http://harbour.example/x")
    waiting = [ask_for_visit(source_id=one.pk, actor=a_person()) for one in (moved, hidden)]
    edit_source(source_id=moved.pk, values={"url": ADDRESS}, actor=a_person())
    protect_source(source_id=hidden.pk, reason="Fears for the post.", actor=a_person())
    visit_source(visit_id=waiting[1].pk, **reach(harbour))
    visit_source(visit_id=waiting[0].pk, **reach(harbour))
    for one in waiting:
        one.refresh_from_db()
    assert [(one.url, *found(one)) for one in waiting] == [
        (ADDRESS, "done", "alive"),
        ("", "failed", ""),
    ]
    assert not any("GET /x " in request for request in harbour.requests)


def without_address() -> None:
    ask_for_visit(source_id=a_source().pk, actor=a_person())


def merged_away() -> None:
    kept, absorbed = a_source(), a_source(url=ADDRESS)
    merge_sources(kept_id=kept.pk, absorbed_id=absorbed.pk, reason="x", actor=the_administrator())
    ask_for_visit(source_id=absorbed.pk, actor=a_person())


def too_rarely() -> None:
    watch_source(source_id=a_source(url=ADDRESS).pk, every_hours=8_761, actor=a_person())


@pytest.mark.parametrize(
    ("what", "rule"),
    [
        (without_address, "source-has-no-address"),
        (merged_away, "merged-already"),
        (too_rarely, "interval-out-of-range"),
    ],
)
def test_what_is_refused(what: Callable[[], None], rule: str) -> None:
    with pytest.raises(Refusal) as told:
        what()
    assert told.value.rule == rule
