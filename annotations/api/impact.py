"""What rests on a publisher, a source or a capture."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.api.claims import CLAIM_ROWS, ClaimFilters
from annotations.api.conditions import read_answer
from annotations.api.endpoints import Endpoint, Listing
from annotations.api.shapes.impact import RestingShape
from annotations.models import Claim
from annotations.queries.resting import (
    WAYS,
    Resting,
    RestingFilter,
    Thing,
    resting_claim_ids,
    resting_on,
    thing,
)


class RestingView(Endpoint):
    """How much rests on it, directly and through derivation."""

    noun: ClassVar[str]
    access = {"GET": "workbench.read"}
    answer_shape = RestingShape
    further_refusals = (404,)

    def get(self, request: Request, pk: int) -> Response:
        thing(self.noun, pk)
        return read_answer(request, _counted(resting_on(Thing(self.noun, pk), self.person)))


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
        return self.reading.rows(self.person).filter(
            pk__in=resting_claim_ids(Thing(self.noun, pk), wanted, self.person)
        )


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


def _counted(resting: Resting) -> dict[str, Any]:
    names = RestingShape().fields.keys() - {"statuses"}
    statuses = [{"status": status, "claims": number} for status, number in resting.statuses.items()]
    return {name: getattr(resting, name) for name in names} | {"statuses": statuses}
