"""What rests on a publisher, a source or a capture, and what a change of one would move."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.actions.idempotency import Answer
from annotations.api.claims import CLAIM_ROWS, ClaimFilters
from annotations.api.conditions import read_answer
from annotations.api.endpoints import Doing, Endpoint, Listing
from annotations.api.repeats import answered_once
from annotations.api.shapes.impact import (
    ImpactShape,
    PublisherChangeInput,
    RestingShape,
    SourceChangeInput,
)
from annotations.domain.errors import Invalid
from annotations.domain.verification import RelationInput
from annotations.domain.verification.register_changes import (
    BlocJoined,
    Derived,
    PublishersRelated,
    RegisterChange,
    Regraded,
    SourcesRelated,
    StateChanged,
)
from annotations.models import Claim
from annotations.queries.impact import Impact, impact_of
from annotations.queries.publishers import publisher_by_id
from annotations.queries.register_changes import owner_changed, publishers_merged, sources_merged
from annotations.queries.resting import (
    WAYS,
    Resting,
    RestingFilter,
    Thing,
    resting_claim_ids,
    resting_on,
    thing,
)
from annotations.queries.sources import source_by_id
from annotations.queries.topics import as_known


class RestingView(Endpoint):
    """How much rests on it, directly and through derivation."""

    noun: ClassVar[str]
    access = {"GET": "workbench.read"}
    answer_shape = RestingShape
    further_refusals = (404,)

    def get(self, request: Request, pk: int) -> Response:
        thing(self.noun, pk)
        return read_answer(request, _counted(resting_on(Thing(self.noun, pk))))


class PublisherRestingView(RestingView):
    """How much rests on a publisher, directly and through derivation."""

    tag, noun = "Publishers", "publisher"
    summaries = {"GET": "Count what rests on a publisher"}


class SourceRestingView(RestingView):
    """How much rests on a source, directly and through derivation."""

    tag, noun = "Sources", "source"
    summaries = {"GET": "Count what rests on a source"}


class CaptureRestingView(RestingView):
    """How much rests on a capture: the claims that link a passage of it."""

    tag, noun = "Sources", "capture"
    summaries = {"GET": "Count what rests on a capture"}


class RestingFilters(ClaimFilters):
    """Which of the claims that rest on it: by the filters of the board, and by the way in which they do."""

    way = filters.ChoiceFilter(choices=[(way, way) for way in WAYS], method="by_way")

    def by_way(self, rows: QuerySet[Claim], name: str, way: str) -> QuerySet[Claim]:
        """The view has heeded it already."""
        return rows

    def filter_queryset(self, queryset: QuerySet[Claim]) -> QuerySet[Claim]:
        """The claims of the board that are among those that rest on it."""
        self.form.cleaned_data.pop("way", None)
        return super().filter_queryset(queryset).filter(pk__in=queryset.values("pk"))


class RestingClaimsView(Listing):
    """The claims that rest on it."""

    noun: ClassVar[str]
    access = {"GET": "workbench.read"}
    reading = CLAIM_ROWS
    filterset_class = RestingFilters
    further_refusals = (404,)

    def rows(self) -> QuerySet[Claim]:
        pk = self.kwargs["pk"]
        thing(self.noun, pk)
        way = self.request.query_params.get("way", "")
        wanted = RestingFilter(way=way if way in WAYS else "")
        return self.reading.rows(self.person).filter(pk__in=resting_claim_ids(Thing(self.noun, pk), wanted))


class PublisherClaimsView(RestingClaimsView):
    """The claims that rest on a publisher."""

    tag, noun = "Publishers", "publisher"
    summaries = {"GET": "List the claims that rest on a publisher"}


class SourceClaimsView(RestingClaimsView):
    """The claims that rest on a source."""

    tag, noun = "Sources", "source"
    summaries = {"GET": "List the claims that rest on a source"}


class CaptureClaimsView(RestingClaimsView):
    """The claims that link a passage of a capture."""

    tag, noun = "Sources", "capture"
    summaries = {"GET": "List the claims that rest on a capture"}


class PreviewView(Doing):
    """What a change would move, computed by the rule itself. Nothing is saved."""

    access = {"POST": "workbench.read"}
    answer_shape, has_tag = ImpactShape, False
    further_refusals = (404,)

    def post(self, request: Request, **ids: int) -> Response:
        asked = self.checked(request)
        change = self.change(ids["pk"], asked)
        return answered_once(
            request, self.person, lambda: asked, lambda _: Answer(200, _told(impact_of(change)))
        )

    def change(self, pk: int, values: Mapping[str, Any]) -> RegisterChange:
        """What is to be previewed. Refuses with `Invalid` where it is not exactly one thing."""
        raise NotImplementedError


class PublisherPreviewView(PreviewView):
    """What a change of a publisher would move: a grade, a side, an owner, a relation or a merge; one of these
    at a time. Nothing is saved.
    """

    tag = "Publishers"
    summaries = {"POST": "Preview a change of a publisher"}
    accepts = {"POST": PublisherChangeInput}

    def change(self, pk: int, values: Mapping[str, Any]) -> RegisterChange:
        publisher_by_id(pk)
        match _only(values, ("grade", "bloc_id", "owner_id", "relation", "absorbed_id")):
            case "grade":
                return Regraded(pk, values["grade"], as_known(values.get("topic", "")))
            case "bloc_id":
                return BlocJoined(pk, values["bloc_id"], values.get("starts_on"), values.get("ends_on"))
            case "owner_id":
                return owner_changed(pk, values["owner_id"])
            case "relation":
                return PublishersRelated(_relation(pk, values))
            case _:
                publisher_by_id(values["absorbed_id"])
                return publishers_merged(pk, values["absorbed_id"])


class SourcePreviewView(PreviewView):
    """What a change of a source would move: its state, a derivation, a relation or a merge; one of these at a
    time. Nothing is saved.
    """

    tag = "Sources"
    summaries = {"POST": "Preview a change of a source"}
    accepts = {"POST": SourceChangeInput}

    def change(self, pk: int, values: Mapping[str, Any]) -> RegisterChange:
        source_by_id(pk)
        match _only(values, ("state", "derivation", "relation", "absorbed_id")):
            case "state":
                return StateChanged(pk, values["state"])
            case "derivation":
                return Derived(pk, _other(pk, values, source_by_id), values["derivation"])
            case "relation":
                source_by_id(values.get("other_id") or pk)
                return SourcesRelated(_relation(pk, values))
            case _:
                source_by_id(values["absorbed_id"])
                return sources_merged(pk, values["absorbed_id"])


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


def _counted(resting: Resting) -> dict[str, Any]:
    names = RestingShape().fields.keys() - {"statuses"}
    statuses = [{"status": status, "claims": number} for status, number in resting.statuses.items()]
    return {name: getattr(resting, name) for name in names} | {"statuses": statuses}


def _told(impact: Impact) -> dict[str, Any]:
    return {
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
