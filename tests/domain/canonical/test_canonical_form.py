"""What holds for every canonical text, whatever document it came from."""

import unicodedata
from collections.abc import Callable

import pytest
import regex
from hypothesis import given, settings

from annotations.domain.canonical import (
    MAXIMUM_BLOCKS,
    CanonicalText,
    from_html,
    from_markdown,
    from_pages,
    from_plain,
)
from annotations.domain.errors import Invalid
from tests.domain.canonical.texts import canonical_texts

NEVER = regex.compile(
    r"[\p{Cs}\u0000-\u0009\u000b-\u001f\u007f-\u00a0\u00ad\u200b\u200e\u200f\u061c\u2028-\u202e\u2060-\u206f\ufeff]"
)


@settings(max_examples=400)
@given(canonical_texts)
def test_the_form_of_every_canonical_text(made: CanonicalText) -> None:
    assert unicodedata.is_normalized("NFC", made.text)
    assert NEVER.findall(made.text) == []
    lines = made.text.split("\n")
    assert lines == [" ".join(line.split()) for line in lines] and all(lines)
    assert "\n".join(made.block_text(block) for block in made.blocks) == made.text
    assert [made.block_at(block.start) for block in made.blocks] == list(made.blocks)
    assert [block.id for block in made.blocks] == [f"b{number}" for number in range(1, len(made.blocks) + 1)]
    assert made.text.encode("utf-8").decode() == made.text


MANY = 100_000


@pytest.mark.parametrize(
    ("read", "document"),
    [
        (from_html, "<p>x</p>" * MANY),
        (from_plain, "x\n\n" * MANY),
        (lambda text: from_pages([text]), "x.\n\n" * MANY),
        (from_markdown, "- x\n" * MANY),
    ],
    ids=["html", "plain", "pages", "markdown"],
)
def test_a_hundred_thousand_blocks_are_refused(read: Callable[[str], CanonicalText], document: str) -> None:
    with pytest.raises(Invalid, match=f"more than {MAXIMUM_BLOCKS:,} paragraphs") as refused:
        read(document)
    assert refused.value.rule == "too-many-blocks"


def test_controls_of_direction_neither_reorder_nor_hide_words() -> None:
    """Isolates and marks of honest Arabic go, too: the block knows its direction, and a quotation copied with
    them is found without them."""
    reordered = "Payment \u202e000,1 \u202cwas \u2066made\u2069"
    arabic = "\u200fقالت \u2068BBC\u2069 أمس\u200e"

    assert from_plain(reordered).text == "Payment 000,1 was made"
    assert from_html(f"<p lang=ar>{arabic}</p>") == from_html("<p lang=ar>قالت BBC أمس</p>")
    assert from_html(f"<p><bdo dir=rtl>{reordered}</bdo></p>").text == "Payment 000,1 was made"
    assert from_html(f"<p lang=ar>{arabic}</p>").blocks[0].direction == "rtl"
