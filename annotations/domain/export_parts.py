"""How the claims of an export are divided into parts that are kept while it is made.

A part holds the chosen claims of one range of ids. Begun again, an export may find other claims chosen than
before; the ranges of the parts that are there stay as they are, so that one claim more or less costs one part
and not all that come after it.
"""

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

PART_CLAIMS: Final = 2_000
"""So many claims make a part: what is lost when a worker dies, a second or two of work."""


class Piece(NamedTuple):
    """The chosen ids from one place to before another; `kept` is the number of the range that they fill, if
    there is one.
    """

    begin: int
    end: int
    kept: int | None = None


def pieces(
    claim_ids: Sequence[int], ranges: Sequence[tuple[int, int]], size: int = PART_CLAIMS
) -> Iterator[Piece]:
    """The ids, which ascend, along the ranges that are there and do not overlap, in order; what lies between
    them in pieces of at most `size`. Together they are all ids.
    """
    at = 0
    for number, (first, last) in enumerate(ranges):
        begin = bisect_left(claim_ids, first, at)
        end = bisect_right(claim_ids, last, begin)
        yield from divided(at, begin, size)
        if end > begin:
            yield Piece(begin, end, number)
        at = end
    yield from divided(at, len(claim_ids), size)


def divided(begin: int, end: int, size: int = PART_CLAIMS) -> Iterator[Piece]:
    """From one place to before another, in pieces of at most `size`."""
    for start in range(begin, end, size):
        yield Piece(start, min(start + size, end))


def digest_of(claim_ids: Sequence[int]) -> str:
    """SHA-256 of the ids in their order, by which a part knows whether they are still the chosen ones."""
    return hashlib.sha256(",".join(map(str, claim_ids)).encode()).hexdigest()
