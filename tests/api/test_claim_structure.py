"""Layers, parts and copied links through the API."""

import pytest

from annotations.actions.claim_nodes import AttributionLayer
from tests.api.calling import Program, made
from tests.factories import a_claim, some_evidence

pytestmark = pytest.mark.django_db

GAZETTE = AttributionLayer(asserter="The Gazette", verb="reported")


def test_a_layer_is_put_between_two_and_taken_out_again() -> None:
    program = Program()
    content = a_claim(words="Two boats remained", attributions=[GAZETTE])
    outer = content.asserted_by.get()
    body = {"asserter": "the harbour", "venue": "the quay", "outer_id": outer.pk}
    layer = made(program.post(f"claims/{content.pk}/layers", body))
    assert (layer["asserts_id"], layer["asserted_by"], layer["text"], layer["venue"]) == (
        content.pk,
        [outer.pk],
        "The harbour said that two boats remained.",
        "the quay",
    )
    assert [mark["exact"] for mark in layer["highlights"]] == ["Two boats remained"]
    made(program.post(f"claims/{layer['id']}/withdraw", {}), 200)
    read = made(program.get(f"claims/{content.pk}"), 200)
    assert read["asserted_by"] == [outer.pk]
    refused = program.post(f"claims/{content.pk}/layers", {**body, "outer_id": content.pk}).json()
    assert refused["rule"] == "layer-not-around-claim"


def test_a_claim_is_split_and_joined_again() -> None:
    program = Program()
    whole = a_claim(words="Two boats remained", must_split=True)
    body = {"parts": [{"text": "Two boats were there.", "type": "quantity", "exact": "Two boats"},
                      {"text": "They remained.", "type": "event"}]}  # fmt: skip
    answer = made(program.post(f"claims/{whole.pk}/split", body), 200)
    parts = [made(program.get(f"claims/{pk}"), 200) for pk in answer["parts"]]
    assert (
        answer["must_split"],
        [part["text"] for part in parts],
        [part["part_of_id"] for part in parts],
    ) == (
        False,
        ["Two boats were there.", "They remained."],
        [whole.pk, whole.pk],
    )
    assert [part["highlights"][0]["exact"] for part in parts] == ["Two boats", "Two boats remained"]
    again = program.post(f"claims/{whole.pk}/split", body).json()
    assert again["rule"] == "claim-has-parts"
    joined = made(program.post(f"claims/{whole.pk}/join", {}), 200)
    assert (joined["must_split"], joined["parts"]) == (True, [])


def test_a_claim_is_made_a_part_and_taken_out() -> None:
    program = Program()
    whole, part = a_claim(), a_claim()
    answer = made(program.post(f"claims/{whole.pk}/parts", {"part_id": part.pk}), 200)
    assert answer["parts"] == [part.pk]
    circle = program.post(f"claims/{part.pk}/parts", {"part_id": whole.pk}).json()
    assert (circle["rule"], circle["field"]) == ("part-circle", "part_id")
    out = made(program.post(f"claims/{part.pk}/take-out", {}), 200)
    assert (out["part_of_id"], made(program.get(f"claims/{whole.pk}"), 200)["parts"]) == (None, [])


def test_evidence_is_used_for_another_layer_with_a_stance_of_its_own() -> None:
    program = Program()
    content = a_claim(attributions=[GAZETTE])
    outer = content.asserted_by.get()
    link = some_evidence(claim=content, proximity="primary")
    body = {"claim_id": outer.pk, "stance": "context"}
    copy = made(program.post(f"evidence/{link.pk}/copy", body))
    assert (copy["claim_id"], copy["stance"], copy["passage"], copy["proximity"]) == (
        outer.pk,
        "context",
        link.passage,
        "primary",
    )
    stanceless = program.post(f"evidence/{link.pk}/copy", {"claim_id": outer.pk}).json()
    elsewhere = program.post(f"evidence/{link.pk}/copy", {**body, "claim_id": a_claim().pk}).json()
    assert (stanceless["rule"], elsewhere["rule"]) == ("invalid", "not-the-same-statement")
