"""Tables in files: CSV as people's programs write it, read row by row, and CSV that every program reads.

What calls itself CSV is in any encoding, with commas, semicolons or tabs between, with or without a mark at
its beginning, and now and then with a mark that says UTF-8 before text that is none. So nothing about a file
is taken on trust: the encoding is what its bytes are valid in, and the separator is the one that splits the
first line into most of the names that are looked for. What was guessed is said in the notes.

A file is read twice and never held: once to learn what it is and how many rows it has, once for its rows.
"""

import codecs
import csv
import io
import re
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final

from annotations.domain.errors import Invalid
from annotations.domain.spreadsheets import neutralised, restored

BYTE_ORDER_MARK: Final = "\ufeff"
LONGEST_CELL: Final = 131_072
"""Characters of a cell. What a longer one has beyond is left out, and its row says so."""

_LARGEST_FILE: Final = 2**26
_CHUNK: Final = 64 * 1024
_SEPARATORS: Final = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_DECLARES_SEPARATOR: Final = re.compile(r"\s*sep=(.)\s*", re.I)
_MARKS: Final = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True, slots=True)
class Table:
    """What a file is: how to read it, the names of its columns as they are looked for, and how many rows it
    has. `skipped` bytes at the beginning and `heading` lines belong to no row.
    """

    encoding: str
    skipped: int
    separator: str
    heading: int
    columns: tuple[str, ...]
    rows: int
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `number` counts from 1 without the heading, `line` is where it begins in the file. `cells` are
    by column, without those that the row does not reach. `too_long` says that it has more cells than columns,
    `cut` names the columns whose cells are not whole, since they have more than `LONGEST_CELL` characters.
    """

    number: int
    line: int
    cells: dict[str, str]
    too_long: bool
    cut: tuple[str, ...] = ()


def opened(stream: BinaryIO, known: Sequence[str], *, told: Sequence[str] = (), most_rows: int) -> Table:
    """What the file is. `known` are the columns that are looked for, `told` others that are expected and not
    looked at. Raises `Invalid` (field `file`): empty, without any known column, with one column twice, too
    many rows, an open quotation mark.
    """
    encoding, skipped, notes = _encoding(stream)
    heading, separator, columns = _heading(stream, encoding, skipped, known)
    _check_columns(columns, known)
    table = Table(encoding, skipped, separator, heading, columns, 0, ())
    rows = 0
    for _ in rows_of(stream, table):
        rows += 1
        if rows > most_rows:
            raise _refused(f"The file has more than {most_rows:,} rows. Divide it.", "too-many-rows")
    notes += _notes_about(columns, known, told, separator)
    return Table(encoding, skipped, separator, heading, columns, rows, tuple(notes))


def rows_of(stream: BinaryIO, table: Table) -> Iterator[Row]:
    """The rows in order. Rows without any text are left out, and not counted. Raises `Invalid`."""
    number = 0
    records = _records(stream, table.encoding, table.skipped, table.separator)
    for count, (line, cells) in enumerate(records):
        told = [restored(cell).strip() for cell in cells]
        if count < table.heading or not any(told):
            continue
        number += 1
        named = {name: cell for name, cell in zip(table.columns, told, strict=False) if name}
        extra = any(told[len(table.columns) :])
        cut = tuple(name for name, cell in named.items() if len(cell) > LONGEST_CELL)
        yield Row(number, line, named | {name: named[name][:LONGEST_CELL] for name in cut}, extra, cut)


def csv_lines(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The rows as CSV, a line or more at a time, with a mark at the beginning by which spreadsheets know the
    encoding. No cell is run as a formula; `rows_of` gives each back as it was.
    """
    yield BYTE_ORDER_MARK
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(columns)
    for row in rows:
        writer.writerow(["" if value is None else neutralised(str(value)) for value in row])
        if buffer.tell() > _CHUNK:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def _encoding(stream: BinaryIO) -> tuple[str, int, list[str]]:
    stream.seek(0)
    start = stream.read(_CHUNK)
    if not start.strip(b"\x00 \t\r\n"):
        raise _refused("The file is empty.", "file-empty")
    for mark, name in _MARKS:
        if start.startswith(mark):
            return name, 0, ["Read as UTF-16."]
    zeros = start.count(b"\x00")
    if zeros > len(start) // 4:
        little = start[1::2].count(b"\x00") >= start[::2].count(b"\x00")
        return ("utf-16-le" if little else "utf-16-be"), 0, ["Read as UTF-16."]
    if zeros:
        raise _refused("This is no table but a binary file. Save it as CSV.", "file-not-text")
    skipped = len(codecs.BOM_UTF8) if start.startswith(codecs.BOM_UTF8) else 0
    if _is_utf8(stream):
        return "utf-8", skipped, []
    said = " although its mark says UTF-8" if skipped else ""
    return (
        "cp1252",
        skipped,
        [f"Read as Western European (Windows-1252){said}: look at letters with accents."],
    )


def _is_utf8(stream: BinaryIO) -> bool:
    stream.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := stream.read(_CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _heading(
    stream: BinaryIO, encoding: str, skipped: int, known: Sequence[str]
) -> tuple[int, str, tuple[str, ...]]:
    """How many records stand before the rows, the separator, and the names of the columns."""
    found = []
    for separator in _SEPARATORS:
        records = _records(stream, encoding, skipped, separator)
        heading, (_line, first) = 1, next(records, (1, []))
        if _DECLARES_SEPARATOR.fullmatch(separator.join(first)):
            heading, (_line, first) = 2, next(records, (2, []))
        records.close()
        columns = tuple(_column(cell) for cell in first)
        found.append((len(set(columns) & set(known)), len(columns), heading, separator, columns))
    _, _, heading, separator, columns = max(found, key=lambda one: one[:2])
    return heading, separator, columns


def _column(cell: str) -> str:
    return re.sub(r"[\s-]+", "_", cell.strip(f" {BYTE_ORDER_MARK}\t").lower())


def _check_columns(columns: Sequence[str], known: Sequence[str]) -> None:
    if not set(columns) & set(known):
        raise _refused(
            f"The first line names no column that is known. Known are: {', '.join(known)}.", "no-known-column"
        )
    twice = sorted({name for name in columns if name in known and columns.count(name) > 1})
    if twice:
        raise _refused(f"The column “{twice[0]}” is there twice. Keep one.", "column-twice")


def _notes_about(
    columns: Sequence[str], known: Sequence[str], told: Sequence[str], separator: str
) -> list[str]:
    strange = [name[:40] for name in columns if name and name not in {*known, *told}]
    missing = [name for name in known if name not in columns]
    return [
        *([f"Its separator is a {_SEPARATORS[separator]}."] if separator != "," else []),
        *(
            [f"Not looked at, because nobody knows these columns: {', '.join(strange[:20])}."]
            if strange
            else []
        ),
        *([f"Not in the file, and so left as they are: {', '.join(missing)}."] if missing else []),
    ]


def _records(
    stream: BinaryIO, encoding: str, skipped: int, separator: str
) -> Generator[tuple[int, list[str]], None, None]:
    """Each record with the line on which it begins, counted from 1."""
    # Beyond its limit the reader gives up the whole file, and cannot tell which cell it was. The limit holds
    # for the whole process, so it is only ever raised: a cell is bounded by the size of the file anyway.
    csv.field_size_limit(max(csv.field_size_limit(), _LARGEST_FILE))
    stream.seek(skipped)
    text = io.TextIOWrapper(stream, encoding, errors="replace", newline="")
    reader = csv.reader(text, delimiter=separator, strict=True)
    try:
        while True:
            line = reader.line_num + 1
            yield line, [cell.replace("\x00", "") for cell in next(reader)]
    except StopIteration:
        return
    except csv.Error as failure:
        raise _refused(
            f"Line {line} cannot be read. A quotation mark there may be open ({failure}).", "row-unreadable"
        ) from failure
    finally:
        if not stream.closed:
            text.detach()


def _refused(message: str, rule: str) -> Invalid:
    return Invalid(message, field="file", rule=rule)
