"""Deciding otherwise than the rule: by two people, with a reason, and not for good."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from annotations.actions.claims import edit_claim, withdraw_claim
from annotations.actions.evidence import withdraw_evidence
from annotations.actions.overrides import (
    approve_override,
    end_override,
    expire_overrides,
    propose_override,
)
from annotations.actions.verdicts import sign_verdict
from annotations.domain.errors import NotAllowed, Refusal
from annotations.domain.verification import EffectiveStatus, Standing
from annotations.domain.vocabulary import Status
from annotations.models import Claim, Override, User
from annotations.queries.claim_pages import read_claim
from annotations.queries.overrides import in_effect
from tests.events import events_of
from tests.factories import (
    a_claim,
    a_person,
    a_publisher,
    a_source,
    assessed,
    some_evidence,
    the_administrator,
)

pytestmark = pytest.mark.django_db

WHY = "The court's ruling of Monday settles it, and it is not published yet."


def a_lean() -> Claim:
    """A claim that leans supported."""
    claim = a_claim()
    some_evidence(claim=claim, source=a_source(publisher=a_publisher(kind="wire")), sourcing="own")
    return assessed(claim)


def proposed(claim: Claim | None = None, *, actor: User | None = None, **given: Any) -> Override:
    claim = claim or a_lean()
    values: dict[str, Any] = {
        "claim_id": claim.pk,
        "assessment_id": claim.current_assessment.assessment_id,
        "status": "SUPPORTED",
        "reason_code": "legal",
        "text": WHY,
        **given,
    }
    return propose_override(actor=actor or a_person(), **values)


def approved(claim: Claim) -> Override:
    return approve_override(override_id=proposed(claim).pk, actor=a_person(role="editor"))


def effective(claim: Claim) -> EffectiveStatus:
    """What the claim's page says is computed, signed and overridden."""
    return read_claim(claim.pk, the_administrator()).effective


def rule_of(attempt: Any) -> str:
    with pytest.raises(Refusal) as refusal:
        attempt()
    return refusal.value.rule


def test_it_holds_once_a_second_person_approved() -> None:
    claim = a_lean()
    override = proposed(claim)
    computed, overridden = Status.LEANS_SUPPORTED, Status.SUPPORTED
    assert effective(claim) == EffectiveStatus(computed, Standing.PROVISIONAL, computed)
    assert not Override.objects.filter(in_effect(timezone.now())).exists()
    approve_override(override_id=override.pk, actor=a_person(role="editor"))
    expected = EffectiveStatus(overridden, Standing.OVERRIDDEN, computed, overridden=overridden)
    assert effective(claim) == expected
    assert Override.objects.get(in_effect(timezone.now())) == override
    assert Claim.objects.get(pk=claim.pk).status == "LEANS_SUPPORTED"
    assert [verb for verb, *_ in events_of(claim)][-2:] == ["override.proposed", "override.approved"]


def test_what_was_signed_is_told_beside_it() -> None:
    claim = a_lean()
    assessment = claim.current_assessment.assessment_id
    reviewer = a_person()
    sign_verdict(claim_id=claim.pk, assessment_id=assessment, reason="It is so.", actor=reviewer)
    approved(claim)
    lean, supported = Status.LEANS_SUPPORTED, Status.SUPPORTED
    expected = EffectiveStatus(supported, Standing.OVERRIDDEN, lean, signed=lean, overridden=supported)
    assert effective(claim) == expected


def test_refusals_of_a_proposal() -> None:
    claim, opinion = a_lean(), assessed(a_claim(type="opinion"))
    assert rule_of(lambda: proposed(opinion)) == "type-not-scored"
    assert rule_of(lambda: proposed(claim, status="NOT_CHECKABLE")) == "override-unscored"
    assert rule_of(lambda: proposed(claim, status="TRUE")) == "override-unscored"
    assert rule_of(lambda: proposed(claim, status="LEANS_SUPPORTED")) == "override-changes-nothing"
    assert rule_of(lambda: proposed(claim, reason_code="mood")) == "unknown-override-reason"
    assert rule_of(lambda: proposed(claim, text=f"  Because.{' ' * 40}")) == "override-text-too-short"
    assert rule_of(lambda: proposed(claim, assessment_id=0)) == "assessment-outdated"
    assert rule_of(lambda: proposed(claim, actor=a_person(role="reader"))) == "override.propose"
    proposed(claim)
    assert rule_of(lambda: proposed(claim)) == "override-is-open-once-per-claim"
    some_evidence(claim=claim)
    assert rule_of(lambda: proposed(claim)) == "assessment-due"


def test_nobody_approves_their_own() -> None:
    editor = a_person(role="editor")
    override = proposed(actor=editor)
    with pytest.raises(NotAllowed) as refusal:
        approve_override(override_id=override.pk, actor=editor)
    assert refusal.value.rule == "four-eyes"


@pytest.mark.parametrize(
    ("proposer", "approver", "status", "is_refused"),
    [
        ("reviewer", "reviewer", "SUPPORTED", True),
        ("editor", "reviewer", "SUPPORTED", False),
        ("reviewer", "editor", "SUPPORTED", False),
        ("editor", "reviewer", "REFUTED", True),
        ("reviewer", "editor", "REFUTED", False),
        ("editor", "administrator", "REFUTED", False),
    ],
)
def test_one_of_the_two_is_a_lead_and_far_steps_are_approved_by_one(
    proposer: str, approver: str, status: str, is_refused: bool
) -> None:
    override = proposed(actor=a_person(role=proposer), status=status)
    if is_refused:
        assert (
            rule_of(lambda: approve_override(override_id=override.pk, actor=a_person(role=approver)))
            == "override-needs-a-lead"
        )
    else:
        assert approve_override(override_id=override.pk, actor=a_person(role=approver)).approved_at


def test_it_ends_when_the_computed_status_changes() -> None:
    claim = a_lean()
    override = approved(claim)
    withdraw_evidence(evidence_id=claim.evidence.get().pk, actor=the_administrator())
    assessed(claim)
    override.refresh_from_db()
    assert override.end_reason == "The computed status changed."
    assert not Override.objects.filter(ended_at__isnull=True).exists()
    assert events_of(claim)[-1][0] == "override.ended"


def test_it_ends_after_half_a_year() -> None:
    override = approved(a_lean())
    days = (override.expires_at - timezone.now()).days
    assert days in (179, 180)
    assert expire_overrides(now=timezone.now() + timedelta(days=179)) == 0
    assert expire_overrides(now=timezone.now() + timedelta(days=181)) == 1
    assert Override.objects.get().end_reason == "Its time was over."


def test_what_ended_expired_or_was_approved_is_not_approved() -> None:
    editor = a_person(role="editor")
    claim = a_lean()
    override = approved(claim)
    again = rule_of(lambda: approve_override(override_id=override.pk, actor=editor))
    assert again == "override-approved-already"
    assert rule_of(lambda: end_override(override_id=override.pk, reason=" ", actor=editor)) == "required"
    end_override(override_id=override.pk, reason="It was published.", actor=editor)
    assert rule_of(lambda: approve_override(override_id=override.pk, actor=editor)) == "override-ended"
    waiting = proposed(claim)
    Override.objects.filter(pk=waiting.pk).update(expires_at=timezone.now())
    assert rule_of(lambda: approve_override(override_id=waiting.pk, actor=editor)) == "override-expired"


def test_who_proposed_it_may_take_it_back_and_other_reviewers_may_not() -> None:
    proposer = a_person()
    override = proposed(actor=proposer)
    other = rule_of(lambda: end_override(override_id=override.pk, reason="No.", actor=a_person()))
    assert other == "override.end"
    assert end_override(override_id=override.pk, reason="I was wrong.", actor=proposer).ended_at


def withdrawn(claim: Claim) -> None:
    withdraw_claim(claim_id=claim.pk, actor=the_administrator())


def retyped(claim: Claim) -> None:
    edit_claim(claim_id=claim.pk, values={"type": "opinion"}, actor=the_administrator())


@pytest.mark.parametrize(
    ("change", "rule"), [(withdrawn, "claim-take-signature-from-withdrawn"), (retyped, "assessment-due")]
)
def test_a_proposal_is_approved_only_while_what_it_spoke_of_holds(
    change: Callable[[Claim], None], rule: str
) -> None:
    claim = a_lean()
    proposal = proposed(claim)
    change(claim)
    with pytest.raises(Refusal) as refused:
        approve_override(override_id=proposal.pk, actor=a_person(role="editor"))
    assert refused.value.rule == rule
