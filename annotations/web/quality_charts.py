"""The pictures of agreement and quality, ready for the templates: courses, bars, and what waits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from annotations.domain.trend_chart import Night, TrendChart, bound_above, trend_chart
from annotations.domain.vocabulary import Certainty, ClaimState
from annotations.queries.articles import Progress, progress
from annotations.queries.quality import Wanted
from annotations.web.quality_words import FIGURES, HOURS_IN_DAYS, interval, percent, person_figure

DRAWN: Final = (
    ("raw_agreement", 1.0),
    ("alpha_nominal", 1.0),
    ("tracing_rate", 1.0),
    ("median_hours_to_sign_off", None),
    ("stale", None),
)
"""What is drawn, and the value at the top of the picture; None where the values decide."""


@dataclass(frozen=True, slots=True)
class Trend:
    """The course of one figure: its name, its picture, and the first and last value in words."""

    label: str
    chart: TrendChart
    first: str
    last: str
    rows: list[tuple[str, int]]


def trends(nights: Sequence[Mapping[str, Any]]) -> list[Trend]:
    """The courses of which two nights are known."""
    found = (_trend(name, nights, bound) for name, bound in DRAWN)
    return [trend for trend in found if trend is not None]


def _trend(name: str, nights: Sequence[Mapping[str, Any]], bound: float | None) -> Trend | None:
    values = [night[name] for night in nights]
    chart = trend_chart(
        [Night(night["computed_on"], night[name]) for night in nights],
        low=0.0,
        high=bound or bound_above(values),
    )
    if chart is None:
        return None
    written = FIGURES[name].written if name in FIGURES else _whole
    return Trend(
        label=str(FIGURES[name].label if name in FIGURES else _("Stale claims")),
        chart=chart,
        first=written(chart.first.value or 0),
        last=written(chart.last.value or 0),
        rows=[(_short(value, name), y) for value, y in chart.rows],
    )


def _whole(value: float) -> str:
    return f"{value:,.0f}"


def _short(value: float, name: str) -> str:
    """A value at the side of a picture."""
    if name in ("raw_agreement", "tracing_rate"):
        return f"{100 * value:.0f} %"
    if name == "median_hours_to_sign_off":
        return f"{value / 24:.3g} d" if value >= HOURS_IN_DAYS else f"{value:g} h"
    return f"{value:.1f}" if name == "alpha_nominal" else f"{value:,g}"


def calibration_bars(calibrated: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A bar for each certainty, with where the share lies."""
    return [_bar(Certainty(level).label, calibrated.get(level)) for level in Certainty.values]


def _bar(label: Any, figure: Mapping[str, Any] | None) -> dict[str, Any]:
    told = figure or {"value": None, "count": 0, "low": None, "high": None, "missing": "NO_PAIRS"}
    if told["value"] is None:
        return {
            "label": label,
            "count": f"{told['count']:,}",
            "words": person_figure(told),
            "is_known": False,
        }
    return {
        "label": label,
        "count": f"{told['count']:,}",
        "words": percent(told["value"]),
        "interval": interval(told, percent),
        "is_known": True,
        **{name: f"{100 * told[name]:.1f}" for name in ("value", "low", "high")},
    }


def waiting(figures: Mapping[str, Any], wanted: Wanted) -> list[dict[str, Any]]:
    """What waited when the figures were computed, each with where it is listed."""
    backlog = figures.get("backlog", {})
    narrowed = {"type": wanted.claim_type, "desk": wanted.desk.pk if wanted.desk else ""}
    named = {name: value for name, value in narrowed.items() if value}
    states = [
        _line(
            str(ClaimState(state).label),
            backlog.get(state, 0),
            f"{reverse('claims')}?{urlencode({'state': state, **named})}",
        )
        for state in (ClaimState.DRAFT, ClaimState.IN_REVIEW, ClaimState.AGREED, ClaimState.DISPUTED)
    ]
    return [
        *states,
        {"label": _("Stale"), "count": backlog.get("stale", 0), "address": ""},
        {
            "label": _("Second readings open"),
            "count": backlog.get("open_looks", 0),
            "address": reverse("second-looks"),
        },
        {
            "label": _("Without a reader"),
            "count": backlog.get("without_reader", 0),
            "address": reverse("second-looks"),
        },
        {"label": _("Disputes"), "count": backlog.get("disputes", 0), "address": reverse("disputes")},
        {"label": _("Denied by a party"), "count": figures.get("open_denials", 0), "address": ""},
    ]


def _line(label: str, count: int, address: str = "") -> dict[str, Any]:
    return {"label": label, "count": count, "address": address}


def balanced(figures: Mapping[str, Any], name: str) -> list[tuple[str, int, Progress | None]]:
    """Names with their number of claims, and the bar of their statuses where there are enough."""
    rows = figures.get("balance", {}).get(name, [])
    return [
        (row["name"], row["count"], progress(row["statuses"], 0) if row["statuses"] else None) for row in rows
    ]
