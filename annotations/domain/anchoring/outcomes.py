"""The five outcomes: how a highlight may come out of an edit, and what is said with each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from annotations.domain.anchoring.quotes import (
    CLEARLY_AHEAD,
    HIGH_CONTEXT,
    HIGH_SIMILARITY,
    LEAST_CONTEXT,
    LEAST_KEPT,
    LEAST_SIMILARITY,
    Fit,
    Quote,
    fit,
    kept_share,
)
from annotations.domain.anchoring.search import MOST_CANDIDATES, Found
from annotations.domain.anchoring.word_changes import word_changes
from annotations.domain.anchoring.words import same_words
from annotations.domain.offsets import expand_to_graphemes
from annotations.domain.vocabulary import HighlightOutcome, WordChange

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Anchoring:
    """What became of a highlight.

    *unchanged* and *moved*: `text[start:end]` are the same words (a space may have become a line's end).
    *changed*: at least half of the words stand at `start`..`end`, and `changes` says which of the dangerous
    kinds happened to the rest; or all of them, beside words that changed, and `changes` says so of those.
    *ambiguous*: no place, one to five `candidates`, best first. *orphaned*: nothing. Offsets are code points
    and never cut a grapheme cluster.
    """

    outcome: HighlightOutcome
    start: int | None = None
    end: int | None = None
    candidates: tuple[Span, ...] = ()
    changes: tuple[WordChange, ...] = ()


ORPHANED = Anchoring(HighlightOutcome.ORPHANED)


def silent(outcome: HighlightOutcome, start: int, quote: Quote, text: str, language: str) -> Anchoring:
    """The same words at a place - unless marks that follow there make them other words."""
    place = expand_to_graphemes(text, start, start + len(quote.exact))
    if same_words(text[slice(*place)], quote.exact):
        return Anchoring(outcome, *place)
    return changed(place, quote, text, language)


def changed(place: Span, quote: Quote, text: str, language: str) -> Anchoring:
    """Other words at a place, and what kinds of words changed."""
    start, end = expand_to_graphemes(text, *place)
    changes = word_changes(quote.exact, text[start:end], language)
    return Anchoring(HighlightOutcome.CHANGED, start, end, changes=changes)


def changed_beside(start: int, quote: Quote, text: str, changes: tuple[WordChange, ...]) -> Anchoring:
    """The same words at a place, where what stands beside them changed what they say."""
    place = expand_to_graphemes(text, start, start + len(quote.exact))
    return Anchoring(HighlightOutcome.CHANGED, *place, changes=changes)


def ambiguous(places: Sequence[Span], text: str) -> Anchoring | None:
    """Places to choose from, best first; None without any."""
    if not places:
        return None
    candidates = tuple(expand_to_graphemes(text, *place) for place in places[:MOST_CANDIDATES])
    return Anchoring(HighlightOutcome.AMBIGUOUS, candidates=candidates)


def _is_acceptable(similarity: float, context: Fit) -> bool:
    """Whether words that resemble those sought, in such a context, may be shown as what became of them."""
    if context.mean >= LEAST_CONTEXT:
        return similarity >= LEAST_SIMILARITY
    return similarity >= HIGH_SIMILARITY and context.best >= HIGH_CONTEXT


def most_similar(quote: Quote, text: str, places: Iterable[Found], language: str) -> Anchoring:
    """The place that is acceptable and clearly ahead of the next; the same words have been judged before."""
    options = []
    for found in places:
        if same_words(text[found.start : found.end], quote.exact):
            continue
        context = fit(quote.prefix, quote.suffix, text, found.start, found.end)
        if _is_acceptable(found.similarity, context) and (
            kept_share(quote.exact, text[found.start : found.end]) >= LEAST_KEPT
        ):
            options.append((found.similarity + context.mean, (found.start, found.end)))
    options.sort(reverse=True)
    if not options:
        return ORPHANED
    if len(options) == 1 or options[0][0] > options[1][0] + CLEARLY_AHEAD:
        return changed(options[0][1], quote, text, language)
    return ambiguous([place for _, place in options], text) or ORPHANED
