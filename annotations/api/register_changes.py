"""Changes of the register with open eyes: what one would move, and making exactly that one."""

from collections.abc import Mapping
from typing import Any, ClassVar

from rest_framework.request import Request
from rest_framework.response import Response

from annotations.actions.idempotency import Answer
from annotations.actions.register_changes import apply_register_change, preview_of
from annotations.api.endpoints import Doing
from annotations.api.repeats import answered_once
from annotations.api.shapes.impact import (
    AppliedShape,
    ImpactShape,
    PublisherAppliedInput,
    PublisherChangeInput,
    SourceAppliedInput,
    SourceChangeInput,
)
from annotations.domain.errors import Invalid, NotFound, Stale
from annotations.domain.verification import RelationInput
from annotations.domain.verification.register_changes import (
    AnyChange,
    BlocJoined,
    Derived,
    PublishersRelated,
    PublishersUnmerged,
    Regraded,
    SourceEdited,
    SourceProtected,
    SourcesRelated,
    SourcesUnmerged,
    StateChanged,
    SuggestionAccepted,
    SuggestionRejected,
    SuggestionReopened,
)
from annotations.queries.impact import Impact
from annotations.queries.merges import PUBLISHERS, SOURCES, merge_by_id
from annotations.queries.publishers import publisher_by_id
from annotations.queries.register_changes import owner_changed, publishers_merged, sources_merged
from annotations.queries.sources import source_by_id
from annotations.queries.suggestions import suggestion_to_see
from annotations.queries.topics import as_known


class Changing(Doing):
    """One change of a row of the register, told by the one thing that is named."""

    has_tag = False
    further_refusals: ClassVar[tuple[int, ...]] = (404, 409)

    def post(self, request: Request, **ids: int) -> Response:
        asked = self.checked(request)
        return answered_once(
            request,
            self.person,
            lambda: asked,
            lambda _: Answer(200, self.told(self.change(ids["pk"], asked), asked)),
        )

    def change(self, pk: int, values: Mapping[str, Any]) -> AnyChange:
        """What is meant. Refuses with `Invalid` where it is not exactly one thing."""
        raise NotImplementedError

    def told(self, change: AnyChange, values: Mapping[str, Any]) -> dict[str, Any]:
        """The answer."""
        raise NotImplementedError


class Previewing(Changing):
    """What a change would move, computed by the rule itself. Nothing is saved."""

    access = {"POST": "workbench.read"}
    answer_shape = ImpactShape

    def told(self, change: AnyChange, values: Mapping[str, Any]) -> dict[str, Any]:
        return _told(preview_of(change, actor=self.person))


class Applying(Changing):
    """Makes a change whose preview was seen."""

    answer_shape = AppliedShape
    further_refusals = (404, 409, 412)

    def told(self, change: AnyChange, values: Mapping[str, Any]) -> dict[str, Any]:
        try:
            event = apply_register_change(
                change=change, reason=values["reason"], seen=values["seen"], actor=self.person
            )
        except Stale as refusal:
            fresh = {"preview": _told(preview_of(change, actor=self.person))}
            raise Stale(refusal.message, rule=refusal.rule, details=fresh) from refusal
        return {"event_id": event.pk if event else None}


class OfPublisher:
    """Which change of a publisher is meant."""

    kinds = ("grade", "bloc_id", "owner_id", "relation", "absorbed_id", "unmerge_id")

    def change(self, pk: int, values: Mapping[str, Any]) -> AnyChange:
        """What is meant. Refuses with `Invalid` where it is not exactly one thing."""
        publisher_by_id(pk)
        match _only(values, self.kinds):
            case "grade":
                return Regraded(pk, values["grade"], as_known(values.get("topic", "")))
            case "bloc_id":
                return BlocJoined(pk, values["bloc_id"], values.get("starts_on"), values.get("ends_on"))
            case "owner_id":
                return owner_changed(pk, values["owner_id"])
            case "relation":
                return PublishersRelated(_relation(pk, values))
            case "unmerge_id":
                return PublishersUnmerged(_merge_of(PUBLISHERS, pk, values["unmerge_id"]))
            case _:
                publisher_by_id(values["absorbed_id"])
                return publishers_merged(pk, values["absorbed_id"])


class OfSource:
    """Which change of a source is meant."""

    kinds = (
        "state",
        "derivation",
        "relation",
        "absorbed_id",
        "unmerge_id",
        "edit",
        "protect_for",
        "suggestion_id",
    )

    def change(self, pk: int, values: Mapping[str, Any]) -> AnyChange:
        """What is meant. Refuses with `Invalid` where it is not exactly one thing."""
        source_by_id(pk)
        match _only(values, self.kinds):
            case "state":
                return StateChanged(pk, values["state"])
            case "derivation":
                return Derived(pk, _other(pk, values, source_by_id), values["derivation"])
            case "relation":
                source_by_id(values.get("other_id") or pk)
                return SourcesRelated(_relation(pk, values))
            case "unmerge_id":
                return SourcesUnmerged(_merge_of(SOURCES, pk, values["unmerge_id"]))
            case "edit":
                return SourceEdited(pk, values["edit"])
            case "protect_for":
                return SourceProtected(pk, tuple(values["protect_for"]))
            case "suggestion_id":
                return _decision(pk, values)
            case _:
                source_by_id(values["absorbed_id"])
                return sources_merged(pk, values["absorbed_id"])


class PublisherPreviewView(OfPublisher, Previewing):
    """What a change of a publisher would move: a grade, a side, an owner, a relation, a merge or taking one
    back; one of these at a time. Nothing is saved.
    """

    tag = "Publishers"
    summaries = {"POST": "Preview a change of a publisher"}
    accepts = {"POST": PublisherChangeInput}


class PublisherApplyView(OfPublisher, Applying):
    """Makes a change of a publisher whose preview was seen, if it would still do the same; otherwise nothing,
    and the refusal (`consequences-changed`) holds a fresh `preview`.
    """

    tag = "Publishers"
    summaries = {"POST": "Make a change of a publisher that was previewed"}
    access = {"POST": "publisher.edit"}
    accepts = {"POST": PublisherAppliedInput}


class SourcePreviewView(OfSource, Previewing):
    """What a change of a source would move: its state, a derivation, a relation, a merge or taking one back,
    an edit, protecting it, or a decision about a suggestion; one of these at a time. Nothing is saved. The
    last three, and taking a merge back, are previewed for people who may do them.
    """

    tag = "Sources"
    summaries = {"POST": "Preview a change of a source"}
    accepts = {"POST": SourceChangeInput}


class SourceApplyView(OfSource, Applying):
    """Makes a change of a source whose preview was seen, if it would still do the same; otherwise nothing,
    and the refusal (`consequences-changed`) holds a fresh `preview`.
    """

    tag = "Sources"
    summaries = {"POST": "Make a change of a source that was previewed"}
    access = {"POST": "source.derive"}
    accepts = {"POST": SourceAppliedInput}


def _only(values: Mapping[str, Any], names: tuple[str, ...]) -> str:
    named = [name for name in names if name in values]
    if len(named) != 1:
        raise Invalid(f"Name exactly one of {', '.join(names)}.", rule="one-change-at-a-time")
    return named[0]


def _other(pk: int, values: Mapping[str, Any], known: Any) -> int:
    other = values.get("other_id")
    if other is None or other == pk:
        raise Invalid("Name the other one.", field="other_id", rule="relation-of-one")
    known(other)
    return int(other)


def _relation(pk: int, values: Mapping[str, Any]) -> RelationInput:
    low, high = sorted((pk, _other(pk, values, lambda other: None)))
    return RelationInput(values["relation"], low, high)


def _merge_of(noun: str, pk: int, merge_id: int) -> int:
    """The merge, if it is one of this row."""
    merge = merge_by_id(noun, merge_id)
    if pk not in (merge.kept_id, merge.absorbed_id):
        raise NotFound(f"There is no merge {merge_id} of it.", details={"id": merge_id})
    return merge_id


def _decision(pk: int, values: Mapping[str, Any]) -> AnyChange:
    """What is decided about a suggestion of which this source is one end."""
    suggestion_id = values["suggestion_id"]
    found = suggestion_to_see(suggestion_id)
    if pk not in (found.source_id, found.origin_id):
        raise NotFound(f"There is no suggestion {suggestion_id} about it.", details={"id": suggestion_id})
    match values.get("decision"):
        case "accept":
            kind, is_reversed = values.get("kind", ""), values.get("is_reversed", False)
            return SuggestionAccepted(suggestion_id, kind, is_reversed)
        case "reject":
            return SuggestionRejected(suggestion_id)
        case "reopen":
            return SuggestionReopened(suggestion_id)
    raise Invalid("Say what is decided.", field="decision", rule="required")


def _told(impact: Impact) -> dict[str, Any]:
    return {
        "digest": impact.digest,
        "total": impact.total,
        "moved": impact.moved,
        "counts": [
            {"before": before, "after": after, "claims": number}
            for (before, after), number in impact.counts.items()
        ],
        "moves": [
            {
                "claim_id": move.claim_id,
                "before": move.before,
                "after": move.after,
                "certainty_before": move.certainty_before or None,
                "certainty_after": move.certainty_after or None,
            }
            for move in impact.moves
        ],
        "lapsing": list(impact.lapsing),
        "ending": list(impact.ending),
        "flagged": list(impact.flagged),
    }
