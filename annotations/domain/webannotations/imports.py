"""The annotations in an uploaded file, row by row.

A row that cannot be read is reported with its reason and never stops the others; what a program left out
that is known all the same is put in, and said.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import regex

from annotations.domain.errors import Invalid
from annotations.domain.webannotations.bounds import check_bounds
from annotations.domain.webannotations.files import BrokenLine, read_contents
from annotations.domain.webannotations.fingerprints import fingerprint
from annotations.domain.webannotations.hypothesis_rows import from_hypothesis, is_hypothesis_row
from annotations.domain.webannotations.reading import WebAnnotation, read_annotation
from annotations.domain.webannotations.terms import iri_of

W3C, HYPOTHESIS = "w3c", "hypothesis"

_UUID = regex.compile(r"#?([0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file; `number` counts from 1.

    `annotation` is what it says, None where it was refused for the reason in `refusal`. `repairs` say in
    whole sentences what was put right so that it could be read. `duplicate_of` is the number of the first row
    that is the same annotation: it has the same IRI, or, without one, the same content.
    """

    number: int
    format: str
    annotation: WebAnnotation | None = None
    refusal: Invalid | None = None
    repairs: tuple[str, ...] = ()
    duplicate_of: int | None = None

    @property
    def document(self) -> Mapping[str, Any] | None:
        """The annotation as a document to keep; None where the row was refused."""
        return None if self.annotation is None else self.annotation.document


@dataclass(frozen=True, slots=True)
class Upload:
    """What a file turned out to be: its format (`w3c` or `hypothesis`), how many rows it holds, whether it
    says that more stand elsewhere, and the rows, read as they are asked for.
    """

    format: str
    total: int
    is_partial: bool
    rows: Iterator[Row]


def read_rows(content: bytes | str, format: str | None = None, base: str = "") -> Iterator[Row]:
    """The rows of an uploaded file; see `open_upload`."""
    return open_upload(content, format, base).rows


def open_upload(content: bytes | str, format: str | None = None, base: str = "") -> Upload:
    """Recognise a file of annotations by its content.

    `format` (`w3c`, `hypothesis`) is believed over it. `base` is the address of the page that targets without
    one are about. Invalid where the file as a whole cannot be read: `file-too-large`, `file-not-text`,
    `file-not-json`, `file-without-annotations`, `too-many-rows`.
    """
    contents = read_contents(content)
    formats = [format or (HYPOTHESIS if is_hypothesis_row(value) else W3C) for value in contents.values]
    rows = _rows(zip(contents.values, formats, strict=True), contents.context, base)
    return Upload(formats[0] if formats else format or W3C, len(formats), contents.is_partial, rows)


def _rows(values: Iterable[tuple[Any, str]], context: Any, base: str) -> Iterator[Row]:
    seen: dict[str, int] = {}
    for number, (value, format) in enumerate(values, 1):
        row = _row(number, value, format, context, base)
        if row.annotation is not None:
            key = row.annotation.iri or fingerprint(row.annotation.document)
            first = seen.setdefault(key, number)
            if first != number:
                row = Row(number, format, row.annotation, None, row.repairs, first)
        yield row


def _row(number: int, value: Any, format: str, context: Any, base: str) -> Row:
    try:
        if isinstance(value, BrokenLine):
            raise value.refusal
        if not isinstance(value, Mapping):
            raise Invalid("This row is not a JSON object.", rule="not-an-object")
        check_bounds(value)
        if format == HYPOTHESIS:
            return Row(number, format, read_annotation(from_hypothesis(value)))
        document, repairs = _repaired(value, context, base)
        return Row(number, format, read_annotation(document), repairs=repairs)
    except Invalid as refusal:
        return Row(number, format, refusal=refusal)


def _repaired(value: Mapping[str, Any], context: Any, base: str) -> tuple[Mapping[str, Any], tuple[str, ...]]:
    """The row with what programs leave out: a context given once for all, a bare UUID, the page's address."""
    document = dict(value)
    repairs: list[str] = []
    if "@context" not in document and context is not None:
        document = {"@context": context, **document}
    if isinstance(name := iri_of(document), str) and (found := _UUID.fullmatch(name)):
        document["id" if "id" in document else "@id"] = f"urn:uuid:{found[1].lower()}"
        repairs.append(f"Its id “{name}” is no IRI; it was written as urn:uuid:{found[1].lower()}.")
    if base and (targets := _with_address(document.get("target"), base)) != document.get("target"):
        document["target"] = targets
        repairs.append("A target named no page; the article's address was put in.")
    return document, tuple(repairs)


def _with_address(target: Any, base: str) -> Any:
    if isinstance(target, list):
        return [_with_address(one, base) for one in target]
    if target == "":
        return base
    if isinstance(target, Mapping) and (
        target.get("source", "absent") in ("", None) or ("selector" in target and "source" not in target)
    ):
        return {**target, "source": base}
    return target
