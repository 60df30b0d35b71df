"""Visits to the addresses of sources: asked for, regular, and what came of them."""

from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.actions.visits import ask_for_visit, watch_source
from annotations.api.endpoints import Creating, Doing, DroppableItem, Item, Listing
from annotations.api.filters import AnyOfFilter, IdFilter
from annotations.api.shapes.base import Reading
from annotations.api.shapes.visits import VisitShape, WatchInput, WatchShape
from annotations.domain.vocabulary import LinkHealth, VisitReason, VisitState
from annotations.models import SourceVisit
from annotations.queries.sources import source_by_id
from annotations.queries.visits import visits_known_to, watches_known_to

VISITS = Reading("visit", VisitShape, visits_known_to)
WATCHES = Reading("watch over source", WatchShape, watches_known_to)


class VisitFilters(filters.FilterSet):
    """Which visits."""

    source = IdFilter("source_id")
    state = AnyOfFilter(choices=VisitState.choices)
    reason = AnyOfFilter(choices=VisitReason.choices)
    health = AnyOfFilter(choices=[(value, label) for value, label in LinkHealth.choices if value])


class VisitsView(Listing):
    """The log of all visits."""

    tag = "Visits"
    summaries = {"GET": "List visits"}
    access = {"GET": "workbench.read"}
    reading = VISITS
    filterset_class = VisitFilters


class VisitView(Item):
    """One visit. While it waits or runs, ask again."""

    tag = "Visits"
    summaries = {"GET": "Read a visit"}
    access = {"GET": "workbench.read"}
    reading = VISITS


class SourceVisitsView(Listing, Creating):
    """The visits to one source. A visit that is asked for is made in the background; one that waits already
    is given back.
    """

    tag = "Visits"
    summaries = {"GET": "List a source's visits", "POST": "Have a source's address read"}
    access = {"GET": "workbench.read", "POST": "source.visit"}
    reading, answers, item_route = VISITS, VISITS, "visit"

    def rows(self) -> QuerySet[SourceVisit]:
        source_by_id(self.kwargs["pk"])
        return visits_known_to(self.person).filter(source=self.kwargs["pk"])

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return ask_for_visit(source_id=ids["pk"], actor=self.person).pk


class SourceWatchView(DroppableItem, Doing):
    """How often a source's address is read, and its health. Sent again it changes how often; deleted it ends,
    and what was found stays.
    """

    tag = "Visits"
    summaries = {
        "GET": "Read how a source is watched",
        "POST": "Have a source watched",
        "DELETE": "End the watch over a source",
    }
    access = {"GET": "workbench.read", "POST": "source.watch", "DELETE": "source.watch"}
    accepts = {"POST": WatchInput}
    reading = answers = WATCHES

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        watch_source(source_id=ids["pk"], **values, actor=self.person)
        return ids["pk"]

    def delete(self, request: Request, pk: int) -> Response:
        watch_source(source_id=pk, every_hours=None, actor=self.person)
        return Response(status=204)
