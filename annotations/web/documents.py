"""Documents that people give to a page: pasted, uploaded, or named by their address.

A document is read once. What was read travels with the form as one signed value until the person has looked
at the proposals and saves: the file's bytes or the page on the web are not needed again, and nobody can slip
in another text or other blocks on the way.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core import signing

from annotations.actions.articles import MARKUP_KEPT
from annotations.domain.canonical import CanonicalText
from annotations.domain.errors import Invalid
from annotations.domain.vocabulary import Origin
from annotations.gateways.documents import Document, read_document, refuse_too_large
from annotations.gateways.safe_fetch import fetch
from annotations.gateways.warc import write_record
from annotations.models import User

SALT = "annotations.web.documents"
FIELD_OF = {Origin.PASTE: "text", Origin.UPLOAD: "file", Origin.FETCH: "url"}


@dataclass(frozen=True, slots=True)
class ReadText:
    """A text that was read, and how it came in.

    `markup` is the HTML it was read from, where there is one that will be kept. `content` is what a capture
    keeps of it: a file's bytes, or the visit to a page as a WARC file. A text that travels with a form
    (`sealed`) leaves the content behind.
    """

    canonical: CanonicalText
    origin: Origin
    origin_name: str
    media_type: str
    notes: tuple[str, ...]
    markup: str | None = None
    content: bytes | None = None
    http_status: int | None = None
    http_headers: Mapping[str, str] = field(default_factory=dict)


def read(values: dict[str, Any]) -> tuple[Document, ReadText]:
    """Reads the document of a valid `DocumentForm`. A refusal names the field of the way that was chosen."""
    origin = Origin(values["way"])
    try:
        return _READERS[origin](values)
    except Invalid as refusal:
        raise Invalid(
            refusal.message, field=FIELD_OF[origin], rule=refusal.rule, details=refusal.details
        ) from refusal


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
    # The charset is ours: the words came in a form.
    content = values["text"].encode("utf-8", "surrogatepass")
    document = read_document(content, media_type="text/plain; charset=utf-8")
    return document, _text(document, Origin.PASTE, "")


def _uploaded(values: dict[str, Any]) -> tuple[Document, ReadText]:
    file = values["file"]
    refuse_too_large(file.size)
    content = file.read()
    document = read_document(content, filename=file.name, whole_page=values["whole_page"])
    return document, _text(document, Origin.UPLOAD, file.name, content=content)


def _fetched(values: dict[str, Any]) -> tuple[Document, ReadText]:
    page = fetch(_with_scheme(values["url"].strip()))
    document = read_document(
        page.body,
        media_type=page.header("Content-Type"),
        url=page.final_url,
        whole_page=values["whole_page"],
    )
    text = _text(
        document,
        Origin.FETCH,
        page.final_url,
        content=write_record(page),
        http_status=page.status,
        http_headers=dict(page.headers),
    )
    return document, text


def _text(document: Document, origin: Origin, name: str, **kept: Any) -> ReadText:
    markup = document.markup if len(document.markup or "") <= MARKUP_KEPT else None
    return ReadText(document.canonical, origin, name, document.media_type, document.notes, markup, **kept)


def _with_scheme(address: str) -> str:
    return address if "://" in address else f"https://{address}"


_READERS = {Origin.PASTE: _pasted, Origin.UPLOAD: _uploaded, Origin.FETCH: _fetched}
