"""What the figures of a passage suggest, in words, while its stance is being decided."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy

from annotations.domain.proposals import FigureSuggestion, figure_suggestions
from annotations.domain.quantities import ComparisonCode, Quantity, parse_quantity
from annotations.domain.vocabulary import Coverage, Stance
from annotations.models import Capture, Claim, Highlight
from annotations.models import Quantity as StoredQuantity

REASONS: dict[ComparisonCode, Any] = {
    ComparisonCode.DIFFERENT_SCOPE: gettext_lazy("They count different things."),
    ComparisonCode.FIGURES_MEET: gettext_lazy("They agree, or lie at most 5 percent apart."),
    ComparisonCode.FIGURES_OVERLAP: gettext_lazy("Both can be true, but they agree only in part."),
    ComparisonCode.LATER_CUMULATIVE_COUNT: gettext_lazy(
        "It is a later count of a running total: it may stand higher without the earlier one being wrong."
    ),
    ComparisonCode.FIGURES_DIFFER: gettext_lazy("They lie more than 10 percent apart."),
    ComparisonCode.FIGURES_NEARLY_MEET: gettext_lazy("They lie less than 10 percent apart, but do not meet."),
    ComparisonCode.BOUND_EXCLUDES: gettext_lazy("One of them states a bound that the other does not keep."),
}


@dataclass(frozen=True, slots=True)
class ShownSuggestion:
    """One suggestion as a page shows it."""

    stance: Stance
    is_partial: bool
    claimed: str
    found: str
    reason: str


def suggestions_for(claim: Claim, passage: str, capture_id: int | None) -> list[ShownSuggestion]:
    """A suggestion for each figure of the claim that the passage has a counterpart to."""
    figures = [_quantity(figure) for figure in claim.quantities.order_by("id")]
    if not figures or not passage.strip():
        return []
    language, counted_on = _source_of(capture_id)
    found = figure_suggestions(
        figures,
        passage,
        claimed_on=_claimed_on(claim),
        counted_on=counted_on,
        language=language if language != "und" else claim.language,
    )
    return [_shown(one) for one in found]


def _claimed_on(claim: Claim) -> date | None:
    """The day as of which a claim counts: its time, else that of the article where it first stands."""
    time = getattr(claim, "time_scope", None)
    if time is not None and time.starts_on is not None:
        return time.ends_on or time.starts_on
    days = Highlight.objects.current().filter(claim=claim).order_by("id")
    return days.values_list("revision__article__published_on", flat=True).first()


def _source_of(capture_id: int | None) -> tuple[str, date | None]:
    """The language and the day of the source."""
    if capture_id is None:
        return "und", None
    rows = Capture.objects.filter(pk=capture_id).values_list("source__language", "source__published_on")
    return rows.first() or ("und", None)


def _quantity(stored: StoredQuantity) -> Quantity:
    """The figure as it is stored; whether it leaves out its bound, only its words tell."""
    said = parse_quantity(stored.text, stored.claim.language)
    return Quantity(
        text=stored.as_written,
        low=stored.low,
        high=stored.high,
        unit=stored.unit,
        comparator=stored.comparator,
        excludes_bound=said is not None and said.excludes_bound,
        cumulative=stored.is_cumulative,
        scope_who=stored.scope_who,
        scope_where=stored.scope_where,
        as_of=stored.as_of,
    )


def _shown(one: FigureSuggestion) -> ShownSuggestion:
    return ShownSuggestion(
        stance=Stance(one.suggestion.stance),
        is_partial=one.suggestion.coverage == Coverage.PARTIAL,
        claimed=one.claimed.text,
        found=one.found.text,
        reason=str(REASONS[one.suggestion.code]),
    )
