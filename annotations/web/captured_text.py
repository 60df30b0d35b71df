"""A captured text as pages show it: blocks of segments, the passages that claims rest on marked in them."""

from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from annotations.domain.canonical import Block
from annotations.domain.painting import paint
from annotations.models import Evidence
from annotations.queries.captures import ReadableCapture


@dataclass(frozen=True, slots=True)
class ShownSegment:
    """Words under the same passages. `first_of` are the links that begin here, for addresses."""

    text: str
    links: list[Evidence]
    first_of: list[int]


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A block and its segments, whose texts joined are the block's text. `number` counts blocks from 1."""

    block: Block
    segments: list[ShownSegment]
    number: int = 0


@dataclass(frozen=True, slots=True)
class ShownPage:
    """The blocks of one page of a document that has pages, else all of them with `number` None."""

    number: int | None
    blocks: list[ShownBlock]


def shown_blocks(read: ReadableCapture, claim_id: int | None = None) -> list[ShownBlock]:
    """The blocks with the passages in use: all of them, or those of one claim."""
    used = {link.pk: link for link in read.evidence if claim_id is None or link.claim_id == claim_id}
    if read.document is None:
        return []
    painted = paint(read.document, [(link.start, link.end, link.pk) for link in used.values()])
    shown: list[ShownBlock] = []
    seen = set[int]()
    for block, segments in painted:
        lines = []
        for text, keys in segments:
            lines.append(
                ShownSegment(text, [used[key] for key in keys], [key for key in keys if key not in seen])
            )
            seen.update(keys)
        shown.append(ShownBlock(block, lines, len(shown) + 1))
    return shown


def shown_pages(blocks: list[ShownBlock]) -> list[ShownPage]:
    """The blocks page by page."""
    return [
        ShownPage(number, list(members))
        for number, members in groupby(blocks, key=lambda shown: shown.block.page)
    ]


def place_in_words(blocks: list[ShownBlock], start: int) -> str:
    """Where a passage begins, as people cite it: its page, else its paragraph."""
    found = [one for one in blocks if one.block.start <= start]
    if not found:
        return ""
    block = found[-1]
    if block.block.page:
        return _("Page %(number)s") % {"number": block.block.page}
    return _("Paragraph %(number)s") % {"number": block.number}
