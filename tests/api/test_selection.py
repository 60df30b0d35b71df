"""`fields`: answers with the members that were asked for and nothing else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.calling import Program, problem_of
from tests.factories import a_claim, some_evidence

pytestmark = pytest.mark.django_db


def test_a_list_holds_what_was_asked_for() -> None:
    claim = a_claim()
    answer = Program().get("claims", fields="id, text,status")
    assert answer.json()["results"] == [{"id": claim.pk, "text": claim.text, "status": "NOT_ENOUGH_EVIDENCE"}]


def test_an_item_holds_what_was_asked_for_and_keeps_its_tag() -> None:
    claim, program = a_claim(), Program()
    whole = program.get(f"claims/{claim.pk}")
    part = program.get(f"claims/{claim.pk}", fields="text")
    assert part.json() == {"text": whole.json()["text"]}
    assert part["ETag"] == whole["ETag"]
    changed = program.patch(f"claims/{claim.pk}", {"topic": "harbour"}, headers={"If-Match": part["ETag"]})
    assert changed.status_code == 200


def test_the_database_works_out_no_more_than_that() -> None:
    some_evidence(claim=a_claim())
    program = Program()
    with CaptureQueriesContext(connection) as whole:
        program.get("evidence")
    with CaptureQueriesContext(connection) as part:
        rows = program.get("evidence", fields="passage").json()["results"]
    assert list(map(set, rows)) == [{"passage"}]
    assert "passage_check" in whole[-1]["sql"] and "passage_check" not in part[-1]["sql"]


@pytest.mark.parametrize(
    "fields", ["colour", "", "id,", "text,,id", "Text", "id\x00", "x" * 10_000, "id;text"]
)
def test_what_the_answer_does_not_have_is_refused_with_what_it_has(fields: str) -> None:
    claim, program = a_claim(), Program()
    for address in ("claims", f"claims/{claim.pk}"):
        answer = program.get(address, fields=fields)
        assert problem_of(answer) == (400, "unknown-field", "fields")
        assert {"id", "text", "status"} <= set(answer.json()["known"])
