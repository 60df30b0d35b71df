"""Making an alignment of words one of meaning: no matches by chance, no cuts through sentences."""

from collections.abc import Sequence

from annotations.domain.anchoring.words import SENTENCE_ENDS, Words

Run = tuple[int, int, int]

PHRASE_WORDS = 3
PHRASE_CHARACTERS = 8
FARTHEST_SLIDE = 400
A_SENTENCE = 6
"""How natural a change is that begins and ends after a sentence's end."""

_CLOSING = frozenset("\"'”’»)]」』）")


def without_chance(runs: Sequence[Run], left: Words, right: Words) -> list[Run]:
    """The runs without those that are less than a phrase and stand between much longer changes.

    A run stays where it is at least half as long as the change on one of its sides.
    """
    kept = list(runs)
    while True:
        fewer = [run for at, run in enumerate(kept) if not _is_chance(kept, at, left, right)]
        if len(fewer) == len(kept):
            return kept
        kept = fewer


def _is_chance(runs: Sequence[Run], at: int, left: Words, right: Words) -> bool:
    i, j, length = runs[at]
    characters = left.ends[i + length - 1] - left.starts[i]
    if length >= PHRASE_WORDS and characters >= PHRASE_CHARACTERS:
        return False
    before_i, before_j, before = runs[at - 1] if at else (0, 0, 0)
    after_i, after_j, _ = runs[at + 1] if at + 1 < len(runs) else (len(left), len(right), 0)
    change_before = max(_extent(left, before_i + before, i), _extent(right, before_j + before, j))
    change_after = max(_extent(left, i + length, after_i), _extent(right, j + length, after_j))
    return 2 * characters < min(change_before, change_after)


def _extent(words: Words, first: int, end: int) -> int:
    """Code points from the first word to the last before `end`."""
    return words.ends[end - 1] - words.starts[first] if end > first else 0


def at_boundaries(runs: Sequence[Run], left: Words, right: Words) -> list[Run]:
    """The runs with every deletion and insertion moved to where it begins and ends most naturally.

    Where the word before a deleted stretch equals its last word, deleting one place earlier leaves the same
    text. Of all such places that one is taken which begins after a block's or a sentence's end.
    """
    settled: list[Run] = []
    for run in runs:
        pieces = _slid(settled.pop(), run, left, right) if settled else (run,)
        for piece in pieces:
            if not piece[2]:
                continue
            if settled and _touch(settled[-1], piece):
                last = settled.pop()
                piece = (*last[:2], last[2] + piece[2])
            settled.append(piece)
    return settled


def _touch(one: Run, other: Run) -> bool:
    return one[0] + one[2] == other[0] and one[1] + one[2] == other[1]


def _slid(before: Run, after: Run, left: Words, right: Words) -> tuple[Run, ...]:
    """Two runs with the change between them at its best place; words it passes are matched on its other side.

    A deletion and an insertion at the same place are two changes, of which one may slide away from the other:
    only to whole sentences, since a replaced word is one change.
    """
    (i, j, length), (next_i, next_j, _) = before, after
    old_gap, new_gap = (i + length, next_i), (j + length, next_j)
    is_pure = old_gap[0] == old_gap[1] or new_gap[0] == new_gap[1]
    old_step, old_gain = _best_step(left, old_gap, before, after)
    new_step, new_gain = _best_step(right, new_gap, before, after)
    step, gain = (old_step, old_gain) if old_gain >= new_gain else (new_step, new_gain)
    if not step or not (is_pure or gain >= A_SENTENCE):
        return before, after
    return _passed(before, after, step, is_deletion=old_gain >= new_gain)


def _passed(before: Run, after: Run, step: int, *, is_deletion: bool) -> tuple[Run, ...]:
    (i, j, length), (next_i, next_j, next_length) = before, after
    by = abs(step)
    if step < 0:
        middle = (next_i - by, j + length - by, by) if is_deletion else (i + length - by, next_j - by, by)
        return (i, j, length - by), middle, after
    middle = (i + length, next_j, by) if is_deletion else (next_i, j + length, by)
    return before, middle, (next_i + by, next_j + by, next_length - by)


def _best_step(words: Words, gap: tuple[int, int], before: Run, after: Run) -> tuple[int, int]:
    """By how many words to shift a change, negative to the left, and how natural that is; (0, 0) to stay."""
    start, end = gap
    if start == end:
        return 0, 0
    best, best_score = 0, _naturalness(words, start, end)
    for direction, room in ((-1, before[2]), (1, after[2])):
        for distance in range(1, min(room, FARTHEST_SLIDE) + 1):
            step = direction * distance
            gone, come = (start + step, end + step) if step < 0 else (start + step - 1, end + step - 1)
            if _word(words, gone) != _word(words, come):
                break
            score = _naturalness(words, start + step, end + step)
            if score > best_score:
                best, best_score = step, score
    return (best, best_score) if best else (0, 0)


def _word(words: Words, at: int) -> str:
    return words.text[words.starts[at] : words.ends[at]]


def _naturalness(words: Words, start: int, end: int) -> int:
    return _boundary(words, start) + _boundary(words, end)


def _boundary(words: Words, at: int) -> int:
    """How well a change may begin or end before a word: 4 at a block, 3 at a sentence, 1 at punctuation."""
    if at in (0, len(words)) or "\n" in words.text[words.ends[at - 1] : words.starts[at]]:
        return 4
    before = at - 1
    while before > 0 and _word(words, before) in _CLOSING:
        before -= 1
    if _word(words, before) in SENTENCE_ENDS:
        return 0 if _word(words, at) in _CLOSING else 3
    return 1 if _word(words, at - 1) == "," else 0
