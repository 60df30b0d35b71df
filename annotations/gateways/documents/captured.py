"""Reading what is to be kept as a capture, with or without text.

A person who imports an article needs its words, so a scan or a locked PDF is refused there. A capture is
evidence that something was served: it is kept all the same, and says why nothing can be quoted from it.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from importlib.metadata import version
from typing import Any, Final

from annotations.domain.canonical import CanonicalText
from annotations.domain.errors import Invalid
from annotations.gateways.documents.description import details_described, page_description
from annotations.gateways.documents.document import Details, Document
from annotations.gateways.documents.kinds import MEDIA_TYPES, is_pdf, named_kind
from annotations.gateways.documents.pictures import Picture, picture
from annotations.gateways.documents.reading import read_document, refuse_too_large


class ReadingState(StrEnum):
    """Whether a capture can be quoted from, and else why not."""

    TEXT = "text"
    IMAGE_WITHOUT_TEXT = "image-without-text"
    WITHOUT_TEXT = "without-text"
    LOCKED = "locked"
    UNREADABLE = "unreadable"
    TOO_LONG = "too-long"


_KEPT_ALL_THE_SAME: Final = {
    "pdf-without-text": ReadingState.WITHOUT_TEXT,
    "empty-text": ReadingState.WITHOUT_TEXT,
    "pdf-locked": ReadingState.LOCKED,
    "pdf-broken": ReadingState.UNREADABLE,
    "pdf-too-complex": ReadingState.UNREADABLE,
    "markup-too-complex": ReadingState.UNREADABLE,
    "unknown-encoding": ReadingState.UNREADABLE,
    "too-many-pages": ReadingState.TOO_LONG,
    "text-too-long": ReadingState.TOO_LONG,
    "too-many-blocks": ReadingState.TOO_LONG,
}
"""Refusals that are no reason not to keep the file. Others are: empty, too large, of an unknown kind."""

_SENTENCES: Final = {
    ReadingState.IMAGE_WITHOUT_TEXT: (
        "This is a picture: it is kept as a file. Nothing can be quoted from it; describe what it shows."
    ),
    ReadingState.WITHOUT_TEXT: "It holds no text that can be read (it may be a scan, or filled by a script).",
    ReadingState.LOCKED: "This PDF is locked with a password, so its text cannot be read.",
    ReadingState.UNREADABLE: "It is damaged or written in a way that cannot be read as text.",
    ReadingState.TOO_LONG: "It holds more text than can be kept as text.",
}
_KEPT: Final = "The file is kept. To quote from it, paste its text or upload a copy that can be read."
_READERS: Final = {"application/pdf": "pypdfium2", "text/html": "selectolax"}


@dataclass(frozen=True, slots=True)
class CapturedDocument:
    """What is to be kept of a file.

    `canonical` is its text, None where it can be quoted from in no way (`state` says why). `media_type` is
    what the content is. `metadata` are plain JSON values (see `page_description`), beside them `state`, for a
    PDF `pages` (the last that holds text) and for a picture `width` and `height`. `notes` are whole sentences
    for people. `tool` and `tool_version` say what read it. `document` is the whole reading where there is
    text.
    """

    state: ReadingState
    media_type: str
    metadata: dict[str, Any]
    notes: tuple[str, ...] = ()
    tool: str = ""
    tool_version: str = ""
    document: Document | None = field(default=None, repr=False)

    @property
    def canonical(self) -> CanonicalText | None:
        """The text and its blocks; those of a PDF know their page."""
        return self.document.canonical if self.document else None

    @property
    def title(self) -> str:
        """What the file calls itself; empty where it says nothing."""
        return str(self.metadata.get("title", ""))

    @property
    def is_free(self) -> bool | None:
        """Whether the page says that it may be read without paying; None where it says nothing."""
        return self.metadata.get("is_free")


def why_without_text(state: str) -> str:
    """Why nothing can be quoted from a copy in this state (of its metadata), as a sentence; else empty."""
    return _SENTENCES.get(ReadingState(state), "") if state in set(ReadingState) else ""


def read_capture(
    content: bytes,
    *,
    filename: str | None = None,
    media_type: str | None = None,
    url: str | None = None,
    whole_page: bool = False,
) -> CapturedDocument:
    """Read a fetched page or an uploaded file in order to keep it; parameters as of `read_document`.

    Invalid only where there is nothing to keep: empty, too large, or of a kind that is not known.
    """
    refuse_too_large(len(content))
    image = picture(content)
    if image is not None:
        return _image(image)
    try:
        read = read_document(
            content, filename=filename, media_type=media_type, url=url, whole_page=whole_page
        )
    except Invalid as refusal:
        state = _KEPT_ALL_THE_SAME.get(refusal.rule)
        if state is None or not content.strip():
            raise
        return _without_text(state, content, filename, media_type)
    return _with_text(read, url)


def _image(image: Picture) -> CapturedDocument:
    state = ReadingState.IMAGE_WITHOUT_TEXT
    size = {"width": image.width, "height": image.height} if image.width else {}
    return CapturedDocument(state, image.media_type, {"state": state.value, **size}, (_SENTENCES[state],))


def _without_text(
    state: ReadingState, content: bytes, filename: str | None, media_type: str | None
) -> CapturedDocument:
    kind = "pdf" if is_pdf(content) else named_kind(filename, media_type) or "html"
    notes = (f"{_SENTENCES[state]} {_KEPT}",)
    return CapturedDocument(state, MEDIA_TYPES[kind], {"state": state.value}, notes)


def _with_text(read: Document, url: str | None) -> CapturedDocument:
    reader = _READERS.get(read.media_type, "")
    return CapturedDocument(
        ReadingState.TEXT,
        read.media_type,
        {"state": ReadingState.TEXT.value, **_described(read, url)},
        read.notes,
        reader,
        version(reader) if reader else "",
        read,
    )


def _described(read: Document, url: str | None) -> dict[str, Any]:
    if read.markup is not None:
        return page_description(read.markup, url)
    details = Details(
        headline=read.headline,
        byline=read.byline,
        publisher_name=read.publisher_name,
        published_on=read.published_on,
        published_at=read.published_at,
        language=read.language,
    )
    pages = max((block.page or 0 for block in read.canonical.blocks), default=0)
    return {**details_described(details), **({"pages": pages} if pages else {})}
