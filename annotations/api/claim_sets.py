"""Claim sets: named selections of claims."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.actions.claim_sets import (
    create_claim_set,
    edit_claim_set,
    freeze_claim_set,
    set_of_article,
)
from annotations.api.conditions import read_answer
from annotations.api.endpoints import Creating, Doing, EditableItem, Endpoint, Listing
from annotations.api.filters import LARGEST_ID, AnyOfFilter, IdFilter
from annotations.api.shapes.base import Reading
from annotations.api.shapes.exporting import ClaimSetInput, ClaimSetShape, ComparisonShape, FreezeInput
from annotations.domain.errors import Invalid
from annotations.domain.vocabulary import Audience, ClaimSetKind
from annotations.queries.claim_set_comparisons import DIFFERENCES, PAGE, PAGE_MAX, compared
from annotations.queries.claim_sets import claim_set_by_id, claim_sets_for

CLAIM_SETS = Reading("claim set", ClaimSetShape, claim_sets_for)


class ClaimSetFilters(filters.FilterSet):
    """Which claim sets."""

    kind = AnyOfFilter(choices=ClaimSetKind.choices)
    audience = AnyOfFilter(choices=Audience.choices)
    name = filters.CharFilter(lookup_expr="icontains", max_length=200)
    created_by = IdFilter("created_by_id")


class ClaimSetsView(Listing, Creating):
    """Live sets hold whatever matches their criteria at the time; frozen ones an exact list at a moment."""

    tag = "Claim sets"
    summaries = {"GET": "List claim sets", "POST": "Create a claim set"}
    access = {"GET": "claim_set.read", "POST": "claim_set.create"}
    accepts = {"POST": ClaimSetInput}
    reading, answers, item_route = CLAIM_SETS, CLAIM_SETS, "claim-set"
    filterset_class = ClaimSetFilters

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return create_claim_set(**{"criteria": {}, **values}, actor=self.person).pk


class ClaimSetView(EditableItem):
    """One claim set."""

    tag = "Claim sets"
    summaries = {"GET": "Read a claim set", "PATCH": "Change a claim set"}
    access = {"GET": "claim_set.read", "PATCH": "claim_set.edit"}
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


class ArticleClaimSetView(Doing):
    """Your own claim set of the claims in an article, to export a dossier of: made the first time, the same
    from then on.
    """

    tag = "Claim sets"
    summaries = {"POST": "The claim set of an article"}
    access = {"POST": "claim_set.create"}
    answers = CLAIM_SETS

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return set_of_article(article_id=ids["pk"], actor=self.person).pk


_OTHER = OpenApiParameter("other", int, required=True, description="The set to compare with.")
_ONLY = OpenApiParameter("only", str, enum=DIFFERENCES, description="Claims that differ in this way.")
_AFTER = OpenApiParameter("after", int, description="Where to go on: `next_after` of the page before.")
_LIMIT = OpenApiParameter(
    "limit", {"type": "integer", "minimum": 1, "maximum": PAGE_MAX, "default": PAGE}, description="How many."
)


class ClaimSetCompareView(Endpoint):
    """What became of one frozen set in another: claims that came and went, and those whose status or words
    are others. Of the claims that you may see, in the order of their ids.
    """

    tag = "Claim sets"
    summaries = {"GET": "Compare two frozen claim sets"}
    access = {"GET": "claim_set.read"}
    answer_shape = ComparisonShape
    parameters = (_OTHER, _ONLY, _AFTER, _LIMIT)
    further_refusals = (400, 409)

    def get(self, request: Request, pk: int) -> Response:
        asked = request.query_params
        if unknown := sorted(set(asked) - {each.name for each in self.parameters}):
            message = f"There is no “{unknown[0][:80]}” here. Known: other, only, after, limit."
            raise Invalid(message, field=unknown[0][:80], rule="unknown-filter")
        first, other = claim_set_by_id(pk, self.person), _whole(asked, "other", 0, LARGEST_ID)
        second = claim_set_by_id(other, self.person)
        limit, after = _whole(asked, "limit", PAGE, PAGE_MAX), _whole(asked, "after", 0, LARGEST_ID)
        found = compared(first, second, self.person, only=asked.get("only", ""), after=after, limit=limit)
        return read_answer(
            request,
            {
                "first_id": pk,
                "second_id": other,
                "counts": found.counts,
                "same": found.same,
                "next_after": found.rows[-1].id if found.has_more else None,
                "results": [asdict(row) for row in found.rows],
            },
        )


def _whole(asked: Mapping[str, str], name: str, usual: int, most: int) -> int:
    word = asked.get(name, str(usual))
    if not (word.isascii() and word.isdigit() and len(word) < 20 and min(usual, 1) <= int(word) <= most):
        raise Invalid(f"`{name}` is a whole number up to {most}.", field=name, rule="number-invalid")
    return int(word)
