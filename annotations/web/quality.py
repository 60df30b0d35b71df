"""How far people agree, and how the work flows: the figures that were kept, as numbers, charts and tables."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from annotations.access import may, require
from annotations.actions.quality import ask_for_figures
from annotations.domain.agreement.judged import is_inverted
from annotations.domain.errors import NotFound
from annotations.domain.tables import csv_lines
from annotations.domain.vocabulary import Certainty, ClaimType
from annotations.models import Desk, QualityFigures, User
from annotations.queries.quality import (
    PERIODS,
    Wanted,
    computing,
    desks_with_figures,
    kept_figures,
    nights_of,
    people_by_id,
    wanted_figures,
)
from annotations.web.pages import PageRequest, page
from annotations.web.places import number_in
from annotations.web.quality_charts import balanced, calibration_bars, trends, waiting
from annotations.web.quality_tables import (
    Person,
    Table,
    balance_table,
    calibration_table,
    figures_table,
    nights_table,
    people_in,
    people_tables,
)
from annotations.web.quality_words import (
    FOREMOST,
    OF_AGREEMENT,
    OF_EVIDENCE,
    OF_FLOW,
    FigureShown,
    shown,
)
from annotations.web.toasts import toast

DAYS: Final = 90
"""The period that is shown first."""


@page
@require_safe
def quality(request: PageRequest) -> HttpResponse:
    """The figures of a desk, a type of claim and a period, which the address names."""
    desks = desks_with_figures(request.user)
    if not request.GET and desks and not may(request.user, "quality.read"):
        return redirect(f"{reverse('quality')}?{urlencode({'desk': desks[0].pk})}")
    wanted = _wanted(request)
    kept = kept_figures(wanted).first()
    content = {
        "wanted": wanted,
        "query": _query(wanted),
        "desks": desks,
        "types": ClaimType.choices,
        "periods": PERIODS,
        "may_read_newsroom": may(request.user, "quality.read"),
        "may_compute": may(request.user, "quality.compute"),
        "computing": computing(timezone.now()) if may(request.user, "quality.compute") else None,
        "kept": kept,
    }
    if kept is not None:
        content |= _figures(kept, wanted, request.user)
    return render(request, "quality/quality.html", content)


@page
@require_safe
def table(request: PageRequest, table_name: str) -> StreamingHttpResponse:
    """One of the tables as CSV."""
    wanted = _wanted(request)
    kept = kept_figures(wanted).first()
    tables = _tables(kept, nights_of(wanted), wanted, request.user) if kept else {}
    if kept is None or table_name not in tables:
        raise NotFound("There is no such table.", details={"table": table_name})
    found = tables[table_name]
    answer = StreamingHttpResponse(
        csv_lines(found.columns, found.rows), content_type="text/csv; charset=utf-8"
    )
    name = f"quality-{table_name}-{kept.computed_on}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@page
@require_POST
def compute(request: PageRequest) -> HttpResponse:
    """Has all figures computed now."""
    ask_for_figures(actor=request.user)
    toast(request, _("The figures are being computed."))
    return redirect(f"{reverse('quality')}?{request.GET.urlencode()}".rstrip("?"))


@page
@require_safe
def state(request: PageRequest) -> HttpResponse:
    """How far that is; asked each second, and the whole page again once it is done."""
    require(request.user, "quality.compute")
    under_way = computing(timezone.now())
    answer = render(request, "quality/_computing.html", {"computing": under_way})
    if request.htmx and not (under_way and under_way.is_under_way):
        answer["HX-Refresh"] = "true"
    return answer


def _wanted(request: PageRequest) -> Wanted:
    asked = request.GET
    days = number_in(asked, "days") if asked.get("days") else DAYS
    desk = number_in(asked, "desk")
    return wanted_figures(request.user, desk=desk, claim_type=asked.get("type", ""), days=days or 0)


def _query(wanted: Wanted) -> str:
    named = {"desk": wanted.desk.pk if wanted.desk else "", "type": wanted.claim_type, "days": wanted.days}
    return urlencode({name: value for name, value in named.items() if value})


def _figures(kept: QualityFigures, wanted: Wanted, person: User) -> dict[str, Any]:
    nights = nights_of(wanted)
    figures, tables = kept.figures, _tables(kept, nights, wanted, person)
    calibrated = figures.get("calibration", {})
    values = {level: told["value"] for level, told in calibrated.items()}
    return {
        "foremost": _shown(FOREMOST, figures),
        "agreement": _shown(OF_AGREEMENT, figures),
        "evidence": _shown(OF_EVIDENCE, figures),
        "flow": _shown(OF_FLOW, figures),
        "trends": trends(nights),
        "calibration": calibration_bars(calibrated),
        "is_inverted": is_inverted(values, Certainty.HIGH, Certainty.MODERATE),
        "waiting": waiting(figures, wanted),
        "publishers": balanced(figures, "publishers"),
        "sides": balanced(figures, "sides"),
        "tables": tables,
        "people": [tables[name] for name in PEOPLE if name in tables and tables[name].rows],
        "sees_people": _sees_people(person, wanted.desk),
    }


PEOPLE: Final = ("overturned", "gold", "kappa", "grade-kappa")


def _shown(names: Sequence[str], figures: Mapping[str, Any]) -> list[FigureShown]:
    return [shown(name, figures.get(name)) for name in names]


def _tables(
    kept: QualityFigures, nights: Sequence[Mapping[str, Any]], wanted: Wanted, person: User
) -> dict[str, Table]:
    """By their names in addresses."""
    figures, balanced = kept.figures, kept.figures.get("balance", {})
    sees_all = _sees_people(person, wanted.desk)
    looks = Person(person.pk, sees_all, people_by_id(people_in(figures)))
    tables = [
        figures_table(figures),
        nights_table(nights),
        calibration_table(figures),
        balance_table("publishers", _("By publisher of the article"), balanced.get("publishers", [])),
        balance_table("sides", _("By the side that a claim favours"), balanced.get("sides", [])),
        *people_tables(figures, looks),
    ]
    return {each.name: each for each in tables}


def _sees_people(person: User, desk: Desk | None) -> bool:
    return may(person, "quality.read_people", desk)
