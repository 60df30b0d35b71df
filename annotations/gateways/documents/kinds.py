"""What a document is, decided by its content; names and declared types only break ties."""

from pathlib import PurePath
from typing import Literal

import regex

from annotations.domain.errors import Invalid

Kind = Literal["text", "markdown", "html", "pdf"]
ACCEPTED = ".txt, .md, .html and .pdf"
MEDIA_TYPES: dict[Kind, str] = {
    "text": "text/plain",
    "markdown": "text/markdown",
    "html": "text/html",
    "pdf": "application/pdf",
}

_BY_EXTENSION: dict[str, Kind] = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
}
_BY_MEDIA_TYPE: dict[str, Kind] = {
    "text/plain": "text",
    "text/markdown": "markdown",
    "text/x-markdown": "markdown",
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/pdf": "pdf",
    "application/x-pdf": "pdf",
}
_SAYS_NOTHING = frozenset(["", "application/octet-stream", "binary/octet-stream"])
_FOREIGN = (
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
    (b"{\\rtf", "a rich text document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"RIFF", "a media file"),
    (b"ID3", "a sound file"),
    (b"\x7fELF", "a program"),
    (b"%!PS", "a PostScript file"),
)
_PAGE = regex.compile(
    r"(?is)\A\s*+(?:<\?xml[^>]{0,200}\?>\s*+)?(?:<!--.{0,2000}?-->\s*+){0,5}<(?:!doctype\s+html|html|head|body)\b"
)
_ANY_TAG = regex.compile(r"<[a-zA-Z][a-zA-Z0-9]{0,15}(?:\s[^<>]{0,500})?/?>")
_OTHER_MARKUP = regex.compile(r"(?i)\A\s*+<(?:\?xml|rss|feed|svg)\b")


def is_pdf(content: bytes) -> bool:
    """Whether the content begins as a PDF does (its mark may follow up to a kilobyte of other bytes)."""
    return b"%PDF-" in content[:1024]


def refuse_foreign(content: bytes) -> None:
    """Invalid for content that is certainly something else, and says what it looks like."""
    for mark, what in _FOREIGN:
        if content.startswith(mark):
            raise Invalid(f"This looks like {what}. Import one of {ACCEPTED}.", rule="unknown-type")


def named_kind(filename: str | None, media_type: str | None) -> Kind | None:
    """The kind that the name, else the declared media type, claims; None where neither names one we read."""
    extension, declared = _names(filename, media_type)
    return _BY_EXTENSION.get(extension) or _BY_MEDIA_TYPE.get(declared)


def text_kind(text: str, filename: str | None, media_type: str | None) -> Kind:
    """What a decoded text is: a page by how it begins, or by its tags where it claims to be one.

    Invalid where it is no page and is named as something we do not read.
    """
    named = named_kind(filename, media_type)
    if _PAGE.match(text[:20_000]) or (named == "html" and _ANY_TAG.search(text)):
        return "html"
    extension, declared = _names(filename, media_type)
    foreign_name = named is None and (
        extension or not (declared in _SAYS_NOTHING or declared.startswith("text/"))
    )
    if foreign_name:
        raise _unknown(extension or declared)
    if named != "markdown" and _OTHER_MARKUP.match(text[:2_000]):
        raise _unknown("XML")
    return "markdown" if named == "markdown" else "text"


def mismatch_note(named: Kind | None, found: Kind) -> tuple[str, ...]:
    """A note where content and name disagree."""
    if named is None or named == found:
        return ()
    return (f"The name says {_WORDS[named]}, but the content is {_WORDS[found]} and was read so.",)


_WORDS: dict[Kind, str] = {"text": "plain text", "markdown": "Markdown", "html": "a web page", "pdf": "a PDF"}


def _names(filename: str | None, media_type: str | None) -> tuple[str, str]:
    return PurePath(filename or "").suffix.lower(), (media_type or "").split(";")[0].strip().lower()


def _unknown(what: str) -> Invalid:
    return Invalid(
        f"Documents of the type {what[:60]} cannot be read. Import one of {ACCEPTED}.", rule="unknown-type"
    )
