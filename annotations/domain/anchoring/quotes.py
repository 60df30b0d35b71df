"""What is looked for, and how well a place fits it.

The words alone never say which occurrence is meant: articles repeat themselves. What stands before and after
does, so every decision rests on both.
"""

from dataclasses import dataclass
from functools import cached_property

import regex
from rapidfuzz.distance import Indel, Levenshtein

from annotations.domain.anchoring.words import cuts_a_word, divide, one_spaced
from annotations.domain.canonical.characters import clean_characters

NEAR_CONTEXT = 32
WIDE_CONTEXT = 256
"""Where the near context does not decide between two occurrences, the sentences around them do."""

LEAST_SIMILARITY = 0.62
LEAST_CONTEXT = 0.35
HIGH_SIMILARITY = 0.8
HIGH_CONTEXT = 0.6
CLEARLY_AHEAD = 0.02
LEAST_KEPT = 0.5
SHORT_CHARACTERS = 20
SHORT_UNDIVIDED_WORDS = 10

LONG_WORDS = 8
LONG_CHARACTERS = 40
LONG_UNDIVIDED_WORDS = 20

_BEFORE_THE_TEXT = "\x02"
_AFTER_THE_TEXT = "\x03"
_SPACES = regex.compile(r"\s+")


@dataclass(frozen=True)
class Quote:
    """Words with what stands before and after them, as a selector keeps them. Contexts may be empty."""

    exact: str
    prefix: str = ""
    suffix: str = ""

    def canonical(self) -> "Quote":
        """The same quote in the characters of canonical text, with single spaces."""
        exact, prefix, suffix = (
            _SPACES.sub(" ", clean_characters(part)) for part in (self.exact, self.prefix, self.suffix)
        )
        inner = exact.strip()
        before, after = exact[: len(exact) - len(exact.lstrip())], exact[len(exact.rstrip()) :]
        return Quote(inner, _SPACES.sub(" ", prefix + before), _SPACES.sub(" ", after + suffix))

    @cached_property
    def spaced(self) -> str:
        """The words with spaces for line ends."""
        return one_spaced(self.exact)

    @cached_property
    def is_short(self) -> bool:
        """Whether the words are too few to mean one place without their context."""
        return len(self.exact) < SHORT_CHARACTERS and len(divide(self.exact)) < SHORT_UNDIVIDED_WORDS

    @cached_property
    def is_long(self) -> bool:
        """Whether the words are so many that nobody writes them twice by chance.

        Eight words of forty characters together, or twenty where words are not divided.
        """
        words = len(divide(self.exact))
        return words >= LONG_UNDIVIDED_WORDS or (words >= LONG_WORDS and len(self.exact) >= LONG_CHARACTERS)

    @cached_property
    def begins_inside_a_word(self) -> bool:
        """Whether the words begin in the middle of one."""
        return bool(self.prefix) and cuts_a_word(self.prefix[-1] + self.exact[:1], 1)

    @cached_property
    def ends_inside_a_word(self) -> bool:
        """Whether the words end in the middle of one."""
        return bool(self.suffix) and cuts_a_word(self.exact[-1:] + self.suffix[0], 1)


@dataclass(frozen=True, slots=True)
class Fit:
    """How like the context of a place is to the context sought: 0-1 for each side, None where nothing is
    sought on a side.
    """

    before: float | None
    after: float | None

    @property
    def mean(self) -> float:
        """The mean of the known sides; 0 without any."""
        known = [side for side in (self.before, self.after) if side is not None]
        return sum(known) / len(known) if known else 0.0

    @property
    def best(self) -> float:
        """The better side; 0 without any."""
        return max(self.before or 0.0, self.after or 0.0)

    @property
    def is_known(self) -> bool:
        """Whether there was any context to compare."""
        return self.before is not None or self.after is not None

    @property
    def is_enough(self) -> bool:
        """Whether the context speaks for a place that something else speaks for as well."""
        return self.mean >= LEAST_CONTEXT or self.best >= HIGH_CONTEXT


def context(text: str, start: int, end: int, reach: int = NEAR_CONTEXT) -> tuple[str, str]:
    """The characters before and after a span, `reach` on either side; the text's edges are part of them.

    Without the edges a short context would fit anything that ends like it.
    """
    before, after = text[max(0, start - reach) : start], text[end : end + reach]
    return before.rjust(reach, _BEFORE_THE_TEXT), after.ljust(reach, _AFTER_THE_TEXT)


def fit(prefix: str, suffix: str, text: str, start: int, end: int, reach: int = NEAR_CONTEXT) -> Fit:
    """How the context of `text[start:end]` compares with the nearest `reach` characters of a prefix and a
    suffix.

    Similarity is Levenshtein's distance over the length compared, from 1: unrelated sentences of one language
    reach about 0.25.
    """
    before, after = context(text, start, end, reach)
    prefix, suffix = prefix[-reach:], suffix[:reach]
    return Fit(
        _similarity(prefix, before[len(before) - len(prefix) :]), _similarity(suffix, after[: len(suffix)])
    )


def _similarity(wanted: str, found: str) -> float | None:
    if not wanted:
        return None
    return Levenshtein.normalized_similarity(one_spaced(wanted), one_spaced(found))


def stands_whole(quote: Quote, spaced: str, place: int) -> bool:
    """Whether a quote stands at a place with all of its context, in a text with spaces for line ends."""
    whole = one_spaced(quote.prefix + quote.exact + quote.suffix)
    return spaced.startswith(whole, place - len(quote.prefix)) if place >= len(quote.prefix) else False


def similarity(wanted: str, found: str) -> float:
    """How like two passages are (0-1): Levenshtein's distance over the length of what is wanted, from 1."""
    distance = Levenshtein.distance(one_spaced(wanted), one_spaced(found))
    return max(0.0, 1 - distance / max(1, len(wanted)))


def kept_share(wanted: str, found: str) -> float:
    """The share (0-1) of the wanted words, by their length, that stands in the found ones in the same
    order."""
    ours, theirs = divide(wanted).strings(), divide(found).strings()
    total = sum(map(len, ours))
    codes = Indel.opcodes(ours, theirs)
    kept = sum(
        len(ours[at]) for code in codes if code.tag == "equal" for at in range(code.src_start, code.src_end)
    )
    return kept / total if total else 0.0
