"""Telling the outside: publishing a signed verdict, correcting it, and withdrawing it.

What was published is never changed. A correction is a second publication with a public note, after the claim
went through the same work and signatures again; a withdrawal leaves a tombstone.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone

from annotations.access import require
from annotations.actions.claim_states import move_claim
from annotations.actions.recording import change, locked, record_event
from annotations.actions.verdicts import lapse_verdicts
from annotations.domain.errors import Conflict, Invalid, NotAllowed
from annotations.domain.lifecycle import CLAIM, next_state
from annotations.domain.vocabulary import PublicationKind, VerdictState
from annotations.models import Claim, CurrentAssessment, Override, Publication, User, Verdict
from annotations.queries.overrides import in_effect
from annotations.queries.publications import last_publication
from annotations.queries.staleness import stale_marks

NOTE_MINIMUM = 20
"""So many characters has a public note at least: readers are owed a sentence."""


@transaction.atomic
def publish_claim(*, claim_id: int, public_note: str = "", actor: User) -> Publication:
    """Publishes the verdict that was signed; after an earlier publication, as a correction of it.

    Refuses, in this order: who may not publish; a claim that is not signed; one whose status is computed now
    (`assessment-due`); one that is stale (`stale`); an editor who alone signed it (`four-eyes`); a correction
    without a public note (`public-note-too-short`).
    """
    claim = locked(Claim, claim_id)
    require(actor, "claim.publish", claim)
    before = last_publication(claim.pk)
    verb = "publish" if before is None else "correct"
    next_state(CLAIM, claim.state, verb, noun="claim")
    verdicts = _signed_and_fresh(claim, actor)
    note = _checked_note(public_note) if before is not None else public_note.strip()
    kind = PublicationKind.PUBLISHED if before is None else PublicationKind.CORRECTED
    state_before, state_after = move_claim(claim, verb)
    return _published(claim, kind, _as_signed(verdicts), note, before, actor, (state_before, state_after))


@transaction.atomic
def begin_correction(*, claim_id: int, reason: str, actor: User) -> Claim:
    """Opens a published claim for work again; what was published stays public until the correction.

    The signatures end: they were given under what is to be corrected. Refuses a claim that was not published,
    and no reason (`required`).
    """
    claim = locked(Claim, claim_id)
    require(actor, "claim.correct", claim)
    next_state(CLAIM, claim.state, "begin_correction", noun="claim")
    if not reason.strip():
        raise Invalid("Say what is to be corrected.", field="reason", rule="required")
    before, after = move_claim(claim, "begin_correction")
    lapse_verdicts(claim, reason="A correction was begun.", actor=actor)
    record_event(
        "claim.correction_begun", claim, actor=actor, before=before, after=after, note=reason.strip()
    )
    return claim


@transaction.atomic
def unpublish_claim(*, claim_id: int, public_note: str, actor: User) -> Publication:
    """Withdraws what was published; a tombstone says when and why. The earlier publications stay readable.

    Refuses a claim that was never published (`not-published`) or is withdrawn already, and a public note that
    says nothing (`public-note-too-short`).
    """
    claim = locked(Claim, claim_id)
    require(actor, "claim.unpublish", claim)
    before = last_publication(claim.pk)
    if before is None:
        raise Conflict("This claim was never published; withdraw it as it is.", rule="not-published")
    state = next_state(CLAIM, claim.state, "unpublish", noun="claim")
    note = _checked_note(public_note)
    moved = change(claim, {"state": state, "state_before_withdrawal": claim.state})
    same = {
        "status": before.status,
        "computed_status": before.computed_status,
        "context_flag": before.context_flag,
        "reason": before.reason,
        "short_claim": before.short_claim,
    }
    return _published(claim, PublicationKind.WITHDRAWN, same, note, before, actor, moved)


def _published(
    claim: Claim,
    kind: PublicationKind,
    said: dict[str, Any],
    note: str,
    before: Publication | None,
    actor: User,
    moved: tuple[dict[str, Any], dict[str, Any]],
) -> Publication:
    publication = Publication.objects.create(
        claim=claim,
        number=before.number + 1 if before else 1,
        kind=kind,
        text=before.text if before and kind == PublicationKind.WITHDRAWN else claim.text,
        public_note=note,
        assessment_id=_assessment_of(claim, kind, before),
        published_by=actor,
        published_at=timezone.now(),
        **said,
    )
    record_event(
        f"claim.{kind}",
        publication,
        stream=claim,
        actor=actor,
        before=moved[0],
        after={**moved[1], "publication": publication.number, "status": publication.status},
        note=note,
    )
    return publication


def _assessment_of(claim: Claim, kind: PublicationKind, before: Publication | None) -> int:
    if before is not None and kind == PublicationKind.WITHDRAWN:
        return before.assessment_id
    return CurrentAssessment.objects.get(claim=claim).assessment_id


def _signed_and_fresh(claim: Claim, actor: User) -> list[Verdict]:
    if claim.assessed_version < claim.inputs_version:
        raise Conflict("The status is being computed. Wait a moment, then publish.", rule="assessment-due")
    if (flag := stale_marks().filter(claim=claim).order_by("id").first()) is not None:
        raise Conflict(
            f"Look at this first: {flag.get_cause_display().lower()}. What is stale is not published.",
            rule="stale",
            details={"cause": flag.cause},
        )
    verdicts = list(Verdict.objects.filter(claim=claim, state=VerdictState.LIVE).order_by("signed_at", "id"))
    if {verdict.reviewer_id for verdict in verdicts} == {actor.pk}:
        raise NotAllowed("You alone signed this; somebody else has to publish it.", rule="four-eyes")
    return verdicts


def _as_signed(verdicts: list[Verdict]) -> dict[str, Any]:
    """What leaves the building: the status as signed or overridden, in the words of the last who signed."""
    last = verdicts[-1]
    override = Override.objects.filter(in_effect(timezone.now()), claim=last.claim_id).first()
    return {
        "status": override.status if override else last.status,
        "computed_status": last.status,
        "context_flag": next((each.context_flag for each in verdicts if each.context_flag), ""),
        "reason": override.text if override else last.reason,
        "short_claim": next((each.short_claim for each in reversed(verdicts) if each.short_claim), ""),
    }


def _checked_note(note: str) -> str:
    kept = note.strip()
    if len(kept) < NOTE_MINIMUM:
        raise Invalid(
            f"Tell readers in at least {NOTE_MINIMUM} characters what was wrong and what is right now.",
            field="public_note",
            rule="public-note-too-short",
        )
    return kept
