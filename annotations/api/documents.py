"""Documents as they come in through the API: as text, as a file, or as an address to be read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from annotations.api.problems import TooLarge
from annotations.domain.canonical import CanonicalText
from annotations.domain.errors import Invalid
from annotations.domain.vocabulary import Origin
from annotations.gateways.documents import read_capture
from annotations.gateways.documents.document import Document
from annotations.gateways.documents.reading import read_document
from annotations.gateways.safe_fetch import fetch
from annotations.gateways.visited import kept_of_file, kept_of_page

WAYS = ("text", "file", "fetch")
MEDIA_TYPES: Mapping[str, str] = {"plain": "text/plain", "markdown": "text/markdown", "html": "text/html"}


@dataclass(frozen=True, slots=True)
class Received:
    """A document that was read, and how it came in."""

    document: Document
    origin: Origin
    origin_name: str


def received(values: dict[str, Any], *, whole_page: bool = False) -> Received:
    """Takes the document out of a request's values and reads it.

    Refuses (`Invalid`, rule `document-needed`) anything but exactly one of the ways, and whatever the reader
    refuses.
    """
    way, given, text_format = _given(values)
    if way == "text":
        return Received(_words(given, text_format), Origin.API, "")
    if way == "file":
        content = _content(given)
        document = read_document(content, filename=given.name, media_type=given.content_type)
        return Received(document, Origin.UPLOAD, given.name or "")
    page = fetch(given)
    media_type = page.header("Content-Type")
    document = read_document(page.body, media_type=media_type, url=page.final_url, whole_page=whole_page)
    return Received(document, Origin.FETCH, page.final_url)


def received_copy(values: dict[str, Any]) -> dict[str, Any]:
    """Takes the document out of a request's values and reads it in order to keep it, also where it holds no
    text: the arguments with which a capture is added. Refuses as `received`, but fewer documents.
    """
    way, given, text_format = _given(values)
    if way == "text":
        document = _words(given, text_format)
        return _copy({"media_type": document.media_type}, document.canonical, Origin.API, "")
    if way == "file":
        content = _content(given)
        read = read_capture(content, filename=given.name, media_type=given.content_type)
        return _copy(kept_of_file(content, read), read.canonical, Origin.UPLOAD, given.name or "")
    page = fetch(given)
    read = read_capture(page.body, media_type=page.header("Content-Type"), url=page.final_url)
    return _copy(kept_of_page(page, read), read.canonical, Origin.FETCH, page.final_url)


def _given(values: dict[str, Any]) -> tuple[str, Any, str]:
    """The way that was taken, what came by it, and the format of a text."""
    given = {way: values.pop(way) for way in WAYS if way in values}
    text_format = values.pop("format", None)
    if len(given) != 1 or (text_format and "text" not in given):
        raise Invalid(
            "Send the document in exactly one way: `text` (with its `format`), `file`, or `fetch`.",
            field="text",
            rule="document-needed",
        )
    way, content = next(iter(given.items()))
    return way, content, text_format or "plain"


def _copy(
    kept: Mapping[str, Any], canonical: CanonicalText | None, origin: Origin, name: str
) -> dict[str, Any]:
    return {**kept, "canonical": canonical, "origin": origin, "origin_name": name}


def _words(text: str, text_format: str) -> Document:
    content = text.encode()
    _refuse_too_large(len(content))
    # The charset is ours: the text came as JSON.
    return read_document(content, media_type=f"{MEDIA_TYPES[text_format]}; charset=utf-8")


def _content(file: UploadedFile) -> bytes:
    _refuse_too_large(file.size or 0)
    content: bytes = file.read()
    return content


def _refuse_too_large(length: int) -> None:
    limit = settings.IMPORT_BYTES_MAX
    if length > limit:
        raise TooLarge(
            f"A document has at most {limit:,} bytes; this has {length:,}.", details={"limit": limit}
        )
