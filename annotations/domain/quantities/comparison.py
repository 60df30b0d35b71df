"""What one figure suggests about another (specification 1.7); a reviewer decides.

Usual meanings ("dozens", a round number, a bare one) meet within five percent. A bound that was stated is one
to hold to: nothing beyond it meets it, nor does the bound itself where the words leave it out. Figures that
meet agree in full where the passage says no more than the claim, or the claim is what the passage puts
roughly; else in part, for the passage leaves open what the claim rules out. Which of two figures is the
claim's changes how much of it is covered, never whether they meet.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from annotations.domain.quantities.quantity import Quantity
from annotations.domain.vocabulary import Comparator, Coverage, Stance

_MEET_PERCENT = 5
_CLOSE_PERCENT = 10
_TOLERANCE = Decimal(_MEET_PERCENT) / 100


class ComparisonCode(StrEnum):
    """Why a stance is suggested."""

    DIFFERENT_SCOPE = "DIFFERENT_SCOPE"
    FIGURES_MEET = "FIGURES_MEET"
    FIGURES_OVERLAP = "FIGURES_OVERLAP"
    LATER_CUMULATIVE_COUNT = "LATER_CUMULATIVE_COUNT"
    FIGURES_DIFFER = "FIGURES_DIFFER"
    FIGURES_NEARLY_MEET = "FIGURES_NEARLY_MEET"
    BOUND_EXCLUDES = "BOUND_EXCLUDES"


@dataclass(frozen=True, slots=True)
class StanceSuggestion:
    """A proposed stance and coverage, with the code of the rule that proposes it."""

    stance: str
    coverage: str
    code: ComparisonCode


@dataclass(frozen=True, slots=True)
class _Gap:
    """Two figures apart: `below` ends before `above` begins, or where one of them leaves the edge out."""

    below: Quantity
    above: Quantity
    edge: Decimal

    @property
    def bounds_stated(self) -> int:
        """How many of the two facing bounds stand in the words."""
        return self.below.states_high + self.above.states_low

    def exceeds(self, percent: int) -> bool:
        """Measured by the nearer figure, whichever side names it."""
        return (self.above.low - self.edge) * 100 > self.edge * percent


def suggest_stance(claim: Quantity, evidence: Quantity) -> StanceSuggestion:
    """Compare the figure of a piece of evidence with the figure of a claim."""
    if _differ_in_scope(claim, evidence):
        return _suggest(Stance.CONTEXT, ComparisonCode.DIFFERENT_SCOPE)
    gap = _gap(claim, evidence) or _gap(evidence, claim)
    if gap is None or not (gap.bounds_stated or gap.exceeds(_MEET_PERCENT)):
        return _agreement(claim, evidence)
    if _is_later_count_above(claim, evidence, gap):
        return _suggest(Stance.CONTEXT, ComparisonCode.LATER_CUMULATIVE_COUNT)
    return _contradiction(gap)


def _agreement(claim: Quantity, evidence: Quantity) -> StanceSuggestion:
    roughly = evidence.comparator == Comparator.ABOUT and _is_within(claim, evidence)
    if roughly or _is_within(evidence, claim):
        return _suggest(Stance.CORROBORATES, ComparisonCode.FIGURES_MEET)
    return _suggest(Stance.CORROBORATES, ComparisonCode.FIGURES_OVERLAP, Coverage.PARTIAL)


def _contradiction(gap: _Gap) -> StanceSuggestion:
    if gap.exceeds(_CLOSE_PERCENT):
        return _suggest(Stance.CONTRADICTS, ComparisonCode.FIGURES_DIFFER)
    if not gap.bounds_stated:
        return _suggest(Stance.CONTRADICTS, ComparisonCode.FIGURES_NEARLY_MEET, Coverage.PARTIAL)
    # Two bounds that exclude each other deny each other, however near: no figure satisfies both.
    coverage = Coverage.FULL if gap.bounds_stated == len((gap.below, gap.above)) else Coverage.PARTIAL
    return _suggest(Stance.CONTRADICTS, ComparisonCode.BOUND_EXCLUDES, coverage)


def _suggest(stance: Stance, code: ComparisonCode, coverage: Coverage = Coverage.FULL) -> StanceSuggestion:
    return StanceSuggestion(stance.value, coverage.value, code)


def _differ_in_scope(claim: Quantity, evidence: Quantity) -> bool:
    """Whether both say what, of whom or where they count, and say different things."""
    pairs = (
        (claim.unit, evidence.unit),
        (claim.scope_who, evidence.scope_who),
        (claim.scope_where, evidence.scope_where),
    )
    return any(a and b and a.casefold() != b.casefold() for a, b in pairs)


def _gap(below: Quantity, above: Quantity) -> _Gap | None:
    """The gap between a figure and one above it; None where they share a value or stand the other way."""
    edge = below.ceiling
    if edge is None or above.low < edge:
        return None
    excluded = below.excludes_high or above.excludes_low
    return _Gap(below, above, edge) if above.low > edge or excluded else None


def _is_within(inner: Quantity, outer: Quantity) -> bool:
    """Whether one says no more than the other, as far as its words hold it to its bounds.

    Above "over" N everything is allowed, but what begins far above its usual end is another order of size.
    """
    low = outer.low if outer.states_low else outer.low * (1 - _TOLERANCE)
    if inner.low < low or (inner.low == low and outer.excludes_low and not inner.excludes_low):
        return False
    if outer.high is None:
        return True
    if outer.ceiling is None:
        return inner.low <= outer.high
    high = outer.high if outer.states_high else outer.high * (1 + _TOLERANCE)
    return inner.ceiling is not None and inner.ceiling <= high


def _is_later_count_above(claim: Quantity, evidence: Quantity, gap: _Gap) -> bool:
    """A count that only grows may later stand higher without having been wrong before."""
    dated = claim.as_of is not None and evidence.as_of is not None and evidence.as_of > claim.as_of
    return evidence.cumulative and dated and gap.above is evidence
