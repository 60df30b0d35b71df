"""Words that must be the same words: triples that occur once in each of two texts.

Patience sorting (Szymanski 1975; known from Bram Cohen's "patience diff") finds the longest chain of them
that runs forward in both texts, in n log n.
"""

from bisect import bisect_left
from collections.abc import Sequence

from annotations.domain.anchoring.words import Words

Pair = tuple[int, int]
Run = tuple[int, int, int]
Gap = tuple[int, int, int, int]
Triple = tuple[int, int, int]

_REPEATED = -1
LEAST_SENTENCE = 3
TRIPLE = 3


def same_sentences(a: Sequence[int], b: Sequence[int], left: Words, right: Words) -> list[Run]:
    """The longest chain of sentences that stand once in each text, word for word.

    They come before any triples: a whole sentence is better evidence than the words it shares with another.
    """
    ours, theirs = _unique_sentences(a, left), _unique_sentences(b, right)
    ends = {place: end for place, end in ours.values() if end}
    points = [
        (place, theirs[words][0])
        for words, (place, end) in ours.items()
        if end and theirs.get(words, (0, 0))[1]
    ]
    return [(i, j, ends[i] - i) for i, j in longest_chain(points)]


def _unique_sentences(numbers: Sequence[int], words: Words) -> dict[tuple[int, ...], tuple[int, int]]:
    """Where each sentence of some words begins and ends; its end is 0 where it stands more than once."""
    places: dict[tuple[int, ...], tuple[int, int]] = {}
    first = 0
    for at in range(len(words)):
        if words.ends_a_sentence(at):
            key = tuple(numbers[first : at + 1])
            if len(key) > LEAST_SENTENCE:
                places[key] = (first, 0) if key in places else (first, at + 1)
            first = at + 1
    return places


def fixed_points(
    a: Sequence[int],
    b: Sequence[int],
    gap: Gap,
    free_a: Sequence[int] | None = None,
    free_b: Sequence[int] | None = None,
) -> list[Pair]:
    """Where triples that occur once in `a[i:i_end]` and once in `b[j:j_end]` begin, in the order of `a`.

    With `free_a` and `free_b` (true for words that count), only triples that begin at such words are meant.
    """
    i, i_end, j, j_end = gap
    ours, theirs = _unique_triples(a, i, i_end, free_a), _unique_triples(b, j, j_end, free_b)
    return [
        (place, other)
        for triple, place in ours.items()
        if place != _REPEATED and (other := theirs.get(triple, _REPEATED)) != _REPEATED
    ]


def _unique_triples(
    words: Sequence[int], start: int, end: int, free: Sequence[int] | None
) -> dict[Triple, int]:
    """Where each triple begins, `_REPEATED` where it begins more than once; in order of first occurrence."""
    places: dict[Triple, int] = {}
    # A slice to `end - 2` would count from the text's end where fewer than two words are left.
    if end - start < TRIPLE:
        return places
    triples = zip(words[start : end - 2], words[start + 1 : end - 1], words[start + 2 : end], strict=True)
    for place, triple in enumerate(triples, start):
        if free is None or free[place]:
            places[triple] = _REPEATED if triple in places else place
    return places


def longest_chain(points: Sequence[Pair]) -> list[Pair]:
    """The longest chain of points, given in the order of the first text, that also rises in the second."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for index, (_, place) in enumerate(points):
        length = bisect_left(ends, place)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [place]
        last[length : length + 1] = [index]
    chain: list[Pair] = []
    index = last[-1] if last else -1
    while index >= 0:
        chain.append(points[index])
        index = before[index]
    return chain[::-1]
