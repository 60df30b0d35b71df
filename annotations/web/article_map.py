"""The map at the article's edge: a tick a claim, where its words stand in the whole."""

from dataclasses import dataclass

from annotations.queries.reading import Reading

HEIGHT = 1000
LEAST = 4


@dataclass(frozen=True, slots=True)
class Tick:
    """One claim's place on a map that is 1000 high. The browser puts it where the words really are."""

    claim_id: int
    status: str
    top: int
    height: int


def ticks(read: Reading) -> list[Tick]:
    """The ticks of all claims, by the place of their first highlight."""
    length = max(1, len(read.revision.text))
    found = []
    for claim_id, one in read.claims.items():
        start, end = one.spans[0]
        top = min(HEIGHT - LEAST, HEIGHT * start // length)
        found.append(Tick(claim_id, one.shown, top, max(LEAST, HEIGHT * (end - start) // length)))
    return found
