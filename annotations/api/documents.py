"""Documents as they come in through the API: as text, as a file, or as an address to be read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from annotations.api.problems import TooLarge
from annotations.domain.errors import Invalid
from annotations.domain.vocabulary import Origin
from annotations.gateways.documents.document import Document
from annotations.gateways.documents.reading import read_document
from annotations.gateways.safe_fetch import fetch
from annotations.gateways.warc import write_record

WAYS = ("text", "file", "fetch")
MEDIA_TYPES: Mapping[str, str] = {"plain": "text/plain", "markdown": "text/markdown", "html": "text/html"}


@dataclass(frozen=True, slots=True)
class Received:
    """A document that was read, and how it came in.

    `content` is what a capture keeps of it: a file's bytes, or the visit to a page as a WARC file.
    """

    document: Document
    origin: Origin
    origin_name: str
    content: bytes | None = None
    http_status: int | None = None
    http_headers: Mapping[str, str] = field(default_factory=dict)


def received(values: dict[str, Any], *, whole_page: bool = False) -> Received:
    """Takes the document out of a request's values and reads it.

    Refuses (`Invalid`, rule `document-needed`) anything but exactly one of the ways, and whatever the reader
    refuses.
    """
    given = {way: values.pop(way) for way in WAYS if way in values}
    text_format = values.pop("format", None)
    if len(given) != 1 or (text_format and "text" not in given):
        raise Invalid(
            "Send the document in exactly one way: `text` (with its `format`), `file`, or `fetch`.",
            field="text",
            rule="document-needed",
        )
    if "text" in given:
        return _from_text(given["text"], text_format or "plain")
    if "file" in given:
        return _from_file(given["file"])
    return _from_web(given["fetch"], whole_page=whole_page)


def _from_text(text: str, text_format: str) -> Received:
    content = text.encode()
    _refuse_too_large(len(content))
    # The charset is ours: the text came as JSON.
    document = read_document(content, media_type=f"{MEDIA_TYPES[text_format]}; charset=utf-8")
    return Received(document, Origin.API, "")


def _from_file(file: UploadedFile) -> Received:
    _refuse_too_large(file.size or 0)
    content = file.read()
    document = read_document(content, filename=file.name, media_type=file.content_type)
    return Received(document, Origin.UPLOAD, file.name or "", content)


def _from_web(url: str, *, whole_page: bool) -> Received:
    page = fetch(url)
    document = read_document(
        page.body,
        media_type=page.header("Content-Type"),
        url=page.final_url,
        whole_page=whole_page,
    )
    return Received(
        document, Origin.FETCH, page.final_url, write_record(page), page.status, dict(page.headers)
    )


def _refuse_too_large(length: int) -> None:
    limit = settings.IMPORT_BYTES_MAX
    if length > limit:
        raise TooLarge(
            f"A document has at most {limit:,} bytes; this has {length:,}.", details={"limit": limit}
        )
