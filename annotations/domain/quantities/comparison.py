"""What one figure suggests about another (specification 1.7); a reviewer decides."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from annotations.domain.quantities.quantity import Quantity
from annotations.domain.vocabulary import Coverage, Stance

_MEET_PERCENT = 5
_CLOSE_PERCENT = 10


class ComparisonCode(StrEnum):
    """Why a stance is suggested."""

    DIFFERENT_SCOPE = "DIFFERENT_SCOPE"
    FIGURES_MEET = "FIGURES_MEET"
    LATER_CUMULATIVE_COUNT = "LATER_CUMULATIVE_COUNT"
    FIGURES_DIFFER = "FIGURES_DIFFER"
    FIGURES_NEARLY_MEET = "FIGURES_NEARLY_MEET"


@dataclass(frozen=True, slots=True)
class StanceSuggestion:
    """A proposed stance and coverage, with the code of the rule that proposes it."""

    stance: str
    coverage: str
    code: ComparisonCode


def suggest_stance(claim: Quantity, evidence: Quantity) -> StanceSuggestion:
    """Compare the figure of a piece of evidence with the figure of a claim."""
    if _differ_in_scope(claim, evidence):
        return _suggest(Stance.CONTEXT, ComparisonCode.DIFFERENT_SCOPE)
    gap, facing = _gap(claim, evidence)
    if gap * 100 <= facing * _MEET_PERCENT:
        return _suggest(Stance.CORROBORATES, ComparisonCode.FIGURES_MEET)
    if _is_later_count_above(claim, evidence):
        return _suggest(Stance.CONTEXT, ComparisonCode.LATER_CUMULATIVE_COUNT)
    if gap * 100 > facing * _CLOSE_PERCENT:
        return _suggest(Stance.CONTRADICTS, ComparisonCode.FIGURES_DIFFER)
    return _suggest(Stance.CONTRADICTS, ComparisonCode.FIGURES_NEARLY_MEET, Coverage.PARTIAL)


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


def _gap(claim: Quantity, evidence: Quantity) -> tuple[Decimal, Decimal]:
    """How far the intervals are apart, and the bound of the claim that faces the evidence."""
    if claim.high is not None and evidence.low > claim.high:
        return evidence.low - claim.high, claim.high
    if evidence.high is not None and evidence.high < claim.low:
        return claim.low - evidence.high, claim.low
    return Decimal(0), claim.low


def _is_later_count_above(claim: Quantity, evidence: Quantity) -> bool:
    """A count that only grows may later stand higher without having been wrong before."""
    dated = claim.as_of is not None and evidence.as_of is not None and evidence.as_of > claim.as_of
    return evidence.cumulative and dated and claim.high is not None and evidence.low > claim.high
