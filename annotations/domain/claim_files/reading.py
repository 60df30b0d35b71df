"""Reading a file of claims in the format it is said to be in."""

import io
import json
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from annotations.domain.claim_files.claimreview import read_claim_reviews
from annotations.domain.claim_files.datasets import read_averitec, read_fever
from annotations.domain.claim_files.records import Record, Unreadable
from annotations.domain.claim_files.tables import CLAIM_FILE_COLUMNS, read_table
from annotations.domain.errors import Invalid
from annotations.domain.tables import opened
from annotations.domain.vocabulary import ClaimImportFormat

MOST_RECORDS: Final = 20_000


def read_claims(format: str, stream: BinaryIO) -> Iterator[Record | Unreadable]:
    """The records of the file, numbered from 1. Raises `Invalid` (field `file`) where the file as a whole is
    none of this format: no text, empty, more than `MOST_RECORDS`, no JSON.
    """
    for count, record in enumerate(_records(format, stream), start=1):
        if count > MOST_RECORDS:
            raise _refused(f"The file has more than {MOST_RECORDS:,} claims. Divide it.", "too-many-rows")
        yield record


def _records(format: str, stream: BinaryIO) -> Iterator[Record | Unreadable]:
    if format == ClaimImportFormat.CSV:
        table = opened(stream, CLAIM_FILE_COLUMNS, told=_TOLD, most_rows=MOST_RECORDS)
        if "claim" not in table.columns:
            raise _refused("The first line names no column “claim”.", "no-known-column")
        return read_table(stream, table)
    text = _text(stream)
    if format == ClaimImportFormat.CLAIMREVIEW:
        return read_claim_reviews(text)
    read = read_averitec if format == ClaimImportFormat.AVERITEC else read_fever
    return (read(number, place, value) for number, (place, value) in enumerate(_values(text), start=1))


# Columns of the exported table of evidence that say nothing of what is read here.
_TOLD: Final = (
    *("id", "claim_signed", "claim_stale", "state", "protected", "passage_check", "source_id", "grade"),
    *("capture_id", "captured_at", "capture_sha256", "points", "counted", "reason", "attached_at"),
)


def _text(stream: BinaryIO) -> str:
    stream.seek(0)
    content = stream.read()
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise _refused("The file is empty.", "file-empty")
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as failure:
        raise _refused("This is no text in UTF-8. Save it as UTF-8.", "file-not-text") from failure


def _values(text: str) -> Iterator[tuple[str, Any]]:
    """The members of a JSON list with their paths, or the lines of JSON lines."""
    if text.lstrip().startswith("["):
        yield from ((f"$[{index}]", value) for index, value in enumerate(_json(text, "The file")))
        return
    for line, written in enumerate(io.StringIO(text), start=1):
        if written.strip():
            yield f"line {line}", _json(written, f"Line {line}")


def _json(text: str, what: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as failure:
        place = f"line {failure.lineno}, column {failure.colno}"
        raise _refused(f"{what} is no JSON: {failure.msg} ({place}).", "json-broken") from failure
    except (ValueError, RecursionError) as failure:
        raise _refused(f"{what} is no JSON that can be read.", "json-broken") from failure


def _refused(message: str, rule: str) -> Invalid:
    return Invalid(message, field="file", rule=rule)
