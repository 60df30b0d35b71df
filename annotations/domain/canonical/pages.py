"""Canonical text from pages of lines, as a PDF gives them.

Pages know lines, not paragraphs. A blank line ends a paragraph (the reader of a PDF puts one where the gap
between lines is wide), and so does a line break where the next word would have fitted: comfortably on a page
without blank lines, by far on a page that has them. Words divided at a line's end are put together again,
except where the document itself writes them with the hyphen in the middle of a line. A paragraph that runs
over a page's end becomes two blocks, since a block names one page.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

import regex

from annotations.domain.canonical.blocks import CanonicalText, Draft, assemble
from annotations.domain.canonical.characters import one_line
from annotations.domain.canonical.lines import join_lines, next_word_fits, opens_list_item
from annotations.domain.canonical.plain import MAXIMUM_RAW_CHARACTERS
from annotations.domain.errors import Invalid

MAXIMUM_PAGES = 2_000
COMFORTABLE_SHARE = 0.85
COMFORTABLE_SHARE_WHERE_MARKED = 0.6

# PDFium writes U+FFFE for a hyphen that divides a word at a line's end, and then leaves out the line's end;
# some producers use U+0002 or a soft hyphen.
_DIVIDER = regex.compile(r"[\ufffe\u0002](?:\r\n?|\n)?|\u00ad(?:\r\n?|\n)")
_LINE_END = regex.compile(r"\r\n?|[\n\v\f\x85\u2028]")
_WORD_BEFORE = regex.compile(r"(\p{L}[\p{L}\p{M}]*)[-\u2010]\Z")
_WORD_AFTER = regex.compile(r"\p{Ll}[\p{L}\p{M}]*")
_OPEN_END = regex.compile(r"[\p{L}\p{N}][-\u2010\u2013]\Z")
_COMPOUND = regex.compile(r"[\p{L}\p{M}]+[-\u2010][\p{L}\p{M}]+")
# "pre- and post-war": the hyphen stands for a word left out.
_CONJUNCTIONS = frozenset(["and", "or", "to", "und", "oder", "bis", "et", "ou", "y", "o", "e", "of", "en"])


def from_pages(pages: Sequence[str]) -> CanonicalText:
    """Canonical text of a document's pages in order; each block keeps its page.

    Invalid where empty or too long.
    """
    if len(pages) > MAXIMUM_PAGES:
        raise Invalid(
            f"The document has more than {MAXIMUM_PAGES:,} pages. Import it in parts.", rule="too-many-pages"
        )
    if sum(map(len, pages)) > MAXIMUM_RAW_CHARACTERS:
        raise Invalid("The document is too long to import at once. Import it in parts.", rule="text-too-long")
    compounds = _compounds(pages)
    return assemble(
        draft for number, page in enumerate(pages, 1) for draft in _page_drafts(page, number, compounds)
    )


def _compounds(pages: Sequence[str]) -> set[str]:
    return {
        found[0].casefold().replace("\u2010", "-") for page in pages for found in _COMPOUND.finditer(page)
    }


def _page_drafts(page: str, number: int, compounds: set[str]) -> Iterator[Draft]:
    for lines in _page_paragraphs(_DIVIDER.sub("-\n", page)):
        yield Draft(one_line(_joined(lines, compounds)), page=number)


def _joined(lines: list[str], compounds: set[str]) -> str:
    """The lines as one, divided words put together; parts that need a space stay parts of `join_lines`."""
    parts = [lines[0]]
    for line in lines[1:]:
        if (
            not _OPEN_END.search(parts[-1])
            or not line[0].isalnum()
            or (ending := _ending(parts[-1], line, compounds)) is None
        ):
            parts.append(line)
        else:
            parts[-1] = ending + line
    return join_lines(parts)


def _ending(before: str, after: str, compounds: set[str]) -> str | None:
    """What stays of a line that ends in a hyphen once the next is put behind it; None where a space belongs
    there."""
    word = _WORD_BEFORE.search(before)
    rest = _WORD_AFTER.match(after)
    if rest is None or word is None:
        return before
    if rest[0] in _CONJUNCTIONS:
        return None
    return before if f"{word[1]}-{rest[0]}".casefold() in compounds else before[:-1]


def _page_paragraphs(page: str) -> Iterator[list[str]]:
    lines = [one_line(line) for line in _LINE_END.split(page)]
    groups = [list(group) for filled, group in groupby(lines, key=bool) if filled]
    share = COMFORTABLE_SHARE if len(groups) == 1 else COMFORTABLE_SHARE_WHERE_MARKED
    comfortable = share * max((len(line) for line in lines), default=0)
    for group in groups:
        yield from _guessed_paragraphs(group, comfortable)


def _guessed_paragraphs(lines: list[str], comfortable: float) -> Iterator[list[str]]:
    current = [lines[0]]
    for before, after in pairwise(lines):
        if opens_list_item(after) or (
            not _OPEN_END.search(before) and next_word_fits(before, after, comfortable)
        ):
            yield current
            current = []
        current.append(after)
    yield current
