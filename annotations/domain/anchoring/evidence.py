"""Whether a place has been earned: its context, its rivals, and what else could be meant."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import regex

from annotations.domain.anchoring.alignment import Alignment
from annotations.domain.anchoring.carrying import Carried, gaps_around
from annotations.domain.anchoring.quotes import (
    CLEARLY_AHEAD,
    LEAST_KEPT,
    NEAR_CONTEXT,
    WIDE_CONTEXT,
    Fit,
    Quote,
    context,
    fit,
    stands_whole,
)
from annotations.domain.anchoring.search import MOST_OCCURRENCES, occurrences
from annotations.domain.anchoring.surroundings import Surroundings
from annotations.domain.anchoring.words import divide, same_words

COMPANY = 120
DRIFT = 40
"""By how many code points edits may have shifted neighbours that moved together."""
ALL_OF_A_BLOCK = 0.95
UNDECIDED = 0.1
SENTENCE_REACH = 400
FEW_WORDS = 4

_CLOSING = "\"'”’»)]」』） "
_SENTENCE_ENDS = ".!?…。！？؟।۔\n"
_SENTENCE_END = regex.compile(r"[!?…。！？؟।۔\n]|\.(?=\s|\Z)")


@dataclass(frozen=True, slots=True)
class Option:
    """A place of the new text with the words sought. `margin` is by how much its context fits the highlight
    better than the best rival of the old text (1 without rivals); `is_whole` where all of the context stands.
    """

    place: int
    fit: Fit
    margin: float
    is_whole: bool

    @property
    def rank(self) -> tuple[bool, float]:
        """What puts one option before another."""
        return self.is_whole, self.fit.mean


def is_clearly_ahead(options: Sequence[Option]) -> bool:
    """Whether the first of the options, sorted by rank, leaves no doubt about the second."""
    if len(options) == 1:
        return True
    best, second = options[:2]
    return best.is_whole > second.is_whole or best.fit.mean > second.fit.mean + CLEARLY_AHEAD


def sentence_at(text: str, start: int, end: int) -> str:
    """The sentence, or sentences, that hold a span, as far as 400 characters on either side."""
    first = max(0, start - SENTENCE_REACH)
    first = max((found.end() for found in _SENTENCE_END.finditer(text, first, start)), default=first)
    following = _SENTENCE_END.search(text, max(start, end - 1), end + SENTENCE_REACH)
    return text[first : following.end() if following else end + SENTENCE_REACH].strip()


@dataclass(frozen=True)
class Seeker:
    """A highlight on its way into a new text: `alignment.old` says `quote.exact` at `start`."""

    start: int
    quote: Quote
    alignment: Alignment

    @cached_property
    def places(self) -> list[int]:
        """Where the new text says the same words."""
        return occurrences(self.quote, self.alignment.spaced_new)

    @cached_property
    def rivals(self) -> list[int]:
        """Where else the old text says the same words."""
        return [place for place in occurrences(self.quote, self.alignment.spaced_old) if place != self.start]

    @property
    def is_crowded(self) -> bool:
        """Whether the words are so common that not all of their places were looked at."""
        return max(len(self.places), len(self.rivals) + 1) >= MOST_OCCURRENCES

    def stands_whole(self, place: int) -> bool:
        """Whether the quote stands at a place of the new text with all of its context."""
        return stands_whole(self.quote, self.alignment.spaced_new, place)

    def surroundings(self, place: int) -> Surroundings:
        """What stands around the words in the old text and around a place of the new one."""
        return Surroundings(self.alignment, self.start, place, len(self.quote.exact))

    def keeps_its_label(self, place: int, language: str) -> bool:
        """Whether the words still stand for the same thing at a place: words that are short or repeat only
        under the same label, others unless their label and another one changed hands.
        """
        around = self.surroundings(place)
        if around.keeps_its_statement() or around.is_same_until_unique():
            return True
        if self.is_repeated or around.has_changed_hands():
            return False
        if not self.quote.is_short:
            return not around.is_relabelled(language)
        if around.begins_a_line():
            return around.has_same_lead() and around.has_same_tail()
        return around.has_same_lead() or around.keeps_its_gist(language)

    def may_belong(self, place: int) -> bool:
        """Whether a place that no other words hold stands under the label of these."""
        return not self.is_taken(place) and self.surroundings(place).has_same_lead()

    @property
    def is_repeated(self) -> bool:
        """Whether one of the texts says the words more than once."""
        return bool(self.rivals) or len(self.places) > 1

    def option(self, place: int) -> Option:
        """A place of the new text that says the words, weighed."""
        ours = self._fit(self.start, place)
        is_whole = self.stands_whole(place)
        return Option(place, ours, self._margin(ours, is_whole, place), is_whole)

    def _margin(self, ours: Fit, is_whole: bool, place: int) -> float:
        rivals = [rival for rival in self.rivals if not self._is_at_home(rival, place)]
        if not rivals:
            return 1.0
        sentence = self._sentence(self.start)
        if sentence == sentence_at(self.alignment.spaced_new, place, place + len(self.quote.exact)) and (
            sentence not in map(self._sentence, rivals)
        ):
            return 1.0
        margin = ours.mean - max(self._fit(rival, place).mean for rival in rivals)
        # A selector's context is as long as it must be to occur once: no rival has all of it.
        if is_whole and margin >= 0:
            return 1.0
        if abs(margin) > UNDECIDED:
            return margin
        wide = self._fit(self.start, place, WIDE_CONTEXT).mean
        return wide - max(self._fit(rival, place, WIDE_CONTEXT).mean for rival in rivals)

    def _sentence(self, occurrence: int) -> str:
        return sentence_at(self.alignment.spaced_old, occurrence, occurrence + len(self.quote.exact))

    def _fit(self, occurrence: int, place: int, reach: int = NEAR_CONTEXT) -> Fit:
        """How the place fits an occurrence of the words in the old text."""
        length, old = len(self.quote.exact), self.alignment.spaced_old
        wanted = context(old, occurrence, occurrence + length, reach)
        return fit(*wanted, self.alignment.spaced_new, place, place + length, reach)

    def _is_at_home(self, rival: int, place: int) -> bool:
        """Whether a rival still stands where it stood, among its neighbours, and not at this place."""
        length = len(self.quote.exact)
        for start, to, run in self.alignment.runs_between(rival, rival + 1):
            stays = rival + length <= start + run
            return stays and run > length and to + rival - start != place
        return False

    def keeps_its_sentence(self, place: int) -> bool:
        """Whether the sentence around the words stands there too, as it was, and is more than the words."""
        length = len(self.quote.exact)
        sentence = self._sentence(self.start)
        return length < len(sentence) and sentence == sentence_at(
            self.alignment.spaced_new, place, place + length
        )

    def keeps_its_company(self, place: int) -> bool:
        """Whether what stood around the words moved the same way: all of their block, or half of what stood
        around them beyond it.
        """
        old, start, end = self.alignment.old, self.start, self.start + len(self.quote.exact)
        around = max(0, start - COMPANY), min(len(old), end + COMPANY)
        block_end = old.find("\n", end, around[1])
        in_block = (
            max(around[0], old.rfind("\n", around[0], start) + 1),
            block_end if block_end >= 0 else around[1],
        )
        return (
            self._came(in_block, place - start) >= ALL_OF_A_BLOCK
            or self._came(around, place - start) >= LEAST_KEPT
        )

    def _came(self, stretch: tuple[int, int], shift: int) -> float:
        """The share of a stretch of the old text, the words themselves aside, that went as far as they did.

        Where nothing stands around them, whether they are enough by themselves.
        """
        first, end = stretch
        itself = len(self.quote.exact)
        if end - first <= itself:
            return float(not self.quote.is_short)
        came = sum(
            min(end, run + length) - max(first, run)
            for run, to, length in (
                *self.alignment.runs_between(first, end),
                *self.alignment.moves_between(first, end),
            )
            if abs(to - run - shift) <= DRIFT
        )
        return (came - itself) / (end - first - itself)

    def is_taken(self, place: int) -> bool:
        """Whether the words at a place of the new text are still those of another place of the old one."""
        length = len(self.quote.exact)
        span = self.start, self.start + length
        return self.alignment.share_from_elsewhere((place, place + length), *span) >= LEAST_KEPT

    def is_uprooted(self, place: int) -> bool:
        """Whether the words, aligned with a place, have left their sentence: on a side where they stand in
        the
        midst of one, the sentence now ends between them and what stayed of it.
        """
        old_kinds = self._edges(self.alignment.spaced_old, self.start)
        gaps = gaps_around(self.alignment, self.start, self.start + len(self.quote.exact))
        return any(
            kind != "end" and bool(_SENTENCE_END.search(new)) and not _SENTENCE_END.search(old)
            for kind, (old, new) in zip(old_kinds, gaps, strict=True)
        )

    def stands_alone(self, place: int) -> bool:
        """Whether words nobody writes twice, whole sentences, stand as such in one place of each text."""
        alone = not self.rivals and self.places == [place] and self.quote.is_long
        return alone and (
            self._edges(self.alignment.spaced_old, self.start)
            == self._edges(self.alignment.spaced_new, place)
            == ("end", "end")
        )

    def _edges(self, text: str, place: int) -> tuple[str, str]:
        end = place + len(self.quote.exact)
        before = text[max(0, place - 8) : place].rstrip(_CLOSING)
        after = text[end : end + 8].lstrip(" ")
        return _kind(before[-1:]), _kind(after[:1]) if text[end - 1] not in _SENTENCE_ENDS else "end"


def _kind(character: str) -> str:
    if not character or character in _SENTENCE_ENDS:
        return "end"
    return "word" if character.isalnum() else "mark"


def is_changed(carried: Carried) -> bool:
    """Whether at least half of the words were kept, but not all, or not only they."""
    return not carried.is_exact and carried.kept >= LEAST_KEPT


def is_taken_out(carried: Carried) -> bool:
    """Whether the words left while both neighbours stayed."""
    return carried.frame is not None


def is_figure_exchanged(old: str, new: str) -> bool:
    """Whether a few words with a figure gave way to a few words with a figure, in the same place.

    Nothing of "12" is kept in "15", and yet it is the one change of words nobody may miss.
    """
    return not same_words(old, new.strip()) and all(
        any(character.isdecimal() for character in words) and 0 < len(divide(words)) <= FEW_WORDS
        for words in (old, new)
    )
