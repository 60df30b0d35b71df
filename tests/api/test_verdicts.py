"""Signing through the API, and what two signers see of each other."""

from typing import Any

import pytest

from annotations.actions.verdicts import withdraw_verdict
from annotations.domain.vocabulary import Risk, Role
from annotations.models import Claim, Verdict
from tests.api.calling import Program, made, problem_of
from tests.factories import a_claim, a_person, assessed, some_evidence

pytestmark = pytest.mark.django_db


def a_supported_claim(**given: Any) -> Claim:
    claim = a_claim(**given)
    for _ in range(2):
        some_evidence(claim=claim, proximity="primary", actor=a_person())
    return assessed(claim)


def signed(program: Program, claim: Claim, *, context_flag: str = "") -> Any:
    seen = program.get(f"claims/{claim.pk}").json()["assessment_id"]
    body = {
        "claim_id": claim.pk,
        "assessment_id": seen,
        "reason": f"So says {program.person.username}.",
        "short_claim": "The ferry crossed.",
        "context_flag": context_flag,
    }
    return program.post("verdicts", body)


def words(program: Program, verdict: dict[str, Any]) -> tuple[bool, str, str, str]:
    read = made(program.get(f"verdicts/{verdict['id']}"), 200)
    [listed] = [row for row in program.get("verdicts").json()["results"] if row["id"] == verdict["id"]]
    assert listed == read
    return read["is_sealed"], read["reason"], read["short_claim"], read["context_flag"]


def test_where_two_have_to_sign_the_first_stays_sealed_for_the_second() -> None:
    claim = a_supported_claim(risk=Risk.HIGH, risk_reason="Names a person.")
    first, second, reader = Program(), Program(role=Role.EDITOR), Program(role=Role.READER)
    verdict = made(signed(first, claim, context_flag="outdated"))
    open_words = (False, verdict["reason"], "The ferry crossed.", "outdated")
    assert words(first, verdict) == words(reader, verdict) == open_words
    assert words(second, verdict) == (True, "", "", "")
    other = made(signed(second, claim))
    assert words(second, verdict) == open_words
    assert words(first, other)[0] is False
    assert words(Program(), verdict) == open_words


def test_a_context_flag_asks_for_a_second_reviewer_who_does_not_read_the_first() -> None:
    claim, author = a_claim(), Program()
    for person in (author.person, a_person()):
        some_evidence(claim=claim, proximity="primary", actor=person)
    verdict = made(signed(Program(), assessed(claim), context_flag="cherry_picked"))
    open_words = (False, verdict["reason"], "The ferry crossed.", "cherry_picked")
    second = Program()
    assert words(second, verdict) == (True, "", "", "")
    assert words(author, verdict) == words(Program(role=Role.READER), verdict) == open_words
    made(signed(second, claim))
    assert words(second, verdict) == words(Program(), verdict) == open_words


def test_where_one_signature_is_enough_nothing_is_sealed() -> None:
    verdict = made(signed(Program(), a_supported_claim()))
    assert words(Program(), verdict)[0] is False


def test_a_verdict_is_not_signed_twice_nor_under_an_older_assessment() -> None:
    program, claim = Program(), a_supported_claim(risk=Risk.HIGH)
    old = program.get(f"claims/{claim.pk}").json()["assessment_id"]
    made(signed(program, claim))
    assert problem_of(signed(program, claim))[:2] == (409, "verdict-is-signed-once-per-reviewer")
    some_evidence(claim=claim, stance="contradicts", actor=a_person())
    assessed(claim)
    body = {"claim_id": claim.pk, "assessment_id": old, "reason": "As I saw it."}
    late = Program().post("verdicts", body)
    assert problem_of(late)[:2] == (409, "assessment-outdated")


def test_nobody_signs_what_rests_on_evidence_they_added() -> None:
    program, claim = Program(), a_claim()
    some_evidence(claim=claim, proximity="primary", actor=program.person)
    assessed(claim)
    assert problem_of(signed(program, claim))[:2] == (403, "four-eyes")


def test_a_verdict_is_taken_back_with_a_reason() -> None:
    program = Program()
    verdict = made(signed(program, a_supported_claim()))
    assert problem_of(program.post(f"verdicts/{verdict['id']}/withdraw"))[2] == "reason"
    answer = program.post(f"verdicts/{verdict['id']}/withdraw", {"reason": "The record was corrected."})
    assert (answer.json()["state"], answer.json()["end_reason"]) == ("withdrawn", "The record was corrected.")
    assert [row["id"] for row in program.get("verdicts", None, state="live").json()["results"]] == []


def label(program: Program, claim: Claim) -> str:
    assessment = program.get(f"claims/{claim.pk}").json()["assessment_id"]
    found: str = made(program.get(f"assessments/{assessment}"), 200)["result"]["averitec"]
    return found


def test_what_a_reviewer_flagged_changes_how_the_assessment_is_called() -> None:
    claim, first, second = a_supported_claim(), Program(), Program()
    assert label(first, claim) == "Supported"
    made(signed(first, claim, context_flag="missing_context"))
    assert label(first, claim) == "Conflicting Evidence/Cherrypicking"
    # Who may still sign does not read what the other flagged.
    assert label(second, claim) == "Supported"
    made(signed(second, claim))
    assert label(second, claim) == "Conflicting Evidence/Cherrypicking"
    for verdict in Verdict.objects.filter(claim=claim):
        withdraw_verdict(verdict_id=verdict.pk, reason="I was wrong.", actor=verdict.reviewer)
    assert label(first, claim) == "Supported"
