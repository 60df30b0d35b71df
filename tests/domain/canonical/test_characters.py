"""Which characters survive into canonical text."""

import unicodedata

import pytest
from hypothesis import given, settings

from annotations.domain.canonical.characters import MARKS_IN_A_ROW, clean_characters, one_line, several_lines
from tests.domain.canonical.texts import FAMILY, hard_text


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("cafe\u0301", "café"),
        ("\u212bngstr\u00f6m", "Ångström"),
        ("co\u00adop\u200bera\u2060tive\ufeff", "cooperative"),
        ("a\u202egnp\u202cb\u200e\u2066c\u2069", "agnpbc"),
        ("a\u0000b\u0007c\x7f", "abc"),
        ("a\ud800b", "a\ufffdb"),
        ("a\ufffeb\uffffc\U0001fffe", "abc"),
        (FAMILY, FAMILY),
        ("🏳️‍🌈 👩🏽‍🚀 🐈‍⬛", "🏳️‍🌈 👩🏽‍🚀 🐈‍⬛"),
        ("a\u200db 👩\u200d x", "ab 👩 x"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("ه\u200d", "ه\u200d"),
        ("क्\u200dष क्\u200cष", "क्\u200dष क्\u200cष"),
        ("Auf\u200clage می\u200c \u200cخ", "Auflage می خ"),
        ("🏴\U000e0067\U000e0062\U000e007f", "🏴\U000e0067\U000e0062\U000e007f"),
        ("plain\U000e0041\U000e0042", "plain"),
    ],
)
def test_each_kind_of_character(raw: str, cleaned: str) -> None:
    assert clean_characters(raw) == cleaned


def test_marks_in_a_row_are_bounded() -> None:
    assert clean_characters("z" + "\u0323" * 500) == clean_characters("z" + "\u0323" * (MARKS_IN_A_ROW + 1))


def test_white_space_is_one_space() -> None:
    assert one_line(" a\u00a0\u2009 b\u3000c\n\t d ") == "a b c d"
    assert several_lines(" a  b \n \u00a0 \n\tc ") == "a b\nc"


@settings(max_examples=300)
@given(hard_text)
def test_cleaning_twice_changes_nothing(raw: str) -> None:
    for clean in (clean_characters, one_line, several_lines):
        once = clean(raw)
        assert clean(once) == once
        assert unicodedata.is_normalized("NFC", once)
        assert not any(unicodedata.category(one) == "Cs" for one in once)
