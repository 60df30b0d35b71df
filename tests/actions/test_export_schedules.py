"""Exports by a timetable."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from annotations.actions.claim_sets import create_claim_set, edit_claim_set
from annotations.actions.export_runs import run_export
from annotations.actions.export_schedules import (
    create_schedule,
    drop_schedule,
    edit_schedule,
    sweep_schedules,
)
from annotations.actions.exports import expire_exports, request_export
from annotations.actions.people import edit_person
from annotations.domain.errors import Invalid, NotAllowed, NotFound, Stale
from annotations.domain.vocabulary import Audience, Role
from annotations.exports import FORMATS
from annotations.models import Event, Export, ExportSchedule, User
from tests.api.calling import Program, made, problem_of
from tests.events import events_of
from tests.exports.signed_claims import everything
from tests.factories import a_person, the_administrator
from tests.web.visitors import toasts_of, visitor, words_of

pytestmark = pytest.mark.django_db(transaction=True)


def a_schedule(owner: User | None = None, **given: Any) -> ExportSchedule:
    values = {"claim_set_id": everything().pk, "format": "ndjson", "cadence": "daily", **given}
    return create_schedule(**values, actor=owner or somebody_in_berlin())


def somebody_in_berlin() -> User:
    person = a_person()
    person.time_zone = "Europe/Berlin"
    person.save()
    return person


def turn(schedule: ExportSchedule) -> int:
    """What the sweep asks for when the next turn has come."""
    schedule.refresh_from_db()
    return sweep_schedules(now=schedule.next_at)


def test_it_is_made_for_the_next_hour_of_the_owners_clock() -> None:
    schedule = a_schedule(hour=6, keep=3)
    there = schedule.next_at.astimezone(ZoneInfo("Europe/Berlin"))
    assert (there.hour, there.minute) == (6, 0)
    assert timedelta() < schedule.next_at - timezone.now() <= timedelta(hours=25)
    assert [(verb, actor) for verb, actor, _, _ in events_of(schedule)] == [
        ("export_schedule.created", schedule.owner_id)
    ]


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({"cadence": "hourly"}, "unknown-cadence"),
        ({"hour": 24}, "hour-out-of-range"),
        ({"keep": 0}, "keep-out-of-range"),
        ({"format": "docx"}, "unknown-format"),
        ({"format": "claimreview", "include_unsigned": True}, "claimreview-is-signed"),
    ],
)
def test_what_cannot_be_made_is_refused(given: dict[str, Any], rule: str) -> None:
    with pytest.raises(Invalid) as refused:
        a_schedule(**given)
    assert (refused.value.rule, ExportSchedule.objects.count()) == (rule, 0)


def test_each_turn_asks_once_in_the_name_of_the_owner() -> None:
    schedule = a_schedule()
    assert sweep_schedules(now=schedule.next_at - timedelta(seconds=1)) == 0
    due = schedule.next_at
    assert [turn(schedule), sweep_schedules(now=due)] == [1, 0]
    export = Export.objects.get()
    assert (export.schedule, export.requested_by, export.format) == (schedule, schedule.owner, "ndjson")
    schedule.refresh_from_db()
    assert schedule.next_at.date() == due.date() + timedelta(days=1)


def test_turns_that_were_missed_are_one_turn() -> None:
    schedule = a_schedule()
    later = schedule.next_at + timedelta(days=10, hours=1)
    assert sweep_schedules(now=later) == 1
    schedule.refresh_from_db()
    assert later < schedule.next_at <= later + timedelta(days=1)


def test_the_last_files_are_kept_however_old_they_are() -> None:
    schedule = a_schedule(keep=2)
    for _ in range(4):
        turn(schedule)
        run_export(export_id=Export.objects.latest("pk").pk, formats=FORMATS)
    assert set(Export.objects.values_list("kept_until", flat=True)) == {None}
    assert expire_exports(now=timezone.now() + timedelta(days=400)) == 2
    states = Export.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["expired", "expired", "done", "done"]


def test_a_paused_one_asks_for_nothing_and_makes_up_for_nothing() -> None:
    schedule = a_schedule()
    edit_schedule(export_schedule_id=schedule.pk, values={"is_active": False}, actor=schedule.owner)
    assert turn(schedule) == 0
    edit_schedule(export_schedule_id=schedule.pk, values={"is_active": True}, actor=schedule.owner)
    assert sweep_schedules(now=timezone.now()) == 0
    schedule.refresh_from_db()
    assert schedule.next_at > timezone.now()


def test_another_hour_moves_the_next_turn() -> None:
    schedule = a_schedule(hour=6)
    before, event_count = schedule.next_at, Event.objects.count()
    edit_schedule(export_schedule_id=schedule.pk, values={"hour": 7}, actor=schedule.owner)
    schedule.refresh_from_db()
    assert (schedule.next_at - before) % timedelta(days=1) == timedelta(hours=1)
    edit_schedule(export_schedule_id=schedule.pk, values={"hour": 7}, actor=schedule.owner)
    assert Event.objects.count() == event_count + 1


def gone(owner: User, schedule: ExportSchedule) -> None:
    edit_person(person_id=owner.pk, values={"is_active": False}, actor=the_administrator())


def reader(owner: User, schedule: ExportSchedule) -> None:
    edit_person(person_id=owner.pk, values={"role": Role.READER}, actor=the_administrator())


def kept_back(owner: User, schedule: ExportSchedule) -> None:
    maker = schedule.claim_set.created_by
    edit_claim_set(claim_set_id=schedule.claim_set_id, values={"audience": Audience.OWN}, actor=maker)


@pytest.mark.parametrize("happens", [gone, reader, kept_back])
def test_a_turn_is_left_out_when_its_owner_may_no_longer(happens: Any) -> None:
    claim_set = create_claim_set(name="May", criteria={}, actor=a_person())
    owner = a_person()
    schedule = a_schedule(owner, claim_set_id=claim_set.pk)
    happens(owner, schedule)
    due = schedule.next_at
    assert (turn(schedule), Export.objects.count()) == (0, 0)
    schedule.refresh_from_db()
    assert schedule.next_at > due
    assert events_of(schedule)[-1][0] == "export_schedule.skipped"


def test_a_turn_for_which_there_is_no_room_is_left_out(settings: Any) -> None:
    settings.EXPORTS_TOGETHER = 1
    first, second = a_schedule(), a_schedule()
    assert sweep_schedules(now=max(first.next_at, second.next_at)) == 1
    skipped = Event.objects.get(verb="export_schedule.skipped")
    assert skipped.after["because"].startswith("There are as many exports waiting")


def test_a_turn_does_not_pass_for_what_its_owner_asked_for_by_hand() -> None:
    schedule = a_schedule()
    by_hand = request_export(claim_set_id=schedule.claim_set_id, format="ndjson", actor=schedule.owner)
    assert turn(schedule) == 1
    assert list(Export.objects.order_by("id").values_list("schedule", flat=True)) == [None, schedule.pk]
    again = request_export(claim_set_id=schedule.claim_set_id, format="ndjson", actor=schedule.owner)
    assert again == by_hand


def test_what_a_dropped_one_made_is_kept_as_long_as_anything(settings: Any) -> None:
    schedule = a_schedule()
    turn(schedule)
    run_export(export_id=Export.objects.get().pk, formats=FORMATS)
    drop_schedule(export_schedule_id=schedule.pk, actor=schedule.owner)
    export = Export.objects.get()
    assert (export.schedule, ExportSchedule.objects.count()) == (None, 0)
    assert export.kept_until is not None
    assert abs(export.kept_until - timezone.now() - timedelta(days=settings.EXPORT_DAYS)) < timedelta(
        minutes=1
    )


def test_whose_it_is_decides() -> None:
    schedule = a_schedule()
    for actor, refusal in ((a_person(), NotFound), (a_person(role=Role.EDITOR), NotFound)):
        with pytest.raises(refusal):
            edit_schedule(export_schedule_id=schedule.pk, values={"hour": 1}, actor=actor)
    edit_schedule(export_schedule_id=schedule.pk, values={"hour": 1}, actor=the_administrator())
    with pytest.raises(NotAllowed):
        a_schedule(a_person(role=Role.READER))
    with pytest.raises(Stale):
        edit_schedule(
            export_schedule_id=schedule.pk, values={"hour": 2}, expected_version=1, actor=schedule.owner
        )


def test_clocks_that_change_move_the_turn_with_them() -> None:
    schedule = a_schedule(hour=6)
    ExportSchedule.objects.filter(pk=schedule.pk).update(next_at=datetime(2026, 10, 24, 4, tzinfo=UTC))
    moments = []
    for _ in range(3):
        turn(schedule)
        schedule.refresh_from_db()
        moments.append(schedule.next_at)
    assert moments == [datetime(2026, 10, day, 5, tzinfo=UTC) for day in (25, 26, 27)]


def test_programs_make_change_and_drop_them() -> None:
    program = Program()
    body = {"claim_set_id": everything().pk, "format": "bundle", "cadence": "weekly"}
    answer = program.post("export-schedules", body)
    schedule = made(answer)
    assert answer["Location"] == f"/api/v1/export-schedules/{schedule['id']}"
    address = f"export-schedules/{schedule['id']}"
    changed = program.patch(address, {"is_active": False}, {"If-Match": answer["ETag"]}).json()
    assert (changed["is_active"], changed["version"]) == (False, 2)
    assert [one["id"] for one in program.get("export-schedules", is_active="false").json()["results"]] == [
        schedule["id"]
    ]
    assert problem_of(Program().get(address))[0] == 404
    assert program.delete(address).status_code == 204
    assert program.get("export-schedules").json()["results"] == []


def test_people_make_pause_and_drop_them() -> None:
    person = a_person()
    browser = visitor(person)
    sent = {"claim_set": everything().pk, "format": "xlsx", "cadence": "monthly", "hour": "7", "keep": "12"}
    answer = browser.post("/exports/schedules/new/", sent)
    schedule = ExportSchedule.objects.get()
    here = f"/exports/schedules/{schedule.pk}/"
    assert answer["Location"] == here
    assert "Every first of the month" in browser.get(here).content.decode()
    assert "Every month" in words_of(browser.get("/exports/schedules/"))
    paused = browser.post(f"{here}pause/", follow=True)
    assert ("It is paused." in words_of(paused), toasts_of(paused)[-1]) == (
        True,
        ("Paused.", f"{here}resume/"),
    )
    browser.post(f"{here}resume/")
    changed = {"format": "csv", "cadence": "daily", "hour": "5", "keep": "1", "version": "3"}
    assert browser.post(here, changed).status_code == 302
    assert browser.post(here, {**changed, "hour": "6"}).status_code == 409
    schedule.refresh_from_db()
    assert (schedule.format, schedule.hour, schedule.is_active) == ("csv", 5, True)
    assert browser.post(f"{here}drop/")["Location"] == "/exports/schedules/"
    assert ExportSchedule.objects.count() == 0
