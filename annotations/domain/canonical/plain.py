"""Canonical text from plain text.

A blank line ends a paragraph; a text without blank lines has one paragraph a line, which is how text copied
from a page or from this product arrives. Lines that a mail program or an editor wrapped are joined again:
that is taken to be the case only where the document keeps to a column of 40 to 100 characters and, at every
break of the paragraph, the next word would not have fitted into the column. Other single newlines are line
breaks somebody meant (verse, addresses) and stay.
"""

from itertools import groupby, pairwise

import regex

from annotations.domain.canonical.blocks import MAXIMUM_CHARACTERS, CanonicalText, Draft, assemble
from annotations.domain.canonical.characters import clean_characters, one_line
from annotations.domain.canonical.lines import join_lines, next_word_fits, opens_list_item
from annotations.domain.errors import Invalid

MAXIMUM_RAW_CHARACTERS = 8_000_000
WRAPPED_COLUMN = range(40, 101)

_LINE_END = regex.compile(r"\r\n?|[\n\v\f\x85\u2028]")


def from_plain(text: str) -> CanonicalText:
    """Canonical text of a plain text. Invalid where it is empty or too long."""
    if len(text) > MAXIMUM_RAW_CHARACTERS:
        raise Invalid(
            f"The text is longer than {MAXIMUM_CHARACTERS:,} characters. Import it in parts.",
            rule="text-too-long",
        )
    return assemble(Draft(paragraph) for paragraph in plain_paragraphs(text))


def plain_paragraphs(text: str) -> list[str]:
    """The cleaned paragraphs of a plain text, in order; none is empty."""
    lines = [one_line(line) for line in _LINE_END.split(text.replace("\u2029", "\n\n"))]
    groups = [list(group) for filled, group in groupby(lines, key=bool) if filled]
    if len(groups) == 1:
        return groups[0]
    column = max((len(line) for line in lines), default=0)
    return [clean_characters(_paragraph(group, column)) for group in groups]


def _paragraph(lines: list[str], column: int) -> str:
    return join_lines(lines) if _is_wrapped(lines, column) else "\n".join(lines)


def _is_wrapped(lines: list[str], column: int) -> bool:
    return column in WRAPPED_COLUMN and not any(
        next_word_fits(before, after, column) or opens_list_item(after) for before, after in pairwise(lines)
    )
