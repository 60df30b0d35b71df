"""Exports: asked for, watched, fetched."""

import base64
from dataclasses import asdict
from typing import Any

from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django_filters import rest_framework as filters
from rest_framework.request import Request
from rest_framework.response import Response

from annotations import access as rules
from annotations.actions.export_links import make_link
from annotations.actions.exports import ask_for_export, cancel_export, retry_export
from annotations.actions.idempotency import Answer
from annotations.api.endpoints import Creating, Doing, Endpoint, Item, Listing, Step
from annotations.api.filters import AnyOfFilter, IdFilter
from annotations.api.problems import as_response, problem
from annotations.api.shapes.base import Reading
from annotations.api.shapes.exporting import ExportInput, ExportShape, LinkInput, LinkShape
from annotations.domain.downloads import Portion, portion
from annotations.domain.vocabulary import ExportFormat, ExportState
from annotations.exports import FORMATS
from annotations.gateways import files
from annotations.queries.exports import download_name, exports_for, file_for

EXPORTS = Reading("export", ExportShape, exports_for)
LOOK_AGAIN_SECONDS = "1"
MEDIA_TYPES = tuple(sorted({format.media_type.partition(";")[0] for format in FORMATS.values()}))


class ExportFilters(filters.FilterSet):
    """Which exports."""

    claim_set = IdFilter("claim_set_id")
    format = AnyOfFilter(choices=ExportFormat.choices)
    state = AnyOfFilter(choices=ExportState.choices)
    requested_by = IdFilter("requested_by_id")
    schedule = IdFilter("schedule_id", help_text="Those that this timetable asked for.")


class ExportsView(Listing, Creating):
    """Renderings of claim sets. Asking is answered at once; `Location` names where to watch. Who asks for
    what they have waiting already gets that one. Too many at once are refused (429, `too-many-exports`).
    """

    tag = "Exports"
    summaries = {"GET": "List exports", "POST": "Ask for an export"}
    access = {"GET": "export.watch", "POST": "export.request"}
    accepts = {"POST": ExportInput}
    reading, answers, item_route = EXPORTS, EXPORTS, "export"
    answer_status = 202
    filterset_class = ExportFilters

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return ask_for_export(**values, actor=self.person).export.pk

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
    """The file, with its SHA-256 in `Content-Digest` (RFC 9530) and as entity tag. `Range` gets a part of it,
    so that an interrupted download can go on; each request asks anew whether you may fetch it.
    """

    tag = "Exports"
    summaries = {"GET": "Fetch an export's file"}
    access = {"GET": "export.download"}
    further_refusals = (409,)
    file_media_types = MEDIA_TYPES
    gives_ranges = True

    def get(self, request: Request, pk: int) -> HttpResponseBase:
        export = file_for(pk, self.person)
        rules.require(self.person, "export.download", export)
        tag = f'"{export.sha256}"'
        sent = portion(request.headers, size=export.size or 0, tag=tag)
        headers = {"ETag": tag, "Accept-Ranges": "bytes"}
        if sent.status == 304:
            return Response(status=304, headers=headers)
        if sent.status == 416:
            return _beyond_the_end(request, sent, headers)
        answer = StreamingHttpResponse(
            files.portion_of(export.file_name, sent.start, sent.length),
            status=sent.status,
            content_type=export.media_type,
            headers={**headers, "Content-Length": str(sent.length), "X-Content-Type-Options": "nosniff"},
        )
        answer["Content-Disposition"] = str(content_disposition_header(True, download_name(export)))
        if sent.status == 206:
            answer["Content-Range"] = sent.content_range
        else:
            # Of the whole file: of a part it would say what nobody can check.
            answer["Content-Digest"] = _digest(export.sha256)
        return answer


class ExportLinksView(Doing):
    """Makes a link by which the file is fetched without signing in or a token, for a while: to hand on, or
    for a program that can only fetch addresses. It fetches in your name; whenever you may no longer, neither
    may it.
    """

    tag = "Exports"
    summaries = {"POST": "Make a link to an export's file"}
    access = {"POST": "export.link"}
    accepts = {"POST": LinkInput}
    answer_status, answer_shape, has_tag = 201, LinkShape, False

    def post(self, request: Request, **ids: int) -> Response:
        link = make_link(export_id=ids["pk"], **self.checked(request), actor=self.person)
        # It is not kept for a request that is repeated: who repeats it gets another.
        return Response(asdict(link), status=201, headers={"Cache-Control": "no-store"})


def _beyond_the_end(request: Request, sent: Portion, headers: dict[str, str]) -> Response:
    said = problem(
        416, "The file ends before that. Ask for all of it, or for what there is.", rule="range-beyond"
    )
    return as_response(said, path=request.path, headers={**headers, "Content-Range": sent.content_range})


def _digest(sha256: str) -> str:
    """The checksum as a structured header: base64 between colons."""
    return f"sha-256=:{base64.b64encode(bytes.fromhex(sha256)).decode()}:"
