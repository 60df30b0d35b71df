"""Canonical text: the one text of a document on which highlights stand.

A highlight is a pair of numbers. It stays true only if everybody counts the same characters, so every
document, whatever it came as, is reduced once to a canonical text (which characters: `characters`) and to
blocks over it (`blocks`). Pages are rendered from the blocks, hence what a browser shows equals the stored
text by construction, and nothing else of an imported document reaches a page. Offsets are code points
everywhere; `annotations.domain.offsets` converts for browsers.

Making canonical text canonical again changes nothing: `from_plain(document.text).text == document.text`.
"""

from annotations.domain.canonical.blocks import (
    BLOCK_KINDS,
    MAXIMUM_BLOCKS,
    MAXIMUM_CHARACTERS,
    Block,
    BlockKind,
    CanonicalText,
)
from annotations.domain.canonical.characters import clean_characters, one_line, several_lines
from annotations.domain.canonical.decoding import DecodedText, decode_text
from annotations.domain.canonical.direction import Direction
from annotations.domain.canonical.languages import propose_language
from annotations.domain.canonical.markdown import from_markdown
from annotations.domain.canonical.markup import from_html
from annotations.domain.canonical.pages import from_pages
from annotations.domain.canonical.plain import from_plain

__all__ = [
    "BLOCK_KINDS",
    "MAXIMUM_BLOCKS",
    "MAXIMUM_CHARACTERS",
    "Block",
    "BlockKind",
    "CanonicalText",
    "DecodedText",
    "Direction",
    "clean_characters",
    "decode_text",
    "from_html",
    "from_markdown",
    "from_pages",
    "from_plain",
    "one_line",
    "propose_language",
    "several_lines",
]
