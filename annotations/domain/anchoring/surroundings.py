"""What a sentence says around a highlight: the label the words stand under, and what touches them.

"12 tons" says nothing without "Apples:" before it, and "No." nothing without its question. Lists, tables,
interviews and live blogs are made of such lines, and there an alignment that matches words matches the wrong
ones as easily as the right ones. And the same words under the same label are another statement once "never"
or a figure stands right beside them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import regex

from annotations.domain.anchoring.alignment import Alignment
from annotations.domain.anchoring.word_changes import word_changes
from annotations.domain.anchoring.words import cuts_a_word, divide, one_spaced
from annotations.domain.vocabulary import WordChange

REACH = 400
LEAST_LABEL_WORDS = 3
"""Fewer ("A.", "Mr.") are no sentence of their own: the label begins before them."""

LEAST_TAIL_WORDS = 3
TOUCHING_WORDS = 4
MOST_STANDING = 20

_CLOSING = "\"'”’»)]」』） "
_STOP = regex.compile(
    rf"[!?…؟।۔](?=[\s{regex.escape(_CLOSING)}]|\Z)|[。！？]|\.(?=[\s{regex.escape(_CLOSING)}]|\Z)"
)
_TOUCHING = (WordChange.NUMBER, WordChange.NEGATION)

Labels = tuple[str, str]


@dataclass(frozen=True)
class Surroundings:
    """The same words in two texts, `old[start:start + length]` and `new[place:place + length]`, with what
    stands around both.
    """

    alignment: Alignment
    start: int
    place: int
    length: int

    def has_same_lead(self) -> bool:
        """Whether the words stand under the same label: all that is before them in their sentence or line.

        Where they begin it, the sentence before is their label.
        """
        leads = (_label_start(text, at) for text, at in self._beginnings)
        reach = max(at - first for first, (_, at) in zip(leads, self._beginnings, strict=True))
        return self._is_same_before(reach)

    def has_same_tail(self) -> bool:
        """Whether the same follows to the end of the sentence or line."""
        return self._is_same_after(max(_tail_end(text, end) - end for text, end in self._endings))

    def begins_a_line(self) -> bool:
        """Whether no word stands before the words in their sentence or line, in one of the texts."""
        return not all(self._leads)

    def is_same_until_unique(self) -> bool:
        """Whether as much before the words is the same as it takes for their sentence to stand once."""
        old, (_, end) = self.alignment.old, self._endings[0]
        first, last = _label_start(old, self.start), _tail_end(old, end)
        while 0 < first and self.start - first < REACH and not self._stands_once(first, last):
            first = _label_start(old, first)
        return self._is_same_before(self.start - first) and self._is_same_after(last - end)

    def _stands_once(self, first: int, last: int) -> bool:
        old, new = self.alignment.spaced_old, self.alignment.spaced_new
        words = old[first:last]
        return all(text.find(words, text.find(words) + 1) < 0 for text in (old, new))

    def _is_same_before(self, reach: int) -> bool:
        old, new = self.alignment.spaced_old, self.alignment.spaced_new
        if not reach:
            return self.start == self.place == 0
        return reach <= min(self.start, self.place) and (
            old[self.start - reach : self.start] == new[self.place - reach : self.place]
        )

    def _is_same_after(self, reach: int) -> bool:
        (_, end), (_, new_end) = self._endings
        after = (
            self.alignment.spaced_old[end : end + reach],
            self.alignment.spaced_new[new_end : new_end + reach],
        )
        return after[0] == after[1]

    def has_changed_hands(self) -> bool:
        """Whether the words stand under another label, while their own one stands elsewhere in the new text
        or the other one stood elsewhere in the old text.

        Only what begins, or ends, a single sentence or line is a label.
        """
        tails = self._tails
        if not all(len(divide(tail)) >= LEAST_TAIL_WORDS for tail in tails):
            tails = ("", "")
        return self._is_exchanged(self._leads, _begins) or self._is_exchanged(tails, _ends)

    def _is_exchanged(self, labels: Labels, stands: Callable[[str, int, str], bool]) -> bool:
        if labels[0] == labels[1]:
            return False
        texts = self.alignment.old, self.alignment.new
        counts = [[_count(text, label, stands) for text in texts] for label in labels]
        (ours_then, ours_now), (theirs_then, theirs_now) = counts
        return (ours_then == 1 and ours_now > 0) or (theirs_now == 1 and theirs_then > 0)

    def changes_beside(self, language: str) -> tuple[WordChange, ...]:
        """Which of numbers and negations changed right beside the words, within their sentence.

        What only slid away from them, because other words were put between, did not change.
        """
        old, new = (self._near(*beginning) for beginning in self._beginnings)
        if old == new:
            return ()
        near = set(word_changes(old, new, language)).intersection(_TOUCHING)
        around = self.changes_around(language) if near else ()
        return tuple(kind for kind in around if kind in near)

    def changes_around(self, language: str) -> tuple[WordChange, ...]:
        """Which kinds of words changed anywhere in their sentence or line."""
        return word_changes(*(self._sentence(*beginning) for beginning in self._beginnings), language)

    def _near(self, text: str, at: int) -> str:
        end = at + self.length
        before, after = divide(text[_line_start(text, at) : at]), divide(text[end : _tail_end(text, end)])
        first = before.starts[-TOUCHING_WORDS:][0] - len(before.text) if len(before) else 0
        last = after.ends[:TOUCHING_WORDS][-1] if len(after) else 0
        return text[at + first : end + last]

    def _sentence(self, text: str, at: int) -> str:
        return text[_line_start(text, at) : _tail_end(text, at + self.length)]

    @cached_property
    def _beginnings(self) -> tuple[tuple[str, int], tuple[str, int]]:
        return (self.alignment.old, self.start), (self.alignment.new, self.place)

    @cached_property
    def _endings(self) -> tuple[tuple[str, int], tuple[str, int]]:
        (old, start), (new, place) = self._beginnings
        return (old, start + self.length), (new, place + self.length)

    @cached_property
    def _leads(self) -> Labels:
        old, new = (one_spaced(text[_line_start(text, at) : at]).strip() for text, at in self._beginnings)
        return old, new

    @cached_property
    def _tails(self) -> Labels:
        old, new = (one_spaced(text[end : _tail_end(text, end)]).strip() for text, end in self._endings)
        return old, new


def _stops(text: str, at: int) -> Iterator[int]:
    """Where a sentence or a line ends before a place, the nearest first, as far as `REACH`."""
    first = max(0, at - REACH)
    ends = {found.end() for found in _STOP.finditer(text, first, at)}
    ends.update(n + 1 for n in range(first, at) if text[n] == "\n")
    yield from sorted(ends, reverse=True)
    yield first


def _line_start(text: str, at: int) -> int:
    """Where the sentence or line of a place begins; one that ends with a colon introduces the next."""
    for stop in _stops(text, at):
        # The end of the sentence before may have its quotation mark after it.
        if text[stop:at].strip(_CLOSING + "\n") or not text[:stop].endswith(":\n"):
            return stop
    return at


def _label_start(text: str, at: int) -> int:
    """Where the label of a place begins: its line, or its sentence where that has some words before it, or
    the one before.
    """
    for stop in _stops(text, at):
        words = len(divide(text[stop:at]))
        if words >= LEAST_LABEL_WORDS or (words and text[stop - 1 : stop] == "\n"):
            return stop
    return max(0, at - REACH)


def _tail_end(text: str, end: int) -> int:
    """Where the sentence or line that holds what is before a place ends."""
    last = text.find("\n", end, end + REACH)
    last = last if last >= 0 else min(len(text), end + REACH)
    stop = _STOP.search(text, max(0, end - 1), last)
    return max(end, stop.end()) if stop else last


def _count(text: str, label: str, stands: Callable[[str, int, str], bool]) -> int:
    """How often a label begins, or ends, a sentence or line; 0 where it is too common to be one."""
    if not label:
        return 0
    spaced = one_spaced(text)
    found = 0
    at = spaced.find(label)
    for _ in range(MOST_STANDING):
        if at < 0:
            return found
        found += stands(text, at, label)
        at = spaced.find(label, at + 1)
    return 0


def _begins(text: str, at: int, label: str) -> bool:
    before = text[max(0, at - 4) : at].rstrip(_CLOSING)
    is_first = not before or before[-1] == "\n" or bool(_STOP.fullmatch(before[-1]))
    return is_first and not cuts_a_word(text, at + len(label))


def _ends(text: str, at: int, label: str) -> bool:
    end = at + len(label)
    return not cuts_a_word(text, at) and (
        text[end : end + 1] in ("", "\n") or bool(_STOP.fullmatch(label[-1]))
    )
