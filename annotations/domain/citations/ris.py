"""RIS from CSL items: a tag a line, CRLF at its end, UTF-8."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import regex

from annotations.domain.citations.items import Item

_TYPES: Final = {
    "article-newspaper": "NEWS",
    "article-magazine": "MGZN",
    "article-journal": "JOUR",
    "book": "BOOK",
    "broadcast": "VIDEO",
    "dataset": "DATA",
    "entry-encyclopedia": "ENCYC",
    "graphic": "ART",
    "interview": "PCOMM",
    "post": "BLOG",
    "report": "RPRT",
    "webpage": "ELEC",
}
_BREAKS: Final = regex.compile(r"[\s\p{Cc}\p{Zl}\p{Zp}]+")


def as_ris(items: Sequence[Item]) -> str:
    """The items as RIS, one record each, in their order."""
    return "".join(f"{tag}  - {_line(value)}\r\n" for item in items for tag, value in _record(item))


def _record(item: Item) -> Iterator[tuple[str, str]]:
    yield "TY", _TYPES.get(item["type"], "GEN")
    yield "ID", item["id"]
    yield "TI", item["title"]
    yield from (("AU", _name(name)) for name in item.get("author", ()))
    told = (
        ("T2", item.get("container-title")),
        ("PB", item.get("publisher")),
        ("PY", _day(item.get("issued"))[:4]),
        ("DA", _day(item.get("issued"))),
        ("DO", item.get("DOI")),
        ("SN", item.get("ISBN") or item.get("ISSN")),
        ("UR", item.get("URL")),
        ("Y2", _day(item.get("accessed"))),
        ("LA", item.get("language")),
        ("L2", item.get("archive_location")),
        ("N1", item.get("note")),
    )
    yield from ((tag, str(value)) for tag, value in told if value)
    yield "ER", ""


def _name(name: dict[str, str]) -> str:
    """Family name first; commas divide names in RIS, so a body's own are left out."""
    return name["literal"].replace(",", "") if "literal" in name else f"{name['family']}, {name['given']}"


def _day(value: Any) -> str:
    """`2020/09/28/`, or less of it where less is known."""
    if not value:
        return ""
    parts = list(value["date-parts"][0])
    written = [f"{parts[0]:04d}", *(f"{part:02d}" for part in parts[1:])]
    return "/".join([*written, *[""] * (4 - len(written))])


def _line(value: str) -> str:
    """A value on one line, whatever it holds."""
    return _BREAKS.sub(" ", value).strip()
