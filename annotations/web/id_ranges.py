"""Many ids in one address, short: `12-15,18`. What was made together has its ids one after the other."""

from collections.abc import Iterable, Sequence
from typing import Final

LONGEST_RANGE: Final = 10_000


def written(ids: Iterable[int]) -> str:
    """The ids as ranges."""
    ranges: list[list[int]] = []
    for pk in sorted(ids):
        if ranges and pk == ranges[-1][1] + 1:
            ranges[-1][1] = pk
        else:
            ranges.append([pk, pk])
    return ",".join(f"{first}-{last}" if first != last else str(first) for first, last in ranges)


def ids_in(texts: Sequence[str]) -> list[int]:
    """The ids in texts, each a list of numbers and ranges; what is neither is passed over."""
    found: list[int] = []
    for text in ",".join(texts).split(","):
        ends = [int(end) for end in text.split("-") if end.isascii() and end.isdigit() and len(end) < 19]
        if len(ends) == 1 or (len(ends) == 2 and 0 <= ends[1] - ends[0] < LONGEST_RANGE):
            found += range(ends[0], ends[-1] + 1)
    return found
