"""Copies of sources in the public web archive, for which a local server stands, asked in the background."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from annotations.actions import archived_copies
from annotations.actions.archived_copies import answer_archive_request, ask_archive, sweep_archive_requests
from annotations.actions.merges import merge_sources
from annotations.actions.protection import protect_source
from annotations.actions.sources import edit_source
from annotations.domain.errors import Refusal
from annotations.domain.vocabulary import VisitState
from annotations.gateways.wayback import CopyInArchive
from annotations.models import ArchivedCopy, ArchiveRequest, Event, Source
from tests.factories import a_person, a_source, the_administrator
from tests.gateways.safe_fetch.pretend_web import PretendWeb, forward, page
from tests.gateways.test_wayback import COPY, PAGE, STAMP, archive, available, through

__all__ = ["archive"]

pytestmark = pytest.mark.django_db

FOUND = available(url=f"http://web.archive.org/web/{STAMP}/{PAGE}")


def asked(source: Source, *, saves: bool = False) -> ArchiveRequest:
    return ask_archive(source_id=source.pk, saves=saves, actor=a_person())


def answered(web: PretendWeb, request: ArchiveRequest) -> ArchiveRequest:
    """The job, when its time has come."""
    ArchiveRequest.objects.filter(pk=request.pk).update(not_before=timezone.now())
    answer_archive_request(request_id=request.pk, **through(web))
    request.refresh_from_db()
    return request


def outcome(request: ArchiveRequest) -> tuple[str, str, str]:
    return request.state, request.rule, request.problem


def test_a_copy_that_is_found_is_noted_once(archive: PretendWeb) -> None:
    archive.routes["/wayback/available"] = FOUND
    source = a_source(url=PAGE)
    first, second = (answered(archive, asked(source)) for _ in range(2))
    copy = ArchivedCopy.objects.get()
    assert (copy.source, copy.url, copy.archived_at, copy.noted_by) == (
        source,
        COPY.url,
        COPY.archived_at,
        first.requested_by,
    )
    assert [outcome(first), outcome(second)] == [("done", "", "")] * 2
    assert Event.objects.filter(verb="source.archived_copy_noted").count() == 1


def test_where_there_is_none_that_is_said_and_nothing_noted(archive: PretendWeb) -> None:
    archive.routes["/wayback/available"] = available()
    request = answered(archive, asked(a_source(url=PAGE)))
    assert outcome(request) == ("done", "", "The web archive has no copy.")
    assert ArchivedCopy.objects.count() == 0


def test_a_copy_that_is_made_is_noted(archive: PretendWeb) -> None:
    archive.routes["/save/https://news.example/ferry"] = forward(f"/web/{STAMP}/{PAGE}")
    archive.routes[f"/web/{STAMP}/https://news.example/ferry"] = page(b"kept")
    source = a_source(url=PAGE)
    answered(archive, asked(source, saves=True))
    noted = ArchivedCopy.objects.get()
    assert (noted.source, noted.url) == (source, COPY.url)


def test_asking_waits_for_nobody_and_one_question_waits_at_a_time(archive: PretendWeb) -> None:
    source = a_source(url=PAGE)
    first, second = asked(source), asked(source, saves=True)
    assert (first, archive.requests) == (second, [])
    assert ArchiveRequest.objects.get().saves


def test_a_lost_message_loses_nothing_and_two_workers_ask_once(archive: PretendWeb) -> None:
    archive.routes["/wayback/available"] = FOUND
    request = asked(a_source(url=PAGE))
    assert sweep_archive_requests() == 1
    answered(archive, request)
    assert answer_archive_request(request_id=request.pk, **through(archive)) is None
    assert (sweep_archive_requests(), len(archive.requests)) == (0, 1)


def test_what_a_worker_died_over_is_asked_again_and_then_given_up(archive: PretendWeb) -> None:
    request = asked(a_source(url=PAGE))
    running = {"state": VisitState.RUNNING, "attempts": 3}
    ArchiveRequest.objects.update(**running, leased_until=timezone.now() + timedelta(minutes=1))
    assert sweep_archive_requests() == 0
    ArchiveRequest.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    assert sweep_archive_requests() == 1
    assert outcome(answered(archive, request))[::2] == ("failed", archived_copies.NOT_ASKED)
    assert archive.requests == []


def test_an_archive_without_time_is_asked_again_twice_later_each_time(archive: PretendWeb) -> None:
    archive.routes["/wayback/available"] = page(b"slow down", status="429 Too Many Requests")
    request, waits = asked(a_source(url=PAGE)), []
    for _ in range(2):
        answered(archive, request)
        waits.append(round((request.not_before - timezone.now()) / timedelta(minutes=1)))
    assert (request.state, request.rule, waits) == ("queued", "archive-busy", [5, 10])
    assert outcome(answered(archive, request))[:2] == ("failed", "archive-busy")


def test_who_asks_again_need_not_wait(archive: PretendWeb) -> None:
    archive.routes["/wayback/available"] = page(b"slow down", status="429 Too Many Requests")
    source = a_source(url=PAGE)
    answered(archive, asked(source))
    assert asked(source).not_before <= timezone.now()


def test_what_the_archive_refuses_for_good_is_not_asked_again(archive: PretendWeb) -> None:
    archive.routes["/save/https://news.example/ferry"] = page(b"no", status="403 Forbidden")
    request = answered(archive, asked(a_source(url=PAGE), saves=True))
    assert outcome(request)[:2] == ("failed", "archive-refuses")


@pytest.mark.parametrize("is_protected", [False, True])
def test_what_is_said_of_an_address_that_went_meanwhile_is_dropped(
    archive: PretendWeb, monkeypatch: pytest.MonkeyPatch, is_protected: bool
) -> None:
    archive.routes["/wayback/available"] = FOUND
    source, find = a_source(url=PAGE), archived_copies.find_copy

    def meanwhile(url: str, **web: Any) -> CopyInArchive | None:
        copy = find(url, **web)
        if is_protected:
            protect_source(source_id=source.pk, reason="Fears for the post.", actor=a_person())
        else:
            edit_source(source_id=source.pk, values={"url": "https://news.example/x"}, actor=a_person())
        return copy

    monkeypatch.setattr(archived_copies, "find_copy", meanwhile)
    answer_archive_request(request_id=asked(source).pk, **through(archive))
    kept = list(ArchiveRequest.objects.values_list("state", "problem"))
    assert kept == ([] if is_protected else [("failed", archived_copies.NO_ADDRESS)])
    assert not ArchivedCopy.objects.exists()


def test_no_copy_is_noted_of_what_was_merged_away(archive: PretendWeb) -> None:
    archive.routes["/wayback/available"] = FOUND
    absorbed = a_source(url=PAGE)
    request = asked(absorbed)
    merge_sources(kept_id=a_source().pk, absorbed_id=absorbed.pk, reason="x", actor=the_administrator())
    assert outcome(answered(archive, request))[:2] == ("failed", "merged-away")
    assert not ArchivedCopy.objects.exists()


def test_the_archive_never_hears_of_what_has_no_address_or_is_protected(archive: PretendWeb) -> None:
    hidden = a_source(url=PAGE)
    waiting = asked(hidden)
    protect_source(source_id=hidden.pk, reason="Fears for the post.", actor=a_person())
    for source in (a_source(), hidden):
        with pytest.raises(Refusal) as told:
            asked(source)
        assert told.value.rule == "source-has-no-address"
    assert answer_archive_request(request_id=waiting.pk, **through(archive)) is None
    assert archive.requests == []


def test_where_the_archive_is_off_nothing_waits_for_it(settings: Any) -> None:
    settings.WAYBACK_IS_ON = False
    with pytest.raises(Refusal) as told:
        asked(a_source(url=PAGE))
    assert (told.value.rule, ArchiveRequest.objects.count()) == ("archive-off", 0)
