"""Figures of agreement and quality, as they were kept night by night."""

from typing import Any

from django.utils import timezone
from django_filters import rest_framework as filters
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.access import may
from annotations.actions.idempotency import Answer
from annotations.actions.quality import ask_for_figures
from annotations.api.conditions import read_answer
from annotations.api.endpoints import Doing, Endpoint, Listing
from annotations.api.filters import IdFilter
from annotations.api.repeats import answered_once
from annotations.api.shapes.base import Reading
from annotations.api.shapes.quality import ComputingShape, QualityRowShape, QualityShape
from annotations.domain.vocabulary import ClaimType
from annotations.models import QualityFigures
from annotations.queries.desks import desk_for
from annotations.queries.quality import PERIODS, computing, figures_for

ROWS = Reading("set of figures", QualityRowShape, figures_for)
LOOK_AGAIN_SECONDS = "1"


class QualityFilters(filters.FilterSet):
    """Which sets of figures."""

    desk = IdFilter("desk_id")
    newsroom = filters.BooleanFilter("desk", lookup_expr="isnull", help_text="Of no single desk.")
    type = filters.ChoiceFilter(choices=[("all", "All types together"), *ClaimType.choices], method="of_type")
    days = filters.ChoiceFilter(choices=[(days, days) for days in PERIODS])

    def of_type(self, rows: Any, name: str, value: str) -> Any:
        """Of one type of claim, or with `all` the sets of all types together."""
        return rows.filter(claim_type="" if value == "all" else value)


class QualityView(Listing):
    """The figures that were kept, the latest first. With `newsroom=true&type=all&days=90` that is the course
    of one set, and with `page_size=1` what holds now.
    """

    tag = "Quality"
    summaries = {"GET": "List figures of agreement and quality"}
    access = {"GET": "quality.read"}
    reading = ROWS
    filterset_class = QualityFilters


class QualityItemView(Endpoint):
    """One set of figures, with those of people that you may see."""

    tag = "Quality"
    summaries = {"GET": "Read a set of figures"}
    access = {"GET": "quality.read"}
    answer_shape = QualityShape
    further_refusals = (404,)

    def get(self, request: Request, pk: int) -> Response:
        row = ROWS.one(pk, self.person)
        desk = None if row["desk_id"] is None else desk_for(row["desk_id"], self.person)
        people = QualityFigures.objects.values_list("figures__people", flat=True).get(pk=pk)
        sees_all = may(self.person, "quality.read_people", desk)
        return read_answer(request, {**row, "people": self._people(people or {}, sees_all)})

    def _people(self, told: dict[str, Any], sees_all: bool) -> list[dict[str, Any]]:
        mine = self.person.pk
        found = [
            (name, [int(pk) for pk in key.split("-")], figure)
            for name, each in told.items()
            for key, figure in each.items()
        ]
        return [
            {"name": name, "person_ids": ids if sees_all else [mine], **figure}
            for name, ids, figure in found
            if sees_all or mine in ids
        ]


class QualityComputeView(Doing):
    """Has all figures computed now, as one job; they come into the list one after the other."""

    tag = "Quality"
    summaries = {"POST": "Compute the figures now"}
    access = {"POST": "quality.compute"}
    answer_shape, has_tag = ComputingShape, False
    answer_status = 202

    def post(self, request: Request, **ids: int) -> Response:
        self.checked(request)
        return answered_once(request, self.person, lambda: None, lambda _: self._asked())

    def _asked(self) -> Answer:
        ask_for_figures(actor=self.person)
        under_way = computing(timezone.now())
        told = {"done": under_way.done, "total": under_way.total} if under_way else {"done": 0, "total": 0}
        return Answer(self.answer_status, told, {"Retry-After": LOOK_AGAIN_SECONDS})
