"""What there is to be better than: the best match, whatever it is.

The idea of the usual web annotators: of all places that resemble the quote with at most half of its
characters wrong, the one whose quote, context and position score best together. There is no score that is
too low.
"""

import edlib
from rapidfuzz.distance import Indel

from annotations.domain.anchoring import Anchoring, Quote
from annotations.domain.canonical import CanonicalText
from annotations.domain.vocabulary import HighlightOutcome
from bench.anchoring.measuring import Method

QUOTE, CONTEXT, POSITION = 50, 20, 2


def best_match(old: CanonicalText, new: CanonicalText) -> Method:
    """Takes the best match; it is never in doubt, so it is always silent."""

    def find(start: int, end: int, quote: Quote, text: CanonicalText) -> Anchoring:
        places = _exact(quote.exact, text.text) or _similar(quote.exact, text.text)
        if not places:
            return Anchoring(HighlightOutcome.ORPHANED)
        best = max(places, key=lambda place: _score(quote, text.text, place, start))
        return Anchoring(HighlightOutcome.UNCHANGED, *best)

    return find


def _exact(words: str, text: str) -> list[tuple[int, int]]:
    places: list[tuple[int, int]] = []
    at = text.find(words)
    while at >= 0 and len(places) < 200:
        places.append((at, at + len(words)))
        at = text.find(words, at + 1)
    return places


def _similar(words: str, text: str) -> list[tuple[int, int]]:
    codes = {character: code for code, character in enumerate(sorted(set(words))[:250], 1)}
    wanted = bytes(codes.get(character, 255) for character in words)
    haystack = text.translate({ord(c): codes.get(c, 0) for c in set(text)}).encode("latin-1")
    result = edlib.align(wanted, haystack, mode="HW", task="locations", k=len(words) // 2)
    return (
        [(first or 0, last + 1) for first, last in result["locations"]] if result["editDistance"] >= 0 else []
    )


def _score(quote: Quote, text: str, place: tuple[int, int], expected: int) -> float:
    start, end = place
    prefix, suffix = quote.prefix[-32:], quote.suffix[:32]
    parts = (
        (QUOTE, Indel.normalized_similarity(quote.exact, text[start:end])),
        (CONTEXT, Indel.normalized_similarity(prefix, text[max(0, start - len(prefix)) : start])),
        (CONTEXT, Indel.normalized_similarity(suffix, text[end : end + len(suffix)])),
        (POSITION, 1 - abs(start - expected) / max(1, len(text))),
    )
    return sum(weight * similarity for weight, similarity in parts)
