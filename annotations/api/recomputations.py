"""Recomputations: how far many statuses have come in following one change."""

from django_filters import rest_framework as filters
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.api.endpoints import Item, Listing
from annotations.api.filters import AnyOfFilter, IdFilter
from annotations.api.shapes.base import Reading, every
from annotations.api.shapes.verification import RecomputationShape
from annotations.domain.vocabulary import RecomputationState
from annotations.models import Recomputation

RECOMPUTATIONS = Reading("recomputation", RecomputationShape, every(Recomputation))
LOOK_AGAIN_SECONDS = "1"
UNDER_WAY = (RecomputationState.QUEUED, RecomputationState.RUNNING)


class RecomputationFilters(filters.FilterSet):
    """Which recomputations."""

    state = AnyOfFilter(choices=RecomputationState.choices)
    requested_by = IdFilter("requested_by_id")


class RecomputationsView(Listing):
    """What was asked for by changes that reach many claims: a grade, a retraction, a policy."""

    tag = "Recomputations"
    summaries = {"GET": "List recomputations"}
    access = {"GET": "workbench.read"}
    reading = RECOMPUTATIONS
    filterset_class = RecomputationFilters


class RecomputationView(Item):
    """One recomputation, with how far it is."""

    tag = "Recomputations"
    summaries = {"GET": "Watch a recomputation"}
    access = {"GET": "workbench.read"}
    reading = RECOMPUTATIONS

    def get(self, request: Request, pk: int) -> Response:
        answer = super().get(request, pk)
        if answer.data and answer.data["state"] in UNDER_WAY:
            answer["Retry-After"] = LOOK_AGAIN_SECONDS
        return answer
