"""Files that are read into the register, and filters of it that people keep."""

import io
from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.actions.idempotency import Answer
from annotations.actions.register_imports import carry_out_import, request_register_import
from annotations.actions.saved_filters import drop_filter, keep_filter, rename_filter
from annotations.api.endpoints import BODY_BYTES_OF_DOCUMENTS, Creating, DroppableItem, Item, Listing, Step
from annotations.api.filters import AnyOfFilter
from annotations.api.parsers import JsonParser
from annotations.api.shapes.base import Reading, every
from annotations.api.shapes.register_lists import (
    RegisterImportInput,
    RegisterImportRowShape,
    RegisterImportShape,
    SavedFilterInput,
    SavedFilterName,
    SavedFilterShape,
)
from annotations.domain.vocabulary import ImportState, RegisterNoun, RowOutcome
from annotations.models import RegisterImport, RegisterImportRow, SavedFilter, User
from annotations.queries.register_imports import register_import_by_id

LOOK_AGAIN_SECONDS = "1"


def _own_filters(person: User) -> QuerySet[SavedFilter]:
    return SavedFilter.objects.filter(person=person.pk)


IMPORTS = Reading("import", RegisterImportShape, every(RegisterImport))
IMPORT_ROWS = Reading("row", RegisterImportRowShape, every(RegisterImportRow))
FILTERS = Reading("filter", SavedFilterShape, _own_filters)


class RegisterImportFilters(filters.FilterSet):
    """Which imports."""

    noun = AnyOfFilter(choices=RegisterNoun.choices)
    state = AnyOfFilter(choices=ImportState.choices)
    dry_run = filters.BooleanFilter()


class RegisterImportRowFilters(filters.FilterSet):
    """Which rows."""

    outcome = AnyOfFilter(choices=RowOutcome.choices)


class RegisterImportsView(Listing, Creating):
    """CSV files of publishers or sources. A file is tried first: `rows` then tells what would become of each
    row, and nothing is changed until it is carried out. `Location` names where to watch.
    """

    tag = "Register"
    summaries = {"GET": "List imports into the register", "POST": "Try a file for the register"}
    access = {"GET": "workbench.read", "POST": "register.import"}
    accepts = {"POST": RegisterImportInput}
    reading, answers, item_route = IMPORTS, IMPORTS, "register-import"
    answer_status = 202
    filterset_class = RegisterImportFilters
    parser_classes = [JsonParser, MultiPartParser]
    body_bytes = BODY_BYTES_OF_DOCUMENTS

    def prepared(self, values: dict[str, Any]) -> dict[str, Any]:
        file, content = values.pop("file", None), values.pop("content", "")
        name = values.pop("file_name", "") or getattr(file, "name", "") or ""
        stream = file.file if file is not None else io.BytesIO(content.encode())
        return {**values, "stream": stream, "file_name": name}

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return request_register_import(**values, actor=self.person).pk

    def answer(self, pk: int) -> Answer:
        made = super().answer(pk)
        return Answer(made.status, made.body, {**made.headers, "Retry-After": LOOK_AGAIN_SECONDS})


class RegisterImportView(Item):
    """One import: how far it is, and how many rows had which outcome so far."""

    tag = "Register"
    summaries = {"GET": "Watch an import into the register"}
    access = {"GET": "workbench.read"}
    reading = IMPORTS

    def get(self, request: Request, pk: int) -> Response:
        answer = super().get(request, pk)
        if answer.data and answer.data["state"] in (ImportState.QUEUED, ImportState.RUNNING):
            answer["Retry-After"] = LOOK_AGAIN_SECONDS
        return answer


class RegisterImportRowsView(Listing):
    """What became, or would become, of each row, the last one first."""

    tag = "Register"
    summaries = {"GET": "List what becomes of the rows"}
    access = {"GET": "workbench.read"}
    reading = IMPORT_ROWS
    filterset_class = RegisterImportRowFilters
    further_refusals = (404,)

    def rows(self) -> QuerySet[RegisterImportRow]:
        register_import_by_id(self.kwargs["pk"])
        return RegisterImportRow.objects.filter(register_import=self.kwargs["pk"])


class RegisterImportCarryOutView(Step):
    """Has a file that was tried carried out. Refused before its dry run is done."""

    tag = "Register"
    summaries = {"POST": "Carry out an import into the register"}
    access = {"POST": "register.import"}
    answers = IMPORTS

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return carry_out_import(import_id=ids["pk"], actor=self.person).pk


class SavedFiltersView(Listing, Creating):
    """Filters of the lists of publishers and sources that the person keeps: their own alone."""

    tag = "Register"
    summaries = {"GET": "List one's filters", "POST": "Keep a filter"}
    access = {"GET": "workbench.read", "POST": "saved_filter.keep"}
    accepts = {"POST": SavedFilterInput}
    reading, answers, item_route = FILTERS, FILTERS, "saved-filter"

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return keep_filter(**values, actor=self.person).pk


class SavedFilterView(DroppableItem):
    """One filter that the person keeps."""

    tag = "Register"
    summaries = {"GET": "Read a filter", "DELETE": "Drop a filter"}
    access = {"GET": "workbench.read", "DELETE": "saved_filter.drop"}
    reading = FILTERS

    def drop(self, pk: int) -> None:
        self.reading.one(pk, self.person)
        drop_filter(filter_id=pk, actor=self.person)


class SavedFilterRenameView(Step):
    """Gives a filter another name."""

    tag = "Register"
    summaries = {"POST": "Rename a filter"}
    access = {"POST": "saved_filter.drop"}
    accepts = {"POST": SavedFilterName}
    answers = FILTERS

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        self.answers.one(ids["pk"], self.person)
        return rename_filter(filter_id=ids["pk"], **values, actor=self.person).pk
