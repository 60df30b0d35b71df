"""What the figures of a passage suggest, in words, while its stance is being decided."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotations.domain.proposals import FigureSuggestion, figure_suggestions
from annotations.domain.quantities import ComparisonCode, Quantity
from annotations.domain.vocabulary import Coverage, Stance
from annotations.models import Capture, Claim, Highlight
from annotations.models import Quantity as StoredQuantity
from annotations.web.forms.claims import plain_figure

REASONS: dict[ComparisonCode, Any] = {
    ComparisonCode.DIFFERENT_SCOPE: gettext_lazy("They count different things."),
    ComparisonCode.FIGURES_MEET: gettext_lazy("They meet within 5 percent."),
    ComparisonCode.LATER_CUMULATIVE_COUNT: gettext_lazy(
        "It is a later count of a running total: it may stand higher without the earlier one being wrong."
    ),
    ComparisonCode.FIGURES_DIFFER: gettext_lazy("They lie more than 10 percent apart."),
    ComparisonCode.FIGURES_NEARLY_MEET: gettext_lazy("They lie less than 10 percent apart, but do not meet."),
}


@dataclass(frozen=True, slots=True)
class ShownSuggestion:
    """One suggestion as a page shows it."""

    stance: Stance
    is_partial: bool
    claimed: str
    claimed_bounds: str
    found: str
    found_bounds: str
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
    return Quantity(
        text=stored.text,
        low=stored.low,
        high=stored.high,
        unit=stored.unit,
        comparator=stored.comparator,
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
        claimed_bounds=_bounds(one.claimed),
        found=one.found.text,
        found_bounds=_bounds(one.found),
        reason=str(REASONS[one.suggestion.code]),
    )


def _bounds(figure: Quantity) -> str:
    """The interval: `24 to 99`, `20 or more`, `59`."""
    low = plain_figure(figure.low)
    if figure.high is None:
        return _("%(low)s or more") % {"low": low}
    if figure.high == figure.low:
        return low
    return _("%(low)s to %(high)s") % {"low": low, "high": plain_figure(figure.high)}
