"""What the database itself holds to about claim sets, exports and heartbeats: one test a constraint."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from annotations.actions.claim_sets import create_claim_set
from annotations.models import ClaimSet, ClaimSetMember, Export, Heartbeat
from tests.factories import a_claim, a_person

pytestmark = pytest.mark.django_db


def refused_by(rows: Any, **values: Any) -> str:
    """The name of the constraint that refuses these values."""
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        rows.create(**values)
    return str(refused.value.__cause__.diag.constraint_name)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"name": "may"}, "claim_set_name_is_unique"),
        ({"name": ""}, "claim_set_has_a_name"),
        ({"name": "June", "kind": "frozen"}, "claim_set_frozen_implies_dated"),
        ({"name": "June", "frozen_at": timezone.now()}, "claim_set_frozen_implies_dated"),
        ({"name": "June", "kind": "liquid"}, "claim_set_frozen_implies_dated"),
    ],
)
def test_claim_sets(values: dict[str, Any], constraint: str) -> None:
    person = a_person()
    create_claim_set(name="May", criteria={}, actor=person)
    assert refused_by(ClaimSet.objects, created_by=person, **values) == constraint


def test_a_claim_is_in_a_frozen_set_once() -> None:
    values = {"claim_set": create_claim_set(name="May", criteria={}, actor=a_person()), "claim": a_claim()}
    ClaimSetMember.objects.create(**values)
    assert refused_by(ClaimSetMember.objects, **values) == "claim_set_holds_a_claim_once"


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"format": "docx"}, "export_format_is_known"),
        ({"state": "lost"}, "export_state_is_known"),
        ({"state": "done"}, "export_done_implies_a_file_with_checksum"),
        (
            {"state": "done", "file_name": "a", "size": 1, "finished_at": timezone.now()},
            "export_done_implies_a_file_with_checksum",
        ),
        (
            {"state": "done", "sha256": "0" * 64, "size": 1, "finished_at": timezone.now()},
            "export_done_implies_a_file_with_checksum",
        ),
        (
            {"state": "done", "file_name": "a", "sha256": "0" * 64, "size": 1},
            "export_done_implies_a_file_with_checksum",
        ),
        (
            {"state": "done", "file_name": "a", "sha256": "0" * 64, "finished_at": timezone.now()},
            "export_done_implies_a_file_with_checksum",
        ),
        ({"state": "failed"}, "export_failed_implies_an_error"),
        ({"state": "running"}, "export_running_implies_a_start_and_a_lease"),
    ],
)
def test_exports(values: dict[str, Any], constraint: str) -> None:
    person = a_person()
    claim_set = create_claim_set(name="May", criteria={}, actor=person)
    given = {"claim_set": claim_set, "requested_by": person, "format": "csv", **values}
    assert refused_by(Export.objects, **given) == constraint


def test_a_worker_has_one_heartbeat() -> None:
    Heartbeat.objects.create(name="interactive", beat_at=timezone.now())
    assert "name" in refused_by(Heartbeat.objects, name="interactive", beat_at=timezone.now())
