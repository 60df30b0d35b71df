"""Canonical text from plain text."""

import pytest
from hypothesis import given, settings

from annotations.domain.canonical import from_plain
from annotations.domain.errors import Invalid
from tests.domain.canonical.texts import hard_text

WRAPPED = (
    "The council decided on Monday that the bridge over the river\n"
    "will be closed to all traffic from the first of next month, it\n"
    "said in a statement.\n"
)


def paragraphs(text: str) -> list[str]:
    made = from_plain(text)
    return [made.block_text(block) for block in made.blocks]


def test_a_blank_line_ends_a_paragraph() -> None:
    assert paragraphs("One.\r\n\r\n \t\r\nTwo.\n\n\nThree.") == ["One.", "Two.", "Three."]


def test_without_blank_lines_each_line_is_a_paragraph() -> None:
    assert paragraphs("One.\nTwo.\n") == ["One.", "Two."]


def test_wrapped_lines_are_joined() -> None:
    joined = WRAPPED.replace("\n", " ").strip()
    assert paragraphs(f"{WRAPPED}\n{WRAPPED}") == [joined, joined]


def test_lines_broken_on_purpose_stay() -> None:
    verse = "Roses are red,\nviolets are blue"
    assert paragraphs(f"{WRAPPED}\n{verse}") == [WRAPPED.replace("\n", " ").strip(), verse]
    assert paragraphs(f"{verse}\n\n{'long line ' * 30}") == [verse, ("long line " * 30).strip()]


def test_lists_keep_their_lines() -> None:
    entries = (
        "- the first entry of this list runs up to the very edge\n"
        "- the second entry of this list does as well, and further"
    )
    assert paragraphs(f"{entries}\n\nEnd.") == [entries, "End."]


def test_wrapped_chinese_is_joined_without_spaces() -> None:
    line = "新闻报道说今天的天气很好大家都出去玩了" * 3
    assert paragraphs(f"{line}\n{line}\n\n{line}")[0] == line + line


@pytest.mark.parametrize(
    ("text", "rule"), [(" \n\u200b\n", "empty-text"), ("x" * 9_000_000, "text-too-long")]
)
def test_refusals(text: str, rule: str) -> None:
    with pytest.raises(Invalid) as refused:
        from_plain(text)
    assert refused.value.rule == rule


@settings(max_examples=400)
@given(hard_text)
def test_canonical_text_stays_as_it_is(raw: str) -> None:
    once = from_plain("x" + raw)
    again = from_plain(once.text)
    assert again.text == once.text
    assert "\n".join(once.block_text(block) for block in once.blocks) == once.text
    assert "\n\n" not in once.text
