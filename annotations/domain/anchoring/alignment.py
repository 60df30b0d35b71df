"""Which stretches of an old text still stand in a new one.

Three steps, each on words:

1. *Fixed points.* Sentences that stand once in each text are the same sentences; between them, three words
   in a row that occur once in the old text and once in the new one are the same words. The longest chain of
   them that runs forward in both texts divides the work; between two of its links the same question is
   asked again, where more triples are unique. Links outside the chain are the traces of moved blocks.
2. *Gaps.* What lies between fixed points is short, and there the longest common subsequence (Indel) finds the
   rest. It takes memory and time in proportion to the product of both sides, so a gap of more than
   `LARGEST_GAP` word pairs is left unaligned. Two sides of that size without one unique triple in common are
   different texts; whatever of them did survive is found by search.
3. *Tidying.* A subsequence matches words, not meaning: a lone "the" in the midst of two unrelated sentences
   is chance and is let go, and a deletion that could begin at several places is moved to where a sentence
   or a block begins. "Lost 5 million in May. Lost 5 million in June." minus one sentence is then one
   sentence less, not the end of the first and the beginning of the second - which would join a highlight to
   its neighbour.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz.distance import Indel

from annotations.domain.anchoring.fixed_points import Pair, fixed_points, longest_chain, same_sentences
from annotations.domain.anchoring.search import Haystack
from annotations.domain.anchoring.tidying import at_boundaries, without_chance
from annotations.domain.anchoring.words import Words, divide, one_spaced

LARGEST_GAP = 400_000_000
"""Word pairs; Indel keeps one bit for each, so this is 50 MB."""

SMALL_GAP = 64
"""Word pairs up to which looking for fixed points costs more than it saves."""

DEEPEST = 8
LEAST_PHRASE = 3
LEAST_PHRASE_CHARACTERS = 6
LEAST_MOVED_WORDS = 4
MOST_MOVED_WORDS = 200
"""How far from a moved phrase, on either side, its block is looked for."""
LEAST_COMMON_SHARE = 0.1

Run = tuple[int, int, int]


@dataclass(frozen=True)
class Alignment:
    """What two texts share.

    `runs` are stretches `(old_start, new_start, length)` in code points with equal characters, increasing in
    both texts. `moves` are further stretches of whole phrases that stand elsewhere than their neighbours;
    they never overlap a run in either text and increase in the old text only. `share` (0-1) is the part of
    the longer text's words that is in either.
    """

    runs: tuple[Run, ...]
    moves: tuple[Run, ...]
    share: float
    has_common_text: bool
    """False where practically nothing is left: of the shorter text's words, less than a tenth stands in
    common phrases of three words and more. (A footer that two articles of one publisher share is less; a
    short notice that became the beginning of a long report is common text.)"""
    old: str = field(repr=False, compare=False, default="")
    new: str = field(repr=False, compare=False, default="")
    _haystacks: dict[int, Haystack] = field(repr=False, compare=False, default_factory=dict)

    @cached_property
    def spaced_old(self) -> str:
        """The old text with spaces for line ends."""
        return one_spaced(self.old)

    @cached_property
    def spaced_new(self) -> str:
        """The new text with spaces for line ends."""
        return one_spaced(self.new)

    @cached_property
    def taken(self) -> list[tuple[int, int]]:
        """The stretches of the new text that come from the old one, in order."""
        return [(to, to + length) for _, to, length in self._by_place]

    def share_from_elsewhere(self, place: tuple[int, int], start: int, end: int) -> float:
        """The share (0-1) of a stretch of the new text that still is another part of the old one than
        `old[start:end]`.
        """
        taken = 0
        for at in range(self._first_taken(place[0]), self._first_taken(place[1]) + 1):
            origin, to, length = self._by_place[at] if self._by_place else (0, 0, 0)
            first, last = max(to, place[0]), min(to + length, place[1])
            inside = max(0, min(end, origin + last - to) - max(start, origin + first - to))
            taken += max(0, last - first - inside) if first < last else 0
        return taken / max(1, place[1] - place[0])

    @cached_property
    def _by_place(self) -> list[Run]:
        return sorted((*self.runs, *self.moves), key=_new_start)

    def _first_taken(self, offset: int) -> int:
        return max(0, bisect_right(self._places, offset) - 1)

    # Plain lists: a key would be called for every step of every search.
    @cached_property
    def _places(self) -> list[int]:
        return [to for _, to, _ in self._by_place]

    @cached_property
    def _run_starts(self) -> list[int]:
        return [start for start, _, _ in self.runs]

    @cached_property
    def _move_starts(self) -> list[int]:
        return [start for start, _, _ in self.moves]

    @cached_property
    def unaccounted(self) -> tuple[tuple[int, int], ...]:
        """The stretches of the new text that come from nowhere: where lost words can be looked for.

        What still stands where it stood cannot at the same time be what was lost.
        """
        edges = [0, *(edge for stretch in self.taken for edge in stretch), len(self.new)]
        pairs = zip(edges[::2], edges[1::2], strict=True)
        return tuple((start, end) for start, end in pairs if self.new[start:end].strip())

    def haystack(self, length: int) -> Haystack:
        """The unaccounted stretches, ready to be searched for words of so many code points.

        Some of what is sought may have been found where it was, so as much of the text around is included.
        """
        around = 1 << max(5, length.bit_length())
        if around not in self._haystacks:
            self._haystacks[around] = Haystack.of(self.new, self.unaccounted, around)
        return self._haystacks[around]

    def runs_between(self, start: int, end: int) -> Sequence[Run]:
        """The runs that hold something of `old[start:end]`."""
        return _between_offsets(self.runs, self._run_starts, start, end)

    def run_index(self, offset: int) -> int:
        """The index of the last run that begins at or before an offset of the old text; -1 where none
        does."""
        return bisect_right(self._run_starts, offset) - 1

    def moves_between(self, start: int, end: int) -> Sequence[Run]:
        """The moves that hold something of `old[start:end]`."""
        return _between_offsets(self.moves, self._move_starts, start, end)


def _between_offsets(runs: Sequence[Run], starts: Sequence[int], start: int, end: int) -> Sequence[Run]:
    first = bisect_right(starts, start) - 1
    if first < 0 or runs[first][0] + runs[first][2] <= start:
        first += 1
    return runs[first : bisect_left(starts, end, lo=first)]


def _new_start(run: Run) -> int:
    return run[1]


def align(old: str, new: str) -> Alignment:
    """Align two texts.

    A million characters take about a second of CPU where words are divided, three to four where every
    character is one, and more the less the texts have in common; memory stays in proportion to the texts.
    """
    left, right = divide(old), divide(new)
    numbers: dict[str, int] = {}
    a = [numbers.setdefault(word, len(numbers)) for word in left.strings()]
    b = [numbers.setdefault(word, len(numbers)) for word in right.strings()]
    found = _joined(_from_sentence_to_sentence(a, b, same_sentences(a, b, left, right)))
    runs = at_boundaries(without_chance(found, left, right), left, right)
    moves = _moved(left, right, a, b, runs)
    return _alignment(left, right, runs, moves)


def _alignment(left: Words, right: Words, runs: Sequence[Run], moves: Sequence[Run]) -> Alignment:
    longer, shorter = max(len(left), len(right)), min(len(left), len(right))
    common = sum(length for _, _, length in (*runs, *moves))
    phrases = sum(length for run in (*runs, *moves) if _is_phrase(run, left) for length in run[2:])
    whole = bool(shorter) and common == shorter
    return Alignment(
        runs=tuple(_in_characters(runs, left, right)),
        moves=tuple(_in_characters(moves, left, right)),
        share=common / longer if longer else 1.0,
        has_common_text=whole or (bool(phrases) and phrases >= LEAST_COMMON_SHARE * shorter),
        old=left.text,
        new=right.text,
    )


def _is_phrase(run: Run, left: Words) -> bool:
    first, _, length = run
    characters = left.ends[first + length - 1] - left.starts[first]
    return length >= LEAST_PHRASE and characters >= LEAST_PHRASE_CHARACTERS


def _from_sentence_to_sentence(a: Sequence[int], b: Sequence[int], sentences: Sequence[Run]) -> Iterator[Run]:
    i = j = 0
    for next_i, next_j, length in sentences:
        yield from _matched(a, b, (i, next_i, j, next_j), DEEPEST)
        yield next_i, next_j, length
        i, j = next_i + length, next_j + length
    yield from _matched(a, b, (i, len(a), j, len(b)), DEEPEST)


def _matched(a: Sequence[int], b: Sequence[int], gap: tuple[int, int, int, int], depth: int) -> Iterator[Run]:
    """Runs of equal words in `a[i:i_end]` and `b[j:j_end]`, in order."""
    i, i_end, j, j_end = gap
    while i < i_end and j < j_end and a[i] == b[j]:
        yield i, j, 1
        i, j = i + 1, j + 1
    tail = 0
    while i < i_end - tail and j < j_end - tail and a[i_end - tail - 1] == b[j_end - tail - 1]:
        tail += 1
    i_end, j_end = i_end - tail, j_end - tail
    yield from _between(a, b, (i, i_end, j, j_end), depth)
    if tail:
        yield i_end, j_end, tail


def _between(a: Sequence[int], b: Sequence[int], gap: tuple[int, int, int, int], depth: int) -> Iterator[Run]:
    i, i_end, j, j_end = gap
    pairs = (i_end - i) * (j_end - j)
    points = fixed_points(a, b, gap) if depth and pairs > SMALL_GAP else []
    if points:
        yield from _from_point_to_point(a, b, gap, longest_chain(points), depth)
    elif 0 < pairs <= LARGEST_GAP:
        for code in Indel.opcodes(a[i:i_end], b[j:j_end]):
            if code.tag == "equal":
                yield i + code.src_start, j + code.dest_start, code.src_end - code.src_start


def _from_point_to_point(
    a: Sequence[int], b: Sequence[int], gap: tuple[int, int, int, int], chain: Sequence[Pair], depth: int
) -> Iterator[Run]:
    i, i_end, j, j_end = gap
    for point_i, point_j in chain:
        end_i, end_j = point_i + LEAST_PHRASE, point_j + LEAST_PHRASE
        if point_i >= i and point_j >= j:
            yield from _matched(a, b, (i, point_i, j, point_j), depth - 1)
            yield point_i, point_j, LEAST_PHRASE
            i, j = end_i, end_j
        elif end_i - i == end_j - j > 0:
            # Overlaps the point before it on the same diagonal: only its new words are added.
            yield i, j, end_i - i
            i, j = end_i, end_j
    yield from _matched(a, b, (i, i_end, j, j_end), depth - 1)


def _joined(runs: Iterator[Run]) -> list[Run]:
    """The same runs with those that touch in both texts made one."""
    joined: list[Run] = []
    for i, j, length in runs:
        if joined and (last := joined[-1])[0] + last[2] == i and last[1] + last[2] == j:
            joined[-1] = (last[0], last[1], last[2] + length)
        else:
            joined.append((i, j, length))
    return joined


def _moved(left: Words, right: Words, a: Sequence[int], b: Sequence[int], runs: Sequence[Run]) -> list[Run]:
    """Phrases outside the runs that stand in both texts, at other places among their neighbours.

    Around each one, what was edited of the same block is matched too.
    """
    free_a, free_b = bytearray(b"\1" * len(a)), bytearray(b"\1" * len(b))
    _take(runs, free_a, free_b)
    moves: list[Run] = []
    for i, j in fixed_points(a, b, (0, len(a), 0, len(b)), free_a, free_b):
        if not (all(free_a[i : i + LEAST_PHRASE]) and all(free_b[j : j + LEAST_PHRASE])):
            continue
        old, new = _free_around(free_a, i), _free_around(free_b, j)
        found = _joined(_matched(a, b, (*old, *new), 0))
        if any(run[2] >= LEAST_MOVED_WORDS for run in found):
            kept = [run for run in without_chance(found, left, right) if run[2] > 1]
            moves += kept
            _take(kept, free_a, free_b)
    return sorted(moves)


def _take(runs: Iterable[Run], free_a: bytearray, free_b: bytearray) -> None:
    for i, j, length in runs:
        free_a[i : i + length] = free_b[j : j + length] = bytes(length)


def _free_around(free: bytearray, at: int) -> tuple[int, int]:
    """The stretch of free words around one, as far as an edited block reaches."""
    first = free.rfind(0, max(0, at - MOST_MOVED_WORDS), at) + 1
    end = free.find(0, at, at + MOST_MOVED_WORDS)
    return first or max(0, at - MOST_MOVED_WORDS), end if end >= 0 else min(len(free), at + MOST_MOVED_WORDS)


def _in_characters(runs: Sequence[Run], left: Words, right: Words) -> Iterator[Run]:
    """Runs of words as runs of code points, broken where a space became a line's end."""
    for i, j, length in runs:
        start, to = left.starts[i], right.starts[j]
        for n in range(1, length):
            before, after = left.ends[i + n - 1], right.ends[j + n - 1]
            if left.text[before : left.starts[i + n]] != right.text[after : right.starts[j + n]]:
                yield start, to, before - start
                start, to = left.starts[i + n], right.starts[j + n]
        yield start, to, left.ends[i + length - 1] - start
