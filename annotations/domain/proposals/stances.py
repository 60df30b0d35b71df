"""What the figures of a passage suggest about those of a claim (specification 1.7); a reviewer decides."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from annotations.domain.quantities import (
    Quantity,
    StanceSuggestion,
    find_none,
    find_quantities,
    suggest_stance,
)


@dataclass(frozen=True, slots=True)
class FigureSuggestion:
    """A figure of the claim beside the one of the passage that speaks of the same."""

    claimed: Quantity
    found: Quantity
    suggestion: StanceSuggestion


def figure_suggestions(
    figures: Iterable[Quantity],
    passage: str,
    *,
    claimed_on: date | None = None,
    counted_on: date | None = None,
    language: str = "en",
) -> tuple[FigureSuggestion, ...]:
    """Suggestions for figures of a claim to which the passage has a counterpart: of the same unit, or, where
    one side names none, any; of several the nearest, and each figure once.

    Counts are as of their own day, else as of `claimed_on` and `counted_on`. Whether a total runs on is known
    from either side.
    """
    claimed = list(figures)
    found = [one.quantity for one in find_quantities(passage, language)]
    for unit in dict.fromkeys(figure.unit for figure in claimed):
        found += [none.quantity for none in find_none(passage, unit, language)]
    suggestions = []
    for ours in claimed:
        theirs = _nearest(ours, found)
        if theirs is None or _nearest(theirs, claimed) is not ours:
            continue
        ours = replace(ours, as_of=ours.as_of or claimed_on)
        theirs = replace(theirs, as_of=counted_on, cumulative=theirs.cumulative or ours.cumulative)
        suggestions.append(FigureSuggestion(ours, theirs, suggest_stance(ours, theirs)))
    return tuple(suggestions)


def _nearest(figure: Quantity, others: Sequence[Quantity]) -> Quantity | None:
    """The figure that speaks of the same: by its unit, then by its size. A lone one is always compared."""
    unit = figure.unit.casefold()
    alike = [one for one in others if not unit or one.unit.casefold() in (unit, "")]
    candidates = alike or (others if len(others) == 1 else [])
    return min(candidates, key=_distance_from(figure), default=None)


def _distance_from(figure: Quantity) -> Callable[[Quantity], tuple[bool, Decimal]]:
    return lambda one: (one.unit.casefold() != figure.unit.casefold(), abs(one.low - figure.low))
