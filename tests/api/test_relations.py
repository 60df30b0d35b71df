"""Sides of disputes, and what is stated about two publishers or two sources."""

from typing import Any

import pytest

from annotations.models import Derivation, PublisherRelation, SourceRelation
from tests.api.calling import Program, made, problem_of
from tests.factories import a_publisher, a_source, the_administrator

pytestmark = pytest.mark.django_db


def test_a_claim_names_the_sides_whose_interest_it_is_in() -> None:
    desk, program = Program(the_administrator()), Program()
    sent = {"name": "The harbour company", "dispute": "The harbour strike"}
    party = made(desk.post("parties", sent))
    assert party == {"id": party["id"], **sent}
    assert made(program.get(f"parties/{party['id']}"), 200) == party
    desk.post("parties", {"name": "The dockers", "dispute": "The harbour strike"})
    assert program.get("parties", name="company").json()["results"] == [party]
    assert len(program.get("parties", dispute="harbour").json()["results"]) == 2
    claim = made(
        program.post(
            "claims",
            {
                "text": "The quay was open.",
                "type": "event",
                "interests": {"favours": [party["id"]]},
            },
        )
    )
    assert [each["bloc_id"] for each in claim["interests"]] == [party["id"]]
    assert problem_of(desk.post("parties", sent))[:2] == (409, "party-bloc-is-unique-in-its-dispute")


def test_what_a_source_rests_on_is_noted_and_taken_back() -> None:
    program, copy, origin = Program(), a_source(), a_source()
    answer = program.post(f"sources/{copy.pk}/derivations", {"origin_id": origin.pk, "kind": "republishes"})
    noted = made(answer)
    place = f"derivations/{noted['id']}"
    assert (answer["Location"], made(program.get(place), 200)) == (f"/api/v1/{place}", noted)
    gone = program.delete(place)
    assert (gone.status_code, gone.content, Derivation.objects.count()) == (204, b"", 0)
    assert problem_of(program.delete(place)) == (404, "not-found", None)
    happened = program.get("history", stream=f"source:{copy.pk}").json()["results"]
    assert [row["verb"] for row in happened] == [
        "derivation.dropped",
        "derivation.noted",
        "source.registered",
    ]


@pytest.mark.parametrize(
    ("noun", "make", "kind", "model"),
    [
        ("publisher", a_publisher, "not_independent", PublisherRelation),
        ("source", a_source, "same_work", SourceRelation),
    ],
)
def test_two_are_related_and_the_relation_is_taken_back(noun: str, make: Any, kind: str, model: Any) -> None:
    program, first, second, third = Program(the_administrator()), make(), make(), make()
    sent = {"second_id": first.pk, "kind": kind, "reason": "One desk writes for both."}
    related = made(program.post(f"{noun}s/{second.pk}/relations", sent))
    assert (related["first_id"], related["second_id"], related["kind"]) == (first.pk, second.pk, kind)
    for one, expected in ((first, [related]), (second, [related]), (third, [])):
        assert program.get(f"{noun}s/{one.pk}/relations").json()["results"] == expected
    alone = program.post(f"{noun}s/{first.pk}/relations", sent)
    assert problem_of(alone)[:2] == (400, "relation-of-one")
    assert problem_of(program.get(f"{noun}s/999999/relations"))[0] == 404
    place = f"{noun}-relations/{related['id']}"
    assert made(program.get(place), 200) == related
    assert (program.delete(place).status_code, model.objects.count()) == (204, 0)
