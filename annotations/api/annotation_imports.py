"""Files of annotations that other tools made: asked for, watched, reported row by row."""

from typing import Any

from django_filters import rest_framework as filters
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.actions.annotation_imports import request_import
from annotations.actions.idempotency import Answer
from annotations.api.endpoints import BODY_BYTES_OF_DOCUMENTS, Creating, Item, Listing
from annotations.api.filters import AnyOfFilter, IdFilter
from annotations.api.parsers import JsonParser
from annotations.api.shapes.annotations import (
    AnnotationImportInput,
    AnnotationImportRowShape,
    AnnotationImportShape,
)
from annotations.api.shapes.base import Reading, every
from annotations.domain.errors import Invalid
from annotations.domain.vocabulary import AnnotationFormat, ImportState
from annotations.models import AnnotationImport

IMPORT_ROWS = Reading("import", AnnotationImportRowShape, every(AnnotationImport))
IMPORTS = Reading("import", AnnotationImportShape, every(AnnotationImport))
LOOK_AGAIN_SECONDS = "1"


class AnnotationImportFilters(filters.FilterSet):
    """Which imports."""

    article = IdFilter("article_id")
    format = AnyOfFilter(choices=AnnotationFormat.choices)
    state = AnyOfFilter(choices=ImportState.choices)


class AnnotationImportsView(Listing, Creating):
    """Files of annotations for an article. Asking is answered at once; `Location` names where to watch."""

    tag = "Annotations"
    summaries = {"GET": "List imports of annotations", "POST": "Import annotations"}
    access = {"GET": "workbench.read", "POST": "annotation.import"}
    accepts = {"POST": AnnotationImportInput}
    reading, answers, item_route = IMPORT_ROWS, IMPORTS, "annotation-import"
    answer_status = 202
    filterset_class = AnnotationImportFilters
    parser_classes = [JsonParser, MultiPartParser]
    body_bytes = BODY_BYTES_OF_DOCUMENTS

    def prepared(self, values: dict[str, Any]) -> dict[str, Any]:
        file = values.pop("file", None)
        if file is None:
            return values
        return {"file_name": file.name or "", **values, "content": _text_of(file.read())}

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return request_import(**values, actor=self.person).pk

    def answer(self, pk: int) -> Answer:
        made = super().answer(pk)
        return Answer(made.status, made.body, {**made.headers, "Retry-After": LOOK_AGAIN_SECONDS})


class AnnotationImportView(Item):
    """One import: how far it is, and what became of each row so far."""

    tag = "Annotations"
    summaries = {"GET": "Watch an import of annotations"}
    access = {"GET": "workbench.read"}
    reading = IMPORTS

    def get(self, request: Request, pk: int) -> Response:
        answer = super().get(request, pk)
        if answer.data and answer.data["state"] in (ImportState.QUEUED, ImportState.RUNNING):
            answer["Retry-After"] = LOOK_AGAIN_SECONDS
        return answer


def _text_of(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid(
            "The file is not UTF-8 text, as JSON must be.", field="file", rule="file-not-text"
        ) from error
