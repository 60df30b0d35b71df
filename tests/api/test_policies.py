"""The rule's numbers through the API: proposed, tried, applied or discarded; and recomputations."""

from typing import Any

import pytest

from annotations.actions.policies import run_trial
from annotations.actions.publishers import grade_publisher
from annotations.actions.recomputations import run_recomputation
from annotations.domain.verification import POLICY_1_0_0, tables_of
from annotations.domain.vocabulary import Role
from annotations.models import Recomputation
from tests.actions.test_recomputations import claims_on_a_wire
from tests.api.calling import Program, made, problem_of
from tests.factories import a_claim, a_publisher, a_source, assessed, some_evidence, the_administrator
from tests.reasoned import a_reasoned_claim

pytestmark = pytest.mark.django_db

BAR = {"version": "1.1.0", "tables": {"bar": 200}, "reason": "One record alone came too early."}


def an_administrator() -> Program:
    return Program(the_administrator())


def a_trial(program: Program, **given: Any) -> dict[str, Any]:
    """A trial that ran through, as the API tells of it."""
    asked = made(program.post("policy-trials", {**BAR, **given}), 202)
    run_trial(trial_id=asked["id"])
    return made(program.get(f"policy-trials/{asked['id']}"), 200)


def test_a_policy_is_proposed_watched_and_applied() -> None:
    program, claim = an_administrator(), a_reasoned_claim().claim
    answer = program.post("policy-trials", BAR)
    asked = made(answer, 202)
    assert (answer["Location"], answer["Retry-After"]) == (f"/api/v1/policy-trials/{asked['id']}", "1")
    assert (asked["state"], asked["base_version"], asked["tables"]["bar"]) == ("proposed", "1.0.0", 200)
    assert program.get(f"policy-trials/{asked['id']}")["Retry-After"] == "1"
    run_trial(trial_id=asked["id"])
    watched = program.get(f"policy-trials/{asked['id']}")
    done = made(watched, 200)
    assert "Retry-After" not in watched
    told = (done["state"], done["done"], done["total"], done["moved"], done["moved_counts"])
    assert told == ("done", 1, 1, 1, {"SUPPORTED>LEANS_SUPPORTED": 1})
    [move] = made(program.get(f"policy-trials/{asked['id']}/moves"), 200)["results"]
    assert {name: move[name] for name in ("claim_id", "status_before", "status_after")} == {
        "claim_id": claim.pk,
        "status_before": "SUPPORTED",
        "status_after": "LEANS_SUPPORTED",
    }
    applied = made(program.post(f"policy-trials/{asked['id']}/apply"), 200)
    [policy] = made(program.get("policies"), 200)["results"]
    assert (applied["state"], applied["policy_id"]) == ("applied", policy["id"])
    assert made(program.get(f"policies/{policy['id']}"), 200) == policy
    assert (policy["version"], policy["trial_id"], policy["reason"]) == ("1.1.0", asked["id"], BAR["reason"])
    assert problem_of(program.post(f"policy-trials/{asked['id']}/apply"))[:2] == (
        409,
        "policy-trial-apply-from-applied",
    )


def test_the_policy_in_force_is_given_whole() -> None:
    program = an_administrator()
    first = made(program.get("policies/in-force"), 200)
    assert first == {"version": "1.0.0", "tables": tables_of(POLICY_1_0_0)}
    program.post(f"policy-trials/{a_trial(program)['id']}/apply")
    now = made(program.get("policies/in-force"), 200)
    assert now == {"version": "1.1.0", "tables": {**first["tables"], "bar": 200}}


def test_moves_come_in_pages_and_are_narrowed_by_status() -> None:
    program = an_administrator()
    for kind in ("primary_record", "primary_record", "primary_record", "wire"):
        claim = a_claim()
        source = a_source(publisher=a_publisher(kind=kind))
        some_evidence(claim=claim, source=source, sourcing="own", proximity="primary")
        assessed(claim)
    trial = a_trial(program, tables={"bar": 200, "floor": 90})
    assert trial["moved_counts"] == {
        "LEANS_SUPPORTED>NOT_ENOUGH_EVIDENCE": 1,
        "SUPPORTED>LEANS_SUPPORTED": 3,
    }
    address = f"policy-trials/{trial['id']}/moves"
    first = made(program.get(address, status_after="LEANS_SUPPORTED", page_size=2), 200)
    assert ([row["status_after"] for row in first["results"]], bool(first["next"])) == (
        ["LEANS_SUPPORTED"] * 2,
        True,
    )
    [other] = made(program.get(address, status_before="LEANS_SUPPORTED"), 200)["results"]
    assert other["status_after"] == "NOT_ENOUGH_EVIDENCE"
    assert problem_of(program.get(address, status="SUPPORTED"))[:2] == (400, "unknown-filter")
    assert problem_of(program.get("policy-trials/999999/moves"))[:2] == (404, "not-found")


def test_a_trial_is_discarded_with_a_reason() -> None:
    program = an_administrator()
    trial = a_trial(program)
    gone = made(program.post(f"policy-trials/{trial['id']}/discard", {"reason": "Too strict."}), 200)
    assert gone["state"] == "discarded"
    [event] = made(program.get("policy-trials", state="discarded"), 200)["results"]
    assert event["id"] == trial["id"]


def test_what_cannot_be_a_policy_is_refused_by_its_rule() -> None:
    program = an_administrator()
    mistakes: list[dict[str, Any]] = [
        {"tables": {"colour": 3}},
        {"tables": {"bar": "many"}},
        {"tables": {}},
        {"version": "0.9.0"},
        {"reason": ""},
    ]
    rules = [problem_of(program.post("policy-trials", {**BAR, **wrong}))[:2] for wrong in mistakes]
    assert rules == [
        (400, "policy-unknown-table"),
        (400, "policy-number"),
        (400, "policy-unchanged"),
        (400, "policy-version-not-higher"),
        (400, "invalid"),
    ]


def test_a_recomputation_says_what_asked_for_it_and_how_far_it_is() -> None:
    program = Program(role=Role.READER)
    source, _ = claims_on_a_wire(25)
    grade_publisher(
        publisher_id=source.publisher_id, grade="E", reason="Looked at.", actor=the_administrator()
    )
    job = Recomputation.objects.get()
    under_way = program.get(f"recomputations/{job.pk}")
    assert under_way["Retry-After"] == "1"
    row = made(under_way, 200)
    stream = f"publisher:{source.publisher_id}"
    assert (row["state"], row["done"], row["total"]) == ("queued", 0, 25)
    assert (row["caused_by_verb"], row["caused_by_stream"]) == ("publisher.graded", stream)
    [event] = made(program.get("history", stream=stream, page_size=1), 200)["results"]
    assert event["position"] == row["caused_by_position"]
    run_recomputation(recomputation_id=job.pk)
    [done] = made(program.get("recomputations", state="done"), 200)["results"]
    assert (done["done"], done["failed"], done["counts_before"], done["counts_after"]) == (
        25,
        0,
        {"LEANS_SUPPORTED": 25},
        {"NOT_ENOUGH_EVIDENCE": 25},
    )
