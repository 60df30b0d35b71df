"""A spreadsheet (XLSX) with a sheet of claims, one of evidence, and one that says what the columns mean.

Rows go to temporary files while they are made, so that memory does not grow with them. What the format
cannot hold is refused (more rows than a sheet has) or said in its cell (longer text than a cell holds).
"""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from tempfile import TemporaryDirectory, TemporaryFile
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format as Style
from xlsxwriter.worksheet import Worksheet

from annotations.domain.claim_tables import (
    CLAIM_COLUMNS,
    EVIDENCE_COLUMNS,
    Cell,
    Column,
    claim_cells,
    evidence_rows,
)
from annotations.domain.errors import Invalid
from annotations.domain.rendering import Documents, Format, LeftOut, Publication
from annotations.domain.spreadsheets import neutralised
from annotations.domain.zipping import PIECE

MOST_ROWS: Final = 1_048_576
"""Rows of a sheet, with the one of headings."""
LONGEST_CELL: Final = 32_767
"""UTF-16 units that a cell holds."""
CUT: Final = " … (cut: the whole text stands in NDJSON)"
_MADE: Final = datetime(1980, 1, 1, tzinfo=UTC)
"""Stands in the file as the moment at which it was made: the same claims give the same bytes."""
_FIRST_DAY: Final = "1900-03-01"
"""Before it, programs do not agree which number a day has."""
_WIDTHS: Final = {"claim": 60, "passage": 60, "reason": 40, "sources": 40, "address": 30, "title": 30}


def render(documents: Documents, publication: Publication, left_out: LeftOut) -> Iterator[bytes]:
    """The file, once it is made. Refuses more rows than a sheet holds (`too-many-rows`)."""
    with TemporaryFile() as file, TemporaryDirectory() as folder:
        _write(file, folder, documents, publication)
        file.seek(0)
        while chunk := file.read(PIECE):
            yield chunk


def _write(file: Any, folder: str, documents: Documents, publication: Publication) -> None:
    workbook = Workbook(file, {"constant_memory": True, "tmpdir": folder})
    workbook.set_properties({"title": _title(publication), "created": _MADE})
    claims = _Sheet(workbook, "Claims", CLAIM_COLUMNS)
    evidence = _Sheet(workbook, "Evidence", EVIDENCE_COLUMNS)
    for document in documents:
        claim = json.loads(document)
        is_marked = not claim["signed"] or bool(claim["stale"])
        claims.add(claim_cells(claim, publication.address), is_marked=is_marked)
        for row in evidence_rows(claim):
            evidence.add(row, is_marked=is_marked)
    _about(workbook, publication)
    workbook.close()


def _title(publication: Publication) -> str:
    return f"Claims checked by {publication.organisation}"


class _Sheet:
    """One sheet, row by row."""

    def __init__(self, workbook: Workbook, name: str, columns: Sequence[Column]) -> None:
        self.columns, self.row = columns, 0
        self.sheet: Worksheet = workbook.add_worksheet(name)
        self.styles = {False: _Styles(workbook, {}), True: _Styles(workbook, {"bg_color": "#FFF3D6"})}
        self.sheet.freeze_panes(1, 0)
        for number, column in enumerate(columns):
            self.sheet.set_column(number, number, _WIDTHS.get(column.name, 16))
        heading = workbook.add_format({"bold": True, "bottom": 1})
        for number, column in enumerate(columns):
            self.sheet.write_string(0, number, column.name, heading)

    def add(self, cells: Sequence[Cell], *, is_marked: bool) -> None:
        """The next row; a marked one has a ground of its own."""
        self.row += 1
        if self.row >= MOST_ROWS:
            raise Invalid(
                f"A sheet has {MOST_ROWS:,} rows, and there are more. Export fewer claims, or as CSV.",
                rule="too-many-rows",
            )
        styles = self.styles[is_marked]
        for number, (column, cell) in enumerate(zip(self.columns, cells, strict=True)):
            if cell is None or cell == "":
                self.sheet.write_blank(self.row, number, None, styles.plain)
            elif isinstance(cell, int):
                self.sheet.write_number(self.row, number, cell, styles.plain)
            elif (moment := _moment(column, cell)) is not None:
                style = styles.day if column.kind == "date" else styles.moment
                self.sheet.write_datetime(self.row, number, moment, style)
            else:
                self.sheet.write_string(self.row, number, _fitting(neutralised(cell)), styles.plain)


class _Styles:
    """How cells of one kind of row look."""

    def __init__(self, workbook: Workbook, ground: dict[str, str]) -> None:
        def style(**given: Any) -> Style:
            return workbook.add_format({"valign": "top", **ground, **given})

        self.plain = style()
        self.day = style(num_format="yyyy-mm-dd", align="left")
        self.moment = style(num_format="yyyy-mm-dd hh:mm:ss", align="left")


def _moment(column: Column, cell: str) -> date | datetime | None:
    """The day or the moment (UTC) of a cell, where the format can hold it."""
    if column.kind not in ("date", "datetime") or cell < _FIRST_DAY:
        return None
    if column.kind == "date":
        return date.fromisoformat(cell)
    return datetime.fromisoformat(cell).astimezone(UTC).replace(tzinfo=None)


def _fitting(text: str) -> str:
    """The text, or so much of it as a cell holds, which says so."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST_CELL:
        return text
    return units[: 2 * (LONGEST_CELL - len(CUT))].decode("utf-16-le", "ignore") + CUT


def _about(workbook: Workbook, publication: Publication) -> None:
    """What the sheets are, and what stands in each column."""
    sheet = workbook.add_worksheet("About")
    sheet.set_column(0, 1, 20)
    sheet.set_column(2, 2, 80)
    lines = [
        [_title(publication)],
        [publication.address],
        ["Rows on a yellow ground are not signed, or have to be looked at again. Moments are in UTC."],
        [],
        ["Sheet", "Column", "What it says"],
        *(["Claims", column.name, column.words] for column in CLAIM_COLUMNS),
        *(["Evidence", column.name, column.words] for column in EVIDENCE_COLUMNS),
    ]
    bold = workbook.add_format({"bold": True})
    for row, line in enumerate(lines):
        for number, cell in enumerate(line):
            sheet.write_string(row, number, neutralised(cell), bold if row in (0, 4) else None)


FORMAT = Format(
    media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    suffix=".xlsx",
    render=render,
)
