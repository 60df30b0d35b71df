"""Linking, editing, withdrawing and restoring evidence."""

from collections.abc import Callable
from typing import Any

import pytest

from annotations.actions.claims import withdraw_claim
from annotations.actions.evidence import (
    attach_evidence,
    edit_evidence,
    restore_evidence,
    withdraw_evidence,
)
from annotations.domain.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal, Stale
from annotations.domain.vocabulary import ClaimState, EvidenceState, Role
from annotations.models import Event, Evidence
from tests.factories import a_capture, a_claim, a_person, a_source, some_evidence, the_administrator

pytestmark = pytest.mark.django_db


def test_a_link_stands_on_its_passage_and_takes_the_claim_into_review() -> None:
    claim, reviewer = a_claim(), a_person()
    capture = a_capture(text="It was cold.\n\nTwo boats remained in the harbour.")
    evidence = attach_evidence(
        claim_id=claim.pk,
        capture_id=capture.pk,
        passage="Two boats remained",
        stance="corroborates",
        actor=reviewer,
    )
    claim.refresh_from_db()
    assert (evidence.start, evidence.end, evidence.passage_check) == (13, 31, "exact")
    assert capture.text[evidence.start : evidence.end] == evidence.passage == "Two boats remained"
    assert (claim.state, claim.inputs_version) == (ClaimState.IN_REVIEW, 2)
    assert Event.objects.get(verb="evidence.attached").after["passage"] == "Two boats remained"
    assert [(vote.reviewer, vote.stance) for vote in evidence.stance_votes.all()] == [
        (reviewer, "corroborates")
    ]


def test_a_passage_in_other_typography_is_stored_in_the_words_of_the_capture() -> None:
    capture = a_capture(text="He said: “We don’t know – yet.”")
    evidence = some_evidence(capture=capture, passage='"We don\'t know - yet."')
    assert (evidence.passage, evidence.passage_check) == ("“We don’t know – yet.”", "normalised")


def test_the_place_that_was_selected_is_meant_where_words_repeat() -> None:
    capture = a_capture(text="Yes. Perhaps. Yes.")
    assert some_evidence(capture=capture, passage="Yes.", start=13).start == 14


@pytest.mark.parametrize(
    ("given", "kind", "rule"),
    [
        ({"passage": "Three boats remained"}, Invalid, "passage-not-in-capture"),
        ({"passage": " "}, Invalid, "required"),
        ({"passage": "x" * 5001}, Invalid, "too-long"),
        ({"stance": "agrees"}, Invalid, "unknown-stance"),
        ({"proximity": "near"}, Invalid, "unknown-proximity"),
        ({"relies_on": [987654]}, Invalid, "unknown-source"),
        ({"capture_id": 987654}, NotFound, "not-found"),
        ({"claim_id": 987654}, NotFound, "not-found"),
    ],
)
def test_each_refusal_names_its_rule_and_leaves_nothing(
    given: dict[str, Any], kind: type[Refusal], rule: str
) -> None:
    values = {
        "claim_id": a_claim().pk,
        "capture_id": a_capture(text="Two boats remained.").pk,
        "passage": "Two boats",
        "stance": "context",
        "actor": a_person(),
    }
    with pytest.raises(kind) as refusal:
        attach_evidence(**{**values, **given})
    assert refusal.value.rule == rule
    assert not Evidence.objects.exists()


def test_the_same_passage_is_linked_to_a_claim_once() -> None:
    evidence = some_evidence()
    with pytest.raises(Conflict) as refusal:
        some_evidence(claim=evidence.claim, capture=evidence.capture, passage=evidence.passage)
    assert refusal.value.rule == "evidence-uses-a-passage-once-per-claim"
    withdraw_evidence(evidence_id=evidence.pk, actor=the_administrator())
    some_evidence(claim=evidence.claim, capture=evidence.capture, passage=evidence.passage)
    with pytest.raises(Conflict):
        restore_evidence(evidence_id=evidence.pk, actor=the_administrator())


def test_an_edit_changes_the_judgement_and_asks_for_an_assessment_unless_it_is_a_note() -> None:
    evidence, origin = some_evidence(), a_source()
    edit_evidence(evidence_id=evidence.pk, values={"note": "Page 3."}, actor=the_administrator())
    edit_evidence(
        evidence_id=evidence.pk,
        values={"stance": "contradicts", "sourcing": "relies_on"},
        relies_on=[origin.pk],
        actor=the_administrator(),
    )
    evidence.refresh_from_db()
    assert (evidence.stance, evidence.version, list(evidence.relies_on.all())) == ("contradicts", 3, [origin])
    assert evidence.claim.inputs_version == 3


def test_an_edit_on_an_older_version_is_refused() -> None:
    evidence = some_evidence()
    edit_evidence(evidence_id=evidence.pk, values={"coverage": "partial"}, actor=the_administrator())
    with pytest.raises(Stale):
        edit_evidence(
            evidence_id=evidence.pk,
            values={"coverage": "full"},
            expected_version=1,
            actor=the_administrator(),
        )


def test_naming_what_a_passage_relies_on_is_an_edit_like_any_other() -> None:
    evidence, origin = some_evidence(), a_source()
    edit_evidence(evidence_id=evidence.pk, values={}, relies_on=[origin.pk], actor=the_administrator())
    with pytest.raises(Stale):
        edit_evidence(
            evidence_id=evidence.pk, values={}, relies_on=[], expected_version=1, actor=the_administrator()
        )
    evidence.refresh_from_db()
    assert (evidence.version, list(evidence.relies_on.all())) == (2, [origin])


def test_evidence_of_a_claim_that_was_withdrawn_stays_as_it_is() -> None:
    evidence = some_evidence()
    withdraw_claim(claim_id=evidence.claim_id, actor=the_administrator())
    attempts: list[Callable[[], object]] = [
        lambda: edit_evidence(
            evidence_id=evidence.pk, values={"stance": "context"}, actor=the_administrator()
        ),
        lambda: withdraw_evidence(evidence_id=evidence.pk, actor=the_administrator()),
    ]
    for attempt in attempts:
        with pytest.raises(Conflict) as refusal:
            attempt()
        assert refusal.value.rule == "claim-change-evidence-from-withdrawn"
    evidence.refresh_from_db()
    assert (evidence.stance, evidence.state) == ("corroborates", EvidenceState.ACCEPTED)


def test_a_source_does_not_rely_on_itself() -> None:
    evidence = some_evidence()
    with pytest.raises(Invalid) as refusal:
        edit_evidence(
            evidence_id=evidence.pk, values={}, relies_on=[evidence.source_id], actor=the_administrator()
        )
    assert refusal.value.rule == "reliance-on-itself"


def test_withdrawing_is_for_the_author_or_an_editor_and_can_be_undone() -> None:
    author = a_person()
    evidence = some_evidence(actor=author)
    with pytest.raises(NotAllowed):
        withdraw_evidence(evidence_id=evidence.pk, actor=a_person())
    withdraw_evidence(evidence_id=evidence.pk, actor=author)
    with pytest.raises(Conflict):
        edit_evidence(evidence_id=evidence.pk, values={"stance": "context"}, actor=author)
    restore_evidence(evidence_id=evidence.pk, actor=a_person(role=Role.EDITOR))
    evidence.refresh_from_db()
    assert evidence.state == EvidenceState.ACCEPTED


def test_restoring_gives_back_the_state_before() -> None:
    evidence = some_evidence()
    Evidence.objects.filter(pk=evidence.pk).update(state=EvidenceState.DISPUTED)
    withdraw_evidence(evidence_id=evidence.pk, actor=the_administrator())
    restore_evidence(evidence_id=evidence.pk, actor=the_administrator())
    evidence.refresh_from_db()
    assert (evidence.state, evidence.state_before_withdrawal) == (EvidenceState.DISPUTED, "")
