"""The spreadsheet, read with nothing but a ZIP and an XML reader."""

import io
import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from annotations.domain.claim_tables import CLAIM_COLUMNS, EVIDENCE_COLUMNS
from annotations.domain.errors import Invalid
from annotations.domain.rendering import LeftOut
from annotations.domain.spreadsheets import FORMULA_STARTERS
from annotations.exports import xlsx
from tests.exports.hard import ATTACK, HARD, PROTECTED, hard_documents, lines
from tests.exports.samples import PUBLICATION, a_document, a_verdict

SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SHEETS = {"Claims": 1, "Evidence": 2, "About": 3}


def written(*documents: dict[str, Any]) -> bytes:
    return b"".join(xlsx.render(lines(*documents), PUBLICATION, LeftOut()))


def rows(content: bytes, sheet: str) -> list[dict[str, str]]:
    """The rows of a sheet as texts and numbers, by their headings."""
    heading, *told = list(_cells(content, sheet))
    return [{heading[at]: cell for at, cell in row.items() if at in heading} for row in told]


def _cells(content: bytes, sheet: str) -> Iterator[dict[str, str]]:
    with ZipFile(io.BytesIO(content)) as found:
        tree = ElementTree.fromstring(found.read(f"xl/worksheets/sheet{SHEETS[sheet]}.xml"))
    assert not list(tree.iter(f"{SPACE}f")), "There is a formula."
    for row in tree.iter(f"{SPACE}row"):
        yield {
            re.sub(r"\d", "", cell.get("r", "")): "".join(cell.itertext())
            for cell in row.iter(f"{SPACE}c")
            if len(cell)
        }


def test_one_row_a_claim_and_one_a_piece_of_evidence() -> None:
    content = written(a_document(evidence=[*a_document()["evidence"], PROTECTED]))
    (claim,), evidence = rows(content, "Claims"), rows(content, "Evidence")
    assert (claim["id"], claim["claim"], claim["support"]) == ("7", "Two boats remained.", "100")
    assert [(row["id"], row["claim_id"], row.get("title")) for row in evidence] == [
        ("5", "7", "The log"),
        ("50", "7", None),
    ]


def test_days_and_moments_are_real_ones() -> None:
    """Days since 1899-12-30, as programs count them; what they cannot count stays text."""
    time = {"text": "then", "starts_on": "2020-09-28", "ends_on": "1850-01-01"}
    (claim,) = rows(written(a_document(time=time)), "Claims")
    assert (claim["starts_on"], claim["ends_on"]) == ("44102", "1850-01-01")
    assert float(claim["signed_at"]) == pytest.approx(44106 + 8 / 24)


def test_what_people_wrote_is_text_and_never_a_formula() -> None:
    content = written(*hard_documents())
    assert [row["claim"] for row in rows(content, "Claims") if "HYPERLINK" in row["claim"]] == [f"'{ATTACK}"]
    cells = [cell for sheet in SHEETS for row in rows(content, sheet) for cell in row.values()]
    assert [cell for cell in cells if cell.startswith(FORMULA_STARTERS)] == []
    assert rows(content, "Claims")[0]["claim"] == HARD


def test_a_text_longer_than_a_cell_says_that_it_is_cut() -> None:
    (claim,) = rows(written(a_document(verdicts=[a_verdict(reason="😀" * 20_000)])), "Claims")
    assert len(claim["reason"].encode("utf-16-le")) / 2 in (xlsx.LONGEST_CELL, xlsx.LONGEST_CELL - 1)
    assert claim["reason"].endswith("😀 … (cut: the whole text stands in NDJSON)")


def test_control_characters_do_not_break_the_file() -> None:
    (claim,) = rows(written(a_document(text="a\x01b\x1fc\ufffe")), "Claims")
    assert claim["claim"].startswith("a_x0001_b")


def test_more_rows_than_a_sheet_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 3)
    assert len(rows(written(a_document(), a_document(id=8)), "Claims")) == 2
    with pytest.raises(Invalid, match="A sheet has 3 rows") as refused:
        written(a_document(), a_document(id=8), a_document(id=9))
    assert refused.value.rule == "too-many-rows"


def test_unsigned_and_stale_rows_have_a_ground_of_their_own() -> None:
    content = written(*hard_documents())
    with ZipFile(io.BytesIO(content)) as found:
        tree = ElementTree.fromstring(found.read("xl/worksheets/sheet1.xml"))
    styles = [row.find(f"{SPACE}c").get("s") for row in tree.iter(f"{SPACE}row")][1:]  # type: ignore[union-attr]
    assert len(set(styles)) == 2
    assert [style == styles[3] for style in styles] == [False, False, False, True, True]


def test_a_sheet_says_what_the_columns_mean() -> None:
    told = [(row.get("A"), row.get("B"), row.get("C")) for row in _cells(written(), "About")]
    assert told[0] == ("Claims checked by The Checkers", None, None)
    assert [row for row in told if row[0] in ("Claims", "Evidence")] == [
        (sheet, column.name, column.words)
        for sheet, columns in (("Claims", CLAIM_COLUMNS), ("Evidence", EVIDENCE_COLUMNS))
        for column in columns
    ]
    assert rows(written(), "Claims") == []
