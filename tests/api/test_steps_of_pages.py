"""Steps that pages take, through the API."""

from typing import Any

import pytest

from annotations.domain.vocabulary import Role
from annotations.models import User
from tests.api.calling import Program, made, problem_of
from tests.factories import a_capture, a_claim, a_person, a_publisher, a_source, some_evidence

pytestmark = pytest.mark.django_db


def test_people_are_listed_and_changed_by_administrators() -> None:
    program, person = Program(role=Role.ADMINISTRATOR), a_person()
    assert program.get("people", username=person.username).json()["results"][0]["id"] == person.pk
    assert program.post(f"people/{person.pk}/edit", {"role": "editor"}).json()["role"] == "editor"


def test_one_changes_ones_own_profile() -> None:
    program = Program()
    assert program.post("me/profile", {"time_zone": "Asia/Yerevan"}).json()["time_zone"] == "Asia/Yerevan"
    assert problem_of(program.post("me/profile", {"time_zone": "Moon"}))[1] == "unknown-time-zone"
    assert User.objects.get(pk=program.person.pk).time_zone == "Asia/Yerevan"


def test_evidence_is_attached_together_or_not_at_all() -> None:
    program, claim, capture = Program(), a_claim(), a_capture(text="Closed at noon. Open at two.")
    link = {"claim_id": claim.pk, "capture_id": capture.pk, "stance": "context"}
    good = [{**link, "passage": words} for words in ("Closed at noon.", "Open at two.")]
    refused = program.post("evidence/batch", {"evidence": [good[0], {**link, "passage": "No such words."}]})
    assert (problem_of(refused)[1], refused.json()["errors"][0]["row"]) == ("batch-refused", 1)
    assert program.get("evidence").json()["results"] == []
    assert len(made(program.post("evidence/batch", {"evidence": good}))["ids"]) == 2


def test_given_work_is_taken_back() -> None:
    program, person, claim = Program(role=Role.EDITOR), a_person(), a_claim()
    given = made(program.post("assignments", {"claim_ids": [claim.pk], "person_ids": [person.pk]}))
    undone = program.post("assignments/undo", {"assignment_ids": given["assignments"]})
    assert undone.json() == {"changed": 1}


@pytest.mark.parametrize("names", [{}, {"claim_id": 1, "article_id": 1}])
def test_work_is_taken_on_exactly_one_thing(names: dict[str, Any]) -> None:
    assert problem_of(Program().post("assignments/take", names))[:2] == (400, "required")


def test_many_sources_are_watched_and_that_is_taken_back() -> None:
    program, source = Program(), a_source(url="https://news.example/ferry")
    watched = program.post("sources/watch", {"source_ids": [source.pk], "every_hours": 24}).json()
    assert watched["changed"] == 1
    assert program.post("sources/watch/undo", {"event_ids": watched["event_ids"]}).json()["changed"] == 1


def test_what_cannot_be_published_says_why_row_by_row() -> None:
    claim, program = a_claim(), Program(role=Role.EDITOR)
    tried = program.post("publications/try", {"claim_ids": [claim.pk]}).json()["results"]
    assert [(row["claim_id"], row["publication_id"]) for row in tried] == [(claim.pk, None)]
    assert tried[0]["rule"].startswith("claim-publish-from-") and tried[0]["detail"]
    together = {"claims": [{"claim_id": claim.pk, "seen": "x"}]}
    assert program.post("publications/together", together).json()["results"][0]["rule"] == tried[0]["rule"]


def test_the_last_step_is_taken_back() -> None:
    program, claim = Program(), a_claim()
    program.patch(f"claims/{claim.pk}", {"topic": "harbour"}, headers={"If-Match": "*"})
    undone = program.post("events/undo-last", {"stream": f"claim:{claim.pk}"})
    assert undone.status_code == 200, undone.content
    assert program.get(f"claims/{claim.pk}").json()["topic"] == ""


def test_a_protected_source_is_corrected_and_only_its_mask_is_answered() -> None:
    program = Program()
    source = made(program.post("sources/protected", {"title": "The duty officer"}))["id"]
    answer = program.post(f"sources/{source}/identity", {"note": "On Mondays."})
    assert "duty officer" not in str(answer.json()) and "Mondays" not in str(answer.json())
    assert program.get(f"sources/{source}/identity").json()["note"] == "On Mondays."


def test_a_passage_that_is_not_lost_is_neither_confirmed_nor_replaced() -> None:
    program = Program()
    evidence = some_evidence(claim=a_claim(), actor=program.person)
    confirmed = program.post(f"evidence/{evidence.pk}/confirm-passage", {"reason": "The copy says so."})
    place = {"capture_id": evidence.capture_id, "start": 0, "end": 5}
    relinked = program.post(f"evidence/{evidence.pk}/relink", place)
    assert [problem_of(answer)[1] for answer in (confirmed, relinked)] == ["passage-not-missing"] * 2


@pytest.mark.parametrize("noun", ["publishers", "sources"])
@pytest.mark.parametrize(
    "query",
    [{"is_merged": "true"}, {"is_protected": "true"}, {"grade": "A", "is_merged": "true"}, {"language": ""}],
)
def test_a_table_of_nothing_is_a_table(noun: str, query: dict[str, str]) -> None:
    answer = Program().get(f"{noun}/export", None, **query)
    assert answer.status_code == 200 and len(b"".join(answer.streaming_content).splitlines()) == 1


def test_a_table_of_publishers_is_filtered_by_grade() -> None:
    publisher = a_publisher()
    tables = {grade: Program().get("publishers/export", None, grade=grade) for grade in "BD"}
    lines = {grade: b"".join(table.streaming_content).decode() for grade, table in tables.items()}
    assert [publisher.name in lines[grade] for grade in "BD"] == [True, False]
