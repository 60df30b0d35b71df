"""Overrides: where two people decide otherwise than the rule."""

from typing import Any

from django_filters import rest_framework as filters

from annotations.actions.overrides import approve_override, end_override, propose_override
from annotations.api.endpoints import Creating, Item, Listing, Step
from annotations.api.filters import AnyOfFilter, IdFilter
from annotations.api.shapes.base import Reading
from annotations.api.shapes.verification import OverrideEndInput, OverrideInput, OverrideShape
from annotations.domain.vocabulary import OverrideReason, Status
from annotations.queries.represented import overrides_in_full

OVERRIDES = Reading("override", OverrideShape, overrides_in_full)


class OverrideFilters(filters.FilterSet):
    """Which overrides."""

    claim = IdFilter("claim_id")
    status = AnyOfFilter(choices=Status.choices)
    reason_code = AnyOfFilter(choices=OverrideReason.choices)
    proposed_by = IdFilter("proposed_by_id")
    is_in_effect = filters.BooleanFilter(help_text="Approved, not ended, not expired.")
    is_open = filters.BooleanFilter(
        field_name="ended_at", lookup_expr="isnull", help_text="Not ended; approved or still a proposal."
    )


class OverridesView(Listing, Creating):
    """Decisions to show another status than the computed one. Proposed by one person, they hold once
    another has approved them, for half a year, and end when the computed status changes.
    """

    tag = "Overrides"
    summaries = {"GET": "List overrides", "POST": "Propose an override"}
    access = {"GET": "workbench.read", "POST": "override.propose"}
    accepts = {"POST": OverrideInput}
    reading, answers, item_route = OVERRIDES, OVERRIDES, "override"
    filterset_class = OverrideFilters

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return propose_override(**values, actor=self.person).pk


class OverrideView(Item):
    """One override."""

    tag = "Overrides"
    summaries = {"GET": "Read an override"}
    access = {"GET": "workbench.read"}
    reading = OVERRIDES


class OverrideApproveView(Step):
    """Approves what somebody else proposed. One of the two is an editor, and over more than two steps the
    one who approves.
    """

    tag = "Overrides"
    summaries = {"POST": "Approve an override"}
    access = {"POST": "override.approve"}
    answers = OVERRIDES

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return approve_override(override_id=ids["pk"], actor=self.person).pk


class OverrideEndView(Step):
    """Takes an override or a proposal back. The row stays, with the reason."""

    tag = "Overrides"
    summaries = {"POST": "End an override"}
    access = {"POST": "override.end"}
    accepts = {"POST": OverrideEndInput}
    answers = OVERRIDES

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return end_override(override_id=ids["pk"], **values, actor=self.person).pk
