"""Guessing the type of an English statement (specification 1.1).

The order of the rules is the order of harm: to take a judgement for a fact, or a forecast for a report,
would give it a score that it must not have, so what has no score is looked for before what has one.
"""

from datetime import date

from annotations.domain.proposals import words
from annotations.domain.times import TimeScope
from annotations.domain.vocabulary import ClaimType

_SETTLED_AFTER_YEARS = 5


def guess_type(
    text: str, *, reports_itself: bool, has_figure: bool, times: tuple[TimeScope, ...]
) -> ClaimType:
    """The type a reviewer would most likely choose for these words; EVENT when nothing gives another away."""
    return (
        _without_truth(text)
        or (ClaimType.MEDIA if words.MEDIA.search(text) else None)
        or (ClaimType.ATTRIBUTION if reports_itself else None)
        or _without_score(text, has_figure, times)
        or _with_score(text, has_figure, times)
    )


def _without_truth(text: str) -> ClaimType | None:
    if words.QUESTION.search(text):
        return ClaimType.QUESTION
    if words.OWN_FEELING.search(text):
        return ClaimType.PERSONAL_EXPERIENCE
    return ClaimType.RHETORIC if words.SLOGAN.search(text) else None


def _without_score(text: str, has_figure: bool, times: tuple[TimeScope, ...]) -> ClaimType | None:
    if words.DEMAND.search(text):
        return ClaimType.NORMATIVE
    if words.FUTURE.search(text):
        return ClaimType.PREDICTION
    if words.JUDGEMENT.search(text):
        return ClaimType.OPINION
    nothing_to_check = not has_figure and not any(time.start for time in times)
    return ClaimType.OPINION if nothing_to_check and words.EVALUATIVE.search(text) else None


def _with_score(text: str, has_figure: bool, times: tuple[TimeScope, ...]) -> ClaimType:
    if words.CAUSE.search(text):
        return ClaimType.CAUSAL
    if words.LAW.search(text):
        return ClaimType.LAW
    if words.COMPARISON.search(text) and not words.NOT_A_COMPARISON.search(text):
        return ClaimType.COMPARISON
    if has_figure:
        return ClaimType.QUANTITY
    return ClaimType.HISTORICAL if any(_is_settled(time) for time in times) else ClaimType.EVENT


def _is_settled(time: TimeScope) -> bool:
    """Whether a span of time ended more than five years before the anchor."""
    anchor: date | None = time.anchor
    return anchor is not None and time.end is not None and time.end.year + _SETTLED_AFTER_YEARS < anchor.year
