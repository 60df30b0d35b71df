"""What reading a document gives."""

from dataclasses import dataclass, field, fields
from datetime import date, datetime

from annotations.domain.canonical import CanonicalText


@dataclass(frozen=True, slots=True)
class Details:
    """What a document says about itself. All of it is a proposal that a person confirms or changes."""

    headline: str | None = None
    byline: str | None = None
    publisher_name: str | None = None
    published_on: date | None = None
    published_at: datetime | None = None
    language: str | None = None
    canonical_url: str | None = None
    dateline: str | None = None

    def or_else(self, other: "Details") -> "Details":
        """These details, with the other's where one is missing."""
        return Details(
            **{part.name: getattr(self, part.name) or getattr(other, part.name) for part in fields(Details)}
        )


@dataclass(frozen=True, slots=True)
class Document:
    """A document that was read: its canonical text, and what it proposes about itself.

    `published_on` is the day as the document writes it and `published_at` the moment (with its zone) where it
    gives one; `dateline` the place an agency report opens with; `language` a BCP 47 tag. `media_type` is what
    the content is, not what its name says. `notes` are whole sentences for the person who imports it.
    `markup` is the decoded HTML that the text was read from, whole and without NULs or lone surrogates; None
    for other kinds. It is for finding places in, and never for showing.
    """

    canonical: CanonicalText
    headline: str | None
    byline: str | None
    publisher_name: str | None
    published_on: date | None
    published_at: datetime | None
    language: str | None
    canonical_url: str | None
    dateline: str | None
    media_type: str
    notes: tuple[str, ...] = field(default=())
    markup: str | None = None


def document(
    canonical: CanonicalText,
    details: Details,
    *,
    media_type: str,
    notes: tuple[str, ...],
    markup: str | None = None,
) -> Document:
    """A document from its text and details."""
    proposed = {part.name: getattr(details, part.name) for part in fields(Details)}
    return Document(canonical=canonical, media_type=media_type, notes=notes, markup=markup, **proposed)
