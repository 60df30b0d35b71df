"""A few hashes that stand for a text, chosen so that texts which share a run of words share some of them.

Winnowing (Schleimer, Wilkerson, Aiken: Winnowing: Local Algorithms for Document Fingerprinting, 2003): of
every `WINDOW` neighbouring shingles the one with the smallest hash is kept. Two texts with a common run of
`SHINGLE_UNITS / 2 + WINDOW - 1` words share at least one. Shingles never reach into quoted speech.
"""

from collections.abc import Iterator
from hashlib import blake2b
from typing import Final

from annotations.domain.copying.tokens import ComparedText

SHINGLE_UNITS: Final = 10
"""Five words, or ten characters of a script without spaces."""
WINDOW: Final = 4
MOST_HASHES: Final = 2_000
"""Of a long text the smallest hashes are kept: the same choice in every text."""


def prints_of(text: ComparedText) -> list[int]:
    """The print of a text: signed 64-bit hashes, rising, without repetition. Empty for a short text."""
    chosen: set[int] = set()
    for hashes in _runs(text):
        for at in range(max(len(hashes) - WINDOW + 1, 1)):
            chosen.add(min(hashes[at : at + WINDOW]))
    return sorted(chosen)[:MOST_HASHES]


def shingle_ends(text: ComparedText) -> list[int | None]:
    """For each word the number after the last word of the shingle that begins with it; None near the end."""
    ends: list[int | None] = []
    end, length = 0, 0
    for at in range(len(text)):
        while length < SHINGLE_UNITS and end < len(text):
            length += text.units[end]
            end += 1
        ends.append(end if length >= SHINGLE_UNITS else None)
        length -= text.units[at]
    return ends


def shingle(text: ComparedText, start: int, end: int) -> str:
    """The words of one shingle."""
    return " ".join(text.words[start:end])


def _runs(text: ComparedText) -> Iterator[list[int]]:
    """The hashes of the shingles of each stretch that is not quoted speech."""
    hashes: list[int] = []
    next_quoted = _next_quoted(text)
    for at, end in enumerate(shingle_ends(text)):
        if end is not None and next_quoted[at] >= end:
            hashes.append(_hash(shingle(text, at, end)))
        elif hashes:
            yield hashes
            hashes = []
    if hashes:
        yield hashes


def _next_quoted(text: ComparedText) -> list[int]:
    """For each word the number of the next quoted one, itself included."""
    following = len(text)
    found = [0] * len(text)
    for at in range(len(text) - 1, -1, -1):
        if text.quoted[at]:
            following = at
        found[at] = following
    return found


def _hash(words: str) -> int:
    return int.from_bytes(blake2b(words.encode(), digest_size=8).digest(), "big", signed=True)
