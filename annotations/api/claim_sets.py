"""Claim sets: named selections of claims."""

from typing import Any

from django_filters import rest_framework as filters

from annotations.actions.claim_sets import create_claim_set, edit_claim_set, freeze_claim_set
from annotations.api.endpoints import Creating, EditableItem, Listing
from annotations.api.filters import AnyOfFilter, IdFilter
from annotations.api.shapes.base import Reading, every
from annotations.api.shapes.work import ClaimSetInput, ClaimSetShape, FreezeInput
from annotations.domain.vocabulary import ClaimSetKind
from annotations.models import ClaimSet

CLAIM_SETS = Reading("claim set", ClaimSetShape, every(ClaimSet))


class ClaimSetFilters(filters.FilterSet):
    """Which claim sets."""

    kind = AnyOfFilter(choices=ClaimSetKind.choices)
    name = filters.CharFilter(lookup_expr="icontains", max_length=200)
    created_by = IdFilter("created_by_id")


class ClaimSetsView(Listing, Creating):
    """Live sets hold whatever matches their criteria at the time; frozen ones an exact list at a moment."""

    tag = "Claim sets"
    summaries = {"GET": "List claim sets", "POST": "Create a claim set"}
    access = {"GET": "workbench.read", "POST": "claim_set.create"}
    accepts = {"POST": ClaimSetInput}
    reading, answers, item_route = CLAIM_SETS, CLAIM_SETS, "claim-set"
    filterset_class = ClaimSetFilters

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return create_claim_set(**{"criteria": {}, **values}, actor=self.person).pk


class ClaimSetView(EditableItem):
    """One claim set."""

    tag = "Claim sets"
    summaries = {"GET": "Read a claim set", "PATCH": "Change a claim set"}
    access = {"GET": "workbench.read", "PATCH": "claim_set.edit"}
    accepts = {"PATCH": ClaimSetInput}
    reading = CLAIM_SETS

    def change(self, pk: int, values: dict[str, Any], version: int | None) -> None:
        edit_claim_set(claim_set_id=pk, values=values, expected_version=version, actor=self.person)


class ClaimSetFreezeView(Creating):
    """Makes a new set of exactly the claims that match now, each with the assessment that holds now."""

    tag = "Claim sets"
    summaries = {"POST": "Freeze a claim set"}
    access = {"POST": "claim_set.freeze"}
    accepts = {"POST": FreezeInput}
    answers, item_route = CLAIM_SETS, "claim-set"

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return freeze_claim_set(claim_set_id=ids["pk"], **values, actor=self.person).pk
