"""BibTeX from CSL items: UTF-8, every value between braces, whatever it holds.

BibTeX counts braces before it looks at anything else, escaped ones too, so braces in values become commands.
Addresses are read as they stand by the styles that print them; what would end the value is percent-encoded.
"""

from collections.abc import Sequence
from typing import Any, Final

import regex

from annotations.domain.citations.items import Item

_COMMANDS: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{character: f"\\{character}" for character in "#$%&_"},
}
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TYPES: Final = {
    "article-newspaper": "article",
    "article-magazine": "article",
    "article-journal": "article",
    "book": "book",
    "report": "techreport",
}
_PLACES: Final = {"article": "journal", "techreport": "institution", "book": "publisher"}
_CONTROLS: Final = regex.compile(r"[\s\p{Cc}\p{Zl}\p{Zp}]+")


def as_bibtex(items: Sequence[Item]) -> str:
    """The items as a BibTeX database, one entry each, in their order."""
    return "\n".join(_entry(item) for item in items)


def escaped(value: str) -> str:
    """A value that stands for itself between braces."""
    plain = _CONTROLS.sub(" ", value).strip()
    return "".join(_COMMANDS.get(character, character) for character in plain)


def address(value: str) -> str:
    """An address between braces, in which nothing is escaped."""
    plain = _CONTROLS.sub("", value)
    return regex.sub(r"[{}\\]", lambda found: f"%{ord(found[0]):02X}", plain)


def _entry(item: Item) -> str:
    type_ = _TYPES.get(item["type"], "misc")
    fields = [(name, value) for name, value in _fields(item, type_) if value]
    lines = ",\n".join(f"  {name} = {value}" for name, value in fields)
    return f"@{type_}{{{item['id']},\n{lines}\n}}\n"


def _fields(item: Item, type_: str) -> list[tuple[str, str]]:
    parts = _parts(item.get("issued"))
    place = item.get("container-title") or item.get("publisher") or ""
    return [
        ("author", _braced(" and ".join(_name(name) for name in item.get("author", ())))),
        ("title", _braced(f"{{{escaped(item['title'])}}}")),
        (_PLACES.get(type_, "howpublished"), _braced(escaped(place))),
        ("year", _braced(f"{parts[0]:04d}") if parts else ""),
        ("month", _MONTHS[parts[1] - 1] if len(parts) > 1 else ""),
        ("date", _braced(_iso(parts))),
        ("doi", _braced(address(item.get("DOI", "")))),
        ("isbn", _braced(escaped(item.get("ISBN", "")))),
        ("issn", _braced(escaped(item.get("ISSN", "")))),
        ("url", _braced(address(item.get("URL", "")))),
        ("urldate", _braced(_iso(_parts(item.get("accessed"))))),
        ("langid", _braced(escaped(item.get("language", "")))),
        ("note", _braced(_note(item))),
    ]


def _note(item: Item) -> str:
    archived = item.get("archive_location", "")
    told = [escaped(item.get("note", "")), rf"Archived at \url{{{address(archived)}}}." if archived else ""]
    return " ".join(one for one in told if one)


def _name(name: dict[str, str]) -> str:
    """Family name first; a body in braces of its own, so that no program divides it."""
    if "literal" in name:
        return f"{{{escaped(name['literal'])}}}"
    return f"{{{escaped(name['family'])}}}, {escaped(name['given'])}"


def _braced(value: str) -> str:
    return f"{{{value}}}" if value else ""


def _parts(value: Any) -> list[int]:
    return list(value["date-parts"][0]) if value else []


def _iso(parts: list[int]) -> str:
    return "-".join(f"{part:04d}" if at == 0 else f"{part:02d}" for at, part in enumerate(parts))
