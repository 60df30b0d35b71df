"""Citations of any selection of sources."""

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.api.conditions import with_weak_tag
from annotations.api.endpoints import Listing
from annotations.api.filters import AnyOfFilter, IdFilter, narrowed
from annotations.api.shapes.base import Reading, every
from annotations.api.shapes.copying import CitationShape
from annotations.domain.citations import as_bibtex, as_ris, formatted_references
from annotations.domain.vocabulary import SourceKind, SourceState
from annotations.models import Source
from annotations.queries.citations import citations_of, sources_asked_for
from annotations.queries.publishers import name_contains
from annotations.queries.visibility import visible_sources


class CitationFilters(filters.FilterSet):
    """Which sources."""

    article = filters.NumberFilter(
        method="behind", min_value=1, help_text="Those that the evidence in this article is taken from."
    )
    claim_set = filters.NumberFilter(
        method="behind", min_value=1, help_text="Those that the evidence in this claim set is taken from."
    )
    words = filters.CharFilter(
        method="with_words", max_length=200, help_text="Words that stand in its title."
    )
    publisher = IdFilter("publisher_id")
    kind = AnyOfFilter(choices=SourceKind.choices)
    state = AnyOfFilter(choices=SourceState.choices)
    source = IdFilter("id")
    ids = filters.CharFilter(
        method="of_ids", max_length=100_000, help_text="Of these ids, with commas between."
    )

    def behind(self, rows: QuerySet[Source], name: str, value: int) -> QuerySet[Source]:
        """Refuses what is not there by its noun."""
        behind = sources_asked_for({name: str(int(value))}, self.request.user)
        return rows.filter(pk__in=behind.values("pk"))

    def of_ids(self, rows: QuerySet[Source], name: str, value: str) -> QuerySet[Source]:
        """As the page of citations takes them."""
        return rows.filter(pk__in=sources_asked_for({name: value}, self.request.user).values("pk"))

    def with_words(self, rows: QuerySet[Source], name: str, words: str) -> QuerySet[Source]:
        """By the trigram index."""
        return rows.filter(name_contains(words, "title"))


class CitationsView(Listing):
    """Sources as they are cited, each with the day of its latest copy and its latest archived copy. Protected
    sources are left out; the header `Workbench-Left-Out` tells how many of the selection.
    """

    tag = "Sources"
    summaries = {"GET": "Cite sources"}
    access = {"GET": "workbench.read"}
    reading = Reading("citation", CitationShape, every(Source))
    filterset_class = CitationFilters
    further_refusals = (404,)

    def rows(self) -> QuerySet[Source]:
        return visible_sources(self.person).filter(merged_into__isnull=True)

    def get(self, request: Request, **ids: int) -> Response:
        pages = self.pagination_class()
        selection = narrowed(self.rows(), self.filterset_class, request)
        shown = pages.paginate_queryset(selection.filter(is_protected=False).values("id"), request)
        found = citations_of(Source.objects.filter(pk__in=[row["id"] for row in shown]))
        cited = dict(zip(found.source_ids, found.items, strict=True))
        items = [cited[row["id"]] for row in shown]
        references = formatted_references(items)
        answer = pages.get_paginated_response(
            [
                {
                    "id": row["id"],
                    "csl": item,
                    "bibtex": as_bibtex([item]),
                    "ris": as_ris([item]),
                    "reference": reference,
                }
                for row, item, reference in zip(shown, items, references, strict=True)
            ]
        )
        answer["Workbench-Left-Out"] = str(selection.filter(is_protected=True).count())
        return with_weak_tag(request, answer)
