"""Keeping out of a blind reader's sight also what comes to the statement or the passage while they read."""

from collections.abc import Collection
from typing import Any

from django.db.models import F, Func, Q, QuerySet, Value

from annotations.domain.errors import Conflict
from annotations.domain.second_looks import UNSETTLED
from annotations.domain.vocabulary import EvidenceState
from annotations.models import Claim, Evidence, SecondLook

STANCE_DISPUTED = "Two readings of this passage differ. A third person decides on its stance."


def seal_same_passage(evidence: Evidence) -> None:
    """Takes the claim of a new link into every unsettled look at the same words. One statement."""
    _seal(evidence.claim_id, SecondLook.objects.filter(evidence__in=_same_words(evidence).values("pk")))


def refuse_disputed_words(evidence: Evidence) -> None:
    """Refuses a new link to words that were withdrawn from the claim while two readings of them differed:
    brought back, they are settled; linked anew, the dispute would be gone.
    """
    withdrawn = _same_words(evidence).filter(
        claim=evidence.claim_id, state_before_withdrawal=EvidenceState.DISPUTED
    )
    if (found := withdrawn.order_by("pk").first()) is not None:
        raise Conflict(
            f"{STANCE_DISPUTED} Bring the withdrawn link back.",
            rule="stance-disputed",
            details={"evidence": found.pk},
        )


def _same_words(evidence: Evidence) -> QuerySet[Evidence]:
    overlap = Q(capture=evidence.capture_id, start__lt=evidence.end, end__gt=evidence.start)
    return Evidence.objects.filter(overlap | Q(passage=evidence.passage), source=evidence.source_id)


def seal_same_statement(claim: Claim, beside: Collection[Any]) -> None:
    """Takes a claim into every unsettled look that keeps one of those beside it out of sight. One statement,
    none for a claim that stands alone.
    """
    near = [pk for pk in beside if pk is not None]
    if near:
        _seal(claim.pk, SecondLook.objects.filter(sealed_claims__overlap=near))


def _seal(claim_id: int, looks: QuerySet[SecondLook]) -> None:
    added = Func(F("sealed_claims"), Value(claim_id), function="array_append")
    looks.filter(state__in=UNSETTLED).exclude(sealed_claims__contains=[claim_id]).update(sealed_claims=added)
