"""What rests on something, and what a change of it would move, for programs."""

import pytest

from annotations.actions.assessments import assess_claims
from annotations.actions.merges import merge_publishers, merge_sources
from annotations.actions.publishers import add_bloc, grade_publisher
from annotations.actions.sources import derive_source
from annotations.domain.vocabulary import Role
from annotations.models import (
    Claim,
    Derivation,
    DerivationSuggestion,
    Event,
    GradeChange,
    PublisherMerge,
    Source,
    SourceMerge,
)
from tests.api.calling import Program, problem_of
from tests.factories import a_claim, a_person, a_publisher, a_source, some_evidence, the_administrator
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
    assert len(answer.pop("digest")) == 64
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


def of_administrators() -> Program:
    return Program(the_administrator())


def applied(program: Program, noun: str, pk: int, change: dict[str, object]) -> int:
    """Previews and then applies what was seen; gives back the event."""
    seen = program.post(f"{noun}/{pk}/preview", change).json()["digest"]
    answer = program.post(f"{noun}/{pk}/apply", {**change, "seen": seen, "reason": "Looked at."})
    assert answer.status_code == 200, answer.json()
    return int(answer.json()["event_id"])


def test_what_was_seen_is_applied_in_one_call() -> None:
    claim, (first, _), _ = a_supported_claim()
    event = Event.objects.get(pk=applied(of_administrators(), "publishers", first, {"grade": "E"}))
    assert (event.verb, event.after["grade"], event.note) == ("publisher.graded", "E", "")
    assess_claims(claim_ids=[claim.pk])
    assert Claim.objects.get(pk=claim.pk).status == "LEANS_SUPPORTED"


def test_other_consequences_than_those_seen_are_refused_with_a_fresh_preview() -> None:
    _, (first, _), (one, _) = a_supported_claim()
    program = of_administrators()
    seen = program.post(f"publishers/{first}/preview", {"grade": "E"}).json()["digest"]
    some_evidence(claim=a_claim(), source=Source.objects.get(pk=one), sourcing="own")
    change = {"grade": "E", "seen": seen, "reason": "Made up."}
    answer = program.post(f"publishers/{first}/apply", change)
    assert problem_of(answer)[:2] == (412, "consequences-changed")
    fresh = answer.json()["preview"]
    assert fresh["total"] == 2
    assert not GradeChange.objects.filter(grade="E").exists()
    again = program.post(f"publishers/{first}/apply", {**change, "seen": fresh["digest"]})
    assert again.status_code == 200


def test_every_change_that_has_to_be_tried_is_previewed_and_applied() -> None:
    _, (first, second), (one, other) = a_supported_claim()
    program = of_administrators()
    doubt = {"kind": "republishes", "signals": ["headline"], "score": 70}
    suggestion = DerivationSuggestion.objects.create(source_id=one, origin_id=other, **doubt).pk
    Claim.objects.update(inputs_version=5)
    assess_claims(claim_ids=list(Claim.objects.values_list("pk", flat=True)))
    rejected = {"suggestion_id": suggestion, "decision": "reject"}
    assert program.post(f"sources/{one}/preview", rejected).json()["moved"] == 1
    applied(program, "sources", one, rejected)
    applied(program, "sources", one, {"suggestion_id": suggestion, "decision": "reopen"})
    accepted = {"suggestion_id": suggestion, "decision": "accept", "kind": "cites", "is_reversed": True}
    applied(program, "sources", other, accepted)
    assert Derivation.objects.get().source_id == other
    merge = merge_sources(kept_id=one, absorbed_id=other, reason="One.", actor=the_administrator())
    applied(program, "sources", one, {"unmerge_id": merge.pk})
    house = merge_publishers(kept_id=first, absorbed_id=second, reason="One.", actor=the_administrator())
    applied(program, "publishers", first, {"unmerge_id": house.pk})
    assert SourceMerge.objects.get().undone_at and PublisherMerge.objects.get().undone_at
    applied(program, "sources", one, {"edit": {"publisher_id": second}})
    assert Source.objects.get(pk=one).publisher_id == second
    third = a_source()
    event = Event.objects.get(pk=applied(program, "sources", third.pk, {"protect_for": []}))
    assert (event.verb, Source.objects.get(pk=third.pk).is_protected) == ("source.protected", True)


def test_what_is_tried_is_tried_by_people_who_may() -> None:
    _, _, (one, other) = a_supported_claim()
    merge = merge_sources(kept_id=one, absorbed_id=other, reason="One.", actor=the_administrator())
    reviewer, reader = Program(a_person()), Program(a_person(role=Role.READER))
    tried = {"unmerge_id": merge.pk}
    assert problem_of(reviewer.post(f"sources/{one}/preview", tried))[:2] == (403, "source.merge")
    assert problem_of(reader.post(f"sources/{one}/preview", {"protect_for": []}))[:2] == (
        403,
        "source.protect",
    )
    assert reader.post(f"sources/{one}/preview", {"state": "retracted"}).status_code == 200


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ({"suggestion_id": 999, "decision": "accept"}, (404, "not-found")),
        ({"unmerge_id": 999}, (404, "not-found")),
        ({"state": "retracted", "edit": {}}, (400, "one-change-at-a-time")),
    ],
)
def test_a_change_that_cannot_be_meant_is_refused(body: dict[str, object], rule: tuple[int, str]) -> None:
    assert problem_of(of_administrators().post(f"sources/{a_source().pk}/preview", body))[:2] == rule


def test_a_suggestion_and_a_merge_are_those_of_the_source() -> None:
    one, other, third = (a_source() for _ in range(3))
    doubt = {"kind": "republishes", "signals": ["headline"], "score": 70}
    suggestion = DerivationSuggestion.objects.create(source=one, origin=other, **doubt)
    merge = merge_sources(kept_id=one.pk, absorbed_id=other.pk, reason="One.", actor=the_administrator())
    program = of_administrators()
    for body in (
        {"suggestion_id": suggestion.pk, "decision": "accept"},
        {"unmerge_id": merge.pk},
    ):
        answer = program.post(f"sources/{third.pk}/preview", body)
        assert problem_of(answer)[:2] == (404, "not-found"), body
