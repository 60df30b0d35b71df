"""What a sentence says around a highlight: the label the words stand under, and what touches them.

"12 tons" says nothing without "Apples:" before it, and "No." nothing without its question. Lists, tables,
interviews and live blogs are made of such lines, and there an alignment that matches words matches the wrong
ones as easily as the right ones. And the same words under the same label are another statement once "never"
or a figure stands right beside them.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from annotations.domain.anchoring.alignment import Alignment
from annotations.domain.anchoring.boundaries import (
    AND,
    LEAST_LABEL_WORDS,
    REACH,
    beginnings,
    endings,
    is_label,
    label_start,
    line_start,
    tail_end,
)
from annotations.domain.anchoring.quotes import LEAST_KEPT, Quote, kept_share
from annotations.domain.anchoring.word_changes import names_are_lost, word_changes
from annotations.domain.anchoring.words import divide, one_spaced
from annotations.domain.vocabulary import WordChange

LEAST_TAIL_WORDS = 3
TOUCHING_WORDS = 4
SAME_REACH = 200
_TOUCHING = (WordChange.NUMBER, WordChange.NEGATION)

Labels = tuple[str, str]
Standing = Callable[[str, str, str], Iterator[int]]


@dataclass(frozen=True)
class Surroundings:
    """The same words in two texts, `old[start:start + length]` and `new[place:place + length]`, with what
    stands around both.
    """

    alignment: Alignment
    start: int
    place: int
    length: int

    def are_the_same(self) -> bool:
        """Whether so much is the same on both sides that no label and no sentence can be another one."""
        return self._is_same_before(SAME_REACH) and self._is_same_after(SAME_REACH)

    def has_same_lead(self) -> bool:
        """Whether the words stand under the same label: all that is before them in their sentence or line.

        Where they begin it, the sentence before is their label.
        """
        leads = (label_start(text, at) for text, at in self._beginnings)
        reach = max(at - first for first, (_, at) in zip(leads, self._beginnings, strict=True))
        return self._is_same_before(reach)

    def has_same_tail(self) -> bool:
        """Whether the same follows to the end of the sentence or line."""
        return self._is_same_after(max(tail_end(text, end) - end for text, end in self._endings))

    def keeps_its_statement(self) -> bool:
        """Whether their whole sentence or line is the same, stands once in each text, and is so long that
        nobody says it of two things.
        """
        old, new = (one_spaced(self._sentence(*beginning)).strip() for beginning in self._beginnings)
        return old == new and Quote(old).is_long and self._stands_once(*self._span_of_sentence())

    def keeps_its_gist(self, language: str) -> bool:
        """Whether what stands before them in their sentence is more than a label, and most of it is the
        same, all of its names among it.
        """
        old, new = self._leads
        return (
            min(len(divide(old)), len(divide(new))) > LEAST_LABEL_WORDS
            and kept_share(old, new) >= LEAST_KEPT
            and not self.is_relabelled(language)
        )

    def begins_a_line(self) -> bool:
        """Whether no word stands before the words in their sentence or line, in one of the texts."""
        return not all(self._leads)

    def is_same_until_unique(self) -> bool:
        """Whether as much before the words is the same as it takes for their sentence to stand once."""
        old, (_, end) = self.alignment.old, self._endings[0]
        first, last = label_start(old, self.start), tail_end(old, end)
        while first > 0 and self.start - first < REACH and not self._stands_once(first, last):
            first = label_start(old, first)
        return self._is_same_before(self.start - first) and self._is_same_after(last - end)

    def _span_of_sentence(self) -> tuple[int, int]:
        (old, start), (_, end) = self._beginnings[0], self._endings[0]
        return line_start(old, start), tail_end(old, end)

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
        starts = [line_start(text, at) for text, at in self._beginnings]
        ends = [tail_end(text, end) for text, end in self._endings]
        return self._is_exchanged(self._leads, starts, beginnings) or self._is_exchanged(tails, ends, endings)

    def is_relabelled(self, language: str) -> bool:
        """Whether a label before them is not the same, or a name around them is no longer named."""
        old, new = self._leads
        if old != new and (is_label(old) or is_label(new)):
            return True
        return names_are_lost(old, new, language) or names_are_lost(*self._tails, language)

    def _is_exchanged(self, labels: Labels, own: Sequence[int], standing: Standing) -> bool:
        """Whether the old label stands elsewhere in the new text only, or the new one in the old text only;
        the words' own sentences, at `own`, aside.
        """
        if labels[0] == labels[1]:
            return False
        old = self.alignment.old, self.alignment.spaced_old
        new = self.alignment.new, self.alignment.spaced_new
        (ours_then, ours_now), (theirs_then, theirs_now) = (
            [
                len({*standing(*texts, label)} - {itself})
                for texts, itself in zip((old, new), own, strict=True)
            ]
            for label in labels
        )
        return ours_then == 0 < ours_now or theirs_now == 0 < theirs_then

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
        old, new = (self._sentence(*beginning) for beginning in self._beginnings)
        return word_changes(old, new, language)

    def _near(self, text: str, at: int) -> str:
        end = at + self.length
        before, after = divide(text[line_start(text, at) : at]), divide(text[end : tail_end(text, end)])
        first = before.starts[-TOUCHING_WORDS:][0] - len(before.text) if len(before) else 0
        last = after.ends[:TOUCHING_WORDS][-1] if len(after) else 0
        return text[at + first : end + last]

    def _sentence(self, text: str, at: int) -> str:
        return text[line_start(text, at) : tail_end(text, at + self.length)]

    @cached_property
    def _beginnings(self) -> tuple[tuple[str, int], tuple[str, int]]:
        return (self.alignment.old, self.start), (self.alignment.new, self.place)

    @cached_property
    def _endings(self) -> tuple[tuple[str, int], tuple[str, int]]:
        (old, start), (new, place) = self._beginnings
        return (old, start + self.length), (new, place + self.length)

    @cached_property
    def _leads(self) -> Labels:
        old, new = (one_spaced(text[line_start(text, at) : at]).strip() for text, at in self._beginnings)
        return old.removeprefix(AND), new.removeprefix(AND)

    @cached_property
    def _tails(self) -> Labels:
        old, new = (one_spaced(text[end : tail_end(text, end)]).strip() for text, end in self._endings)
        return old, new
