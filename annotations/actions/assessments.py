"""Computing statuses: one claim at a time, once for each set of inputs, the last state always winning."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from annotations import jobs
from annotations.actions.recording import inputs_changed, record_event
from annotations.actions.verdicts import lapse_verdicts
from annotations.domain.verification import (
    Inputs,
    Key,
    Part,
    Result,
    SignOff,
    assess,
    explain,
    explain_parts,
    lapse_reasons,
    link_sentence,
    next_best_step,
    reason_sentence,
    step_sentence,
    with_parts,
)
from annotations.domain.vocabulary import ClaimType, Status, VerdictState
from annotations.models import Assessment, Claim, CurrentAssessment, Verdict
from annotations.queries.engine_inputs import engine_inputs, publisher_names


@transaction.atomic
def assess_claim(*, claim_id: int) -> Assessment | None:
    """Brings a claim's status up to its inputs. None when that had been done already, or the claim is gone.

    The row is locked, so that of ten jobs for ten changes the first does the work and the others find
    nothing to do; a change made meanwhile waits for the lock, raises `inputs_version`, and asks again.
    Effects, in order: an assessment row if this set of inputs is new; the pointer to it; the claim's
    status, and one `status.changed` event if it differs; signatures lapse where what was signed no longer
    holds (specification 3.6).
    """
    claim = Claim.objects.select_for_update(no_key=True).filter(pk=claim_id, **_DUE).first()
    if claim is None:
        return None
    inputs = engine_inputs([claim.pk])[claim.pk]
    parts = _parts(claim)
    result = with_parts(assess(inputs), parts)
    assessment = _stored(claim, inputs, result, parts)
    _point_to(claim, assessment)
    _set_status(claim, assessment)
    if claim.part_of_id is not None:
        inputs_changed([claim.part_of_id])
    _lapse_what_no_longer_holds(claim, result)
    return assessment


LAPSES = {
    "STATUS_CHANGED": "The computed status changed.",
    "COUNTED_LINK_LOST": "Evidence that counted at sign-off no longer counts.",
    "OPPOSITION_APPEARED": "Opposing evidence appeared.",
    "POLICY_CHANGED": "The policy changed in its principles.",
}
_DUE = {"assessed_version__lt": models.F("inputs_version")}


def sweep_assessments(*, limit: int = 500) -> int:
    """Asks again for what is due, oldest first, whatever became of the first message. Gives back how many."""
    due = list(Claim.objects.to_assess().order_by("id").values_list("pk", flat=True)[:limit])
    with transaction.atomic():
        jobs.assess_claims(due)
    return len(due)


@transaction.atomic
def mark_due_predictions(*, today: date) -> int:
    """Marks predictions that came due since they were assessed: evidence decides from now on. How many."""
    pending = Claim.objects.standing().filter(
        type=ClaimType.PREDICTION, status=Status.PENDING_EVENT, matures_on__lte=today, parts__isnull=True
    )
    due = list(pending.order_by("id").values_list("pk", flat=True))
    inputs_changed(due)
    return len(due)


def _point_to(claim: Claim, assessment: Assessment) -> None:
    CurrentAssessment.objects.bulk_create(
        [CurrentAssessment(claim=claim, assessment=assessment, since=timezone.now())],
        update_conflicts=True,
        unique_fields=["claim"],
        update_fields=["assessment", "since"],
    )


def _parts(claim: Claim) -> dict[Key, Part]:
    """What a compound claim consists of; none for any other claim. A part that was never assessed waits."""
    parts = Claim.objects.standing().filter(part_of=claim, current_assessment__isnull=False).order_by("id")
    found = parts.values_list("pk", "status", "current_assessment__assessment__result__sign_off")
    return {pk: Part(Status(status), SignOff.from_json(sign_off)) for pk, status, sign_off in found}


def _stored(claim: Claim, inputs: Inputs, result: Result, parts: Mapping[Key, Part]) -> Assessment:
    known = Assessment.objects.filter(claim=claim, fingerprint=result.fingerprint).first()
    if known is not None:
        return known
    return Assessment.objects.create(
        claim=claim,
        fingerprint=result.fingerprint,
        policy_version=result.policy_version,
        as_of=result.as_of,
        status=result.status,
        certainty=result.certainty or "",
        support=result.support,
        opposition=result.opposition,
        supporting_origins=result.support_origins,
        opposing_origins=result.opposition_origins,
        result={**result.to_json(), **_in_words(inputs, result, parts)},
    )


def _in_words(inputs: Inputs, result: Result, parts: Mapping[Key, Part]) -> dict[str, Any]:
    """The explanation as people read it, kept with the result: what was said then stays said."""
    names = publisher_names(publisher.id for publisher in inputs.publishers)
    step = next_best_step(inputs, result) if not parts else None
    explanation = explain_parts(part.status for part in parts.values()) if parts else explain(result, names)
    return {
        "explanation": explanation,
        "reason_sentences": [reason_sentence(reason, result, names) for reason in result.reasons],
        "link_sentences": {str(link.link): link_sentence(link, names) for link in result.links},
        "next_step": step_sentence(step, names) if step else "",
    }


def _set_status(claim: Claim, assessment: Assessment) -> None:
    first = claim.assessed_version == 0
    if assessment.status == claim.status:
        Claim.objects.filter(pk=claim.pk).update(assessed_version=claim.inputs_version)
        return
    before = {"status": claim.status}
    Claim.objects.filter(pk=claim.pk).update(
        status=assessment.status, status_changed_at=timezone.now(), assessed_version=claim.inputs_version
    )
    claim.status = assessment.status
    record_event(
        "status.changed",
        assessment,
        stream=claim,
        actor=None,
        before={} if first else before,
        after={
            "status": assessment.status,
            "support": assessment.support,
            "opposition": assessment.opposition,
        },
    )


def _lapse_what_no_longer_holds(claim: Claim, result: Result) -> None:
    live = Verdict.objects.filter(claim=claim, state=VerdictState.LIVE)
    for verdict in live.select_related("assessment").order_by("id"):
        grounds = lapse_reasons(verdict.assessment.result, result)
        if grounds:
            lapse_verdicts(claim, reason=" ".join(LAPSES[ground] for ground in grounds), actor=None)
            return
