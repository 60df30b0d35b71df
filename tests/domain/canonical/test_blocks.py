"""Blocks and the text they cover."""

import hashlib
import json

import pytest

from annotations.domain.canonical import Block, CanonicalText, from_html, from_plain
from annotations.domain.canonical.blocks import MAXIMUM_BLOCKS, MAXIMUM_CHARACTERS, Draft, assemble
from annotations.domain.errors import Invalid

TWO = CanonicalText("One.\nTwo.", (Block("b1", "paragraph", 0, 0, 4), Block("b2", "quote", 1, 5, 9)))


def test_blocks_are_numbered_in_order_and_one_newline_apart() -> None:
    made = assemble([Draft("One."), Draft(""), Draft("Two.", "quote", 1)])

    assert made.text == "One.\nTwo."
    assert made.blocks == (
        Block("b1", "paragraph", 0, 0, 4, direction="ltr"),
        Block("b2", "quote", 1, 5, 9, direction="ltr"),
    )
    assert made.sha256 == hashlib.sha256(b"One.\nTwo.").hexdigest()


def test_stored_blocks_come_back_the_same() -> None:
    made = from_html("<h1>Title</h1><p lang=ar>نص</p><ul><li>entry</ul>")

    assert CanonicalText.from_json(made.text, json.loads(json.dumps(made.to_json()))) == made


@pytest.mark.parametrize(
    ("offset", "block"), [(0, "b1"), (3, "b1"), (4, "b1"), (5, "b2"), (8, "b2"), (9, "b2")]
)
def test_the_block_at_an_offset(offset: int, block: str) -> None:
    assert TWO.block_at(offset).id == block


@pytest.mark.parametrize("offset", [-1, 10])
def test_no_block_outside_the_text(offset: int) -> None:
    with pytest.raises(Invalid) as refused:
        TWO.block_at(offset)
    assert refused.value.rule == "offset-range"


def test_a_block_by_name() -> None:
    assert TWO.block_named("b2") == TWO.blocks[1]
    with pytest.raises(Invalid):
        TWO.block_named("b3")


@pytest.mark.parametrize(
    "blocks",
    [
        (),
        (Block("b1", "paragraph", 0, 0, 4),),
        (Block("b1", "paragraph", 0, 0, 3), Block("b2", "paragraph", 0, 5, 9)),
        (Block("b1", "paragraph", 0, 0, 0), Block("b2", "paragraph", 0, 0, 9)),
    ],
)
def test_blocks_that_do_not_cover_their_text_are_an_error(blocks: tuple[Block, ...]) -> None:
    with pytest.raises(ValueError, match="Block"):
        CanonicalText("One.\nTwo.", blocks)


@pytest.mark.parametrize(
    ("drafts", "rule"),
    [
        ([], "empty-text"),
        ([Draft("")], "empty-text"),
        ([Draft("x" * (MAXIMUM_CHARACTERS + 1))], "text-too-long"),
        ([Draft("x")] * (MAXIMUM_BLOCKS + 1), "too-many-blocks"),
    ],
)
def test_limits(drafts: list[Draft], rule: str) -> None:
    with pytest.raises(Invalid) as refused:
        assemble(drafts)
    assert refused.value.rule == rule


def test_the_same_words_are_the_same_revision_whatever_they_came_as() -> None:
    assert from_html("<p>Caf\u00e9\u00a0x</p><p>y</p>").sha256 == from_plain("Cafe\u0301 x\n\ny\n").sha256
