"""CSV as people's programs write it."""

import codecs
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotations.domain.errors import Invalid
from annotations.domain.tables import LONGEST_CELL, Row, Table, csv_lines, opened, rows_of

KNOWN = ("id", "title", "note")
WESTERN = "Read as Western European (Windows-1252){}: look at letters with accents."
SHORT = "Not in the file, and so left as they are: id."


def a_table(content: bytes, most_rows: int = 100) -> Table:
    return opened(io.BytesIO(content), KNOWN, most_rows=most_rows)


def the_rows(content: bytes) -> list[Row]:
    return list(rows_of(io.BytesIO(content), a_table(content)))


def the_cells(content: bytes) -> list[dict[str, str]]:
    return [row.cells for row in the_rows(content)]


@pytest.mark.parametrize(
    ("encoding", "mark", "notes"),
    [
        ("utf-8", b"", ()),
        ("utf-8", codecs.BOM_UTF8, ()),
        ("utf-16-le", codecs.BOM_UTF16_LE, ("Read as UTF-16.",)),
        ("utf-16-be", codecs.BOM_UTF16_BE, ("Read as UTF-16.",)),
        ("utf-16-le", b"", ("Read as UTF-16.",)),
        ("utf-16-be", b"", ("Read as UTF-16.",)),
        ("latin-1", b"", (WESTERN.format(""),)),
        ("latin-1", codecs.BOM_UTF8, (WESTERN.format(" although its mark says UTF-8"),)),
    ],
)
def test_every_encoding_is_read_and_what_was_guessed_is_said(
    encoding: str, mark: bytes, notes: tuple[str, ...]
) -> None:
    content = mark + "Title,note\r\n“é”".replace("“", '"').replace("”", '"').encode(encoding)
    assert the_cells(content) == [{"title": "é"}]
    assert a_table(content).notes == (*notes, SHORT)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"id,title,note\n1,Log; of March,x\n", ()),
        (b"id;title;note\n1;Log, of March;x\n", ("Its separator is a semicolon.",)),
        (b"id\ttitle\tnote\n1\tLog; of March\tx\n", ("Its separator is a tab.",)),
        (b"sep=;\r\nid;title;note\r\n1;Log, of March;x", ("Its separator is a semicolon.",)),
    ],
)
def test_every_separator_is_seen(content: bytes, said: tuple[str, ...]) -> None:
    assert [row["note"] for row in the_cells(content)] == ["x"]
    assert a_table(content).notes == said


def test_lines_inside_quotation_marks_belong_to_their_cell_and_rows_know_where_they_begin() -> None:
    content = b'title,note\r\n"Log\r\nof March","x ""y"""\r\n,\r\n  Plan ,z\r\n'
    assert the_rows(content) == [
        Row(1, 2, {"title": "Log\r\nof March", "note": 'x "y"'}, False),
        Row(2, 5, {"title": "Plan", "note": "z"}, False),
    ]
    assert a_table(content).rows == 2


def test_rows_need_not_be_as_long_as_the_heading() -> None:
    content = b"title,note,\nLog\nLog,x,,\nLog,x,y,z\n"
    assert [(row.cells, row.too_long) for row in the_rows(content)] == [
        ({"title": "Log"}, False),
        ({"title": "Log", "note": "x"}, False),
        ({"title": "Log", "note": "x"}, True),
    ]


def test_strange_columns_are_told_and_names_are_taken_generously() -> None:
    table = a_table("\ufeffTITLE ,Colour,No-te\nx,red,1\n".encode())
    assert (table.columns, table.notes) == (
        ("title", "colour", "no_te"),
        (
            "Not looked at, because nobody knows these columns: colour, no_te.",
            "Not in the file, and so left as they are: id, note.",
        ),
    )


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "file-empty"),
        (b" \r\n\t", "file-empty"),
        (codecs.BOM_UTF8 + b"\n", "no-known-column"),
        (b"colour,shape\n1,2\n", "no-known-column"),
        (b"title,Title\n1,2\n", "column-twice"),
        (b'title,note\n"open,1\n' + b"x,y\n" * 40_000, "row-unreadable"),
        (b'title,note\nlog,"starts here\n' + b"x,y\n" * 5, "row-unreadable"),
        (b"title\n" + b"x\n" * 101, "too-many-rows"),
        (b"PK\x03\x04\x00title,note", "file-not-text"),
    ],
)
def test_what_is_no_table_is_refused(content: bytes, rule: str) -> None:
    with pytest.raises(Invalid) as refused:
        a_table(content)
    assert (refused.value.rule, refused.value.field) == (rule, "file")


def test_a_cell_that_is_too_long_is_cut_and_its_neighbours_are_whole() -> None:
    longest = "a\n" * (LONGEST_CELL // 2 - 1) + "aa"
    content = f'title,note\nLog,"{longest}"\nPlan,"{longest}\nb"\n{longest[::2] * 3},x\n'.encode()
    lines = longest.count("\n")
    assert the_rows(content) == [
        Row(1, 2, {"title": "Log", "note": longest}, False),
        Row(2, 3 + lines, {"title": "Plan", "note": longest}, False, ("note",)),
        Row(3, 5 + 2 * lines, {"title": "a" * LONGEST_CELL, "note": "x"}, False, ("title",)),
    ]


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=5))
@example([("", "\n")])
def test_what_is_written_comes_back(rows: list[tuple[str, str]]) -> None:
    content = "".join(csv_lines(["title", "note"], rows)).encode()
    kept = [{"title": first.strip(), "note": second.strip()} for first, second in rows]
    assert the_cells(content) == [row for row in kept if any(row.values())]
