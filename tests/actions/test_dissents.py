"""Dissents: a reviewer comes to another status, and an editor settles between the two."""

import pytest

from annotations.actions.dissents import settle_dissent
from annotations.actions.evidence import withdraw_evidence
from annotations.actions.verdicts import withdraw_verdict
from annotations.domain.errors import Conflict, Invalid, NotAllowed
from annotations.domain.vocabulary import ClaimState, NoticeKind, Role, VerdictState
from annotations.models import Claim, Event, Notice, Verdict
from annotations.queries.claim_pages import read_claim
from annotations.queries.represented import verdicts_in_full
from tests.actions.test_verdicts import a_supported_claim, signed
from tests.factories import a_person, assessed
from tests.factories import the_administrator as administrator

pytestmark = pytest.mark.django_db


def a_dissent(claim: Claim) -> Verdict:
    return signed(claim, status="REFUTED", reason="Both records copy one telegram.")


def state_of(claim: Claim) -> str:
    return Claim.objects.values_list("state", flat=True).get(pk=claim.pk)


def test_another_status_disputes_the_claim_and_signs_nothing() -> None:
    claim = a_supported_claim()
    verdict = a_dissent(claim)
    assert (verdict.status, verdict.is_dissent, state_of(claim)) == ("REFUTED", True, ClaimState.DISPUTED)
    event = Event.objects.get(verb="verdict.signed")
    assert (event.after["is_dissent"], event.after["claim_state"]) == (True, "disputed")
    with pytest.raises(Conflict) as refusal:
        signed(claim)
    assert refusal.value.rule == "claim-take-signature-from-disputed"


def test_the_computed_status_named_is_no_dissent() -> None:
    verdict = signed(a_supported_claim(), status="SUPPORTED")
    assert (verdict.is_dissent, verdict.claim.state) == (False, ClaimState.SIGNED)


@pytest.mark.parametrize("status", ["NOT_CHECKABLE", "PENDING_EVENT", "TRUE"])
def test_a_status_that_evidence_does_not_come_to_is_refused(status: str) -> None:
    with pytest.raises(Invalid) as refusal:
        signed(a_supported_claim(), status=status)
    assert refusal.value.rule == "unknown-status"


def test_overruled_the_computed_status_stands_as_it_was_signed() -> None:
    claim, editor = a_supported_claim(), a_person(role=Role.EDITOR)
    first = signed(claim)
    verdict = a_dissent(claim)
    assert state_of(claim) == ClaimState.DISPUTED
    settle_dissent(verdict_id=verdict.pk, is_upheld=False, reason="Two telegrams.", actor=editor)
    first.refresh_from_db()
    verdict.refresh_from_db()
    assert (first.state, verdict.state, verdict.settled_by, verdict.end_reason, state_of(claim)) == (
        VerdictState.LIVE,
        VerdictState.OVERRULED,
        editor,
        "Two telegrams.",
        ClaimState.SIGNED,
    )
    assert list(Notice.objects.values_list("person", "kind")) == [
        (verdict.reviewer_id, NoticeKind.DISPUTE_SETTLED)
    ]


def test_upheld_the_other_signatures_end() -> None:
    claim, editor = a_supported_claim(), a_person(role=Role.EDITOR)
    first = signed(claim)
    verdict = a_dissent(claim)
    settle_dissent(verdict_id=verdict.pk, is_upheld=True, reason="One telegram: note it.", actor=editor)
    first.refresh_from_db()
    verdict.refresh_from_db()
    assert (first.state, verdict.state, state_of(claim)) == ("lapsed", "upheld", ClaimState.IN_REVIEW)
    assert [event.verb for event in Event.objects.filter(stream=f"claim:{claim.pk}").order_by("position")][
        -2:
    ] == ["verdict.lapsed", "dissent.upheld"]


def test_neither_signer_settles_and_nobody_but_an_editor() -> None:
    claim = a_supported_claim()
    signer, dissenter = a_person(role=Role.EDITOR), a_person(role=Role.EDITOR)
    plain = signed(claim, actor=signer)
    verdict = signed(claim, status="REFUTED", actor=dissenter)
    for person, rule in (
        (signer, "settled-by-a-signer"),
        (dissenter, "settled-by-a-signer"),
        (a_person(), "verdict.settle"),
    ):
        with pytest.raises(NotAllowed) as refusal:
            settle_dissent(verdict_id=verdict.pk, is_upheld=True, reason="Yes.", actor=person)
        assert refusal.value.rule == rule
    with pytest.raises(Conflict) as conflict:
        settle_dissent(verdict_id=plain.pk, is_upheld=True, reason="Yes.", actor=administrator())
    assert conflict.value.rule == "not-a-dissent"
    with pytest.raises(Invalid):
        settle_dissent(verdict_id=verdict.pk, is_upheld=True, reason=" ", actor=administrator())


def test_taken_back_the_claim_is_as_before() -> None:
    claim = a_supported_claim()
    signed(claim)
    verdict = a_dissent(claim)
    withdraw_verdict(verdict_id=verdict.pk, reason="I misread.", actor=verdict.reviewer)
    assert state_of(claim) == ClaimState.SIGNED


def test_a_dissent_lapses_with_the_status_it_spoke_of() -> None:
    claim = a_supported_claim()
    verdict = a_dissent(claim)
    for link in claim.evidence.all():
        withdraw_evidence(evidence_id=link.pk, actor=administrator())
    assessed(claim)
    verdict.refresh_from_db()
    assert (verdict.state, state_of(claim)) == (VerdictState.LAPSED, ClaimState.IN_REVIEW)


def test_who_settles_reads_both_and_who_may_sign_reads_neither() -> None:
    claim, editor, reviewer = a_supported_claim(), a_person(role=Role.EDITOR), a_person()
    a_dissent(claim)

    def seen(person: object) -> list[tuple[bool, bool, bool]]:
        lines = read_claim(claim.pk, person).verdicts  # type: ignore[arg-type]
        rows = verdicts_in_full(person).filter(claim=claim)  # type: ignore[arg-type]
        return [
            (line.is_sealed, line.may_settle, row.is_sealed)  # type: ignore[attr-defined]
            for line, row in zip(lines, rows, strict=True)
        ]

    assert (seen(editor), seen(reviewer)) == ([(False, True, False)], [(True, False, True)])
