"""Changes of the register that somebody is about to make: as the engine's rules read them, which claims they
concern, and what a claim must be shown besides its own evidence to see their effect.

The claims are found before the change is made, with the walks that find them after it.
"""

from annotations.domain.errors import NotFound
from annotations.domain.verification import BlocMembership, RelationInput
from annotations.domain.verification.register_changes import (
    BlocJoined,
    Derived,
    MembershipChanged,
    OwnerChanged,
    PublishersMerged,
    PublishersRelated,
    PublishersUnrelated,
    RegisterChange,
    Regraded,
    SourcesMerged,
    SourcesRelated,
    SourcesUnrelated,
    StateChanged,
    Underived,
)
from annotations.domain.vocabulary import PublisherRelationKind
from annotations.models import Derivation, Evidence, PartyMembership, PublisherRelation, SourceRelation
from annotations.queries.dependents import (
    SHARED_ORIGIN,
    claims_asserted_by,
    claims_graded_by,
    claims_published_by,
    claims_resting_on_publishers,
    claims_resting_on_sources,
    direct_owners,
    publishers_bound_to,
    publishers_owned_by,
    top_of,
)
from annotations.queries.supposed_merges import links_doubted


def claims_concerned_by(change: RegisterChange) -> set[int]:
    """Ids of the claims on whose inputs the change bears."""
    match change:
        case Regraded():
            return claims_graded_by(_pk(change.publisher), change.topic)
        case BlocJoined() | MembershipChanged():
            return claims_resting_on_publishers([_pk(change.publisher)])
        case OwnerChanged():
            return claims_resting_on_publishers(map(_pk, change.owned))
        case PublishersRelated(relation) | PublishersUnrelated(relation):
            return _concerned_by_publishers(relation)
        case SourcesRelated(relation) | SourcesUnrelated(relation):
            return _concerned_by_sources(relation)
        case StateChanged() | Derived() | Underived():
            return claims_resting_on_sources([_pk(change.source)])
        case SourcesMerged():
            doubted = Evidence.objects.filter(pk__in=[_pk(one.link) for one in change.doubts])
            resting = claims_resting_on_sources([_pk(change.kept), _pk(change.absorbed)])
            return resting | set(doubted.values_list("claim_id", flat=True))
        case PublishersMerged():
            both = [_pk(change.kept), _pk(change.absorbed)]
            resting = claims_resting_on_publishers(publishers_bound_to(both) | publishers_owned_by(both))
            return resting | claims_asserted_by(both)


def sources_beside(change: RegisterChange) -> tuple[int, ...]:
    """Sources that claims may rest on after the change and need not rest on before."""
    match change:
        case Derived():
            return (_pk(change.origin),)
        case SourcesRelated(relation) if relation.kind in SHARED_ORIGIN:
            return (_pk(relation.a), _pk(relation.b))
        case SourcesMerged():
            return (_pk(change.kept), _pk(change.absorbed))
    return ()


def publishers_beside(change: RegisterChange) -> tuple[int, ...]:
    """Publishers that claims may rest on after the change and need not rest on before."""
    if isinstance(change, PublishersMerged):
        return (_pk(change.kept), _pk(change.absorbed))
    return ()


def owner_changed(publisher_id: int, owner_id: int | None) -> OwnerChanged:
    """The publisher gets this owner, or none; with all that follow it to another owner at the top."""
    top = publisher_id if owner_id is None else top_of(owner_id, direct_owners([owner_id]))
    return OwnerChanged(
        publisher=publisher_id,
        owner=owner_id,
        # In order, so that the same change is written the same way whoever asks.
        owned=frozenset(sorted(publishers_owned_by([publisher_id]))),
        group=top,
    )


def sources_merged(kept_id: int, absorbed_id: int) -> SourcesMerged:
    """The two are one; with the links that are then read otherwise."""
    return SourcesMerged(kept_id, absorbed_id, links_doubted(kept_id, absorbed_id))


def publishers_merged(kept_id: int, absorbed_id: int) -> PublishersMerged:
    """The two are one; with the owners at the top that this gives to those they own."""
    owned = publishers_owned_by([kept_id, absorbed_id])
    before = direct_owners(owned)
    after = {pk: kept_id if owner == absorbed_id else owner for pk, owner in before.items()}
    if before.get(kept_id) == absorbed_id:
        above = before.get(absorbed_id)
        after.pop(kept_id)
        if above is not None and above != kept_id:
            after[kept_id] = above
    groups = {pk: top_of(pk, after) for pk in sorted(owned) if pk != absorbed_id}
    return PublishersMerged(kept=kept_id, absorbed=absorbed_id, groups=tuple(groups.items()))


def membership_changed(membership_id: int, **days: object) -> MembershipChanged:
    """The membership gets other days: `starts_on`, `ends_on`; what is not given stays. Refuses with
    `NotFound`.
    """
    row = PartyMembership.objects.filter(pk=membership_id).first()
    if row is None:
        raise NotFound(f"There is no membership {membership_id}.", details={"id": membership_id})
    new = {"starts_on": row.starts_on, "ends_on": row.ends_on} | days
    was = BlocMembership(row.bloc_id, row.starts_on, row.ends_on)
    return MembershipChanged(row.publisher_id, was, new["starts_on"], new["ends_on"])  # type: ignore[arg-type]


def publishers_unrelated(relation_id: int) -> PublishersUnrelated:
    """The statement is dropped. Refuses with `NotFound`."""
    return PublishersUnrelated(
        _relation(PublisherRelation.objects.filter(pk=relation_id).first(), relation_id)
    )


def sources_unrelated(relation_id: int) -> SourcesUnrelated:
    """The statement is dropped. Refuses with `NotFound`."""
    stated = SourceRelation.objects.filter(pk=relation_id).first()
    return SourcesUnrelated(_relation(stated, relation_id))


def underived(derivation_id: int) -> Underived:
    """The derivation is dropped. Refuses with `NotFound`."""
    row = Derivation.objects.filter(pk=derivation_id).first()
    if row is None:
        raise NotFound(f"There is no derivation {derivation_id}.", details={"id": derivation_id})
    return Underived(row.source_id, row.origin_id)


def _relation(row: PublisherRelation | SourceRelation | None, relation_id: int) -> RelationInput:
    if row is None:
        raise NotFound(f"There is no relation {relation_id}.", details={"id": relation_id})
    return RelationInput(row.kind, row.first_id, row.second_id)


def _concerned_by_publishers(relation: RelationInput) -> set[int]:
    """Dependence is followed through publishers, so that it concerns all that it binds together; an exception
    speaks of two publishers, and concerns claims that rest on both.
    """
    ends = (_pk(relation.a), _pk(relation.b))
    if relation.kind == PublisherRelationKind.NOT_INDEPENDENT:
        return claims_published_by(publishers_bound_to(ends))
    return claims_published_by(ends[:1]) & claims_published_by(ends[1:])


def _concerned_by_sources(relation: RelationInput) -> set[int]:
    """What makes two sources one origin concerns all that rests on either; that two anonymous origins are
    distinct concerns what rests on both.
    """
    ends = (_pk(relation.a), _pk(relation.b))
    if relation.kind in SHARED_ORIGIN:
        return claims_resting_on_sources(ends)
    return claims_resting_on_sources(ends[:1]) & claims_resting_on_sources(ends[1:])


def _pk(key: int | str) -> int:
    return int(key)
