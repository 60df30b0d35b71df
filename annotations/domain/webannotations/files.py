"""What a file of annotations is, by its content: the values that are its rows.

Several programs write them and rarely say what they wrote: one annotation, a list, a page or a collection of
the protocol, what the Hypothesis API answered, or one JSON value a line.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from annotations.domain.errors import Invalid
from annotations.domain.webannotations.hypothesis_rows import is_hypothesis_row
from annotations.domain.webannotations.terms import listed, types_of

MAXIMUM_BYTES = 20_000_000
MAXIMUM_ROWS = 10_000


@dataclass(frozen=True, slots=True)
class BrokenLine:
    """A line that is no JSON, and why."""

    refusal: Invalid


@dataclass(frozen=True, slots=True)
class Contents:
    """The values of a file that are its rows, the context they share, and whether more stand elsewhere."""

    values: list[Any]
    context: Any = None
    is_partial: bool = False


def read_contents(content: bytes | str) -> Contents:
    """The rows of a file, parsed. Invalid: `file-too-large`, `file-not-text`, `file-not-json`,
    `file-without-annotations`, `too-many-rows`.
    """
    contents = _contents(_parsed(_text(content)))
    if not contents.values:
        raise _without_annotations()
    if len(contents.values) > MAXIMUM_ROWS:
        raise Invalid(
            f"The file holds more than {MAXIMUM_ROWS:,} annotations. Divide it.",
            field="file",
            rule="too-many-rows",
        )
    return contents


def _text(content: bytes | str) -> str:
    # A character takes at least one byte: what is too long as text is too large as a file.
    if len(content) > MAXIMUM_BYTES:
        raise Invalid(
            f"The file is larger than {MAXIMUM_BYTES // 1_000_000} MB. Divide it.",
            field="file",
            rule="file-too-large",
        )
    if isinstance(content, str):
        return content.removeprefix("\ufeff")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid(
            "The file is not UTF-8 text, as JSON must be.", field="file", rule="file-not-text"
        ) from error


def _parsed(text: str) -> Any:
    """The file's JSON value; where it has one on every line, the list of them."""
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) > 1 and _is_one_value(lines[0]):
        if len(lines) > MAXIMUM_ROWS:
            lines = lines[: MAXIMUM_ROWS + 1]
        return [_line(line) for line in lines]
    try:
        return _loads(text)
    except Invalid as refusal:
        raise Invalid(
            f"The file cannot be read as annotations: {refusal.message}", field="file", rule="file-not-json"
        ) from refusal


def _is_one_value(line: str) -> bool:
    try:
        return isinstance(_loads(line), Mapping)
    except Invalid:
        return False


def _line(line: str) -> Any:
    try:
        return _loads(line)
    except Invalid as refusal:
        return BrokenLine(refusal)


def _loads(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_no_json)
    except RecursionError as error:
        raise Invalid("it is nested too deeply.", rule="annotation-too-deep") from error
    except ValueError as error:
        reason = (
            f"{error.msg} at line {error.lineno}" if isinstance(error, json.JSONDecodeError) else str(error)
        )
        raise Invalid(f"it is not valid JSON ({reason}).", rule="not-json") from error


def _no_json(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number of JSON")


def _contents(value: Any) -> Contents:
    if isinstance(value, list):
        return Contents(_rows_of_answers(value) or value)
    if not isinstance(value, Mapping):
        raise _without_annotations()
    if isinstance(value.get("rows"), list):
        return _part(value["rows"], value, None)
    return _document(value)


def _rows_of_answers(values: list[Any]) -> list[Any]:
    """The rows of several answers of the API in one file, one answer a line; else none."""
    answers = [value["rows"] for value in values if isinstance(value, Mapping) and "rows" in value]
    if len(answers) < len(values) or not all(isinstance(rows, list) for rows in answers):
        return []
    return [row for rows in answers for row in rows]


def _document(value: Mapping[str, Any]) -> Contents:
    context = value.get("@context")
    if isinstance(value.get("@graph"), list):
        return Contents(value["@graph"], context)
    if isinstance(value.get("items"), list):
        return _part(value["items"], value, context)
    first = next(iter(listed(value.get("first"))), None)
    if isinstance(first, Mapping) and isinstance(first.get("items"), list):
        return _part(first["items"], {**first, **value}, first.get("@context", context))
    if {"AnnotationCollection", "AnnotationPage"}.intersection(types_of(value)):
        raise _without_annotations()
    if context is None and "target" not in value and not is_hypothesis_row(value):
        raise _without_annotations()
    # One document: where it is no annotation, its row says what is wrong with it.
    return Contents([value])


def _part(values: list[Any], whole: Mapping[str, Any], context: Any) -> Contents:
    total = whole.get("total")
    return Contents(values, context, "next" in whole or (type(total) is int and total > len(values)))


def _without_annotations() -> Invalid:
    return Invalid(
        "The file holds no annotations. A collection must hold its pages, a page its items.",
        field="file",
        rule="file-without-annotations",
    )
