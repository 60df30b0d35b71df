"""The register's lists as tables, and changes of many of their rows at once with a way back."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django_filters import rest_framework as filters
from rest_framework.request import Request
from rest_framework.response import Response

from annotations import access as rules
from annotations.actions.idempotency import Answer
from annotations.actions.register_edits import edit_together, undo_edits
from annotations.api.endpoints import Endpoint
from annotations.api.filters import narrowed
from annotations.api.publishers import PublisherFilters
from annotations.api.repeats import answered_once
from annotations.api.shapes.register_tables import EditedTogetherShape, EditTogetherInput, UndoTogetherInput
from annotations.api.sources import SourceFilters
from annotations.domain.tables import csv_lines
from annotations.domain.vocabulary import RegisterNoun
from annotations.models import Event, Publisher, Source, User
from annotations.queries.register_edits import SharedEdit
from annotations.queries.register_exports import exported_columns, rows_of_table
from annotations.queries.represented import publishers_in_full


class TableView(Endpoint):
    """What the filters of the list find, as a CSV file that an import reads again; the first registered
    first. What is protected, or was merged into another, is left out.
    """

    noun: ClassVar[RegisterNoun]
    model: ClassVar[Any]
    access = {"GET": "register.export"}
    file_media_types, has_tag = ("text/csv",), False
    further_refusals = (400,)
    filterset_class: ClassVar[type[filters.FilterSet]]

    def get_queryset(self) -> QuerySet[Any]:
        """For the OpenAPI document: the columns behind the filters."""
        rows: QuerySet[Any] = self.model.objects.all()
        return rows

    def get(self, request: Request) -> StreamingHttpResponse:
        rules.require(self.person, "register.export")
        found = narrowed(self.get_queryset(), self.filterset_class, request)
        lines = csv_lines(exported_columns(self.noun), rows_of_table(self.noun, found, self.person))
        answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{self.noun.value}.csv"'
        return answer


class SourcesTableView(TableView):
    """Sources as a CSV file that an import reads again, by the filters of their list. The first registered
    comes first; what is protected, or was merged into another, is left out.
    """

    tag, noun, model, filterset_class = "Sources", RegisterNoun.SOURCES, Source, SourceFilters
    summaries = {"GET": "Export sources as CSV"}


class PublishersTableView(TableView):
    """Publishers as a CSV file that an import reads again, by the filters of their list. The first registered
    comes first; what stands for a protected source, or was merged into another, is left out.
    """

    tag, noun, model, filterset_class = "Publishers", RegisterNoun.PUBLISHERS, Publisher, PublisherFilters
    summaries = {"GET": "Export publishers as CSV"}

    def get_queryset(self) -> QuerySet[Any]:
        """With the columns that the filters of the list go by, such as the grade."""
        return publishers_in_full(User())


class _TogetherView(Endpoint):
    noun: ClassVar[RegisterNoun]
    answer_shape = EditedTogetherShape
    has_tag = False

    def post(self, request: Request) -> Response:
        values = self.checked(request)
        return answered_once(request, self.person, lambda: values, self._answered)

    def _answered(self, values: dict[str, Any]) -> Answer:
        events = [event.pk for event in self.done(values, self.person)]
        return Answer(200, {"changed": len(events), "event_ids": events}, {})

    def done(self, values: dict[str, Any], person: User) -> list[Event]:
        """Calls the action."""
        raise NotImplementedError


class EditTogetherView(_TogetherView):
    """Changes many rows alike."""

    accepts = {"POST": EditTogetherInput}

    def done(self, values: dict[str, Any], person: User) -> list[Event]:
        edit = SharedEdit(
            add_tags=tuple(values.get("add_tags", ())),
            remove_tags=tuple(values.get("remove_tags", ())),
            language=values.get("language", ""),
            kind=values.get("kind", ""),
        )
        return edit_together(noun=self.noun, ids=values["ids"], edit=edit, actor=person)


class UndoTogetherView(_TogetherView):
    """Takes a change of many rows back."""

    accepts = {"POST": UndoTogetherInput}

    def done(self, values: dict[str, Any], person: User) -> list[Event]:
        return undo_edits(noun=self.noun, event_ids=values["event_ids"], actor=person)


class SourcesTogetherView(EditTogetherView):
    """Changes tags, language or kind of many sources in one transaction; each keeps its own history. Rows in
    which nothing would change, that are protected, or were merged away, stay as they are.
    """

    tag, noun = "Sources", RegisterNoun.SOURCES
    summaries = {"POST": "Change many sources together"}
    access = {"POST": "source.edit"}


class SourcesTogetherUndoView(UndoTogetherView):
    """Takes such a change back by the events it answered with: one's own, and of each source only if nobody
    changed the same again. `event_ids` of the answer are those of the sources that are as they were.
    """

    tag, noun = "Sources", RegisterNoun.SOURCES
    summaries = {"POST": "Take a change of many sources back"}
    access = {"POST": "source.edit"}


class PublishersTogetherView(EditTogetherView):
    """Changes tags, language or kind of many publishers in one transaction, as for sources."""

    tag, noun = "Publishers", RegisterNoun.PUBLISHERS
    summaries = {"POST": "Change many publishers together"}
    access = {"POST": "publisher.edit"}


class PublishersTogetherUndoView(UndoTogetherView):
    """Takes such a change back by the events it answered with, as for sources."""

    tag, noun = "Publishers", RegisterNoun.PUBLISHERS
    summaries = {"POST": "Take a change of many publishers back"}
    access = {"POST": "publisher.edit"}
