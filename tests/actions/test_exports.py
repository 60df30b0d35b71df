"""Asking for exports, rendering them, and everything that may happen to them on the way."""

import itertools
import threading
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import OperationalError, connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from annotations.actions import export_gathering, export_progress
from annotations.actions.claim_sets import create_claim_set
from annotations.actions.export_leases import ATTEMPTS, LEASE, LeaseLost, take_lease
from annotations.actions.export_runs import run_export, sweep_exports
from annotations.actions.exports import (
    ask_for_export,
    cancel_export,
    expire_exports,
    request_export,
    retry_export,
)
from annotations.domain.errors import Conflict, Invalid, NotAllowed, NotFound, TooMany, Unavailable
from annotations.domain.rendering import Format, LeftOut, Publication
from annotations.domain.vocabulary import ExportFormat, Role
from annotations.exports import FORMATS
from annotations.gateways import files
from annotations.models import Claim, Event, Export, ExportPart, User
from annotations.queries.changes import cursor_for
from annotations.queries.export_rows import Snapshot
from tests.events import events_of
from tests.exports.signed_claims import a_signed_claim, content, everything, exported
from tests.factories import a_claim, a_person, the_administrator

pytestmark = pytest.mark.django_db(transaction=True)


def a_waiting_export(**given: Any) -> Export:
    values = {
        "claim_set_id": everything().pk,
        "format": ExportFormat.NDJSON,
        "include_unsigned": True,
        **given,
    }
    return request_export(**{"actor": a_person(), **values})


def many_claims(number: int) -> None:
    person = the_administrator()
    Claim.objects.bulk_create(
        Claim(text=f"Claim {place}.", type="event", created_by=person) for place in range(number)
    )


def formats(render: Any) -> dict[str, Format]:
    """NDJSON, rendered as given."""
    return {ExportFormat.NDJSON: Format("text/plain", ".txt", render)}


def stored_files() -> list[str]:
    folder = Path(default_storage.path("exports"))
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def verbs(export: Export) -> list[str]:
    return list(
        Event.objects.filter(stream=f"export:{export.pk}").order_by("position").values_list("verb", flat=True)
    )


def test_asking_makes_a_row_that_waits() -> None:
    person, claim_set = a_person(role=Role.READER), everything()
    export = request_export(claim_set_id=claim_set.pk, format="csv", actor=person)
    assert Export.objects.filter(pk=export.pk).values("state", "format", "attempts", "claims_done").get() == {
        "state": "queued",
        "format": "csv",
        "attempts": 0,
        "claims_done": 0,
    }
    wanted = {"claim_set": claim_set.pk, "format": "csv", "include_unsigned": False, "state": "queued"}
    assert events_of(export) == [("export.requested", person.pk, {}, wanted)]


@pytest.mark.parametrize(
    ("given", "refusal", "rule"),
    [
        ({"format": "docx"}, Invalid, "unknown-format"),
        ({"format": "claimreview", "include_unsigned": True}, Invalid, "claimreview-is-signed"),
        ({"claim_set_id": 0}, NotFound, "not-found"),
    ],
)
def test_what_cannot_be_exported_is_refused(given: dict[str, Any], refusal: Any, rule: str) -> None:
    with pytest.raises(refusal) as refused:
        a_waiting_export(**given)
    assert (refused.value.rule, Export.objects.count()) == (rule, 0)


def test_a_finished_export_has_its_file_checksum_and_manifest() -> None:
    signed, open_claim = a_signed_claim(), a_claim()
    export = exported(ExportFormat.NDJSON, include_unsigned=True)
    written = content(export)
    assert written.count(b"\n") == 2
    assert (export.state, export.claims_done, export.claims_total, export.attempts) == ("done", 2, 2, 1)
    assert (export.media_type, export.size, export.leased_until) == (
        "application/x-ndjson",
        len(written),
        None,
    )
    assert stored_files() == [export.file_name.removeprefix("exports/")]
    claim_set = export.claim_set
    assert export.taken_at is not None and export.change_position is not None
    assert export.manifest["cursor"].split(":")[0] == cursor_for(export.change_position, True).split(":")[0]
    assert {name: value for name, value in export.manifest.items() if name != "cursor"} == {
        "claim_set": {"id": claim_set.pk, "name": "Everything", "kind": "live"},
        "criteria": {},
        "format": "ndjson",
        "include_unsigned": True,
        "as_of": export.taken_at.isoformat().replace("+00:00", "Z"),
        "change_position": export.change_position,
        "policy_version": "1.0.0",
        "counts": {
            "matching": 2,
            "chosen": 2,
            "exported": 2,
            "signed": 1,
            "withdrawn": 0,
            "unsigned": 1,
            "stale": 1,
            "not_signed_or_stale": 0,
        },
        "left_out": {},
        "size": export.size,
        "sha256": export.sha256,
    }
    assert verbs(export) == ["export.requested", "export.started", "export.finished"]
    assert {signed.pk, open_claim.pk} == set(Claim.objects.values_list("pk", flat=True))


def test_an_export_of_nothing_is_an_empty_file() -> None:
    export = exported(ExportFormat.NDJSON)
    assert (content(export), export.size, export.claims_total) == (b"", 0, 0)


def test_a_message_that_comes_twice_changes_nothing() -> None:
    export = exported(ExportFormat.NDJSON)
    assert run_export(export_id=export.pk, formats=FORMATS) is None
    assert verbs(export) == ["export.requested", "export.started", "export.finished"]


def test_a_message_for_an_export_that_is_gone_is_no_error() -> None:
    assert run_export(export_id=0, formats=FORMATS) is None


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten claims a statement, and every step is written down."""
    monkeypatch.setattr(export_gathering, "BATCH_CLAIMS", 10)
    monkeypatch.setattr(export_progress, "PROGRESS_SECONDS", 0)


def at_each_batch(monkeypatch: pytest.MonkeyPatch, look: Any) -> None:
    """Has something done before each statement that makes documents."""
    made = Snapshot.documents

    def documents(view: Snapshot, claim_ids: Any, *, claim_set_id: int) -> Iterator[bytes]:
        look()
        yield from made(view, claim_ids, claim_set_id=claim_set_id)

    monkeypatch.setattr(Snapshot, "documents", documents)


@pytest.mark.usefixtures("small_steps")
def test_progress_is_seen_while_the_snapshot_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    many_claims(35)
    export, seen = a_waiting_export(), list[Any]()

    def told() -> Any:
        columns = ("manifest__progress__phase", "claims_done", "claims_total")
        return Export.objects.values_list(*columns).get(pk=export.pk)

    def render(documents: Iterable[bytes], publication: Publication, left_out: LeftOut) -> Iterator[bytes]:
        for document in documents:
            seen.append(told())
            yield document

    at_each_batch(monkeypatch, lambda: seen.append(told()))
    assert run_export(export_id=export.pk, formats=formats(render)) is not None
    assert list(dict.fromkeys(seen)) == [
        *(("gathering", done, 35) for done in (0, 10, 20, 30)),
        *(("writing", done, 35) for done in (0, 10, 20, 30)),
    ]


@pytest.mark.usefixtures("small_steps")
def test_progress_tells_how_fast_it_goes_and_for_how_long(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = itertools.count()
    monkeypatch.setattr(export_progress, "monotonic", lambda: next(clock))
    many_claims(40)
    export, seen = a_waiting_export(), list[Any]()

    def look() -> None:
        seen.append(Export.objects.values_list("manifest__progress", flat=True).get(pk=export.pk))

    at_each_batch(monkeypatch, look)
    run_export(export_id=export.pk, formats=FORMATS)
    told = [(one["claims_per_second"], one["seconds_left"]) for one in seen]
    assert told == [(None, None), (3.3, 9), (4.0, 5), (4.3, 3)]


@pytest.mark.usefixtures("small_steps")
def test_an_export_cancelled_while_it_gathers_stops_within_a_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    many_claims(100)
    export, batches = a_waiting_export(), list[int]()

    def cancel_in_the_second() -> None:
        batches.append(len(batches))
        if len(batches) == 2:
            cancel_export(export_id=export.pk, actor=the_administrator())

    at_each_batch(monkeypatch, cancel_in_the_second)
    assert run_export(export_id=export.pk, formats=FORMATS) is None
    export.refresh_from_db()
    assert (export.state, export.manifest, len(batches), stored_files()) == ("cancelled", {}, 2, [])
    assert ExportPart.objects.count() == 0
    assert verbs(export) == ["export.requested", "export.started", "export.cancelled"]


@pytest.mark.usefixtures("small_steps")
def test_an_export_cancelled_while_it_is_written_leaves_no_file() -> None:
    many_claims(100)
    export, rendered = a_waiting_export(), list[bytes]()

    def render(documents: Iterable[bytes], publication: Publication, left_out: LeftOut) -> Iterator[bytes]:
        for document in documents:
            if len(rendered) == 15:
                cancel_export(export_id=export.pk, actor=the_administrator())
            rendered.append(document)
            yield document

    assert run_export(export_id=export.pk, formats=formats(render)) is None
    export.refresh_from_db()
    assert (export.state, len(rendered) <= 20, stored_files()) == ("cancelled", True, [])
    assert ExportPart.objects.count() == 0


def test_what_a_format_refuses_fails_at_once_and_says_what_to_do() -> None:
    export = a_waiting_export()

    def render(documents: Iterable[bytes], publication: Publication, left_out: LeftOut) -> Iterator[bytes]:
        if list(documents) == []:
            raise Invalid("A page holds at most ten. Export fewer.", rule="too-many-claims")
        yield b""

    run_export(export_id=export.pk, formats=formats(render))
    export.refresh_from_db()
    assert (export.state, export.attempts, export.error) == (
        "failed",
        1,
        "A page holds at most ten. Export fewer.",
    )


def test_an_export_cancelled_after_its_last_batch_is_not_done_either() -> None:
    a_claim()
    export = a_waiting_export()

    def render(documents: Iterable[bytes], publication: Publication, left_out: LeftOut) -> Iterator[bytes]:
        yield from documents
        cancel_export(export_id=export.pk, actor=the_administrator())

    assert run_export(export_id=export.pk, formats=formats(render)) is None
    export.refresh_from_db()
    assert (export.state, stored_files()) == ("cancelled", [])


def test_a_failed_attempt_rests_says_why_and_is_begun_again() -> None:
    export = a_waiting_export()

    def render(documents: Iterable[bytes], publication: Publication, left_out: LeftOut) -> Iterator[bytes]:
        yield b"half of it"
        raise OSError(28, "No space left on device")

    run_export(export_id=export.pk, formats=formats(render))
    export.refresh_from_db()
    assert (export.state, export.attempts, stored_files()) == ("running", 1, [])
    assert export.error == (
        "Attempt 1 did not finish: the file could not be written (No space left on device)."
    )
    assert run_export(export_id=export.pk, formats=FORMATS) is None
    Export.objects.filter(pk=export.pk).update(leased_until=timezone.now())
    finished = run_export(export_id=export.pk, formats=FORMATS)
    assert finished is not None
    assert (finished.state, finished.attempts, finished.error) == ("done", 2, "")
    assert verbs(export) == [
        "export.requested",
        "export.started",
        "export.interrupted",
        "export.started",
        "export.finished",
    ]


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (Unavailable("The storage is away."), "The storage is away."),
        (OperationalError("gone"), "the database did not answer as it should."),
        (KeyError("x"), "something unforeseen happened (KeyError). The worker's log says what."),
    ],
)
def test_the_last_failed_attempt_is_the_end_and_says_why(failure: Exception, said: str) -> None:
    export = a_waiting_export()

    def render(documents: Iterable[bytes], publication: Publication, left_out: LeftOut) -> Iterator[bytes]:
        yield b"a beginning"
        raise failure

    for _ in range(ATTEMPTS + 1):
        run_export(export_id=export.pk, formats=formats(render))
        Export.objects.filter(pk=export.pk, state="running").update(leased_until=timezone.now())
    export.refresh_from_db()
    assert (export.state, export.attempts) == ("failed", ATTEMPTS)
    assert export.error == f"Attempt {ATTEMPTS} did not finish: {said}"
    assert verbs(export)[-1] == "export.failed"


def test_an_export_that_kills_its_worker_every_time_fails_at_last() -> None:
    export = a_waiting_export()
    for _ in range(ATTEMPTS):
        assert take_lease(export.pk, ".ndjson") is not None
        Export.objects.filter(pk=export.pk).update(leased_until=timezone.now())
    assert run_export(export_id=export.pk, formats=FORMATS) is None
    export.refresh_from_db()
    assert (export.state, export.error) == (
        "failed",
        "The export was begun 5 times and interrupted each time. Ask again, or for less.",
    )


def test_a_killed_worker_is_followed_by_another_that_begins_from_the_start() -> None:
    a_claim()
    export = a_waiting_export()
    first = take_lease(export.pk, ".ndjson")
    assert first is not None
    files.save(first.export.file_name, [b"what the killed worker had saved"])
    assert run_export(export_id=export.pk, formats=FORMATS) is None
    Export.objects.filter(pk=export.pk).update(leased_until=timezone.now())
    finished = run_export(export_id=export.pk, formats=FORMATS)
    assert finished is not None
    assert (finished.state, finished.attempts) == ("done", 2)
    assert stored_files() == [finished.file_name.removeprefix("exports/")]


def test_a_worker_that_comes_back_late_cannot_finish_what_another_has() -> None:
    export = a_waiting_export()
    late = take_lease(export.pk, ".ndjson")
    assert late is not None
    Export.objects.filter(pk=export.pk).update(leased_until=timezone.now())
    finished = run_export(export_id=export.pk, formats=FORMATS)
    assert finished is not None
    for write in (
        lambda: late.renew(1, 2),
        lambda: late.finish(size=1, sha256="0" * 64),
        lambda: late.give_back("It failed."),
    ):
        with pytest.raises(LeaseLost):
            write()
    assert (verbs(export)[-1], content(finished)) == ("export.finished", b"")


def test_of_many_workers_at_once_exactly_one_renders() -> None:
    many_claims(50)
    export, results = a_waiting_export(), []
    begin = threading.Barrier(4)

    def work() -> None:
        begin.wait()
        results.append(run_export(export_id=export.pk, formats=FORMATS))
        connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [result is not None for result in results].count(True) == 1
    assert verbs(export) == ["export.requested", "export.started", "export.finished"]


def test_a_lease_lasts_and_is_renewed() -> None:
    export = a_waiting_export()
    before = timezone.now()
    lease = take_lease(export.pk, ".ndjson")
    assert lease is not None and lease.until >= before + LEASE
    first = lease.until
    lease.renew(3, 9)
    export.refresh_from_db()
    assert (export.leased_until, export.claims_done, export.claims_total) == (lease.until, 3, 9)
    assert lease.until > first


def test_the_sweep_finds_what_nobody_renders() -> None:
    _waiting, held, abandoned, cancelled = (a_waiting_export() for _ in range(4))
    take_lease(held.pk, ".ndjson")
    take_lease(abandoned.pk, ".ndjson")
    Export.objects.filter(pk=abandoned.pk).update(leased_until=timezone.now() - timedelta(seconds=1))
    cancel_export(export_id=cancelled.pk, actor=the_administrator())
    exported(ExportFormat.CSV)
    assert sweep_exports() == 2


def test_a_cancelled_export_can_be_asked_for_again() -> None:
    person = a_person()
    export = a_waiting_export(actor=person)
    take_lease(export.pk, ".ndjson")
    cancel_export(export_id=export.pk, actor=person)
    again = retry_export(export_id=export.pk, actor=person)
    assert (again.state, again.attempts, again.finished_at, again.error) == ("queued", 0, None, "")
    finished = run_export(export_id=export.pk, formats=FORMATS)
    assert finished is not None and finished.state == "done"
    assert verbs(export) == [
        "export.requested",
        "export.started",
        "export.cancelled",
        "export.retried",
        "export.started",
        "export.finished",
    ]


def test_a_worker_of_before_a_cancellation_cannot_write_after_the_repetition() -> None:
    export = a_waiting_export()
    former = take_lease(export.pk, ".ndjson")
    assert former is not None
    cancel_export(export_id=export.pk, actor=the_administrator())
    retry_export(export_id=export.pk, actor=the_administrator())
    assert take_lease(export.pk, ".ndjson") is not None
    with pytest.raises(LeaseLost):
        former.renew(1, 1)


def test_what_is_done_is_neither_cancelled_nor_repeated() -> None:
    export = exported(ExportFormat.CSV)
    for action in (cancel_export, retry_export):
        with pytest.raises(Conflict):
            action(export_id=export.pk, actor=the_administrator())


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("own", [True, False])
def test_who_may_ask_cancel_and_repeat(role: str, own: bool) -> None:
    person = a_person(role=role)
    asker = person if own else a_person()
    may_touch = own or role in (Role.EDITOR, Role.ADMINISTRATOR)

    def allowed(action: Any, **given: Any) -> bool:
        try:
            action(**given, actor=person)
        except NotAllowed:
            return False
        return True

    export = a_waiting_export(actor=asker)
    done = {
        "request": allowed(request_export, claim_set_id=everything().pk, format="csv"),
        "cancel": allowed(cancel_export, export_id=export.pk),
    }
    if not may_touch:
        cancel_export(export_id=export.pk, actor=the_administrator())
    done["retry"] = allowed(retry_export, export_id=export.pk)
    assert done == {"request": True, "cancel": may_touch, "retry": may_touch}


def test_somebody_who_may_no_longer_sign_in_asks_for_nothing() -> None:
    person = a_person()
    User.objects.filter(pk=person.pk).update(is_active=False)
    person.refresh_from_db()
    with pytest.raises(NotAllowed):
        a_waiting_export(actor=person)


def test_what_is_written_about_an_export_does_not_grow_with_its_claims() -> None:
    counts = []
    for number in (1, 400):
        many_claims(number)
        export = a_waiting_export()
        with CaptureQueriesContext(connection) as statements:
            run_export(export_id=export.pk, formats=FORMATS)
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_the_criteria_of_a_set_choose_its_claims() -> None:
    kept, _ = a_claim(text="The harbour was closed."), a_claim(text="The road was open.")
    claim_set = create_claim_set(name="Harbour", criteria={"words": "harbour"}, actor=a_person())
    export = exported(ExportFormat.NDJSON, claim_set=claim_set, include_unsigned=True)
    assert (export.claims_total, f'"id":{kept.pk},'.encode() in content(export)) == (1, True)


@pytest.mark.parametrize("sizes", [[], [1], [3, 4, 5], [10], [4, 4, 4]])
def test_pieces_are_gathered_without_loss(sizes: list[int]) -> None:
    pieces = [bytes([number]) * size for number, size in enumerate(sizes)]
    chunks = list(files.gathered(pieces, size=6))
    assert b"".join(chunks) == b"".join(pieces)
    assert all(len(chunk) >= 6 for chunk in chunks[:-1])


def test_what_waits_already_is_given_back_and_what_runs_already_is_not() -> None:
    person, claim_set = a_person(), everything()
    wanted: dict[str, Any] = {"claim_set_id": claim_set.pk, "format": "csv", "actor": person}
    first, again = ask_for_export(**wanted), ask_for_export(**wanted)
    assert (again.export, first.is_waiting_already, again.is_waiting_already) == (first.export, False, True)
    assert verbs(first.export) == ["export.requested"]
    other = ask_for_export(**{**wanted, "include_unsigned": True})
    take_lease(first.export.pk, ".csv")
    third = ask_for_export(**wanted)
    assert len({first.export.pk, other.export.pk, third.export.pk}) == 3
    assert not ask_for_export(**{**wanted, "actor": a_person()}).is_waiting_already


def test_nobody_has_more_made_at_once_than_can_be_made(settings: Any) -> None:
    settings.EXPORTS_OF_A_PERSON, settings.EXPORTS_TOGETHER = 2, 3
    person = a_person()
    first = a_waiting_export(actor=person)
    a_waiting_export(actor=person, format="csv")
    refused = []
    for actor, format in ((person, "xlsx"), (a_person(), "xlsx"), (a_person(), "html")):
        try:
            a_waiting_export(actor=actor, format=format)
        except TooMany as refusal:
            refused.append((refusal.rule, refusal.message.split(" that")[0].split(" as many")[0]))
    assert refused == [("too-many-exports", "You have 2 exports"), ("too-many-exports", "There are")]
    cancel_export(export_id=first.pk, actor=person)
    a_waiting_export(actor=person, format="xlsx")
    with pytest.raises(TooMany):
        retry_export(export_id=first.pk, actor=person)


def test_many_who_ask_at_once_get_no_more_than_there_is_room_for(settings: Any) -> None:
    settings.EXPORTS_TOGETHER = 3
    people = [a_person() for _ in range(6)]
    claim_set, begin, refused = everything(), threading.Barrier(6), list[str]()

    def ask(person: User) -> None:
        begin.wait()
        try:
            request_export(claim_set_id=claim_set.pk, format="csv", actor=person)
        except TooMany as refusal:
            refused.append(refusal.rule)
        connections.close_all()

    threads = [threading.Thread(target=ask, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (Export.objects.count(), refused) == (3, ["too-many-exports"] * 3)


def test_a_file_is_dropped_when_its_time_is_over_and_its_checksum_stays(settings: Any) -> None:
    settings.EXPORT_DAYS = 3
    a_claim()
    export = exported(ExportFormat.NDJSON, include_unsigned=True)
    assert export.kept_until is not None and export.finished_at is not None
    assert abs(export.kept_until - export.finished_at - timedelta(days=3)) < timedelta(seconds=5)
    assert expire_exports(now=export.kept_until - timedelta(seconds=1)) == 0
    assert expire_exports(now=export.kept_until) == 1
    assert expire_exports(now=export.kept_until) == 0
    was, sha256 = export.file_name, export.sha256
    export.refresh_from_db()
    assert (export.state, export.file_name, export.sha256, stored_files()) == ("expired", "", sha256, [])
    assert events_of(export)[-1] == (
        "export.expired",
        None,
        {"state": "done", "file_name": was},
        {"state": "expired", "file_name": ""},
    )
    with pytest.raises(Conflict):
        retry_export(export_id=export.pk, actor=the_administrator())
