"""Exports that are interrupted go on where they were, and are of one moment all the same."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.utils import timezone

from annotations.actions import export_gathering, export_progress
from annotations.actions.changes import sequence_changes
from annotations.actions.claims import edit_claim, withdraw_claim
from annotations.actions.export_gathering import drop_parts, sweep_parts
from annotations.actions.export_runs import run_export
from annotations.actions.exports import cancel_export, request_export, retry_export
from annotations.domain.vocabulary import ExportFormat
from annotations.exports import FORMATS
from annotations.models import Claim, Export, ExportPart, Override
from annotations.queries.export_rows import Snapshot
from tests.exports.signed_claims import a_signed_claim, backed, content, everything, exported
from tests.factories import a_claim, a_person, the_administrator
from tests.overridden import an_override
from tests.services.live import database_address
from tests.services.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)

PART, BATCH = 20, 10


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty claims a part, ten a statement, and every step is written down."""
    monkeypatch.setattr(export_gathering, "PART_CLAIMS", PART)
    monkeypatch.setattr(export_gathering, "BATCH_CLAIMS", BATCH)
    monkeypatch.setattr(export_progress, "PROGRESS_SECONDS", 0)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[list[int]]:
    """Which claims documents were made of, statement by statement; the fifth does not get through."""
    batches: list[list[int]] = []
    real = Snapshot.documents

    def documents(view: Snapshot, claim_ids: Any, *, claim_set_id: int) -> Iterator[bytes]:
        batches.append(list(claim_ids))
        if len(batches) == INTERRUPTED_AT:
            raise OSError(5, "The disk went away")
        yield from real(view, claim_ids, claim_set_id=claim_set_id)

    monkeypatch.setattr(Snapshot, "documents", documents)
    return batches


INTERRUPTED_AT = 5


def many_claims(number: int) -> list[int]:
    person = the_administrator()
    claims = [Claim(text=f"Claim {place}.", type="event", created_by=person) for place in range(number)]
    ids = [claim.pk for claim in Claim.objects.bulk_create(claims)]
    sequence_changes()
    return ids


def a_waiting_export() -> Export:
    return request_export(
        claim_set_id=everything().pk, format=ExportFormat.NDJSON, include_unsigned=True, actor=a_person()
    )


def lapse(export: Export) -> None:
    """What held it is dead."""
    Export.objects.filter(pk=export.pk).update(leased_until=timezone.now())


def parts_of(export: Export) -> list[tuple[int, int]]:
    rows = ExportPart.objects.filter(export=export).exclude(sha256="").order_by("first_claim")
    return list(rows.values_list("first_claim", "last_claim"))


def stored_files() -> list[str]:
    folder = Path(default_storage.path("exports"))
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


def interrupted(export: Export) -> None:
    """Two parts are stored; the third is begun and no more."""
    run_export(export_id=export.pk, formats=FORMATS)
    lapse(export)


def gone_on(export: Export, made: list[list[int]]) -> list[int]:
    """Which claims had to be made anew."""
    before = len(made)
    assert run_export(export_id=export.pk, formats=FORMATS) is not None
    return [pk for batch in made[before:] for pk in batch]


def equals_a_fresh_one(export: Export) -> bool:
    export.refresh_from_db()
    fresh = exported(ExportFormat.NDJSON, include_unsigned=True)
    return export.state == "done" and content(export) == content(fresh)


@pytest.mark.usefixtures("small_parts")
def test_what_was_gathered_is_not_gathered_again(made: list[list[int]]) -> None:
    ids = many_claims(100)
    export = a_waiting_export()
    interrupted(export)
    assert parts_of(export) == [(ids[0], ids[19]), (ids[20], ids[39])]
    assert gone_on(export, made) == ids[40:]
    assert equals_a_fresh_one(export)


@pytest.mark.usefixtures("small_parts")
def test_parts_whose_claims_changed_came_or_went_are_made_anew(made: list[list[int]]) -> None:
    ids = many_claims(100)
    export = a_waiting_export()
    interrupted(export)
    edit_claim(claim_id=ids[3], values={"text": "Other words."}, actor=the_administrator())
    late = a_claim(text="It came while nobody was at it.")
    withdraw_claim(claim_id=ids[70], actor=the_administrator())
    assert gone_on(export, made) == [*ids[:20], *ids[40:70], *ids[71:], late.pk]
    assert equals_a_fresh_one(export)


@pytest.mark.usefixtures("small_parts")
def test_a_claim_that_left_the_set_costs_its_part_alone(made: list[list[int]]) -> None:
    ids = many_claims(100)
    export = a_waiting_export()
    interrupted(export)
    withdraw_claim(claim_id=ids[25], actor=the_administrator())
    assert gone_on(export, made) == [*ids[20:25], *ids[26:]]
    assert equals_a_fresh_one(export)


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("is_sequenced", [True, False])
def test_a_change_is_seen_whether_or_not_it_has_its_position(
    made: list[list[int]], is_sequenced: bool
) -> None:
    ids = many_claims(60)
    export = a_waiting_export()
    interrupted(export)
    edit_claim(claim_id=ids[30], values={"text": "Other words."}, actor=the_administrator())
    if is_sequenced:
        sequence_changes()
    assert gone_on(export, made) == ids[20:]
    assert equals_a_fresh_one(export)


@pytest.mark.usefixtures("small_parts")
def test_an_override_that_ended_by_the_clock_is_no_longer_told(made: list[list[int]]) -> None:
    override = an_override(backed(a_claim()))
    many_claims(99)
    export = a_waiting_export()
    interrupted(export)
    # Nothing but time passes: whatever the update itself leaves behind is taken for known.
    Override.objects.filter(pk=override.pk).update(expires_at=timezone.now())
    sequence_changes()
    ExportPart.objects.filter(export=export).update(change_position=10**9)
    assert gone_on(export, made)[:PART][0] == override.claim_id
    assert equals_a_fresh_one(export)


@pytest.mark.usefixtures("small_parts")
def test_a_part_whose_file_is_missing_is_made_anew(made: list[list[int]]) -> None:
    ids = many_claims(60)
    export = a_waiting_export()
    interrupted(export)
    first = ExportPart.objects.get(export=export, first_claim=ids[0])
    default_storage.delete(first.file_name)
    assert gone_on(export, made) == [*ids[:20], *ids[40:]]
    assert equals_a_fresh_one(export)


@pytest.mark.usefixtures("small_parts")
def test_it_is_told_what_an_earlier_attempt_had_gathered(
    made: list[list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    many_claims(100)
    export = a_waiting_export()
    interrupted(export)
    told: list[Any] = []
    real = Snapshot.documents

    def looked(view: Snapshot, claim_ids: Any, *, claim_set_id: int) -> Iterator[bytes]:
        row = Export.objects.values("claims_done", "manifest__progress__claims_kept")
        told.append(row.get(pk=export.pk))
        yield from real(view, claim_ids, claim_set_id=claim_set_id)

    monkeypatch.setattr(Snapshot, "documents", looked)
    run_export(export_id=export.pk, formats=FORMATS)
    assert told[0] == {"claims_done": 40, "manifest__progress__claims_kept": 40}


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("format", [ExportFormat.CSV, ExportFormat.BUNDLE])
def test_formats_that_read_everything_again_get_the_same(made: list[list[int]], format: str) -> None:
    a_signed_claim()
    many_claims(45)
    exports = [
        request_export(claim_set_id=everything().pk, format=format, include_unsigned=True, actor=a_person())
        for _ in range(2)
    ]
    run_export(export_id=exports[0].pk, formats=FORMATS)
    assert exports[0].state == "queued"
    lapse(exports[0])
    done = [run_export(export_id=export.pk, formats=FORMATS) for export in exports]
    if format == ExportFormat.CSV:
        assert len({one and one.sha256 for one in done}) == 1
    assert [one and one.state for one in done] == ["done", "done"]


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("end", ["done", "cancelled", "failed"])
def test_nothing_is_kept_of_what_has_ended(made: list[list[int]], end: str) -> None:
    many_claims(60)
    export = a_waiting_export()
    interrupted(export)
    assert len(parts_of(export)) == 2
    if end == "done":
        gone_on(export, made)
    elif end == "cancelled":
        cancel_export(export_id=export.pk, actor=the_administrator())
    else:
        Export.objects.filter(pk=export.pk).update(attempts=5)
        assert run_export(export_id=export.pk, formats=FORMATS) is None
    swept = sweep_parts()
    export.refresh_from_db()
    assert (export.state, ExportPart.objects.count(), swept) == (end, 0, int(end != "done"))
    assert stored_files() == ([export.file_name.removeprefix("exports/")] if end == "done" else [])


@pytest.mark.usefixtures("small_parts")
def test_what_waits_again_keeps_its_parts(made: list[list[int]]) -> None:
    ids = many_claims(60)
    export = a_waiting_export()
    interrupted(export)
    cancel_export(export_id=export.pk, actor=the_administrator())
    retry_export(export_id=export.pk, actor=the_administrator())
    drop_parts(export.pk)
    assert gone_on(export, made) == ids[40:]


@pytest.mark.usefixtures("small_parts")
def test_who_comes_back_late_leaves_no_part(monkeypatch: pytest.MonkeyPatch) -> None:
    many_claims(10)
    export = a_waiting_export()
    real = Snapshot.documents

    def slow(view: Snapshot, claim_ids: Any, *, claim_set_id: int) -> Iterator[bytes]:
        monkeypatch.setattr(Snapshot, "documents", real)
        lapse(export)
        assert run_export(export_id=export.pk, formats=FORMATS) is not None
        yield from real(view, claim_ids, claim_set_id=claim_set_id)

    monkeypatch.setattr(Snapshot, "documents", slow)
    assert run_export(export_id=export.pk, formats=FORMATS) is None
    export.refresh_from_db()
    assert (export.state, ExportPart.objects.count()) == ("done", 0)
    assert stored_files() == [export.file_name.removeprefix("exports/")]


WORKER = """
import sys, django
django.setup()
from annotations.actions import export_gathering
from annotations.actions.export_runs import run_export
from annotations.exports import FORMATS
export_gathering.PART_CLAIMS = 500
run_export(export_id=int(sys.argv[1]), formats=FORMATS)
"""


def test_a_worker_that_is_killed_is_followed_by_one_that_goes_on(
    monkeypatch: pytest.MonkeyPatch, made: list[list[int]]
) -> None:
    monkeypatch.setattr(export_gathering, "PART_CLAIMS", 500)
    ids = many_claims(4_000)
    export = a_waiting_export()
    environment = {
        **os.environ,
        "DATABASE_URL": database_address(),
        "DJANGO_SETTINGS_MODULE": "workbench.settings.test",
        "WORKBENCH_DATA": str(Path(settings.MEDIA_ROOT).parent),
        "WORKBENCH_FILES": str(settings.MEDIA_ROOT),
    }
    line = [sys.executable, "-c", WORKER, str(export.pk)]
    worker = subprocess.Popen(line, env=environment, stderr=subprocess.PIPE, cwd=settings.BASE_DIR)
    wait_until(lambda: len(parts_of(export)) >= 2, lambda: f"The worker ended: {worker.poll()}")
    os.kill(worker.pid, signal.SIGKILL)
    worker.communicate()
    there = parts_of(export)
    assert 2 <= len(there) < 8, "it was killed before it was through"
    assert run_export(export_id=export.pk, formats=FORMATS) is None, "its lease still runs"
    edit_claim(claim_id=ids[0], values={"text": "Other words."}, actor=the_administrator())
    lapse(export)
    made.extend([[]] * INTERRUPTED_AT)
    kept = [pk for pk in ids if any(first <= pk <= last for first, last in there[1:])]
    assert gone_on(export, made) == [pk for pk in ids if pk not in set(kept)]
    assert equals_a_fresh_one(export)
    assert [name for name in stored_files() if ".part-" in name] == []
