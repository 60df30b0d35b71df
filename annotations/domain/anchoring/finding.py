"""Finding a quote where no earlier text is known, as for annotations made elsewhere."""

from collections.abc import Sequence

from annotations.domain.anchoring.evidence import Option, is_clearly_ahead
from annotations.domain.anchoring.outcomes import ORPHANED, Anchoring, ambiguous, most_similar, silent
from annotations.domain.anchoring.quotes import Quote, fit, stands_whole
from annotations.domain.anchoring.search import (
    MOST_OCCURRENCES,
    Haystack,
    occurrences,
    similar_places,
)
from annotations.domain.anchoring.words import one_spaced
from annotations.domain.canonical import CanonicalText
from annotations.domain.vocabulary import HighlightOutcome


def find_quote(quote: Quote, text: CanonicalText, near: int | None = None) -> Anchoring:
    """Find a quote in a text where no earlier text is known.

    White space counts as one space, and characters that canonical text does not have are dropped.
    *unchanged* where the words stand at `near` or no place was named, *moved* where they stand elsewhere;
    words that stand in several places need a context, or stand at `near` exactly.
    """
    quote = quote.canonical()
    if not quote.exact:
        return ORPHANED
    places = occurrences(quote, one_spaced(text.text))
    if not places:
        haystack = Haystack.of(text.text, [(0, len(text.text))], 0)
        return most_similar(quote, text.text, similar_places(quote.exact, text.text, haystack), "und")
    return _settle(quote, places, text.text, near)


def _settle(quote: Quote, places: Sequence[int], text: str, near: int | None) -> Anchoring:
    """The place whose context fits; the one named where there is no context; else all of them."""
    options = _options(quote, places, one_spaced(text))
    if near in places and not options[0].fit.is_known:
        options = [option for option in options if option.place == near]
    best, length = options[0], len(quote.exact)
    if _is_sure(quote, options) and len(places) < MOST_OCCURRENCES:
        outcome = HighlightOutcome.UNCHANGED if near in (None, best.place) else HighlightOutcome.MOVED
        return silent(outcome, best.place, quote, text, "und")
    return ambiguous([(option.place, option.place + length) for option in options], text) or ORPHANED


def _options(quote: Quote, places: Sequence[int], spaced: str) -> list[Option]:
    length = len(quote.exact)
    options = [
        Option(
            place,
            fit(quote.prefix, quote.suffix, spaced, place, place + length),
            1.0,
            stands_whole(quote, spaced, place),
        )
        for place in places
    ]
    return sorted(options, key=lambda option: option.rank, reverse=True)


def _is_sure(quote: Quote, options: Sequence[Option]) -> bool:
    context = options[0].fit
    if len(options) == 1:
        return context.is_enough or not (quote.is_short and context.is_known)
    return is_clearly_ahead(options) and context.is_enough
