"""Exports: asked for, watched, fetched."""

import base64
from typing import Any

from django.http import FileResponse
from django_filters import rest_framework as filters
from rest_framework.request import Request
from rest_framework.response import Response

from annotations import access as rules
from annotations.actions.exports import cancel_export, request_export, retry_export
from annotations.actions.idempotency import Answer
from annotations.api.endpoints import Creating, Endpoint, Item, Listing, Step
from annotations.api.filters import AnyOfFilter, IdFilter
from annotations.api.shapes.base import Reading
from annotations.api.shapes.work import ExportInput, ExportShape
from annotations.domain.vocabulary import ExportFormat, ExportState
from annotations.gateways import files
from annotations.queries.exports import download_name, exports_for, file_for

EXPORTS = Reading("export", ExportShape, exports_for)
LOOK_AGAIN_SECONDS = "1"


class ExportFilters(filters.FilterSet):
    """Which exports."""

    claim_set = IdFilter("claim_set_id")
    format = AnyOfFilter(choices=ExportFormat.choices)
    state = AnyOfFilter(choices=ExportState.choices)
    requested_by = IdFilter("requested_by_id")


class ExportsView(Listing, Creating):
    """Renderings of claim sets. Asking is answered at once; `Location` names where to watch."""

    tag = "Exports"
    summaries = {"GET": "List exports", "POST": "Ask for an export"}
    access = {"GET": "export.watch", "POST": "export.request"}
    accepts = {"POST": ExportInput}
    reading, answers, item_route = EXPORTS, EXPORTS, "export"
    answer_status = 202
    filterset_class = ExportFilters

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return request_export(**values, actor=self.person).pk

    def answer(self, pk: int) -> Answer:
        made = super().answer(pk)
        return Answer(made.status, made.body, {**made.headers, "Retry-After": LOOK_AGAIN_SECONDS})


class ExportView(Item):
    """One export: its state, how far it is, and, when done, the SHA-256 of its file."""

    tag = "Exports"
    summaries = {"GET": "Watch an export"}
    access = {"GET": "export.watch"}
    reading = EXPORTS

    def get(self, request: Request, pk: int) -> Response:
        answer = super().get(request, pk)
        if answer.data and answer.data["state"] in (ExportState.QUEUED, ExportState.RUNNING):
            answer["Retry-After"] = LOOK_AGAIN_SECONDS
        return answer


class ExportCancelView(Step):
    """Stops an export that is waiting or running."""

    tag = "Exports"
    summaries = {"POST": "Cancel an export"}
    access = {"POST": "export.cancel"}
    answers = EXPORTS

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return cancel_export(export_id=ids["pk"], actor=self.person).pk


class ExportRetryView(Step):
    """Renders a failed or cancelled export again."""

    tag = "Exports"
    summaries = {"POST": "Retry an export"}
    access = {"POST": "export.retry"}
    answers = EXPORTS

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return retry_export(export_id=ids["pk"], actor=self.person).pk


class ExportDownloadView(Endpoint):
    """The file, with its SHA-256 in `Content-Digest` (RFC 9530) and as entity tag."""

    tag = "Exports"
    summaries = {"GET": "Fetch an export's file"}
    access = {"GET": "export.download"}
    further_refusals = (409,)
    file_media_types = ("application/ld+json", "application/x-ndjson", "text/csv")

    def get(self, request: Request, pk: int) -> Response | FileResponse:
        export = file_for(pk, self.person)
        rules.require(self.person, "export.download", export)
        tag = f'"{export.sha256}"'
        headers = {"ETag": tag, "Content-Digest": _digest(export.sha256), "X-Content-Type-Options": "nosniff"}
        if tag in request.headers.get("If-None-Match", ""):
            return Response(status=304, headers=headers)
        return FileResponse(
            files.open_stream(export.file_name),
            as_attachment=True,
            filename=download_name(export),
            content_type=export.media_type,
            headers={**headers, "Content-Length": str(export.size)},
        )


def _digest(sha256: str) -> str:
    """The checksum as a structured header: base64 between colons."""
    return f"sha-256=:{base64.b64encode(bytes.fromhex(sha256)).decode()}:"
