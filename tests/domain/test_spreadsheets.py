"""Cells that no spreadsheet runs as a formula."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.spreadsheets import FORMULA_STARTERS, neutralised, restored


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+49 30 1234", "'+49 30 1234"),
        ("-5 degrees", "'-5 degrees"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("\n=1", "'\n=1"),
        ("＝1+1", "'＝1+1"),
        ("", ""),
        ("2 = 1 + 1", "2 = 1 + 1"),
        ("'=1", "''=1"),
        ("'quoted'", "'quoted'"),
        ("−5 with a real minus", "−5 with a real minus"),
    ],
)
def test_what_begins_like_a_formula_becomes_text(cell: str, safe: str) -> None:
    assert neutralised(cell) == safe


@given(st.text())
def test_nothing_begins_like_a_formula_afterwards_and_no_character_is_lost(cell: str) -> None:
    safe = neutralised(cell)
    assert not safe.startswith(FORMULA_STARTERS)
    assert safe in (cell, f"'{cell}")


@given(st.text(alphabet=st.sampled_from(["'", "=", "+", "a", "\n", "＝"])) | st.text())
def test_every_cell_comes_back_as_it_was(cell: str) -> None:
    assert restored(neutralised(cell)) == cell
