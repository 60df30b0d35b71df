"""Making a change of the register whose consequences somebody has seen: exactly that one, with one reason.

The consequences are computed once more while nobody else can change the register or link claims to it. If
they are others than those that were seen, nothing is done and the person looks again.
"""

from typing import Any, Final

from django.db import transaction
from django.db.models.expressions import RawSQL

from annotations.access import may_somewhere, require_somewhere
from annotations.actions.merges import (
    merge_publishers,
    merge_sources,
    unmerge_publishers,
    unmerge_sources,
)
from annotations.actions.protection import protect_source
from annotations.actions.publishers import (
    drop_publisher_relation,
    edit_membership,
    edit_publisher,
    grade_publisher,
    join_bloc,
    register_publisher,
    relate_publishers,
)
from annotations.actions.register import change_register
from annotations.actions.rehearsals import rehearsed, tried
from annotations.actions.sources import (
    change_source_state,
    derive_source,
    drop_derivation,
    drop_source_relation,
    edit_source,
    relate_sources,
)
from annotations.actions.suggestions import accept_suggestion, reject_suggestion, reopen_suggestion
from annotations.domain.errors import Invalid, NotFound, Stale
from annotations.domain.verification import RelationInput
from annotations.domain.verification.register_changes import (
    AnyChange,
    BlocJoined,
    Derived,
    MembershipChanged,
    OwnerChanged,
    PublishersMerged,
    PublishersRelated,
    PublishersUnmerged,
    PublishersUnrelated,
    Regraded,
    RehearsedChange,
    SourceEdited,
    SourceProtected,
    SourcesMerged,
    SourcesRelated,
    SourcesUnmerged,
    SourcesUnrelated,
    StateChanged,
    SuggestionAccepted,
    SuggestionRejected,
    SuggestionReopened,
    Underived,
)
from annotations.models import (
    Derivation,
    Event,
    PartyMembership,
    PublisherRelation,
    SourceRelation,
    User,
)
from annotations.queries.impact import Impact, impact_of
from annotations.queries.visibility import sealed_ids

ACCESS: dict[type[Any], str] = {
    Regraded: "publisher.grade",
    StateChanged: "source.change_state",
    BlocJoined: "publisher.relate",
    MembershipChanged: "publisher.relate",
    OwnerChanged: "publisher.edit",
    PublishersRelated: "publisher.relate",
    PublishersUnrelated: "publisher.relate",
    SourcesRelated: "source.derive",
    SourcesUnrelated: "source.derive",
    Derived: "source.derive",
    Underived: "source.derive",
    SourcesMerged: "source.merge",
    PublishersMerged: "publisher.merge",
    SourceProtected: "source.protect",
    SourceEdited: "source.edit",
    SourcesUnmerged: "source.merge",
    PublishersUnmerged: "publisher.merge",
    SuggestionAccepted: "derivation.decide",
    SuggestionRejected: "derivation.decide",
    SuggestionReopened: "derivation.decide",
}
"""What a person has to be allowed for each kind of change, of the table in `access`."""


SAYS_WHY_ITSELF: Final = (SuggestionAccepted, SuggestionReopened)
"""Decisions about what was seen in two texts, which stands beside them."""
AS_TRIED: Final = "To see what would follow."
"""The reason of what is made and taken back; nobody reads it."""
SAYS_NOTHING_OF_STATUSES: Final = "source.confidants_named"


def preview_of(change: AnyChange, *, actor: User) -> Impact:
    """What the change would do. Nothing is stored.

    Refuses what making it would refuse, so that nobody decides about what cannot be. Whoever may not make it
    may ask all the same, except about what has to be tried to be known.
    """
    if not isinstance(change, RehearsedChange) and may_somewhere(actor, ACCESS[type(change)]):
        tried(lambda: _make(change, AS_TRIED, actor))
    return _impact(change, actor)


def _impact(change: AnyChange, actor: User) -> Impact:
    if isinstance(change, RehearsedChange):
        return rehearsed(change, lambda: _make(change, AS_TRIED, actor), besides=sealed_ids(actor))
    return impact_of(change, besides=sealed_ids(actor))


@transaction.atomic
def apply_register_change(*, change: AnyChange, reason: str, seen: str, actor: User) -> Event | None:
    """Makes the change if its consequences are those that were seen (`seen` is the digest of the preview).

    Refuses with `Stale` (rule `consequences-changed`) where they are others by now, without a reason, and
    whatever the action for the change refuses. Gives back its event, None where all was as wanted already.
    """
    require_somewhere(actor, ACCESS[type(change)])
    if not reason.strip() and not isinstance(change, SAYS_WHY_ITSELF):
        raise Invalid("Say why, so that others can follow.", field="reason", rule="required")
    change_register()
    if _impact(change, actor).digest != seen:
        raise Stale(
            "The register or the evidence changed while you looked: other statuses would move than those "
            "you saw. Look at them again; nothing was changed.",
            rule="consequences-changed",
        )
    _make(change, reason.strip(), actor)
    return _event_of(actor)


@transaction.atomic
def apply_unless_felt(*, change: AnyChange, reason: str, actor: User) -> Impact | None:
    """Makes the change at once where no status would be another and nothing that people signed would be
    touched. Otherwise does nothing, and gives back what would follow, to be seen first.

    Refuses what the action for the change refuses.
    """
    require_somewhere(actor, ACCESS[type(change)])
    change_register()
    impact = _impact(change, actor)
    if impact.is_felt:
        return impact
    _make(change, reason.strip(), actor)
    return None


def _event_of(actor: User) -> Event | None:
    here = Event.objects.filter(actor=actor, transaction_id=RawSQL("pg_current_xact_id()::text::bigint", []))
    return here.exclude(verb=SAYS_NOTHING_OF_STATUSES).order_by("-id").first()


def _make(change: AnyChange, reason: str, actor: User) -> None:
    if isinstance(change, RehearsedChange):
        _make_rehearsed(change, reason, actor)
        return
    said: dict[str, Any] = {"reason": reason, "actor": actor}
    match change:
        case Regraded(publisher, grade, topic):
            grade_publisher(publisher_id=int(publisher), grade=grade, topic=topic, **said)
        case StateChanged(source, state):
            change_source_state(source_id=int(source), state=state, **said)
        case BlocJoined(publisher, bloc, since, until):
            pk, bloc_id = int(publisher), int(bloc)
            join_bloc(publisher_id=pk, bloc_id=bloc_id, starts_on=since, ends_on=until, **said)
        case MembershipChanged():
            days = {"starts_on": change.since, "ends_on": change.until}
            values = {**days, "reason": reason}
            edit_membership(membership_id=_membership(change), values=values, actor=actor)
        case OwnerChanged(publisher, owner):
            edit_publisher(publisher_id=int(publisher), values={"owner_id": owner}, **said)
        case PublishersRelated(relation):
            relate_publishers(**_ends(relation), kind=relation.kind, **said)
        case PublishersUnrelated(relation):
            drop_publisher_relation(relation_id=_stated(PublisherRelation, relation), **said)
        case SourcesRelated(relation):
            relate_sources(**_ends(relation), kind=relation.kind, **said)
        case SourcesUnrelated(relation):
            drop_source_relation(relation_id=_stated(SourceRelation, relation), **said)
        case Derived(source, origin, kind):
            derive_source(source_id=int(source), origin_id=int(origin), kind=kind, **said)
        case Underived(source, origin):
            found = Derivation.objects.filter(source=int(source), origin=int(origin))
            drop_derivation(derivation_id=_only(found), **said)
        case SourcesMerged(kept, absorbed):
            merge_sources(kept_id=int(kept), absorbed_id=int(absorbed), **said)
        case PublishersMerged(kept, absorbed):
            merge_publishers(kept_id=int(kept), absorbed_id=int(absorbed), **said)


def _make_rehearsed(change: RehearsedChange, reason: str, actor: User) -> None:
    said: dict[str, Any] = {"reason": reason, "actor": actor}
    match change:
        case SourceProtected(source, people):
            protect_source(source_id=int(source), person_ids=people, **said)
        case SourceEdited():
            _edit(change, **said)
        case SourcesUnmerged(merge):
            unmerge_sources(merge_id=merge, **said)
        case PublishersUnmerged(merge):
            unmerge_publishers(merge_id=merge, **said)
        case SuggestionAccepted(suggestion, kind, is_reversed):
            accept_suggestion(suggestion_id=suggestion, kind=kind, is_reversed=is_reversed, **said)
        case SuggestionRejected(suggestion):
            reject_suggestion(suggestion_id=suggestion, **said)
        case SuggestionReopened(suggestion):
            reopen_suggestion(suggestion_id=suggestion, actor=actor)


def _edit(change: SourceEdited, *, reason: str, actor: User) -> None:
    """With the publisher, where it is registered on the way."""
    values = dict(change.values)
    if change.new_publisher is not None:
        name, kind = change.new_publisher
        values["publisher_id"] = register_publisher(name=name, kind=kind, actor=actor).pk
    source_id, version = int(change.source), change.version
    edit_source(source_id=source_id, values=values, expected_version=version, reason=reason, actor=actor)


def _ends(relation: RelationInput) -> dict[str, Any]:
    return {"first_id": int(relation.a), "second_id": int(relation.b)}


def _membership(change: MembershipChanged) -> int:
    was = change.was
    return _only(
        PartyMembership.objects.filter(
            publisher=int(change.publisher), bloc=int(was.bloc), starts_on=was.since, ends_on=was.until
        )
    )


def _stated(model: Any, relation: RelationInput) -> int:
    low, high = sorted((int(relation.a), int(relation.b)))
    return _only(model.objects.filter(first=low, second=high, kind=relation.kind))


def _only(found: Any) -> int:
    """The id of the row; somebody may have dropped it meanwhile."""
    pk = found.values_list("pk", flat=True).first()
    if pk is None:
        raise NotFound("This is no longer on record.", rule="gone-meanwhile")
    return int(pk)
