"""Files of claims that others have checked: tried, watched, carried out, reported row by row."""

from io import BytesIO
from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.actions.claim_imports import carry_out_claim_import, request_claim_import
from annotations.actions.idempotency import Answer
from annotations.api.endpoints import BODY_BYTES_OF_DOCUMENTS, Creating, Item, Listing, Step
from annotations.api.filters import AnyOfFilter
from annotations.api.parsers import JsonParser
from annotations.api.shapes.base import Reading
from annotations.api.shapes.claim_imports import ClaimImportInput, ClaimImportRowShape, ClaimImportShape
from annotations.domain.vocabulary import ClaimImportFormat, ImportState, RowOutcome
from annotations.models import ClaimImportRow
from annotations.queries.claim_imports import claim_import_by_id, claim_import_rows, claim_imports_for

IMPORTS = Reading("import", ClaimImportShape, claim_imports_for)
LOOK_AGAIN_SECONDS = "1"


class ClaimImportFilters(filters.FilterSet):
    """Which imports."""

    format = AnyOfFilter(choices=ClaimImportFormat.choices)
    state = AnyOfFilter(choices=ImportState.choices)


class ClaimImportsView(Listing, Creating):
    """Files of claims: one's own, to administrators all. A file is tried first; asking is answered at once,
    `Location` names where to watch.
    """

    tag = "Claims"
    summaries = {"GET": "List imports of claims", "POST": "Try a file of claims"}
    access = {"GET": "workbench.read", "POST": "claim_import.request"}
    accepts = {"POST": ClaimImportInput}
    reading, answers, item_route = IMPORTS, IMPORTS, "claim-import"
    answer_status = 202
    filterset_class = ClaimImportFilters
    parser_classes = [JsonParser, MultiPartParser]
    body_bytes = BODY_BYTES_OF_DOCUMENTS

    def prepared(self, values: dict[str, Any]) -> dict[str, Any]:
        file, content = values.pop("file", None), values.pop("content", "")
        if file is not None:
            return {"file_name": file.name or "", **values, "content": file.read()}
        return {**values, "content": content.encode("utf-8", "replace")}

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        content = BytesIO(values.pop("content"))
        return request_claim_import(**values, stream=content, actor=self.person).pk

    def answer(self, pk: int) -> Answer:
        made = super().answer(pk)
        return Answer(made.status, made.body, {**made.headers, "Retry-After": LOOK_AGAIN_SECONDS})


class ClaimImportView(Item):
    """One import: how far it is, and how many rows came to what."""

    tag = "Claims"
    summaries = {"GET": "Watch an import of claims"}
    access = {"GET": "workbench.read"}
    reading = IMPORTS

    def get(self, request: Request, pk: int) -> Response:
        answer = super().get(request, pk)
        if answer.data and answer.data["state"] in (ImportState.QUEUED, ImportState.RUNNING):
            answer["Retry-After"] = LOOK_AGAIN_SECONDS
        return answer


class ClaimImportCarryOutView(Step):
    """Has what the dry run told carried out. Asked again it changes nothing."""

    tag = "Claims"
    summaries = {"POST": "Carry an import of claims out"}
    access = {"POST": "claim_import.carry_out"}
    answers = IMPORTS

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return carry_out_claim_import(import_id=ids["pk"], actor=self.person).pk


class ClaimImportRowFilters(filters.FilterSet):
    """Which rows."""

    outcome = AnyOfFilter(choices=RowOutcome.choices)


class ClaimImportRowsView(Listing):
    """What became, or would become, of each row, with what was repaired."""

    tag = "Claims"
    summaries = {"GET": "Read the report of an import of claims"}
    access = {"GET": "workbench.read"}
    reading = Reading("row", ClaimImportRowShape, lambda person: ClaimImportRow.objects.all())
    filterset_class = ClaimImportRowFilters

    def rows(self) -> QuerySet[ClaimImportRow]:
        found = claim_import_by_id(self.kwargs["pk"], self.person)
        return claim_import_rows(found, self.person)
