"""Blocks and the text they make together."""

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, Literal, cast, get_args

from annotations.domain.canonical.direction import Direction, block_direction
from annotations.domain.errors import Invalid

MAXIMUM_CHARACTERS = 2_000_000
MAXIMUM_BLOCKS = 20_000

BlockKind = Literal["paragraph", "heading", "list_item", "quote", "table_cell", "preformatted"]
BLOCK_KINDS: tuple[str, ...] = get_args(BlockKind)


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a canonical text: `text[start:end]`, offsets in code points.

    `id` is `b1`, `b2`, ... in reading order and never changes within a revision. `level` is the rank of a
    heading (1-6), the depth of a list item, of a paragraph that continues one, or of a quote (from 1), and
    for a table cell the running number of its row in the whole document, so that neighbours with equal levels
    share a row; otherwise 0. `page` is the page it stands on where the document has pages (from 1).
    `language` is a BCP 47 tag where the document declares one.
    """

    id: str
    kind: BlockKind
    level: int
    start: int
    end: int
    page: int | None = None
    language: str | None = None
    direction: Direction = "auto"

    def to_json(self) -> dict[str, Any]:
        """The block as plain JSON values."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Draft:
    """A block that has its text but not yet its place."""

    text: str
    kind: BlockKind = "paragraph"
    level: int = 0
    page: int | None = None
    language: str | None = None
    direction: Direction | None = None


@dataclass(frozen=True)
class CanonicalText:
    """The immutable text of a revision and the blocks that cover it.

    Blocks stand in order and are separated by exactly one newline; nothing lies outside them otherwise, so
    joining the blocks' texts with newlines gives `text` again. Build one with the `from_...` functions or
    `from_json`.
    """

    text: str
    blocks: tuple[Block, ...]

    def __post_init__(self) -> None:
        if not self.blocks or self.blocks[0].start != 0 or self.blocks[-1].end != len(self.text):
            raise ValueError("Blocks must cover the text from its first to its last character.")
        for block in self.blocks:
            if block.end <= block.start:
                raise ValueError(f"Block {block.id} is empty.")
        for before, after in pairwise(self.blocks):
            if after.start != before.end + 1 or self.text[before.end] != "\n":
                raise ValueError(
                    f"Blocks {before.id} and {after.id} must be separated by exactly one newline."
                )

    @cached_property
    def sha256(self) -> str:
        """Hexadecimal SHA-256 of the text in UTF-8: equal texts are the same revision."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()

    @cached_property
    def _starts(self) -> list[int]:
        return [block.start for block in self.blocks]

    def block_text(self, block: Block) -> str:
        """The words of one block."""
        return self.text[block.start : block.end]

    def block_at(self, offset: int) -> Block:
        """The block that holds the code point offset; a separator and the text's end belong to the block
        before."""
        if not 0 <= offset <= len(self.text):
            raise Invalid(
                f"There is no place {offset} in a text of {len(self.text)} characters.", rule="offset-range"
            )
        return self.blocks[bisect_right(self._starts, offset) - 1]

    def block_named(self, block_id: str) -> Block:
        """The block with this id; Invalid where there is none."""
        for block in self.blocks:
            if block.id == block_id:
                return block
        raise Invalid(f"The text has no block {block_id}.", rule="unknown-block")

    def to_json(self) -> list[dict[str, Any]]:
        """The blocks as plain JSON values; the text is stored beside them."""
        return [block.to_json() for block in self.blocks]

    @classmethod
    def from_json(cls, text: str, blocks: Iterable[Mapping[str, Any]]) -> "CanonicalText":
        """Rebuild from a stored text and what `to_json` gave; ValueError where they do not fit each other."""
        return cls(text=text, blocks=tuple(Block(**cast(dict[str, Any], dict(block))) for block in blocks))


def assemble(drafts: Iterable[Draft]) -> CanonicalText:
    """Put drafts in their places. Their texts must be cleaned already; empty ones are left out.

    Invalid where nothing is left, or where the limits on characters or blocks are passed.
    """
    texts: list[str] = []
    blocks: list[Block] = []
    for block, text in _placed(drafts):
        blocks.append(block)
        texts.append(text)
    if not blocks:
        raise Invalid(
            "There are no words in this document. Check that it is the right one.", rule="empty-text"
        )
    return CanonicalText(text="\n".join(texts), blocks=tuple(blocks))


def _placed(drafts: Iterable[Draft]) -> Iterator[tuple[Block, str]]:
    start = 0
    number = 0
    for draft in drafts:
        if not draft.text:
            continue
        number += 1
        end = start + len(draft.text)
        _check_limits(number, end)
        yield _block(draft, number, start, end), draft.text
        start = end + 1


def _block(draft: Draft, number: int, start: int, end: int) -> Block:
    return Block(
        id=f"b{number}",
        kind=draft.kind,
        level=draft.level,
        start=start,
        end=end,
        page=draft.page,
        language=draft.language,
        direction=block_direction(draft.text, draft.language, draft.direction),
    )


def _check_limits(blocks: int, characters: int) -> None:
    if characters > MAXIMUM_CHARACTERS:
        raise Invalid(
            f"The text is longer than {MAXIMUM_CHARACTERS:,} characters. Import it in parts.",
            rule="text-too-long",
        )
    if blocks > MAXIMUM_BLOCKS:
        raise Invalid(
            f"The document has more than {MAXIMUM_BLOCKS:,} paragraphs. Import it in parts.",
            rule="too-many-blocks",
        )
