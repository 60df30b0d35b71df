"""Questions about exports."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from annotations.actions.claim_sets import create_claim_set
from annotations.actions.export_leases import take_lease
from annotations.actions.exports import request_export
from annotations.domain.errors import Conflict, NotFound
from annotations.models import Export
from annotations.queries.exports import (
    all_exports,
    download_name,
    due_exports,
    export_by_id,
    file_for,
)
from tests.factories import a_person

pytestmark = pytest.mark.django_db


def an_export(name: str = "Harbour & Höfe") -> Export:
    person = a_person()
    claim_set = create_claim_set(name=name, criteria={}, actor=person)
    return request_export(claim_set_id=claim_set.pk, format="ndjson", actor=person)


def done(export: Export) -> None:
    Export.objects.filter(pk=export.pk).update(
        state="done", file_name="exports/1-2.ndjson", sha256="0" * 64, size=1, finished_at=timezone.now()
    )


def test_an_export_that_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFound):
        export_by_id(0, a_person())


def test_a_file_is_fetched_when_it_is_there() -> None:
    export = an_export()
    with pytest.raises(Conflict) as refused:
        file_for(export.pk, a_person())
    assert (refused.value.rule, refused.value.details) == ("export-not-done", {"state": "queued"})
    done(export)
    assert file_for(export.pk, a_person()) == export


@pytest.mark.parametrize(
    ("name", "base"), [("Harbour & Höfe", "harbour-hofe"), ("港", "claims"), ("../../etc", "etc")]
)
def test_a_file_is_named_after_its_set(name: str, base: str) -> None:
    export = an_export(name)
    done(export)
    assert download_name(file_for(export.pk, a_person())) == f"{base}-{export.pk}.ndjson"


def test_what_waits_or_was_abandoned_is_due() -> None:
    waiting, held, finished = an_export("A"), an_export("B"), an_export("C")
    take_lease(held.pk, ".ndjson")
    done(finished)
    now = timezone.now()
    assert set(due_exports(now)) == {waiting}
    assert set(due_exports(now + timedelta(minutes=1))) == {waiting, held}


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_costs_one_statement_whatever_its_length(number: int) -> None:
    for place in range(number):
        an_export(f"Set {place}")
    with CaptureQueriesContext(connection) as statements:
        listed = [(export.claim_set.name, export.requested_by.display_name) for export in all_exports()]
    assert (len(listed), len(statements)) == (number, 1)
