"""Looking for words in a text: exactly, and approximately.

Approximate search is Myers' bit-vector algorithm as edlib has it (infix mode): the stretch with the smallest
edit distance, in time proportional to the text. edlib takes at most 256 different characters, which Chinese
and Japanese pages exceed by far; every character that the quote does not hold differs from all of its
characters alike, so all of them become one. Of a quote that itself holds
too many, the rarest count as different.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import edlib

from annotations.domain.anchoring.quotes import LEAST_SIMILARITY, Quote, similarity
from annotations.domain.anchoring.words import cuts_a_word, one_spaced

MOST_OCCURRENCES = 200
MOST_CANDIDATES = 5
LEAST_CHARACTERS = 8
"""Below this, what is similar means nothing."""

LONGEST_PATTERN = 512
LONGEST_END = 256
MOST_DIFFERENT_CHARACTERS = 250

_OTHER, _MASKED, _RARE = range(3)
_FIRST_CODE = 3
# Canonical text holds no control characters.
_DIVIDER = 16 * "\x01"


@dataclass(frozen=True, slots=True)
class Found:
    """A place that resembles the words sought; `similarity` is 0-1."""

    start: int
    end: int
    similarity: float


def occurrences(quote: Quote, spaced: str) -> list[int]:
    """Where the quote stands word for word in a text with spaces for line ends: the first `MOST_OCCURRENCES`.

    Words are not found inside of longer words, unless that is how they were selected.
    """
    places: list[int] = []
    wanted = quote.spaced
    at = spaced.find(wanted)
    while at >= 0 and len(places) < MOST_OCCURRENCES:
        if _is_divided_alike(quote, spaced, at):
            places.append(at)
        at = spaced.find(wanted, at + 1)
    return places


def _is_divided_alike(quote: Quote, text: str, start: int) -> bool:
    return (quote.begins_inside_a_word or not cuts_a_word(text, start)) and (
        quote.ends_inside_a_word or not cuts_a_word(text, start + len(quote.exact))
    )


@dataclass(frozen=True)
class Haystack:
    """Stretches of a text put together to be searched in one go, each with some of the text around it."""

    text: str
    pieces: tuple[tuple[int, int, int], ...]
    """`(place in the haystack, place in the text, length)` of each piece, in order."""

    @classmethod
    def of(cls, text: str, stretches: Iterable[tuple[int, int]], around: int) -> "Haystack":
        """The stretches of a text, each widened by `around` code points; those that then touch are one."""
        parts: list[str] = []
        pieces: list[tuple[int, int, int]] = []
        place = 0
        for start, end in _widened(stretches, around, len(text)):
            pieces.append((place, start, end - start))
            parts += (one_spaced(text[start:end]), _DIVIDER)
            place += end - start + len(_DIVIDER)
        return cls("".join(parts), tuple(pieces))

    @cached_property
    def _alphabet(self) -> "Counter[str]":
        """How often each character occurs."""
        return Counter(self.text)

    @cached_property
    def _coded(self) -> tuple[dict[str, int], bytes]:
        codes = _codes(self._alphabet)
        return codes, _encoded(self.text, codes)

    def coded(self, wanted: str) -> tuple[bytes, bytes]:
        """The words and the haystack in at most 256 codes, equal where the characters are.

        Where the haystack has more different characters, those that the words do not hold become one. Of
        words that themselves hold too many, the rarest are equal to nothing.
        """
        if len(self._alphabet) <= MOST_DIFFERENT_CHARACTERS:
            codes, text = self._coded
        else:
            codes = _codes(Counter(wanted))
            text = _encoded(self.text, dict.fromkeys(self._alphabet, _OTHER) | codes)
        return bytes(codes.get(character, _RARE) for character in wanted), text

    @cached_property
    def _places(self) -> list[int]:
        return [place for place, _, _ in self.pieces]

    def origin(self, start: int, end: int) -> tuple[int, int] | None:
        """Where a stretch of the haystack stands in the text; None where it is not of one piece."""
        place, origin, length = self.pieces[bisect_right(self._places, start) - 1]
        if end > place + length or end <= start:
            return None
        return origin + start - place, origin + end - place


def _widened(stretches: Iterable[tuple[int, int]], by: int, length: int) -> list[tuple[int, int]]:
    wide: list[tuple[int, int]] = []
    for start, end in stretches:
        start, end = max(0, start - by), min(length, end + by)
        if wide and start <= wide[-1][1]:
            wide[-1] = (wide[-1][0], end)
        else:
            wide.append((start, end))
    return wide


def similar_places(wanted: str, text: str, haystack: Haystack) -> list[Found]:
    """The places of a text, within a haystack made of it, that are most similar to the words: best first, at
    most `MOST_CANDIDATES`, each at least `LEAST_SIMILARITY` and of whole words.
    """
    if len(wanted) < LEAST_CHARACTERS or not haystack.pieces:
        return []
    found: list[Found] = []
    for first, last in _approximate(*haystack.coded(one_spaced(wanted))):
        origin = haystack.origin(first, last)
        if origin is None:
            continue
        start, end = _whole_words(text, *origin)
        share = similarity(wanted, text[start:end])
        if share >= LEAST_SIMILARITY:
            found.append(Found(start, end, share))
    return sorted(found, key=lambda place: (-place.similarity, place.start))


def _codes(alphabet: "Counter[str]") -> dict[str, int]:
    common = alphabet.most_common(MOST_DIFFERENT_CHARACTERS)
    return {_DIVIDER[0]: _MASKED} | {
        character: code for code, (character, _) in enumerate(common, _FIRST_CODE)
    }


def _encoded(text: str, codes: Mapping[str, int]) -> bytes:
    return text.translate({ord(character): code for character, code in codes.items()}).encode("latin-1")


def _approximate(wanted: bytes, haystack: bytes) -> Iterator[tuple[int, int]]:
    if len(wanted) <= LONGEST_PATTERN:
        yield from _infixes(wanted, haystack)
        return
    # Long words are found by their two ends, so that the work stays in proportion to the text.
    for first, _ in _infixes(wanted[:LONGEST_END], haystack):
        window = haystack[first : first + 2 * len(wanted)]
        for _, last in _infixes(wanted[-LONGEST_END:], window):
            if last >= len(wanted) // 2:
                yield first, first + last
                break


def _infixes(wanted: bytes, haystack: bytes) -> Iterator[tuple[int, int]]:
    """The most similar stretches, one after the other; each is masked before the next is sought."""
    allowed = int((1 - LEAST_SIMILARITY) * len(wanted))
    for _ in range(MOST_CANDIDATES):
        result = edlib.align(wanted, haystack, mode="HW", task="distance", k=allowed)
        if result["editDistance"] < 0:
            return
        end = result["locations"][0][1] + 1
        start = _beginning(wanted, haystack, end, result["editDistance"])
        yield start, end
        haystack = haystack[:start] + bytes([_MASKED]) * (end - start) + haystack[end:]


def _beginning(wanted: bytes, haystack: bytes, end: int, distance: int) -> int:
    """Where the match that ends at a place begins. (edlib would work this out for every match at once.)"""
    window = haystack[max(0, end - len(wanted) - distance) : end]
    result = edlib.align(wanted[::-1], window[::-1], mode="SHW", task="distance", k=distance)
    return end - 1 - int(result["locations"][0][1])


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    while cuts_a_word(text, start):
        start -= 1
    while cuts_a_word(text, end):
        end += 1
    return start, end
