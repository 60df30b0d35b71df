"""Signed claims and finished exports, made through the actions, for tests of what is exported."""

import json
from typing import Any

from annotations.actions.claim_sets import create_claim_set
from annotations.actions.export_runs import run_export
from annotations.actions.exports import request_export
from annotations.actions.verdicts import sign_verdict
from annotations.domain.vocabulary import ExportFormat, Proximity, PublisherKind, Sourcing, Stance
from annotations.exports import FORMATS
from annotations.gateways import files
from annotations.models import Claim, ClaimSet, CurrentAssessment, Export, Source, Verdict
from tests.factories import a_claim, a_person, a_publisher, a_source, assessed, some_evidence


def a_record(**given: Any) -> Source:
    """A source that decides a claim by itself: a primary record, which counts as A."""
    return a_source(publisher=a_publisher(kind=PublisherKind.PRIMARY_RECORD), **given)


def backed(claim: Claim, *, stance: str = Stance.CORROBORATES, **given: Any) -> Claim:
    """The claim with one first-hand record for or against it, assessed."""
    values = {"proximity": Proximity.PRIMARY, "sourcing": Sourcing.OWN, **given}
    some_evidence(**{"claim": claim, "source": a_record(), "stance": stance, **values})
    return assessed(claim)


def signed(claim: Claim, *, people: int = 2, **given: Any) -> list[Verdict]:
    """Signatures of this many fresh reviewers under what holds now."""
    assessment_id = CurrentAssessment.objects.get(claim=claim).assessment_id
    values = {"claim_id": claim.pk, "assessment_id": assessment_id, "reason": "The log says so.", **given}
    verdicts = [sign_verdict(**values, actor=a_person()) for _ in range(people)]
    claim.refresh_from_db()
    return verdicts


def a_signed_claim(*, stance: str = Stance.CORROBORATES, signing: Any = None, **given: Any) -> Claim:
    """A claim with a complete sign-off."""
    claim = backed(a_claim(**given), stance=stance)
    signed(claim, **(signing or {}))
    return claim


def everything() -> ClaimSet:
    """A claim set of all claims."""
    return ClaimSet.objects.filter(criteria={}, kind="live").first() or create_claim_set(
        name="Everything", criteria={}, actor=a_person()
    )


def exported(format: str, *, claim_set: ClaimSet | None = None, include_unsigned: bool = False) -> Export:
    """A finished export, rendered here and now."""
    export = request_export(
        claim_set_id=(claim_set or everything()).pk,
        format=format,
        include_unsigned=include_unsigned,
        actor=a_person(),
    )
    finished = run_export(export_id=export.pk, formats=FORMATS)
    assert finished is not None and finished.state == "done", Export.objects.get(pk=export.pk).error
    return finished


def content(export: Export) -> bytes:
    """What its file holds."""
    with files.open_stream(export.file_name) as file:
        return b"".join(file.chunks())


def documents(**given: Any) -> list[dict[str, Any]]:
    """The lines of an NDJSON export."""
    return [json.loads(line) for line in content(exported(ExportFormat.NDJSON, **given)).splitlines()]
