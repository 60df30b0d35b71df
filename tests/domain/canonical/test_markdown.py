"""Canonical text from Markdown."""

import pytest

from annotations.domain.canonical import from_markdown
from annotations.domain.canonical.markdown import MAXIMUM_MARKDOWN_CHARACTERS
from annotations.domain.errors import Invalid


def test_markup_becomes_blocks_and_leaves_the_words() -> None:
    made = from_markdown(
        "# Title\n\nSome *soft*\nwrapped [text](https://example.org).\n\n> quoted\n\n1. one\n   - two\n\n"
        "| a | b |\n|---|---|\n| c | d |\n\n```\ncode  here\n```\n\n<script>alert(1)</script>\n"
    )
    assert [(block.kind, block.level, made.block_text(block)) for block in made.blocks] == [
        ("heading", 1, "Title"),
        ("paragraph", 0, "Some soft wrapped text."),
        ("quote", 1, "quoted"),
        ("list_item", 1, "one"),
        ("list_item", 2, "two"),
        ("table_cell", 1, "a"),
        ("table_cell", 1, "b"),
        ("table_cell", 2, "c"),
        ("table_cell", 2, "d"),
        ("preformatted", 0, "code here"),
    ]


def test_too_long_a_text_is_refused_before_it_is_rendered() -> None:
    with pytest.raises(Invalid) as refused:
        from_markdown("x" * (MAXIMUM_MARKDOWN_CHARACTERS + 1))
    assert refused.value.rule == "text-too-long"


def test_words_in_deep_lists_are_kept_and_too_deep_ones_refused_not_dropped() -> None:
    def nested(depth: int) -> str:
        return "\n".join(f"{'  ' * level}- level {level}" for level in range(depth))

    assert from_markdown(nested(40)).text == "\n".join(f"level {level}" for level in range(40))
    for deep in (nested(200), "> " * 100_000 + "x"):
        with pytest.raises(Invalid) as refused:
            from_markdown(deep)
        assert refused.value.rule == "markup-too-complex"
