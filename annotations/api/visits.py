"""Visits to the addresses of sources: asked for, regular, and what came of them."""

from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.actions.archived_copies import ask_archive
from annotations.actions.visits import ask_for_visit, watch_source
from annotations.actions.watching import undo_watching, watch_sources
from annotations.api.endpoints import Creating, Doing, DroppableItem, Item, Listing, Reporting
from annotations.api.filters import AnyOfFilter, IdFilter
from annotations.api.shapes.base import Reading
from annotations.api.shapes.register_tables import EditedTogetherShape, UndoTogetherInput
from annotations.api.shapes.visits import (
    ArchivedCopyShape,
    ArchiveRequestInput,
    ArchiveRequestShape,
    VisitShape,
    WatchInput,
    WatchManyInput,
    WatchShape,
)
from annotations.domain.vocabulary import LinkHealth, VisitReason, VisitState
from annotations.models import ArchivedCopy, ArchiveRequest, SourceVisit
from annotations.queries.sources import source_by_id
from annotations.queries.visits import (
    archive_requests_known_to,
    archived_copies_known_to,
    visits_known_to,
    watches_known_to,
)

VISITS = Reading("visit", VisitShape, visits_known_to)
WATCHES = Reading("watch over source", WatchShape, watches_known_to)
ARCHIVE_REQUESTS = Reading("archive request", ArchiveRequestShape, archive_requests_known_to)
ARCHIVED_COPIES = Reading("archived copy", ArchivedCopyShape, archived_copies_known_to)


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


class SourcesWatchView(Reporting):
    """Has many sources watched, or with null none of them any more. Those without an address, protected or
    merged away are left out; the events of the answer take it back.
    """

    tag = "Visits"
    summaries = {"POST": "Have many sources watched"}
    access = {"POST": "source.watch"}
    accepts = {"POST": WatchManyInput}
    answer_shape = EditedTogetherShape

    def report(self, values: dict[str, Any], **ids: int) -> dict[str, Any]:
        events = watch_sources(**values, actor=self.person)
        return {"changed": len(events), "event_ids": [event.pk for event in events]}


class SourcesWatchUndoView(Reporting):
    """Takes that back by the events it was answered with: one's own, and of each source only if nobody set
    another interval since.
    """

    tag = "Visits"
    summaries = {"POST": "Take the watch over many sources back"}
    access = {"POST": "source.watch"}
    accepts = {"POST": UndoTogetherInput}
    answer_shape = EditedTogetherShape

    def report(self, values: dict[str, Any], **ids: int) -> dict[str, Any]:
        events = undo_watching(**values, actor=self.person)
        return {"changed": len(events), "event_ids": [event.pk for event in events]}


class SourceArchiveRequestsView(Listing, Creating):
    """What the public web archive was asked about a source's address. It is asked in the background; a
    question that waits already is given back.
    """

    tag = "Visits"
    summaries = {"GET": "List what the web archive was asked", "POST": "Ask the web archive"}
    access = {"GET": "workbench.read", "POST": "source.visit"}
    accepts = {"POST": ArchiveRequestInput}
    reading, answers = ARCHIVE_REQUESTS, ARCHIVE_REQUESTS

    def rows(self) -> QuerySet[ArchiveRequest]:
        source_by_id(self.kwargs["pk"])
        return archive_requests_known_to(self.person).filter(source=self.kwargs["pk"])

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return ask_archive(source_id=ids["pk"], **{"saves": False, **values}, actor=self.person).pk


class SourceArchivedCopiesView(Listing):
    """The copies of a source that are known in the public web archive."""

    tag = "Visits"
    summaries = {"GET": "List a source's copies in the web archive"}
    access = {"GET": "workbench.read"}
    reading = ARCHIVED_COPIES

    def rows(self) -> QuerySet[ArchivedCopy]:
        source_by_id(self.kwargs["pk"])
        return archived_copies_known_to(self.person).filter(source=self.kwargs["pk"])
