"""Claims in every stage of the work, made through the actions, for tests of what is exported."""

from typing import Any

from annotations.actions.assessments import assess_claim
from annotations.actions.claims import create_claim
from annotations.actions.evidence import attach_evidence
from annotations.actions.publishers import grade_publisher
from annotations.actions.verdicts import sign_verdict
from annotations.domain.vocabulary import (
    ClaimType,
    Grade,
    Proximity,
    PublisherKind,
    Sourcing,
    Stance,
)
from annotations.models import Assessment, Claim, Publisher, Source, User, Verdict
from tests.factories import a_capture, a_person, a_publisher, a_source, the_administrator

RECORD = "The harbour master's log says that the harbour was closed from noon to six."


def a_record_keeper(**given: Any) -> Publisher:
    """A publisher whose first-hand record is enough by itself."""
    publisher = a_publisher(**{"kind": PublisherKind.PRIMARY_RECORD, **given})
    grade_publisher(publisher_id=publisher.pk, grade=Grade.A, reason="Court record.", actor=the_administrator())
    return publisher


def a_claim(*, text: str = "The harbour was closed for six hours.", **given: Any) -> Claim:
    """A claim without evidence, not assessed yet."""
    values: dict[str, Any] = {"type": ClaimType.EVENT, "language": "en", "actor": a_person(), **given}
    return create_claim(text=text, **values)


def backed(claim: Claim, *, source: Source | None = None, stance: str = Stance.CORROBORATES) -> Claim:
    """The claim with one first-hand record for or against it, assessed."""
    source = source or a_source(publisher=a_record_keeper())
    capture = a_capture(source=source, text=RECORD)
    attach_evidence(
        claim_id=claim.pk,
        capture_id=capture.pk,
        passage="the harbour was closed from noon to six",
        stance=stance,
        proximity=Proximity.PRIMARY,
        sourcing=Sourcing.OWN,
        actor=a_person(),
    )
    return assessed(claim)


def assessed(claim: Claim) -> Claim:
    """The claim, with its status brought up to its inputs."""
    assess_claim(claim_id=claim.pk)
    claim.refresh_from_db()
    return claim


def signed(claim: Claim, *, people: int = 2, **given: Any) -> list[Verdict]:
    """Signatures of this many fresh reviewers under what holds now."""
    assessment = Assessment.objects.filter(claim=claim).latest("id")
    signers: list[User] = [a_person() for _ in range(people)]
    verdicts = [
        sign_verdict(
            claim_id=claim.pk,
            assessment_id=assessment.pk,
            **{"reason": "The log says so.", **given},
            actor=signer,
        )
        for signer in signers
    ]
    claim.refresh_from_db()
    return verdicts


def a_signed_claim(**given: Any) -> Claim:
    """A supported claim with a complete sign-off."""
    claim = backed(a_claim(**given))
    signed(claim)
    return claim
