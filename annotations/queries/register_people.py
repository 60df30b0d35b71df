"""Who answers for claims: those who signed them, and those who linked evidence to them."""

from collections.abc import Collection

from annotations.domain.vocabulary import EvidenceState, VerdictState
from annotations.models import Evidence, User, Verdict


def people_concerned(claim_ids: Collection[int]) -> list[tuple[int, int]]:
    """Each claim with each active person who signed it, where that stands, or linked evidence to it."""
    signed = Verdict.objects.filter(claim__in=claim_ids, state=VerdictState.LIVE)
    linked = Evidence.objects.filter(claim__in=claim_ids).exclude(state=EvidenceState.WITHDRAWN)
    pairs = signed.order_by().values_list("claim_id", "reviewer_id")
    found = set(pairs.union(linked.order_by().values_list("claim_id", "attached_by_id")))
    active = set(
        User.objects.filter(pk__in={person for _, person in found}, is_active=True).values_list(
            "pk", flat=True
        )
    )
    return sorted((claim, person) for claim, person in found if person in active)
