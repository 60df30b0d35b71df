"""Claims, the words they stand in, and several claims at once."""

from functools import partial
from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.actions.batches import all_or_none
from annotations.actions.claim_nodes import AttributionLayer
from annotations.actions.claim_parts import InterestsInput, QuantityInput, TimeScopeInput
from annotations.actions.claims import (
    create_claim,
    edit_claim,
    restore_claim,
    withdraw_claim,
)
from annotations.actions.highlights import make_highlight
from annotations.actions.presence import note_presence
from annotations.api.endpoints import Creating, EditableItem, Listing, Reporting, Step
from annotations.api.filters import AnyOfFilter, IdFilter
from annotations.api.highlights import HIGHLIGHTS
from annotations.api.shapes.base import Reading
from annotations.api.shapes.claims import (
    ClaimBatchInput,
    ClaimBatchShape,
    ClaimChange,
    ClaimInput,
    ClaimRowShape,
    ClaimShape,
    WithdrawInput,
)
from annotations.api.shapes.highlights import HighlightInput
from annotations.api.spans import place_of
from annotations.domain.vocabulary import ClaimState, ClaimType, Risk, Status
from annotations.models import Claim
from annotations.queries.claims import claims_matching
from annotations.queries.represented import as_listed, claims_in_full, listed_claims

CLAIM_ROWS = Reading("claim", ClaimRowShape, listed_claims)
CLAIMS = Reading("claim", ClaimShape, claims_in_full)
CLAIM_BATCH_BYTES = 8 * 1024 * 1024


class ClaimFilters(filters.FilterSet):
    """The filters of the claim board: what the board, claim sets and this list call by the same names."""

    status = AnyOfFilter(choices=Status.choices)
    type = AnyOfFilter(choices=ClaimType.choices)
    state = AnyOfFilter(choices=ClaimState.choices)
    risk = AnyOfFilter(choices=Risk.choices)
    article = IdFilter("article")
    publisher = IdFilter("publisher")
    reviewer = IdFilter("reviewer")
    desk = IdFilter("desk", help_text="The claims that this desk owns.")
    signed = filters.ChoiceFilter(choices=[("yes", "Signed"), ("no", "Not signed")])
    since = filters.DateFilter()
    until = filters.DateFilter()
    signed_since = filters.DateFilter(help_text="Signed completely, the last signature on this day or later.")
    signed_until = filters.DateFilter(help_text="The same, on this day or before.")
    topic = filters.CharFilter(max_length=100, help_text="The topic, letter by letter.")
    notice = IdFilter("notice", help_text="The claims that a notice about the register names.")
    words = filters.CharFilter(max_length=200, help_text="Words that occur in the claim, by the word index.")

    def filter_queryset(self, queryset: QuerySet[Claim]) -> QuerySet[Claim]:
        """One filter for the whole product: this only passes on what was given."""
        given = {name: value for name, value in self.form.cleaned_data.items() if value not in (None, "", [])}
        criteria = {name: int(value) if name in IDS else value for name, value in given.items()}
        return as_listed(claims_matching(criteria, self.request.user))


IDS = frozenset({"article", "publisher", "reviewer", "notice", "desk"})


class ClaimsView(Listing, Creating):
    """Claims. With `highlight`, `attributions`, `time` and `quantities`, one request makes all of it or
    nothing.
    """

    tag = "Claims"
    summaries = {"GET": "List claims", "POST": "Create a claim"}
    access = {"GET": "workbench.read", "POST": "claim.create"}
    accepts = {"POST": ClaimInput}
    reading, answers, item_route = CLAIM_ROWS, CLAIMS, "claim"
    filterset_class = ClaimFilters

    def prepared(self, values: dict[str, Any]) -> dict[str, Any]:
        return as_claim(values)

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return create_claim(**values, actor=self.person).pk


class ClaimBatchView(Reporting):
    """Up to a hundred claims in one transaction. Where one is refused none is made; `errors` says why, row by
    row.
    """

    tag = "Claims"
    summaries = {"POST": "Create several claims"}
    access = {"POST": "claim.create"}
    accepts = {"POST": ClaimBatchInput}
    answer_status, answer_shape = 201, ClaimBatchShape
    body_bytes = CLAIM_BATCH_BYTES

    def report(self, values: dict[str, Any], **ids: int) -> dict[str, Any]:
        return {"ids": all_or_none([partial(self._make, row) for row in values["claims"]])}

    def _make(self, row: dict[str, Any]) -> int:
        return create_claim(**as_claim(row), actor=self.person).pk


class ClaimView(EditableItem):
    """One claim."""

    tag = "Claims"
    summaries = {"GET": "Read a claim", "PATCH": "Change a claim"}
    access = {"GET": "workbench.read", "PATCH": "claim.edit"}
    accepts = {"PATCH": ClaimChange}
    reading = CLAIMS

    def get(self, request: Request, pk: int) -> Response:
        answer = super().get(request, pk)
        # Who has read it so may no longer read a passage of it blind.
        note_presence(actor=self.person, claim_id=pk)
        return answer

    def change(self, pk: int, values: dict[str, Any], version: int | None) -> None:
        parts = _parts(
            {name: values.pop(name) for name in ("time", "quantities", "interests") if name in values}
        )
        edit_claim(claim_id=pk, values=values, **parts, expected_version=version, actor=self.person)


class ClaimWithdrawView(Step):
    """Takes a claim out of the work. Nothing is lost: restoring undoes it. `If-Match` is honoured."""

    tag = "Claims"
    further_refusals = (412,)
    summaries = {"POST": "Withdraw a claim"}
    access = {"POST": "claim.withdraw"}
    accepts = {"POST": WithdrawInput}
    answers = CLAIMS

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        version = self.version(ids["pk"])
        return withdraw_claim(claim_id=ids["pk"], **values, expected_version=version, actor=self.person).pk


class ClaimRestoreView(Step):
    """Brings a withdrawn claim back to the state it had."""

    tag = "Claims"
    summaries = {"POST": "Restore a claim"}
    access = {"POST": "claim.restore"}
    answers = CLAIMS

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return restore_claim(claim_id=ids["pk"], actor=self.person).pk


class ClaimHighlightsView(Creating):
    """Another place in which the claim occurs."""

    tag = "Claims"
    summaries = {"POST": "Highlight a claim"}
    access = {"POST": "highlight.make"}
    accepts = {"POST": HighlightInput}
    answers, item_route = HIGHLIGHTS, "highlight"

    def prepared(self, values: dict[str, Any]) -> dict[str, Any]:
        return place_of(values)

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return make_highlight(claim_id=ids["pk"], **values, actor=self.person).pk


def as_claim(values: dict[str, Any]) -> dict[str, Any]:
    """A claim's input as `create_claim` takes it."""
    taken = dict(values)
    place = place_of(taken.pop("highlight")) if "highlight" in taken else {}
    layers = [_layer(layer) for layer in taken.pop("attributions", ())]
    parts = _parts({name: taken.pop(name) for name in ("time", "quantities", "interests") if name in taken})
    return {**taken, **place, "attributions": layers, **parts}


def _layer(values: dict[str, Any]) -> AttributionLayer:
    return AttributionLayer(**values)


def _parts(values: dict[str, Any]) -> dict[str, Any]:
    """A claim's time, figures and interests as the actions take them."""
    parts: dict[str, Any] = {}
    if "time" in values:
        parts["time"] = None if values["time"] is None else TimeScopeInput(**values["time"])
    if "quantities" in values:
        parts["quantities"] = [QuantityInput(**quantity) for quantity in values["quantities"]]
    if "interests" in values:
        parts["interests"] = InterestsInput(**values["interests"])
    return parts
