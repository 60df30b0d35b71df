"""The history of an object, as programs read and verify it."""

import hashlib
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest

from annotations.actions.claims import edit_claim
from annotations.actions.evidence import withdraw_evidence
from annotations.actions.history_checks import check_history
from annotations.domain.history import content_sha256
from annotations.domain.vocabulary import Risk, Role, Scope
from annotations.models import Claim
from tests.api.calling import Program, made, problem_of
from tests.factories import a_claim, assessed, some_evidence, the_administrator

pytestmark = pytest.mark.django_db


def history(program: Program, claim: Claim, **query: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = made(program.get("history", stream=f"claim:{claim.pk}", **query), 200)[
        "results"
    ]
    return rows


def a_claim_with_a_past() -> Claim:
    claim = a_claim(risk=Risk.HIGH, risk_reason="Names a person.")
    for _ in range(2):
        some_evidence(claim=claim, proximity="primary")
    withdraw_evidence(evidence_id=some_evidence(claim=claim).pk, actor=the_administrator())
    return assessed(claim)


def test_it_is_told_latest_first_with_who_did_it() -> None:
    claim = a_claim(text="The ferry made 40 crossings.")
    some_evidence(claim=claim)
    attached, created = history(Program(role=Role.READER, scopes=[Scope.READ]), claim)
    assert (attached["verb"], attached["position"], attached["subject_type"]) == (
        "evidence.attached",
        2,
        "evidence",
    )
    assert (created["verb"], created["position"], created["actor_name"]) == (
        "claim.created",
        1,
        "First Administrator",
    )
    assert (created["before"], created["after"]["text"]) == ({}, "The ferry made 40 crossings.")


def test_pages_follow_the_positions_and_other_histories_stay_apart() -> None:
    program, claim = Program(), a_claim_with_a_past()
    a_claim_with_a_past()
    whole = history(program, claim)
    assert [row["position"] for row in whole] == list(range(len(whole), 0, -1))
    answer = program.get("history", stream=f"claim:{claim.pk}", page_size=2)
    pages = [answer.json()["results"]]
    while (link := answer.json()["next"]) is not None:
        answer = program.get(link.partition("/api/v1/")[2])
        pages.append(answer.json()["results"])
    assert [row for rows in pages for row in rows] == whole
    back = program.get(answer.json()["previous"].partition("/api/v1/")[2])
    assert back.json()["results"] == pages[-2]


def test_the_chain_can_be_verified_from_the_answer() -> None:
    previous = "0" * 64
    for row in reversed(history(Program(), a_claim_with_a_past())):
        content = content_sha256(
            stream=row["stream"],
            verb=row["verb"],
            subject=f"{row['subject_type']}:{row['subject_id']}",
            actor_id=row["actor_id"],
            before=row["before"],
            after=row["after"],
            note=row["note"],
            at=datetime.fromisoformat(row["at"]),
        )
        chained = hashlib.sha256((previous + content).encode()).hexdigest()
        assert (row["content_sha256"], row["previous_hash"], row["chain_hash"]) == (
            content,
            previous,
            chained,
        )
        previous = chained


def test_who_may_sign_as_second_does_not_read_the_first_here_either() -> None:
    claim = a_claim_with_a_past()
    first, second, reader = Program(), Program(), Program(role=Role.READER)

    def sign(program: Program) -> None:
        seen = program.get(f"claims/{claim.pk}").json()["assessment_id"]
        made(
            program.post("verdicts", {"claim_id": claim.pk, "assessment_id": seen, "reason": "As recorded."})
        )

    def reasons(program: Program) -> list[tuple[bool, str | None]]:
        signed = [row for row in history(program, claim) if row["verb"] == "verdict.signed"]
        assert {row["after"]["status"] for row in signed} == {"SUPPORTED"}
        return [(row["is_sealed"], row["after"].get("reason")) for row in signed]

    sign(first)
    assert reasons(first) == reasons(reader) == [(False, "As recorded.")]
    assert reasons(second) == [(True, None)]
    sign(second)
    assert reasons(second) == [(False, "As recorded.")] * 2


@pytest.mark.parametrize("noun", ["person", "user", "api_token", "export", "event", "claims", ""])
def test_histories_of_people_tokens_and_exports_are_not_told(noun: str) -> None:
    answer = Program(the_administrator()).get("history", stream=f"{noun}:1")
    assert problem_of(answer)[::2] == (400, "stream")


def test_it_has_to_be_said_whose() -> None:
    assert problem_of(Program().get("history"))[::2] == (400, "stream")


def test_what_never_was_has_no_history() -> None:
    assert Program().get("history", stream="claim:999999").json()["results"] == []


def test_a_step_is_taken_back_by_the_id_of_its_event() -> None:
    program, claim = Program(role=Role.EDITOR), a_claim()
    edit_claim(claim_id=claim.pk, values={"text": "The pier was closed."}, actor=claim.created_by)
    edited = history(program, claim)[0]
    undone = made(program.post(f"events/{edited['id']}/undo"), 200)
    assert (undone["verb"], undone["after"]["text"], undone["after"]["undoes"]) == (
        "claim.edited",
        claim.text,
        edited["id"],
    )
    again = program.post(f"events/{edited['id']}/undo")
    assert problem_of(again)[:2] == (409, "undone-already")
    nowhere = program.post("events/999999999/undo")
    assert problem_of(nowhere)[:2] == (404, "not-found")


def test_seals_checks_and_the_bundle_are_for_administrators() -> None:
    a_claim_with_a_past()
    program = Program(the_administrator(), scopes=list(Scope))
    asked = made(program.post("history/checks"), 202)
    assert (asked["verb"], asked["is_whole"]) == ("history.check_asked", None)
    assert made(program.post("history/checks"), 202)["id"] == asked["id"]
    check_history()
    [checked, *_] = made(program.get("history/checks"), 200)["results"]
    assert (checked["verb"], checked["is_whole"], checked["broken"], checked["findings"]) == (
        "history.checked",
        True,
        0,
        [],
    )
    [seal] = made(program.get("history/seals"), 200)["results"]
    assert seal["number"] == 1
    answer = program.get("history/bundle")
    with ZipFile(BytesIO(b"".join(answer.streaming_content))) as bundle:
        lines = bundle.read("events.ndjson").splitlines()
    assert len(lines) == seal["events"]
