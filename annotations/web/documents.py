"""Documents that people give to a page: pasted, uploaded, or named by their address.

A document is read once. What was read travels with the form as one signed value until the person has looked
at the proposals and saves: the file's bytes or the page on the web are not needed again, and nobody can slip
in another text or other blocks on the way.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.core.files.uploadedfile import UploadedFile

from annotations.actions.articles import MARKUP_KEPT
from annotations.domain.canonical import CanonicalText
from annotations.domain.errors import Invalid
from annotations.domain.vocabulary import Origin
from annotations.gateways.documents import Document, read_capture, read_document, refuse_too_large
from annotations.gateways.safe_fetch import fetch
from annotations.gateways.visited import kept_of_file, kept_of_page
from annotations.models import User

SALT = "annotations.web.documents"
FIELD_OF = {Origin.PASTE: "text", Origin.UPLOAD: "file", Origin.FETCH: "url"}


@dataclass(frozen=True, slots=True)
class ReadText:
    """A text that was read, and how it came in.

    `markup` is the HTML it was read from, where there is one that will be kept.
    """

    canonical: CanonicalText
    origin: Origin
    origin_name: str
    media_type: str
    notes: tuple[str, ...]
    markup: str | None = None


@dataclass(frozen=True, slots=True)
class ReadCopy:
    """What is to be kept as a copy of a source.

    `kept` are the arguments with which `add_capture` stores it, `notes` whole sentences for people, such as
    why nothing can be quoted from it. `document` is the reading, None where there is no text.
    """

    document: Document | None
    kept: dict[str, Any]
    notes: tuple[str, ...]


def read(values: dict[str, Any]) -> tuple[Document, ReadText]:
    """Reads the document of a valid `DocumentForm`. A refusal names the field of the way that was chosen."""
    with _beside_its_field(values):
        return _READERS[Origin(values["way"])](values)


def read_copy(values: dict[str, Any]) -> ReadCopy:
    """Reads what a valid `DocumentForm` brings in order to keep it, also where it holds no text."""
    with _beside_its_field(values):
        return _COPIERS[Origin(values["way"])](values)


@contextmanager
def _beside_its_field(values: dict[str, Any]) -> Iterator[None]:
    try:
        yield
    except Invalid as refusal:
        field = FIELD_OF[Origin(values["way"])]
        raise Invalid(refusal.message, field=field, rule=refusal.rule, details=refusal.details) from refusal


def sealed(text: ReadText, person: User) -> str:
    """The text as one value that a form can carry; only the same person can send it back."""
    content = {
        "text": text.canonical.text,
        "blocks": text.canonical.to_json(),
        "origin": text.origin.value,
        "origin_name": text.origin_name,
        "media_type": text.media_type,
        "notes": list(text.notes),
        "markup": text.markup,
    }
    return signing.dumps(content, salt=f"{SALT}:{person.pk}", compress=True)


def unsealed(value: str, person: User) -> ReadText:
    """What `sealed` gave. Refuses a value that was changed or that is somebody else's."""
    try:
        content = signing.loads(value, salt=f"{SALT}:{person.pk}")
    except signing.BadSignature as broken:
        raise Invalid(
            "The text that was read got lost on the way. Give it once more; what you typed below is kept.",
            rule="document-lost",
        ) from broken
    return ReadText(
        CanonicalText.from_json(content["text"], content["blocks"]),
        Origin(content["origin"]),
        content["origin_name"],
        content["media_type"],
        tuple(content["notes"]),
        content.get("markup"),
    )


def _pasted(values: dict[str, Any]) -> tuple[Document, ReadText]:
    document = _read_words(values)
    return document, _text(document, Origin.PASTE, "")


def _uploaded(values: dict[str, Any]) -> tuple[Document, ReadText]:
    file = values["file"]
    document = read_document(_content(file), filename=file.name, whole_page=values["whole_page"])
    return document, _text(document, Origin.UPLOAD, file.name)


def _fetched(values: dict[str, Any]) -> tuple[Document, ReadText]:
    page = fetch(_with_scheme(values["url"].strip()))
    media_type = page.header("Content-Type")
    document = read_document(
        page.body, media_type=media_type, url=page.final_url, whole_page=values["whole_page"]
    )
    return document, _text(document, Origin.FETCH, page.final_url)


def _pasted_copy(values: dict[str, Any]) -> ReadCopy:
    document = _read_words(values)
    kept = {
        "canonical": document.canonical,
        "origin": Origin.PASTE,
        "origin_name": "",
        "media_type": document.media_type,
    }
    return ReadCopy(document, kept, document.notes)


def _uploaded_copy(values: dict[str, Any]) -> ReadCopy:
    file = values["file"]
    content = _content(file)
    read = read_capture(content, filename=file.name, whole_page=values["whole_page"])
    kept = kept_of_file(content, read) | {"origin": Origin.UPLOAD, "origin_name": file.name}
    return ReadCopy(read.document, {**kept, "canonical": read.canonical}, read.notes)


def _fetched_copy(values: dict[str, Any]) -> ReadCopy:
    page = fetch(_with_scheme(values["url"].strip()))
    media_type = page.header("Content-Type")
    read = read_capture(page.body, media_type=media_type, url=page.final_url, whole_page=values["whole_page"])
    kept = kept_of_page(page, read) | {"origin": Origin.FETCH, "origin_name": page.final_url}
    return ReadCopy(read.document, {**kept, "canonical": read.canonical}, read.notes)


def _read_words(values: dict[str, Any]) -> Document:
    # The charset is ours: the words came in a form.
    content = values["text"].encode("utf-8", "surrogatepass")
    return read_document(content, media_type="text/plain; charset=utf-8")


def _content(file: UploadedFile) -> bytes:
    refuse_too_large(file.size or 0)
    return file.read()


def _text(document: Document, origin: Origin, name: str) -> ReadText:
    markup = document.markup if len(document.markup or "") <= MARKUP_KEPT else None
    return ReadText(document.canonical, origin, name, document.media_type, document.notes, markup)


def _with_scheme(address: str) -> str:
    return address if "://" in address else f"https://{address}"


_READERS = {Origin.PASTE: _pasted, Origin.UPLOAD: _uploaded, Origin.FETCH: _fetched}
_COPIERS = {Origin.PASTE: _pasted_copy, Origin.UPLOAD: _uploaded_copy, Origin.FETCH: _fetched_copy}
