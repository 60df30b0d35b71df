"""Figures of agreement and quality in plain words: what each counts, and what follows from it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotations.domain.agreement.dashboard import ENOUGH
from annotations.domain.agreement.figures import NotEnough
from annotations.domain.agreement.judged import YARDSTICK_ALPHA, Judgement, judged

HOURS_IN_DAYS: Final = 72
"""From so many hours on a duration is told in days."""


@dataclass(frozen=True, slots=True)
class FigureName:
    """A figure: its label, what it counts, and how a value is written."""

    label: Any
    meaning: Any
    written: Callable[[float], str]


@dataclass(frozen=True, slots=True)
class FigureShown:
    """A figure as it is read. `value` is empty where there is not enough; `words` say what follows from it,
    or why there is none.
    """

    name: str
    label: str
    meaning: str
    value: str
    interval: str
    count: str
    judgement: str
    words: str


def percent(value: float) -> str:
    """A share."""
    return f"{100 * value:.0f} %" if value in (0, 1) or 0.1 <= value <= 0.9 else f"{100 * value:.1f} %"


def _to_a_tenth(value: float) -> str:
    return f"{100 * value:.1f} %"


def coefficient(value: float) -> str:
    """Alpha or kappa, as they are printed: without the zero."""
    return f"{value:.3f}".replace("0.", ".", 1) if abs(value) < 1 else f"{value:.3f}"


def duration(hours: float) -> str:
    """A duration of so many hours."""
    if hours >= HOURS_IN_DAYS:
        return _("%(days)s days") % {"days": f"{hours / 24:.3g}"}
    return _("%(hours)s h") % {"hours": f"{hours:.3g}"}


FIGURES: Final[Mapping[str, FigureName]] = {
    "raw_agreement": FigureName(
        gettext_lazy("Same stance"),
        gettext_lazy("Of the passages that two people read, those that both read the same."),
        percent,
    ),
    "alpha_nominal": FigureName(
        gettext_lazy("Alpha of stances"),
        gettext_lazy("Agreement beyond what chance alone would give: 1 is perfect, 0 is chance."),
        coefficient,
    ),
    "alpha_ordinal": FigureName(
        gettext_lazy("Alpha of stances, ordered"),
        gettext_lazy("The same, with “context” lying between “contradicts” and “corroborates”."),
        coefficient,
    ),
    "flat_opposition": FigureName(
        gettext_lazy("Flat opposition"),
        gettext_lazy("One read that the passage corroborates the claim, the other that it contradicts it."),
        percent,
    ),
    "adjudication_rate": FigureName(
        gettext_lazy("Went to a third person"),
        gettext_lazy("Passages that the two read differently."),
        percent,
    ),
    "overturn_rate": FigureName(
        gettext_lazy("First reading reversed"),
        gettext_lazy("Of the readings that are decided, those where the first did not hold."),
        percent,
    ),
    "grade_alpha": FigureName(
        gettext_lazy("Alpha of grades"),
        gettext_lazy("Publishers that several people graded, each by their last grade; ordered A to E."),
        coefficient,
    ),
    "type_alpha": FigureName(
        gettext_lazy("Alpha of claim types"),
        gettext_lazy("Claims that a second person edited, who had the first type before them: a ceiling."),
        coefficient,
    ),
    "tracing_rate": FigureName(
        gettext_lazy("Traced links"),
        gettext_lazy("Of the scored links, those that say where their passage comes from."),
        percent,
    ),
    "wrongly_own": FigureName(
        gettext_lazy("Wrongly “own reporting”"),
        gettext_lazy("Of the links that the monthly audit looked at, those that rest on somebody else."),
        percent,
    ),
    "single_origin_share": FigureName(
        gettext_lazy("Verdicts on one origin"),
        gettext_lazy("Of the claims that are supported or refuted now, those with a single origin."),
        percent,
    ),
    "diagonal": FigureName(
        gettext_lazy("Grade and credibility alike"),
        gettext_lazy("Links on A1, B2, C3, D4 or E5, of those where both were judged."),
        percent,
    ),
    "override_rate": FigureName(
        gettext_lazy("Overridden"),
        gettext_lazy("Of the claims that were signed or overridden, those that were overridden."),
        percent,
    ),
    "vindicated": FigureName(
        gettext_lazy("Overrides borne out"),
        gettext_lazy("Of these, those whose status the rule came to later."),
        percent,
    ),
    "median_hours_to_sign_off": FigureName(
        gettext_lazy("Median time to sign-off"),
        gettext_lazy("From making a claim to the signature that completed it."),
        duration,
    ),
}
FOREMOST: Final = (
    "raw_agreement",
    "alpha_nominal",
    "flat_opposition",
    "tracing_rate",
    "wrongly_own",
    "median_hours_to_sign_off",
)
OF_AGREEMENT: Final = (
    "raw_agreement",
    "alpha_nominal",
    "alpha_ordinal",
    "flat_opposition",
    "adjudication_rate",
    "overturn_rate",
    "grade_alpha",
    "type_alpha",
)
OF_EVIDENCE: Final = ("tracing_rate", "wrongly_own", "single_origin_share", "diagonal")
OF_FLOW: Final = ("median_hours_to_sign_off", "override_rate", "vindicated")

CONSEQUENCES: Final[Mapping[Judgement, Any]] = {
    Judgement.GOOD: gettext_lazy("Good."),
    Judgement.TENTATIVE: gettext_lazy("Good enough for tentative conclusions only."),
    Judgement.WEAK: gettext_lazy("Too low to build on. Talk about the disputes."),
    Judgement.REWRITE: gettext_lazy("Rewrite the guidance on stances."),
    Judgement.REVIEW: gettext_lazy("More than 5 %: go through the disputes of these days together."),
    Judgement.ONE_SCALE: gettext_lazy("More than 80 %: the two scales are used as one."),
}
OTHER_GUIDANCE: Final[Mapping[str, Any]] = {
    "grade_alpha": gettext_lazy("Rewrite the guidance on grades."),
    "type_alpha": gettext_lazy("Rewrite the guidance on types."),
}


def shown(name: str, figure: Mapping[str, Any] | None) -> FigureShown:
    """One figure of a kept set, as it is read; what an older set did not hold reads as nothing done."""
    named, told = FIGURES[name], figure or {"value": None, "count": 0, "missing": NotEnough.NO_PAIRS}
    value = told["value"]
    judgement = judged(name, value)
    return FigureShown(
        name=name,
        label=str(named.label),
        meaning=str(named.meaning),
        value="" if value is None else named.written(value),
        interval=interval(told, named.written),
        count=f"{told['count']:,}",
        judgement=judgement or "",
        words=_missing(told) if value is None else _consequence(name, judgement),
    )


def interval(figure: Mapping[str, Any], written: Callable[[float], str]) -> str:
    """Where it lies with 95 % confidence; empty where that is not known."""
    if figure.get("low") is None:
        return ""
    exact = _to_a_tenth if written is percent else written
    return _("%(low)s to %(high)s") % {"low": exact(figure["low"]), "high": exact(figure["high"])}


def person_figure(figure: Mapping[str, Any] | None, written: Callable[[float], str] = percent) -> str:
    """A figure in a cell: its value, or why there is none."""
    if figure is None:
        return ""
    return _missing(figure) if figure["value"] is None else written(figure["value"])


def _missing(figure: Mapping[str, Any]) -> str:
    if figure["missing"] == NotEnough.ONE_VALUE:
        return _("Everybody said the same: there is nothing to compare.")
    return _("Not enough data: %(count)s of %(enough)s") % {"count": figure["count"], "enough": ENOUGH}


def _consequence(name: str, judgement: Judgement | None) -> str:
    if judgement is None:
        return ""
    if judgement == Judgement.REWRITE and name in OTHER_GUIDANCE:
        return str(OTHER_GUIDANCE[name])
    said = str(CONSEQUENCES[judgement])
    if name == "alpha_nominal" and judgement != Judgement.GOOD:
        yardstick = f"{YARDSTICK_ALPHA:.2f}".lstrip("0")
        return said + " " + _("Public data of the kind reach %(alpha)s.") % {"alpha": yardstick}
    return said
