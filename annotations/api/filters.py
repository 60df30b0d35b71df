"""Filters of lists. What a list does not know is refused by name, so that a typing error never returns
everything.
"""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from annotations.domain.errors import Invalid

PAGE_PARAMETERS = frozenset({"cursor", "page_size", "fields"})
LARGEST_ID = 2**63 - 1
LONGEST_TEXT = 200


@extend_schema_field(OpenApiTypes.INT64)
class IdFilter(filters.NumberFilter):
    """The id of something: a positive whole number."""

    def __init__(self, field_name: str, **options: Any) -> None:
        super().__init__(
            field_name=field_name, min_value=1, max_value=LARGEST_ID, decimal_places=0, **options
        )


class AnyOfFilter(filters.MultipleChoiceFilter):
    """One or several values of a closed list, given by repeating the filter; rows have one of them."""

    def __init__(self, **options: Any) -> None:
        # A row has one value, so no row is found twice: nothing to make distinct.
        super().__init__(distinct=False, **options)


class _Texts(forms.MultipleChoiceField):
    def valid_value(self, value: Any) -> bool:
        return len(str(value)) <= LONGEST_TEXT


@extend_schema_field({"type": "array", "items": {"type": "string"}})
class TextsFilter(filters.MultipleChoiceFilter):
    """One or several texts, given by repeating the filter; the `method` says what they have to do."""

    field_class = _Texts

    def __init__(self, **options: Any) -> None:
        super().__init__(distinct=False, **options)


def narrowed(
    rows: QuerySet[Any], filterset_class: type[filters.FilterSet] | None, request: Request
) -> QuerySet[Any]:
    """The rows that match the request's filters. Refuses a filter that the list does not have."""
    known = {} if filterset_class is None else filterset_class.base_filters
    unknown = sorted(set(request.query_params) - set(known) - PAGE_PARAMETERS)
    if unknown:
        names = ", ".join(sorted({*known, *PAGE_PARAMETERS}))
        raise Invalid(
            f"There is no filter “{unknown[0][:80]}” here. Known: {names}.",
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
