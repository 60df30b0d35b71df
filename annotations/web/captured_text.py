"""A captured text as pages show it: blocks of segments, the passages that claims rest on marked in them."""

from dataclasses import dataclass

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
    """A block and its segments, whose texts joined are the block's text."""

    block: Block
    segments: list[ShownSegment]


def shown_blocks(read: ReadableCapture, claim_id: int | None = None) -> list[ShownBlock]:
    """The blocks with the passages in use: all of them, or those of one claim."""
    used = {link.pk: link for link in read.evidence if claim_id is None or link.claim_id == claim_id}
    if read.document is None:
        return []
    painted = paint(read.document, [(link.start, link.end, link.pk) for link in used.values()])
    shown, seen = [], set[int]()
    for block, segments in painted:
        lines = []
        for text, keys in segments:
            lines.append(
                ShownSegment(text, [used[key] for key in keys], [key for key in keys if key not in seen])
            )
            seen.update(keys)
        shown.append(ShownBlock(block, lines))
    return shown
