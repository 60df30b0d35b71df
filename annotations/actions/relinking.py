"""Quoting the words that stand now in place of a passage that is gone from its page."""

from django.db import transaction

from annotations.access import require
from annotations.actions.evidence import (
    attach_evidence,
    evidence_of_locked_claim,
    restore_evidence,
    what_it_rests_on,
    withdraw_evidence,
)
from annotations.actions.sealed_looks import STANCE_DISPUTED
from annotations.domain.errors import Conflict
from annotations.domain.vocabulary import EvidenceState, PassageCheck
from annotations.models import Evidence, User
from annotations.queries.captures import captures_of


@transaction.atomic
def relink_passage(*, evidence_id: int, capture_id: int, start: int, end: int, actor: User) -> Evidence:
    """Links the words at `start` to `end` of a newer copy of the same source, judged as the lost passage was,
    and withdraws the lost one. `undo_relink` takes both back.

    Refuses `passage-not-missing`, `capture-of-another-source`, and what attaching refuses.
    """
    lost = evidence_of_locked_claim(evidence_id)
    require(actor, "evidence.edit", lost)
    if lost.state == EvidenceState.DISPUTED:
        raise Conflict(STANCE_DISPUTED, rule="stance-disputed")
    if lost.passage_check != PassageCheck.NOT_FOUND:
        raise Conflict("This passage was not found missing.", rule="passage-not-missing")
    text = captures_of(lost.source_id).filter(pk=capture_id).values_list("text", flat=True).first()
    if text is None:
        raise Conflict("That copy is of another source.", rule="capture-of-another-source")
    sourcing, relies_on = what_it_rests_on(lost)
    made = attach_evidence(
        claim_id=lost.claim_id,
        capture_id=capture_id,
        passage=text[start:end],
        start=start,
        stance=lost.stance,
        coverage=lost.coverage,
        proximity=lost.proximity,
        credibility=lost.credibility,
        sourcing=sourcing,
        relies_on=relies_on,
        scope_starts_on=lost.scope_starts_on,
        scope_ends_on=lost.scope_ends_on,
        is_out_of_scope=lost.is_out_of_scope,
        note=lost.note,
        actor=actor,
    )
    withdraw_evidence(evidence_id=evidence_id, actor=actor)
    return made


@transaction.atomic
def undo_relink(*, evidence_id: int, lost_id: int, actor: User) -> Evidence:
    """Withdraws the words that were linked in place of a lost passage, and brings the lost one back."""
    withdraw_evidence(evidence_id=evidence_id, actor=actor)
    return restore_evidence(evidence_id=lost_id, actor=actor)
