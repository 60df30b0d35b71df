"""Citing an address that cannot be read just now: it is read again by itself, later each time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from annotations.actions.sources import edit_source
from annotations.actions.visits import ask_for_visit, cite_address, sweep_visits, visit_source, watch_source
from annotations.domain.vocabulary import VisitState
from annotations.models import Source, SourceVisit, User, WebHost
from tests.actions.test_visits import ADDRESS, harbour, reach, serve
from tests.factories import a_person, a_publisher
from tests.gateways.safe_fetch.pretend_web import PretendWeb, Route, forward, page

__all__ = ["harbour"]
pytestmark = pytest.mark.django_db

BUSY = page(b"later", status="503 Service Unavailable")
TEXT = "The harbour was closed on Monday because of the storm."


def cited(person: User | None = None) -> Source:
    return cite_address(
        url=ADDRESS, publisher_id=a_publisher(name="Harbour Office").pk, actor=person or a_person()
    )


def read(web: PretendWeb) -> SourceVisit:
    """The visit that waits, when its time has come."""
    WebHost.objects.update(not_before=timezone.now())
    waiting = SourceVisit.objects.get(finished_at__isnull=True)
    SourceVisit.objects.filter(pk=waiting.pk).update(not_before=timezone.now())
    visit_source(visit_id=waiting.pk, **reach(web))
    waiting.refresh_from_db()
    return waiting


def minutes_until_next_try() -> int | None:
    waiting = SourceVisit.objects.filter(finished_at__isnull=True).first()
    if waiting is None:
        return None
    return round((waiting.not_before - timezone.now()) / timedelta(minutes=1))


def rests(web: PretendWeb) -> list[int | None]:
    """How many minutes there are after each visit, as long as one follows."""
    found = []
    while SourceVisit.objects.filter(finished_at__isnull=True).exists():
        read(web)
        found.append(minutes_until_next_try())
    return found


@pytest.mark.parametrize(
    ("route", "after"),
    [
        (BUSY, [10, 60, 360, 1440, None]),
        (page(b"slow down", status="429 Too Many Requests"), [10, 60, 360, 1440, None]),
        (page(b"gone", status="404 Not Found"), [10, 60, None]),
        (forward("/log"), [10, 60, 360, 1440, None]),
        (page(b"", length=10_000_000_000), [None]),
        (page(b"no", status="403 Forbidden"), [None]),
        (forward("http://127.0.0.1/"), [None]),
    ],
    ids=["busy", "too often", "not there", "loop", "too large", "forbidden", "not public"],
)
def test_what_may_be_over_later_is_tried_again_and_not_for_ever(
    harbour: PretendWeb, route: Route, after: list[int | None]
) -> None:
    harbour.routes["/log"] = route
    cited()
    assert rests(harbour) == after


def test_nobody_has_to_ask_and_the_source_is_completed_in_the_name_of_who_cited_it(
    harbour: PretendWeb,
) -> None:
    harbour.routes["/log"] = BUSY
    person = a_person()
    source = cited(person)
    read(harbour)
    assert sweep_visits() == 0
    SourceVisit.objects.filter(finished_at__isnull=True).update(not_before=timezone.now())
    assert sweep_visits() == 1
    serve(harbour, TEXT)
    visited = read(harbour)
    source.refresh_from_db()
    assert (visited.state, visited.health, visited.requested_by) == ("done", "alive", person)
    assert (source.title, source.captures.get().text) == ("Log of the harbour", TEXT)
    assert minutes_until_next_try() is None


def test_who_asks_need_not_wait_for_the_next_try(harbour: PretendWeb) -> None:
    harbour.routes["/log"] = BUSY
    source = cited()
    read(harbour)
    asked = ask_for_visit(source_id=source.pk, actor=a_person())
    assert (asked.reason, asked.not_before <= timezone.now()) == ("cited", True)
    assert SourceVisit.objects.filter(finished_at__isnull=True).count() == 1


def test_what_somebody_has_read_in_vain_and_then_reads_is_completed(harbour: PretendWeb) -> None:
    harbour.routes["/log"] = page(b"no", status="403 Forbidden")
    source = cited()
    read(harbour)
    serve(harbour, TEXT)
    ask_for_visit(source_id=source.pk, actor=a_person())
    assert read(harbour).reason == "asked"
    source.refresh_from_db()
    assert source.title == "Log of the harbour"


def test_no_next_try_before_the_time_that_a_site_names(harbour: PretendWeb) -> None:
    harbour.routes["/log"] = page(b"x", status="503 Service Unavailable", headers=["Retry-After: 7200"])
    cited()
    read(harbour)
    assert minutes_until_next_try() == 120


def test_another_address_is_read_at_once(harbour: PretendWeb) -> None:
    harbour.routes["/log"] = BUSY
    source = cited()
    read(harbour)
    edit_source(source_id=source.pk, values={"url": "http://harbour.example/right"}, actor=a_person())
    assert minutes_until_next_try() == 0
    harbour.routes["/right"] = BUSY
    assert (read(harbour).url, minutes_until_next_try()) == ("http://harbour.example/right", 10)


def test_a_timetable_does_not_wait_for_the_next_try(harbour: PretendWeb) -> None:
    harbour.routes["/log"] = BUSY
    source = cited()
    read(harbour)
    watch_source(source_id=source.pk, every_hours=1, actor=a_person())
    source.watch.next_visit_at = timezone.now()
    source.watch.save()
    assert (sweep_visits(), minutes_until_next_try()) == (1, 0)
    assert list(source.visits.filter(state=VisitState.QUEUED).values_list("reason", flat=True)) == ["cited"]
