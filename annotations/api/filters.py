"""Filters of lists. What a list does not know is refused by name, so that a typing error never returns
everything.
"""

from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from annotations.domain.errors import Invalid

PAGE_PARAMETERS = frozenset({"cursor", "page_size"})
LARGEST_ID = 2**63 - 1


class IdFilter(filters.NumberFilter):
    """The id of something: a positive whole number."""

    def __init__(self, field_name: str, **options: Any) -> None:
        super().__init__(
            field_name=field_name, min_value=1, max_value=LARGEST_ID, decimal_places=0, **options
        )


class WordsFilter(filters.CharFilter):
    """Words that have to occur in a text column by its trigram index, in any letter case."""

    def __init__(self, field_name: str) -> None:
        super().__init__(field_name=field_name, lookup_expr="icontains", min_length=2, max_length=200)


def narrowed(
    rows: QuerySet[Any], filterset_class: type[filters.FilterSet] | None, request: Request
) -> QuerySet[Any]:
    """The rows that match the request's filters. Refuses a filter that the list does not have."""
    known = {} if filterset_class is None else filterset_class.base_filters
    unknown = sorted(set(request.query_params) - set(known) - PAGE_PARAMETERS)
    if unknown:
        raise Invalid(
            f"There is no filter “{unknown[0][:80]}” here. Known: {', '.join(sorted({*known, *PAGE_PARAMETERS}))}.",
            field=unknown[0][:80],
            rule="unknown-filter",
        )
    if filterset_class is None:
        return rows
    filterset = filterset_class(data=request.query_params, queryset=rows, request=request)
    if not filterset.is_valid():
        raise ValidationError(
            {name: messages.as_data()[0].messages for name, messages in filterset.errors.items()}
        )
    return filterset.qs
