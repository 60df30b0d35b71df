"""Two rows of the register that are one: merging them, and taking that back."""

from typing import Any

from django_filters import rest_framework as filters

from annotations.actions.merges import (
    merge_publishers,
    merge_sources,
    unmerge_publishers,
    unmerge_sources,
)
from annotations.api.endpoints import Creating, Item, Listing, Step
from annotations.api.filters import IdFilter
from annotations.api.shapes.base import Reading, every
from annotations.api.shapes.merges import MergeInput, PublisherMergeShape, SourceMergeShape, UnmergeInput
from annotations.models import PublisherMerge, SourceMerge

SOURCE_MERGES = Reading("merge", SourceMergeShape, every(SourceMerge))
PUBLISHER_MERGES = Reading("merge", PublisherMergeShape, every(PublisherMerge))


class MergeFilters(filters.FilterSet):
    """Which merges."""

    kept = IdFilter("kept_id")
    absorbed = IdFilter("absorbed_id")
    is_undone = filters.BooleanFilter(field_name="undone_at", lookup_expr="isnull", exclude=True)


class SourceMergesView(Listing, Creating):
    """Sources that were found to be one. What pointed to the absorbed one points to the kept one."""

    tag = "Merges"
    summaries = {"GET": "List merges of sources", "POST": "Merge two sources"}
    access = {"GET": "workbench.read", "POST": "source.merge"}
    accepts = {"POST": MergeInput}
    reading, answers, item_route = SOURCE_MERGES, SOURCE_MERGES, "source-merge"
    filterset_class = MergeFilters

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return merge_sources(**values, actor=self.person).pk


class SourceMergeView(Item):
    """One merge of sources."""

    tag = "Merges"
    summaries = {"GET": "Read a merge of sources"}
    access = {"GET": "workbench.read"}
    reading = SOURCE_MERGES


class SourceUnmergeView(Step):
    """Takes a merge of sources back: everything stands as before, but for what was changed since."""

    tag = "Merges"
    summaries = {"POST": "Take back a merge of sources"}
    access = {"POST": "source.merge"}
    accepts = {"POST": UnmergeInput}
    answers = SOURCE_MERGES

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return unmerge_sources(merge_id=ids["pk"], **values, actor=self.person).pk


class PublisherMergesView(Listing, Creating):
    """Publishers that were found to be one. What pointed to the absorbed one points to the kept one."""

    tag = "Merges"
    summaries = {"GET": "List merges of publishers", "POST": "Merge two publishers"}
    access = {"GET": "workbench.read", "POST": "publisher.merge"}
    accepts = {"POST": MergeInput}
    reading, answers, item_route = PUBLISHER_MERGES, PUBLISHER_MERGES, "publisher-merge"
    filterset_class = MergeFilters

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return merge_publishers(**values, actor=self.person).pk


class PublisherMergeView(Item):
    """One merge of publishers."""

    tag = "Merges"
    summaries = {"GET": "Read a merge of publishers"}
    access = {"GET": "workbench.read"}
    reading = PUBLISHER_MERGES


class PublisherUnmergeView(Step):
    """Takes a merge of publishers back, as one of sources."""

    tag = "Merges"
    summaries = {"POST": "Take back a merge of publishers"}
    access = {"POST": "publisher.merge"}
    accepts = {"POST": UnmergeInput}
    answers = PUBLISHER_MERGES

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return unmerge_publishers(merge_id=ids["pk"], **values, actor=self.person).pk
