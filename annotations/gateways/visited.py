"""What a copy keeps of a document besides its words: its bytes, the visit that brought them, what it says of
itself.
"""

from typing import Any, Protocol

from annotations.gateways import files
from annotations.gateways.documents import CapturedDocument
from annotations.gateways.safe_fetch import Fetched
from annotations.gateways.warc import read_record, write_record

ARCHIVED = ".warc.gz"
"""How the name of a file ends that holds a visit, and in it the document."""

PICTURES = frozenset({"image/png", "image/jpeg", "image/webp", "image/gif"})
"""Kinds that browsers show and cannot run. An SVG file can hold scripts."""
EXTENSIONS = {
    "text/html": "html",
    "text/plain": "txt",
    "text/markdown": "md",
    "application/pdf": "pdf",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/webp": "webp",
    "image/gif": "gif",
}


def kept_of_page(page: Fetched, document: CapturedDocument) -> dict[str, Any]:
    """Of a page that was visited, as the arguments of the same names that storing a copy takes."""
    return {
        **kept_of_file(page.body, document),
        "archive": write_record(page),
        "final_url": page.final_url,
        "http_status": page.status,
        "http_headers": dict(page.headers),
    }


def kept_of_file(content: bytes, document: CapturedDocument) -> dict[str, Any]:
    """Of a file that somebody gave."""
    return {
        "media_type": document.media_type,
        "content": content,
        "metadata": document.metadata,
        "tool": document.tool,
        "tool_version": document.tool_version,
    }


class Kept(Protocol):
    """A copy, as far as its file is concerned."""

    @property
    def pk(self) -> Any: ...
    @property
    def file_name(self) -> str: ...
    @property
    def media_type(self) -> str: ...


def is_picture(kept: Kept) -> bool:
    """Whether its file may be shown in a page."""
    return bool(kept.file_name) and kept.media_type in PICTURES


def served(kept: Kept, *, whole_visit: bool) -> tuple[str, bytes]:
    """The name under which a copy's file is saved, and its bytes: of the document, or of the whole visit as a
    WARC file where one is kept. Raises `NotFound` for a file that is missing.
    """
    if whole_visit and kept.file_name.endswith(ARCHIVED):
        with files.open_stream(kept.file_name) as stream:
            return f"capture-{kept.pk}{ARCHIVED}", stream.read()
    extension = EXTENSIONS.get(kept.media_type, "bin")
    return f"capture-{kept.pk}.{extension}", kept_bytes(kept.file_name)


def kept_bytes(file_name: str) -> bytes:
    """The document's own bytes, out of the visit that brought them where a visit is kept. Raises `NotFound`
    for a file that is missing.
    """
    with files.open_stream(file_name) as stream:
        content: bytes = stream.read()
    return read_record(content).body if file_name.endswith(ARCHIVED) else content
