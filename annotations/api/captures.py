"""The stored copies of sources, and their files."""

import base64
from typing import Any

from django.http import HttpResponse
from django_filters import rest_framework as filters
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request

from annotations.actions.captures import add_capture
from annotations.api.documents import received_copy
from annotations.api.endpoints import BODY_BYTES_OF_DOCUMENTS, Creating, Endpoint, Item, Listing
from annotations.api.filters import AnyOfFilter, IdFilter
from annotations.api.parsers import JsonParser
from annotations.api.shapes.base import Reading
from annotations.api.shapes.register import CaptureInput, CaptureRowShape, CaptureShape
from annotations.domain.errors import NotFound
from annotations.domain.vocabulary import Origin
from annotations.gateways.visited import ARCHIVED, served
from annotations.queries.captures import capture_file
from annotations.queries.protection import captures_open_to

CAPTURE_ROWS = Reading("capture", CaptureRowShape, captures_open_to)
CAPTURES = Reading("capture", CaptureShape, captures_open_to)
ANY_FILE, WARC = "application/octet-stream", "application/warc"


class CaptureFilters(filters.FilterSet):
    """Which captures."""

    source = IdFilter("source_id")
    text_sha256 = filters.CharFilter(max_length=64)
    bytes_sha256 = filters.CharFilter(max_length=64)
    origin = AnyOfFilter(choices=Origin.choices)


class CapturesView(Listing, Creating):
    """Immutable copies of sources. The same text of one source again gives the copy that is there, and so do
    the same bytes of a file that holds no text.
    """

    tag = "Captures"
    summaries = {"GET": "List captures", "POST": "Add a capture"}
    access = {"GET": "workbench.read", "POST": "capture.add"}
    accepts = {"POST": CaptureInput}
    reading, answers, item_route = CAPTURE_ROWS, CAPTURES, "capture"
    filterset_class = CaptureFilters
    parser_classes = [JsonParser, MultiPartParser]
    body_bytes = BODY_BYTES_OF_DOCUMENTS

    def prepared(self, values: dict[str, Any]) -> dict[str, Any]:
        return {**received_copy(values), **values}

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return add_capture(**values, actor=self.person).pk


class CaptureView(Item):
    """One copy, with its text and the blocks over it."""

    tag = "Captures"
    summaries = {"GET": "Read a capture"}
    access = {"GET": "workbench.read"}
    reading = CAPTURES


class CaptureFileView(Endpoint):
    """The document as it came, byte for byte, with its SHA-256 in `Content-Digest` (RFC 9530)."""

    tag = "Captures"
    summaries = {"GET": "Fetch a capture's file"}
    access = {"GET": "workbench.read"}
    file_media_types = (ANY_FILE,)

    def get(self, request: Request, pk: int) -> HttpResponse:
        capture = capture_file(pk, self.person)
        digest = base64.b64encode(bytes.fromhex(capture.bytes_sha256)).decode()
        answer = _saved(*served(capture, whole_visit=False), ANY_FILE)
        answer["Content-Digest"] = f"sha-256=:{digest}:"
        return answer


class CaptureVisitFileView(Endpoint):
    """The visit that brought the document, with its request and the answer's headers, as a WARC file."""

    tag = "Captures"
    summaries = {"GET": "Fetch the visit behind a capture"}
    access = {"GET": "workbench.read"}
    file_media_types = (WARC,)

    def get(self, request: Request, pk: int) -> HttpResponse:
        capture = capture_file(pk, self.person)
        if not capture.file_name.endswith(ARCHIVED):
            raise NotFound("This copy did not come by a visit.", rule="capture-without-file")
        return _saved(*served(capture, whole_visit=True), WARC)


def _saved(name: str, content: bytes, media_type: str) -> HttpResponse:
    """Never to be opened in place: it is what a stranger served."""
    return HttpResponse(
        content,
        content_type=media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )
