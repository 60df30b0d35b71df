"""A source as a CSL-JSON item (https://docs.citationstyles.org, 1.0.2)."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import regex

from annotations.domain.citations.names import names_of
from annotations.domain.vocabulary import PublisherKind, SourceKind, SourceState

Item = dict[str, Any]


@dataclass(frozen=True)
class CitedSource:
    """What a citation tells of a source.

    `published` is a day, a month or a year as ISO 8601 writes it ("2020-09"), or empty. `accessed_on` is the
    day of the latest copy, `archived_at` the address of a copy in a public archive. An anonymous source has
    no publisher.
    """

    id: int
    title: str
    kind: str = SourceKind.REPORT.value
    authors: str = ""
    publisher: str = ""
    publisher_kind: str = PublisherKind.UNKNOWN.value
    url: str = ""
    identifiers: Mapping[str, str] = field(default_factory=dict)
    language: str = "und"
    published: str = ""
    accessed_on: date | None = None
    archived_at: str = ""
    state: str = SourceState.ACTIVE.value


_TYPES: Final[Mapping[str, str]] = {
    SourceKind.RECORD: "document",
    SourceKind.DATASET: "dataset",
    SourceKind.STATEMENT: "document",
    SourceKind.INTERVIEW: "interview",
    SourceKind.MEDIA: "graphic",
    SourceKind.PAGE: "webpage",
}
_REPORT_TYPES: Final[Mapping[str, str]] = {
    PublisherKind.NEWSPAPER: "article-newspaper",
    PublisherKind.WIRE: "article-newspaper",
    PublisherKind.STATE_MEDIA: "article-newspaper",
    PublisherKind.SPECIALIST: "article-magazine",
    PublisherKind.PARTISAN_OUTLET: "article-magazine",
    PublisherKind.AGGREGATOR: "webpage",
    PublisherKind.BROADCASTER: "broadcast",
    PublisherKind.FACT_CHECKER: "article-magazine",
}
_OF_ANY_KIND: Final[Mapping[str, str]] = {
    PublisherKind.ENCYCLOPEDIA: "entry-encyclopedia",
    PublisherKind.SOCIAL_ACCOUNT: "post",
}
IN_CONTAINERS: Final = frozenset(
    {
        "article-newspaper",
        "article-magazine",
        "article-journal",
        "webpage",
        "broadcast",
        "post",
        "graphic",
        "entry-encyclopedia",
        "interview",
    }
)
"""Types whose publisher is told as that in which they stand."""
_DATE: Final = regex.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:T.*)?")
_NOTES: Final[Mapping[str, str]] = {
    SourceState.CORRECTED: "Corrected by its publisher.",
    SourceState.RETRACTED: "Retracted by its publisher.",
}


def csl_item(source: CitedSource) -> Item:
    """The source as a CSL-JSON item; what is not known is absent."""
    names = names_of(source.authors)
    known = {name.lower(): value for name, value in source.identifiers.items()}
    type_ = _type_of(source, known)
    place = "container-title" if type_ in IN_CONTAINERS else "publisher"
    item: Item = {
        "id": key_of(source, names),
        "type": type_,
        "title": source.title,
        "author": names,
        place: source.publisher,
        "issued": _date(source.published),
        "accessed": _date(source.accessed_on.isoformat()) if source.accessed_on and source.url else None,
        "URL": source.url,
        "DOI": known.get("doi"),
        "ISBN": known.get("isbn"),
        "ISSN": known.get("issn"),
        "language": source.language if source.language != "und" else None,
        "archive": "Internet Archive" if _is_of_the_internet_archive(source.archived_at) else None,
        "archive_location": source.archived_at,
        "note": _NOTES.get(source.state),
    }
    return {name: value for name, value in item.items() if value}


def key_of(source: CitedSource, names: list[dict[str, str]]) -> str:
    """A name for the source in documents: who, when, and its number, which keeps it unique and stable."""
    first = names[0] if names else {}
    who = _ascii(first.get("family") or first.get("literal") or source.publisher)
    return f"{who or 'source'}{source.published[:4]}-{source.id}"


def _type_of(source: CitedSource, identifiers: Mapping[str, str]) -> str:
    if "isbn" in identifiers:
        return "book"
    if source.publisher_kind in _OF_ANY_KIND:
        return _OF_ANY_KIND[source.publisher_kind]
    if source.kind != SourceKind.REPORT:
        return _TYPES.get(source.kind, "document")
    if source.publisher_kind == PublisherKind.ACADEMIC:
        return "article-journal" if "doi" in identifiers or "issn" in identifiers else "report"
    return _REPORT_TYPES.get(source.publisher_kind, "report")


def _date(text: str) -> dict[str, list[list[int]]] | None:
    """CSL date of a day, a month or a year; None for anything else."""
    found = _DATE.fullmatch(text.strip())
    if found is None:
        return None
    parts = [int(part) for part in found.groups() if part]
    try:
        date(*[*parts, 1, 1][:3])
    except ValueError:
        return None
    return {"date-parts": [parts]}


def _ascii(name: str) -> str:
    """The letters of a name that any program takes in a key; those of other scripts are left out."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return "".join(regex.findall(r"[A-Za-z]+", plain)).lower()[:24]


def _is_of_the_internet_archive(address: str) -> bool:
    return address.startswith(("https://web.archive.org/", "http://web.archive.org/"))
