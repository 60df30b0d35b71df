"""Sources and what they rest on."""

from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters

from annotations.actions.sources import change_source_state, derive_source, edit_source, register_source
from annotations.actions.visits import cite_address
from annotations.api.endpoints import (
    Creating,
    EditableItem,
    Listing,
    Step,
)
from annotations.api.filters import AnyOfFilter, IdFilter, TextsFilter
from annotations.api.relations import DERIVATIONS
from annotations.api.shapes.base import Reading, every
from annotations.api.shapes.register import (
    CiteInput,
    DerivationInput,
    SourceChange,
    SourceInput,
    SourceRowShape,
    SourceShape,
    SourceStateInput,
)
from annotations.domain.vocabulary import Grade, LinkHealth, RegisterNoun, SourceKind, SourceState
from annotations.domain.weblinks import canonical_url
from annotations.models import Derivation, Source
from annotations.queries.register_filters import NOT_VISITED, condition_of
from annotations.queries.represented import sources_in_full
from annotations.queries.sources import derivations_of, source_by_id

SOURCE_ROWS = Reading("source", SourceRowShape, every(Source))
SOURCES = Reading("source", SourceShape, sources_in_full)


class SourceFilters(filters.FilterSet):
    """Which sources. Those that were merged into others are left out unless they are asked for."""

    words = filters.CharFilter(
        method="by",
        max_length=200,
        help_text="Words of its title or publisher; or its address or identifier.",
    )
    publisher = IdFilter("publisher_id")
    desk = IdFilter("desk_id", help_text="Those that this desk owns.")
    kind = AnyOfFilter(choices=SourceKind.choices)
    state = AnyOfFilter(choices=SourceState.choices)
    language = TextsFilter(method="by", help_text="Its language is one of these codes.")
    tag = TextsFilter(method="by", help_text="It has all of these.")
    country = TextsFilter(method="by", help_text="The country of its publisher is one of these.")
    grade = AnyOfFilter(choices=Grade.choices, method="by", help_text="Of its publisher.")
    owned_by = IdFilter("owner", method="by_owner", help_text="Who owns its publisher, also through others.")
    url = filters.CharFilter(method="with_address", max_length=2000, help_text="However it is written.")
    published_since = filters.DateFilter(field_name="published_on", lookup_expr="gte")
    published_until = filters.DateFilter(field_name="published_on", lookup_expr="lte")
    captured = filters.BooleanFilter(method="yes_or_no", help_text="Whether there is a copy of it.")
    health = AnyOfFilter(
        choices=[
            (NOT_VISITED, "Not visited yet"),
            *((value, label) for value, label in LinkHealth.choices if value),
        ],
        method="by",
        help_text="What the last visit to its address found.",
    )
    is_protected = filters.BooleanFilter()
    is_merged = filters.BooleanFilter(field_name="merged_into", lookup_expr="isnull", exclude=True)

    def by(self, rows: QuerySet[Source], name: str, wanted: Any) -> QuerySet[Source]:
        """As the lists on the pages filter."""
        return rows.filter(condition_of(RegisterNoun.SOURCES, name, wanted)) if wanted else rows

    def by_owner(self, rows: QuerySet[Source], name: str, wanted: Any) -> QuerySet[Source]:
        """With everybody whom it owns."""
        return self.by(rows, "owner", int(wanted))

    def yes_or_no(self, rows: QuerySet[Source], name: str, wanted: bool) -> QuerySet[Source]:
        """As the lists on the pages filter."""
        return self.by(rows, name, "yes" if wanted else "no")

    def with_address(self, rows: QuerySet[Source], name: str, url: str) -> QuerySet[Source]:
        """By the one spelling under which addresses are stored."""
        return rows.filter(canonical_url=canonical_url(url))

    def filter_queryset(self, queryset: QuerySet[Source]) -> QuerySet[Source]:
        """Without what was merged, unless that was asked for."""
        rows: QuerySet[Source] = super().filter_queryset(queryset)
        return rows if "is_merged" in self.data else rows.filter(merged_into=None)


class SourcesView(Listing, Creating):
    """Single publications of publishers."""

    tag = "Sources"
    summaries = {"GET": "List sources", "POST": "Register a source"}
    access = {"GET": "workbench.read", "POST": "source.register"}
    accepts = {"POST": SourceInput}
    reading, answers, item_route = SOURCE_ROWS, SOURCES, "source"
    filterset_class = SourceFilters

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return register_source(**values, actor=self.person).pk


class SourcesCiteView(Creating):
    """Registers what stands at an address and has it read in the background. Without a title the address is
    its title until the copy tells a better one.
    """

    tag = "Sources"
    summaries = {"POST": "Cite an address"}
    access = {"POST": "source.register"}
    accepts = {"POST": CiteInput}
    answers, item_route = SOURCES, "source"

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return cite_address(**values, actor=self.person).pk


class SourceView(EditableItem):
    """One source."""

    tag = "Sources"
    summaries = {"GET": "Read a source", "PATCH": "Change a source"}
    access = {"GET": "workbench.read", "PATCH": "source.edit"}
    accepts = {"PATCH": SourceChange}
    reading = SOURCES

    def change(self, pk: int, values: dict[str, Any], version: int | None) -> None:
        edit_source(source_id=pk, values=values, expected_version=version, actor=self.person)


class SourceStateView(Step):
    """Notes that a source was corrected or retracted, or stands again. What rests on it is assessed anew."""

    tag = "Sources"
    summaries = {"POST": "Change a source's state"}
    access = {"POST": "source.change_state"}
    accepts = {"POST": SourceStateInput}
    answers = SOURCES

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return change_source_state(source_id=ids["pk"], **{"reason": "", **values}, actor=self.person).pk


class SourceDerivationsView(Listing, Creating):
    """What a source rests on: copies count as one origin with what they copy."""

    tag = "Sources"
    summaries = {"GET": "List what a source rests on", "POST": "Note what a source rests on"}
    access = {"GET": "workbench.read", "POST": "source.derive"}
    accepts = {"POST": DerivationInput}
    reading, answers, item_route = DERIVATIONS, DERIVATIONS, "derivation"

    def rows(self) -> QuerySet[Derivation]:
        source_by_id(self.kwargs["pk"])
        return derivations_of(self.kwargs["pk"])

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return derive_source(source_id=ids["pk"], **values, actor=self.person).pk
