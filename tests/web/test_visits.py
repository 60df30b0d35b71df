"""Addresses of sources on the pages: cited, visited, watched, moved, and the passages that are gone."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import trustme
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from annotations.actions.visits import visit_source
from annotations.domain.vocabulary import LinkHealth, Role, VisitReason, VisitState
from annotations.models import (
    ArchivedCopy,
    ArchiveRequest,
    Evidence,
    Notice,
    Source,
    SourceVisit,
    SourceWatch,
    User,
    WebHost,
)
from tests.factories import a_claim, a_person, a_publisher, a_source, some_evidence, the_administrator
from tests.gateways.safe_fetch.pretend_web import PretendWeb, page, pretend_web
from tests.web.visitors import toasts_of, visitor, words_of

pytestmark = pytest.mark.django_db

ADDRESS = "http://harbour.example/log"
FIRST = "The harbour was closed on Monday because of the storm. Two boats lay at the quay all day long."
PASSAGE = "Two boats lay at the quay all day long."


@pytest.fixture
def harbour() -> Iterator[PretendWeb]:
    with pretend_web(trustme.CA()) as pretended:
        pretended.name("harbour.example", ["93.184.216.34"])
        serve(pretended, FIRST)
        yield pretended


def serve(pretended: PretendWeb, words: str) -> None:
    said = (
        '<meta name="author" content="Ada Quay"><meta property="article:published_time" content="2025-03-31">'
    )
    head = f"<head><title>Log of the harbour</title>{said}</head>"
    markup = f"<html lang='en'>{head}<body><article><p>{words}</p></article></body></html>"
    pretended.routes["/log"] = page(markup.encode(), headers=["Content-Type: text/html; charset=utf-8"])


def visited(pretended: PretendWeb) -> None:
    """What waits is visited, as the worker would."""
    WebHost.objects.update(not_before=timezone.now())
    reach = {
        "resolver": pretended.resolve,
        "connect": pretended.connect,
        "authorities": pretended.authorities,
    }
    for waiting in SourceVisit.objects.filter(finished_at__isnull=True):
        visit_source(visit_id=waiting.pk, **reach)


def cited(person: User, **given: str) -> Source:
    values = {"title": "", "url": ADDRESS, "way": "fetch", "kind": "report", "language": "und", **given}
    a_publisher(name="Harbour Office")
    visitor(person).post("/sources/new/", {"publisher": "Harbour Office", "publisher_kind": "", **values})
    return Source.objects.get()


def a_lost_passage(harbour: PretendWeb, person: User, now: str) -> Evidence:
    """A linked passage whose page reads otherwise since."""
    source = cited(person)
    visited(harbour)
    link = some_evidence(claim=a_claim(), capture=source.captures.get(), passage=PASSAGE, actor=person)
    serve(harbour, now)
    visitor(person).post(f"/sources/{source.pk}/visit/now/")
    visited(harbour)
    link.refresh_from_db()
    return link


def test_what_nobody_typed_is_taken_from_the_copy(harbour: PretendWeb) -> None:
    person = a_person()
    source = cited(person)
    assert source.title == ADDRESS
    visited(harbour)
    source.refresh_from_db()
    told = (source.title, source.authors, str(source.published_on), source.language)
    assert told == ("Log of the harbour", "Ada Quay", "2025-03-31", "en")
    assert "corrected what is said about the source" in words_of(visitor().get(f"/sources/{source.pk}/"))


def test_what_somebody_typed_stays(harbour: PretendWeb) -> None:
    source = cited(a_person(), title="The log", authors="Desk", published_on="2025-04-01", language="sv")
    visited(harbour)
    source.refresh_from_db()
    told = (source.title, source.authors, str(source.published_on), source.language, source.version)
    assert told == ("The log", "Desk", "2025-04-01", "sv", 1)


def test_the_composer_waits_for_the_copy_and_then_leads_to_it(harbour: PretendWeb) -> None:
    person, claim = a_person(), a_claim()
    source, client = cited(person), visitor(person)
    composer = client.get(f"/claims/{claim.pk}/evidence/new/?source={source.pk}")
    assert f'hx-get="/sources/{source.pk}/awaited/?claim={claim.pk}"' in composer.content.decode()
    asked = f"/sources/{source.pk}/awaited/?claim={claim.pk}&next=/articles/7/&words=boats"
    waiting = client.get(asked, headers={"HX-Request": "true"})
    assert "The address is being read." in words_of(waiting)
    visited(harbour)
    done = client.get(asked, headers={"HX-Request": "true"})
    assert done["HX-Redirect"] == (
        f"/claims/{claim.pk}/evidence/new/?source={source.pk}&next=%2Farticles%2F7%2F&words=boats"
    )


def test_why_a_visit_failed_is_said_beside_the_ways_on() -> None:
    person, claim = a_person(), a_claim()
    source = cited(person, url="http://127.0.0.1/log")
    visit_source(visit_id=SourceVisit.objects.get().pk)
    answer = visitor(person).get(f"/sources/{source.pk}/awaited/?claim={claim.pk}")
    assert SourceVisit.objects.get().problem in words_of(answer)
    assert (
        f'href="/sources/{source.pk}/captures/new/?claim={claim.pk}&amp;way=paste"' in answer.content.decode()
    )
    assert "hx-trigger" not in answer.content.decode()


def test_the_next_try_is_said_with_ways_not_to_wait_for_it(harbour: PretendWeb) -> None:
    person, claim = a_person(), a_claim()
    harbour.routes["/log"] = page(b"later", status="503 Service Unavailable")
    source, client = cited(person), visitor(person)
    visited(harbour)
    at = SourceVisit.objects.get(finished_at__isnull=True).not_before
    said = (
        f"It is tried again by itself: {timezone.localtime(at, ZoneInfo(person.time_zone)):%-d %b %Y, %H:%M}"
    )
    composer = f"/claims/{claim.pk}/evidence/new/?source={source.pk}"
    for answer in (client.get(composer), client.get(f"/sources/{source.pk}/")):
        words, markup = words_of(answer), answer.content.decode()
        assert said in words and "status 503" in words
        assert "Try now" in words and "Paste the text instead" in words
        assert f"/sources/{source.pk}/captures/new/?" in markup and 'hx-trigger="every 15s"' in markup
    press = f"/sources/{source.pk}/visit/now/?claim={claim.pk}"
    hurried = client.post(press, headers={"HX-Request": "true"})
    assert "The address is being read." in words_of(hurried)
    assert client.post(press)["Location"] == composer
    serve(harbour, FIRST)
    visited(harbour)
    assert source.captures.get().text == FIRST


def test_a_page_does_not_ask_for_hours(harbour: PretendWeb) -> None:
    harbour.routes["/log"] = page(b"later", status="503 Service Unavailable")
    source = cited(a_person())
    visited(harbour)
    SourceVisit.objects.filter(finished_at__isnull=True).update(
        not_before=timezone.now() + timedelta(hours=6)
    )
    answer = visitor().get(f"/sources/{source.pk}/awaited/")
    assert "It is tried again by itself" in words_of(answer)
    assert "hx-trigger" not in answer.content.decode()


def test_a_page_waits_no_longer_than_its_patience() -> None:
    source = cited(a_person())
    long_ago = timezone.now() - timedelta(minutes=5)
    SourceVisit.objects.update(requested_at=long_ago, not_before=long_ago)
    answer = visitor().get(f"/sources/{source.pk}/awaited/")
    assert "It takes longer than usual" in words_of(answer)
    assert "hx-trigger" not in answer.content.decode()


def test_an_address_that_is_pasted_is_registered_from_the_composer() -> None:
    claim = a_claim()
    a_source(url="http://harbour.example/first", publisher=a_publisher(name="Harbour Office"))
    known = visitor().get(f"/claims/{claim.pk}/evidence/sources/", {"words": ADDRESS}).content.decode()
    assert 'value="Harbour Office"' in known and "<select" not in known
    other = visitor().get(f"/claims/{claim.pk}/evidence/sources/", {"words": "https://www.other.example/x"})
    assert 'value="other.example"' in other.content.decode() and "<select" in other.content.decode()
    half = visitor().get(f"/claims/{claim.pk}/evidence/sources/", {"words": "https://"})
    assert "data-register" not in half.content.decode()


def test_the_page_of_a_source_tells_how_its_address_is(harbour: PretendWeb) -> None:
    person = a_person()
    source, client = cited(person), visitor(person)
    visited(harbour)
    words = words_of(client.get(f"/sources/{source.pk}/"))
    assert "It reads as in the stored copy." in words and "It was cited · HTTP 200" in words
    answer = client.post(f"/sources/{source.pk}/watch/", {"every_hours": "168"}, follow=True)
    assert SourceWatch.objects.get().every_hours == 168
    undo = toasts_of(answer)[0][1]
    client.post(undo)
    assert SourceWatch.objects.get().every_hours == 0


def test_the_new_address_is_taken_with_one_press_and_given_back(harbour: PretendWeb) -> None:
    person = a_person()
    source, client = cited(person), visitor(person)
    visited(harbour)
    SourceWatch.objects.update(health=LinkHealth.MOVED, moved_to="http://harbour.example/archive/log")
    assert "Use the new address" in words_of(client.get(f"/sources/{source.pk}/"))
    answer = client.post(f"/sources/{source.pk}/move/", follow=True)
    source.refresh_from_db()
    assert source.url == "http://harbour.example/archive/log"
    assert "Use the new address" not in words_of(answer)
    client.post(toasts_of(answer)[0][1])
    source.refresh_from_db()
    assert source.url == ADDRESS


def test_the_web_archive_is_not_asked_where_that_is_off() -> None:
    source = a_source(url=ADDRESS)
    client = visitor()
    assert "does not ask the public web archive" in words_of(client.get(f"/sources/{source.pk}/"))
    answer = client.post(f"/sources/{source.pk}/archive/", follow=True)
    assert "switched off" in toasts_of(answer)[0][0]
    assert ArchivedCopy.objects.count() == 0


def test_a_page_follows_what_the_web_archive_is_asked(settings: Any) -> None:
    settings.WAYBACK_IS_ON = True
    source, client = a_source(url=ADDRESS), visitor()
    press = f"/sources/{source.pk}/archive/"
    answer = client.post(press, {"save": "1"}, headers={"HX-Request": "true"})
    assert "The web archive makes a copy" in words_of(answer)
    assert f'hx-get="{press}" hx-trigger="every 1s"' in answer.content.decode()
    assert client.post(press)["Location"] == f"/sources/{source.pk}/#address"
    request = ArchiveRequest.objects.get()
    assert (request.saves, request.state) == (True, VisitState.QUEUED)
    ArchiveRequest.objects.update(
        state=VisitState.FAILED, problem="The archive is away.", finished_at=timezone.now()
    )
    over = client.get(press)
    assert "The archive is away." in words_of(over) and "hx-trigger" not in over.content.decode()
    assert "Save it there" in words_of(over)


def test_a_page_of_the_archive_that_is_late_stops_asking(settings: Any) -> None:
    settings.WAYBACK_IS_ON = True
    source, client = a_source(url=ADDRESS), visitor()
    client.post(f"/sources/{source.pk}/archive/")
    long_ago = timezone.now() - timedelta(minutes=5)
    ArchiveRequest.objects.update(requested_at=long_ago, not_before=long_ago)
    late = client.get(f"/sources/{source.pk}/archive/")
    assert "takes longer than usual" in words_of(late) and "hx-trigger" not in late.content.decode()


def test_a_lost_passage_is_shown_with_the_new_words_and_its_person_is_told(harbour: PretendWeb) -> None:
    person = a_person()
    link = a_lost_passage(harbour, person, FIRST.replace("Two boats", "Nine boats"))
    assert [(one.person, one.kind, one.source_id) for one in Notice.objects.all()] == [
        (person, "passage_lost", link.source_id)
    ]
    markup = visitor(person).get("/sources/passages/").content.decode()
    assert "<del>Two</del>" in markup and "<ins>Nine</ins>" in markup
    assert "These words are gone from its address." in words_of(visitor().get(f"/claims/{link.claim_id}/"))


def test_the_new_words_take_the_place_of_the_lost_ones_and_back(harbour: PretendWeb) -> None:
    person = a_person()
    link = a_lost_passage(harbour, person, FIRST.replace("Two boats", "Nine boats"))
    client = visitor(person)
    [line] = client.get("/sources/passages/").context["lines"]
    lost = line["lost"]
    sent = {"capture": lost.capture.pk, "start": lost.start, "end": lost.end, "next": "/sources/passages/"}
    answer = client.post(f"/evidence/{link.pk}/passage/relink/", sent, follow=True)
    made = Evidence.objects.latest("pk")
    link.refresh_from_db()
    assert (made.passage, made.stance, made.passage_check, link.state) == (
        "Nine boats lay at the quay all day long.",
        link.stance,
        "exact",
        "withdrawn",
    )
    assert "No passage is lost" in words_of(answer)
    client.post(toasts_of(answer)[0][1])
    link.refresh_from_db()
    made.refresh_from_db()
    assert (link.state, made.state) == ("accepted", "withdrawn")


def test_a_lost_passage_counts_again_with_a_reason(harbour: PretendWeb) -> None:
    person = a_person()
    link = a_lost_passage(
        harbour, person, "The harbour was closed on Monday because of the storm, and nobody came."
    )
    client = visitor(person)
    refused = client.post(f"/evidence/{link.pk}/passage/confirm/", {"reason": " "})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["reason"])
    client.post(f"/evidence/{link.pk}/passage/confirm/", {"reason": "The page was shortened."})
    link.refresh_from_db()
    assert link.passage_check == "exact"


def test_the_board_counts_and_costs_the_same_for_one_and_for_many() -> None:
    client = visitor()

    def a_health(health: str) -> None:
        source = a_source(url=f"https://harbour.example/{health}/{Source.objects.count()}")
        SourceWatch.objects.create(
            source=source, every_hours=0, health=health, visited_at=timezone.now(), set_by=the_administrator()
        )

    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/sources/health/").status_code == 200
        return len(asked)

    assert "No source has an address yet" in words_of(client.get("/sources/health/"))
    a_health("dead")
    first = statements()
    for health in ("dead", "moved", "alive", "passage_gone") * 3:
        a_health(health)
    assert (first, statements()) == (16, 16)
    markup = client.get("/sources/health/").content.decode()
    assert 'href="/sources/?health=dead"' in markup
    urgent = client.get("/sources/health/").context["board"].urgent
    assert [watch.health for watch in urgent] == ["passage_gone"] * 3 + ["dead"] * 4 + ["moved"] * 3


def test_what_a_filter_finds_is_watched_together_and_given_back() -> None:
    records = [a_source(url=f"https://harbour.example/{number}", kind="record") for number in range(3)]
    a_source(url="https://harbour.example/report")
    client = visitor()
    answer = client.post("/sources/watch/?kind=record", {"every_hours": "24"}, follow=True)
    assert answer.redirect_chain == [("/sources/health/?kind=record", 302)]
    watched = SourceWatch.objects.filter(every_hours=24).order_by("source")
    assert [watch.source for watch in watched] == records
    days = [watch.next_visit_at - watch.set_at for watch in watched if watch.next_visit_at]
    assert days == [timedelta(0), timedelta(hours=8), timedelta(hours=16)]
    assert toasts_of(answer)[0][0] == "3 sources were set."
    client.post(toasts_of(answer)[0][1])
    assert set(SourceWatch.objects.values_list("every_hours", "next_visit_at")) == {(0, None)}


@pytest.mark.parametrize("path", ["visit/now/", "watch/?every_hours=24", "move/", "archive/"])
def test_readers_change_nothing(path: str) -> None:
    source = a_source(url=ADDRESS)
    SourceWatch.objects.create(
        source=source, every_hours=0, moved_to="http://other.example/", set_by=the_administrator()
    )
    answer = visitor(role=Role.READER).post(f"/sources/{source.pk}/{path}")
    assert (answer.status_code, SourceVisit.objects.count()) == (403, 0)


def test_visits_that_were_given_up_say_so(harbour: PretendWeb) -> None:
    source = cited(a_person())
    SourceVisit.objects.update(attempts=5)
    visited(harbour)
    visit = SourceVisit.objects.get()
    assert (visit.state, visit.reason) == (VisitState.FAILED, VisitReason.CITED)
    assert visit.problem in words_of(visitor().get(f"/sources/{source.pk}/awaited/"))
