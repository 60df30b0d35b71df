"""Marks on statuses that should be looked at again, and saying that somebody looked."""

from typing import Any

from django_filters import rest_framework as filters

from annotations.actions.staleness import dismiss_staleness
from annotations.api.endpoints import Item, Listing, Step
from annotations.api.filters import AnyOfFilter, IdFilter
from annotations.api.shapes.base import Reading
from annotations.api.shapes.verification import DismissInput, StaleFlagShape
from annotations.domain.vocabulary import StaleCause
from annotations.queries.represented import stale_flags_in_full

STALE_FLAGS = Reading("stale flag", StaleFlagShape, stale_flags_in_full)


class StaleFlagFilters(filters.FilterSet):
    """Which marks."""

    claim = IdFilter("claim_id")
    cause = AnyOfFilter(choices=StaleCause.choices)
    is_open = filters.BooleanFilter(
        field_name="cleared_at", lookup_expr="isnull", help_text="Nobody has looked yet."
    )


class StaleFlagsView(Listing):
    """Reasons to look at signed statuses again, also those that were looked at."""

    tag = "Stale flags"
    summaries = {"GET": "List stale flags"}
    access = {"GET": "workbench.read"}
    reading = STALE_FLAGS
    filterset_class = StaleFlagFilters


class StaleFlagView(Item):
    """One mark, with what caused it."""

    tag = "Stale flags"
    summaries = {"GET": "Read a stale flag"}
    access = {"GET": "workbench.read"}
    reading = STALE_FLAGS


class StaleFlagDismissView(Step):
    """Says that somebody looked and the status still stands. Changed words are settled where they stand."""

    tag = "Stale flags"
    summaries = {"POST": "Dismiss a stale flag"}
    access = {"POST": "staleness.dismiss"}
    accepts = {"POST": DismissInput}
    answers = STALE_FLAGS

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return dismiss_staleness(flag_id=ids["pk"], **values, actor=self.person).pk
