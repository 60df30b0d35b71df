"""Trying without saving, earlier days, the picture of independence, and help to split, through the API."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from annotations.domain.vocabulary import Role
from annotations.models import Assessment, Claim, Event, Evidence
from tests.api.calling import Program, made, problem_of
from tests.factories import a_claim, an_article, assessed, some_evidence
from tests.reasoned import a_reasoned_claim

pytestmark = pytest.mark.django_db


def tried(program: Program, claim: Claim, **supposed: Any) -> dict[str, Any]:
    return made(program.post(f"claims/{claim.pk}/try", supposed), 200)


def standing(answer: dict[str, Any]) -> tuple[str, int, int]:
    then = answer["then"]
    return then["status"], then["support"], then["opposition"]


def test_everything_may_be_supposed_and_nothing_is_saved() -> None:
    program, found = Program(role=Role.READER, scopes=["read"]), a_reasoned_claim()
    claim, wire, record = found.claim, found.wire, found.record
    before = [model.objects.count() for model in (Assessment, Event, Evidence)]
    assert {
        "nothing": standing(tried(program, claim)),
        "left out": standing(tried(program, claim, links=[{"evidence_id": record.pk, "is_left_out": True}])),
        "stance": standing(
            tried(program, claim, links=[{"evidence_id": record.pk, "stance": "contradicts"}])
        ),
        "sourcing": standing(
            tried(program, claim, links=[{"evidence_id": record.pk, "sourcing": "unexamined"}])
        ),
        "grade": standing(
            tried(program, claim, grades=[{"publisher_id": wire.source.publisher_id, "grade": "E"}])
        ),
        "retracted": standing(tried(program, claim, retracted=[wire.source_id])),
        "an earlier day": standing(tried(program, claim, as_of="2024-05-03")),
    } == {
        "nothing": ("SUPPORTED", 160, 0),
        "left out": ("LEANS_SUPPORTED", 60, 0),
        "stance": ("CONFLICTING", 60, 100),
        "sourcing": ("SUPPORTED", 160, 0),
        "grade": ("SUPPORTED", 100, 0),
        "retracted": ("SUPPORTED", 100, 0),
        "an earlier day": ("LEANS_SUPPORTED", 60, 0),
    }
    assert [model.objects.count() for model in (Assessment, Event, Evidence)] == before


def test_the_answer_says_what_would_change() -> None:
    program, found = Program(), a_reasoned_claim()
    answer = tried(program, found.claim, links=[{"evidence_id": found.record.pk, "is_left_out": True}])
    assert answer["is_other"] is True
    assert answer["now"]["status"] == "SUPPORTED"
    assert answer["explanation"].startswith("One origin supports it with 60 points")
    assert answer["changes"] == [
        {
            "evidence_id": found.record.pk,
            "outlet": "Harbour Office",
            "stance": "corroborates",
            "before": 100,
            "after": None,
            "sentence": "",
        }
    ]


def test_what_takes_no_part_or_lies_ahead_is_refused() -> None:
    program, claim = Program(), a_reasoned_claim().claim
    tomorrow = (timezone.localdate() + timedelta(days=2)).isoformat()
    address = f"claims/{claim.pk}/try"
    assert [
        problem_of(program.post(address, {"retracted": [999_999]}))[:2],
        problem_of(program.post(address, {"links": [{"evidence_id": 999_999}], "colour": 1}))[:2],
        problem_of(program.post(address, {"grades": [{"publisher_id": 999_999, "grade": "A"}]}))[:2],
        problem_of(program.post(address, {"as_of": tomorrow})),
        problem_of(program.post("claims/999999/try"))[:2],
        problem_of(program.post(f"claims/{assessed(a_claim(type='opinion')).pk}/try"))[:2],
    ] == [
        (400, "supposition-does-not-fit"),
        (400, "invalid"),
        (400, "supposition-does-not-fit"),
        (400, "day-to-come", "as_of"),
        (404, "not-found"),
        (409, "type-not-scored"),
    ]


def test_of_a_claim_with_parts_an_earlier_day_is_told_and_nothing_else_is_tried() -> None:
    program, part = Program(), a_reasoned_claim().claim
    whole = a_claim(text="The Petrel ran aground and stayed there.")
    Claim.objects.filter(pk=part.pk).update(part_of=whole)
    assessed(whole)
    answer = tried(program, whole, as_of="2024-05-03")
    assert (answer["now"]["status"], answer["then"]["status"]) == ("SUPPORTED", "LEANS_SUPPORTED")
    assert answer["parts"] == [{"claim_id": part.pk, "before": "SUPPORTED", "after": "LEANS_SUPPORTED"}]
    assert answer["explanation"] == "Its parts decide: 1 leans supported."
    refused = program.post(f"claims/{whole.pk}/try", {"retracted": [1]})
    assert problem_of(refused)[:2] == (409, "parts-decide")


def test_the_picture_of_independence_is_told_in_full() -> None:
    program, found = Program(), a_reasoned_claim()
    picture = made(program.get(f"claims/{found.claim.pk}/independence"), 200)
    by_name = {item["publisher_name"]: item for item in picture["publications"]}
    assert {name: item["kind"] for name, item in by_name.items()} == {
        "Coast Wire": "origin",
        "Harbour Office": "origin",
        "Morning Ledger": "relay",
        "Quay Talk": "origin",
    }
    ledger = by_name["Morning Ledger"]
    assert ledger["rests_on"] == [{"source_id": found.wire.source_id, "kind": "relies_on"}]
    assert ledger["links"] == [
        {
            "evidence_id": found.paper.pk,
            "stance": "corroborates",
            "points": 60,
            "is_counted": False,
            "reason": "NOT_INDEPENDENT",
        }
    ]
    wire = next(group for group in picture["groups"] if group["name"] == "Coast Wire")
    assert (wire["counted"], wire["not_added"]) == ([found.wire.pk], [found.paper.pk])
    assert len(picture["sentences"]) == len(picture["groups"])
    assert problem_of(program.get("claims/999999/independence"))[:2] == (404, "not-found")


def test_parts_are_proposed_as_split_takes_them() -> None:
    program = Program()
    text = "Officials counted 28 boats and 3 ferries"
    claim = a_claim(words=text, article=an_article(text=f"{text}."), type="quantity", must_split=True)
    found = made(program.get(f"claims/{claim.pk}/proposed-parts"), 200)
    assert (found["must_split"], found["highlighted"]) == (True, text)
    assert found["reasons"] == [{"reason": "SEVERAL_FIGURES", "words": ["28", "3"]}]
    assert [part["exact"] for part in found["parts"]] == ["Officials counted 28 boats", "3 ferries"]
    split = made(program.post(f"claims/{claim.pk}/split", {"parts": found["parts"]}), 200)
    assert len(split["parts"]) == 2


def test_where_no_rule_finds_parts_none_are_proposed() -> None:
    program, claim = Program(), a_claim(text="Die Fähre fuhr.", language="de")
    found = made(program.get(f"claims/{claim.pk}/proposed-parts"), 200)
    assert (found["parts"], found["reasons"], found["highlighted"]) == ([], [], "")


def test_trying_costs_the_same_with_one_link_and_with_twenty() -> None:
    program = Program()
    program.get("me")
    counted = []
    for number in (1, 20):
        claim = a_claim()
        for _ in range(number):
            some_evidence(claim=claim, sourcing="own")
        assessed(claim)
        with CaptureQueriesContext(connection) as asked:
            tried(program, claim, as_of="2024-05-03")
        counted.append(len(asked))
    assert counted == [22, 22]
