"""What rests on something, and what a change of it would move, for programs."""

import pytest

from annotations.actions.assessments import assess_claims
from annotations.actions.publishers import add_bloc, grade_publisher
from annotations.actions.sources import derive_source
from annotations.models import Claim, GradeChange
from tests.api.calling import Program, problem_of
from tests.factories import a_claim, a_publisher, a_source, some_evidence, the_administrator
from tests.register import many_claims_on

pytestmark = pytest.mark.django_db


def a_supported_claim() -> tuple[Claim, list[int], list[int]]:
    """A claim supported by two outlets graded B; with the ids of the publishers and of the sources."""
    claim, sources = a_claim(), [a_source(publisher=a_publisher()) for _ in range(2)]
    for source in sources:
        grade_publisher(
            publisher_id=source.publisher_id, grade="B", reason="Known.", actor=the_administrator()
        )
        some_evidence(claim=claim, source=source, sourcing="own")
    assess_claims(claim_ids=[claim.pk])
    return claim, [source.publisher_id for source in sources], [source.pk for source in sources]


def test_how_much_rests_on_a_source_and_which_claims() -> None:
    origin, wire = a_source(), a_source()
    derive_source(source_id=wire.pk, origin_id=origin.pk, kind="cites", actor=the_administrator())
    [direct] = many_claims_on(origin, 1)
    derived = many_claims_on(wire, 2)
    program = Program()
    counted = program.get(f"sources/{origin.pk}/rests").json()
    assert counted == {
        "claims": 3,
        "direct": 1,
        "reliance": 0,
        "derivation": 2,
        "relation": 0,
        "published": 0,
        "signed": 0,
        "articles": 0,
        "sets": 0,
        "exports": 0,
        "statuses": [{"status": "NOT_ENOUGH_EVIDENCE", "claims": 3}],
    }
    listed = program.get(f"sources/{origin.pk}/rests/claims").json()["results"]
    assert [row["id"] for row in listed] == [derived[1].pk, derived[0].pk, direct.pk]
    ways = program.get(f"publishers/{origin.publisher_id}/rests/claims", way="direct").json()["results"]
    assert [row["id"] for row in ways] == [direct.pk]
    none = program.get(f"publishers/{origin.publisher_id}/rests/claims", status="REFUTED").json()["results"]
    assert none == []


def test_what_rests_on_a_capture() -> None:
    link = some_evidence()
    program = Program()
    assert program.get(f"captures/{link.capture_id}/rests").json()["direct"] == 1
    listed = program.get(f"captures/{link.capture_id}/rests/claims").json()["results"]
    assert [row["id"] for row in listed] == [link.claim_id]
    assert program.get("captures/999/rests").status_code == 404


def test_a_grade_is_previewed_and_nothing_is_saved() -> None:
    claim, publishers, _ = a_supported_claim()
    answer = Program().post(f"publishers/{publishers[0]}/preview", {"grade": "E"}).json()
    assert answer == {
        "total": 1,
        "moved": 1,
        "counts": [{"before": "SUPPORTED", "after": "LEANS_SUPPORTED", "claims": 1}],
        "moves": [
            {
                "claim_id": claim.pk,
                "before": "SUPPORTED",
                "after": "LEANS_SUPPORTED",
                "certainty_before": "MODERATE",
                "certainty_after": "LOW",
            }
        ],
        "lapsing": [],
        "ending": [],
        "flagged": [],
    }
    assert not GradeChange.objects.filter(grade="E").exists()


def test_every_kind_of_change_is_previewed() -> None:
    _, (first, second), (one, other) = a_supported_claim()
    bloc = add_bloc(name="The company", dispute="The harbour", actor=the_administrator())
    program = Program()
    moved = {
        "owner": program.post(f"publishers/{first}/preview", {"owner_id": second}),
        "bloc": program.post(f"publishers/{first}/preview", {"bloc_id": bloc.pk}),
        "relation": program.post(
            f"publishers/{first}/preview", {"relation": "not_independent", "other_id": second}
        ),
        "merge": program.post(f"publishers/{first}/preview", {"absorbed_id": second}),
        "state": program.post(f"sources/{one}/preview", {"state": "retracted"}),
        "derivation": program.post(f"sources/{one}/preview", {"derivation": "cites", "other_id": other}),
        "same work": program.post(f"sources/{one}/preview", {"relation": "same_work", "other_id": other}),
        "merge of sources": program.post(f"sources/{one}/preview", {"absorbed_id": other}),
    }
    assert {name: answer.json()["moved"] for name, answer in moved.items()} == {
        "owner": 1,
        "bloc": 1,
        "relation": 1,
        "merge": 1,
        "state": 1,
        "derivation": 0,
        "same work": 1,
        "merge of sources": 1,
    }


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ({}, "one-change-at-a-time"),
        ({"grade": "A", "owner_id": None}, "one-change-at-a-time"),
        ({"relation": "independent"}, "relation-of-one"),
    ],
)
def test_a_preview_is_of_one_change(body: dict[str, object], rule: str) -> None:
    answer = Program().post(f"publishers/{a_publisher().pk}/preview", body)
    assert problem_of(answer)[:2] == (400, rule)
