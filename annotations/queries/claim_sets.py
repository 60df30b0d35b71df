"""Questions about claim sets."""

from django.db.models import Count, OuterRef, QuerySet, Subquery

from annotations.domain.errors import NotFound
from annotations.domain.vocabulary import ClaimSetKind
from annotations.models import Claim, ClaimSet, ClaimSetMember, Export, User
from annotations.queries.claims import claims_matching
from annotations.queries.visibility import visible_claims


def all_claim_sets() -> QuerySet[ClaimSet]:
    """Every claim set with who made it and `last_export_id`, latest first."""
    latest = Export.objects.filter(claim_set=OuterRef("pk")).order_by("-id").values("pk")[:1]
    return (
        ClaimSet.objects.select_related("created_by")
        .annotate(last_export_id=Subquery(latest))
        .order_by("-id")
    )


def claim_set_by_id(claim_set_id: int) -> ClaimSet:
    """One claim set as `all_claim_sets` gives them. Refuses with `NotFound`."""
    claim_set = all_claim_sets().filter(pk=claim_set_id).first()
    if claim_set is None:
        raise NotFound(f"There is no claim set {claim_set_id}.", details={"id": claim_set_id})
    return claim_set


def claims_in(claim_set: ClaimSet, person: User) -> QuerySet[Claim]:
    """The claims of a set: what the filter of a live one finds now for this person, the list of a frozen
    one.
    """
    if claim_set.kind == ClaimSetKind.FROZEN:
        members = ClaimSetMember.objects.filter(claim_set=claim_set)
        return visible_claims(person).filter(pk__in=members.values("claim"))
    return claims_matching(claim_set.criteria, person)


def frozen_counts(claim_set_ids: list[int]) -> dict[int, int]:
    """How many claims each of these frozen sets holds; a set without any is absent."""
    members = ClaimSetMember.objects.filter(claim_set__in=claim_set_ids).values("claim_set")
    counted = members.annotate(count=Count("pk")).order_by("claim_set")
    return dict(counted.values_list("claim_set", "count"))
