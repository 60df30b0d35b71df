"""Questions about claim sets."""

from django.db.models import Case, Count, Exists, OuterRef, QuerySet, When

from annotations.domain.errors import NotFound
from annotations.domain.vocabulary import ClaimSetKind, ClaimState
from annotations.models import Claim, ClaimSet, ClaimSetMember, Publication, User
from annotations.queries.audiences import set_told_to
from annotations.queries.claims import claims_matching
from annotations.queries.visibility import visible_claims


def claim_sets_for(person: User) -> QuerySet[ClaimSet]:
    """The claim sets that are for a person, with who made them, latest first."""
    told = ClaimSet.objects.filter(set_told_to(person))
    return told.select_related("created_by", "desk").order_by("-id")


def claim_set_by_id(claim_set_id: int, person: User) -> ClaimSet:
    """One claim set as `claim_sets_for` gives them. Refuses with `NotFound`."""
    claim_set = claim_sets_for(person).filter(pk=claim_set_id).first()
    if claim_set is None:
        raise NotFound(f"There is no claim set {claim_set_id}.", details={"id": claim_set_id})
    return claim_set


def claims_in(claim_set: ClaimSet, person: User, *, with_unpublished: bool = False) -> QuerySet[Claim]:
    """The claims of a set: what the filter of a live one finds now for this person, the list of a frozen
    one. Claims that were published and are withdrawn come to a filter that names no state only when asked
    for.
    """
    if claim_set.kind == ClaimSetKind.FROZEN:
        members = ClaimSetMember.objects.filter(claim_set=claim_set)
        return visible_claims(person).filter(pk__in=members.values("claim"))
    found = claims_matching(claim_set.criteria, person)
    if with_unpublished and "state" not in claim_set.criteria:
        withdrawn = claims_matching({**claim_set.criteria, "state": ClaimState.WITHDRAWN}, person)
        found |= withdrawn.filter(Exists(Publication.objects.filter(claim=OuterRef("pk"))))
    return found


def frozen_beside(claim_set: ClaimSet, person: User) -> QuerySet[ClaimSet]:
    """The other frozen sets for a person: those of the same filter before all others, the latest first."""
    others = claim_sets_for(person).filter(kind=ClaimSetKind.FROZEN).exclude(pk=claim_set.pk)
    same = Case(When(criteria=claim_set.criteria, then=0), default=1)
    return others.order_by(same, "-frozen_at", "-id")


def frozen_counts(claim_set_ids: list[int]) -> dict[int, int]:
    """How many claims each of these frozen sets holds; a set without any is absent."""
    members = ClaimSetMember.objects.filter(claim_set__in=claim_set_ids).values("claim_set")
    counted = members.annotate(count=Count("pk")).order_by("claim_set")
    return dict(counted.values_list("claim_set", "count"))
