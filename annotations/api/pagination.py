"""Pages by cursor: the newest first, each page found by an index however deep it lies.

A cursor names the row at the edge of a page and the direction, never a number of rows to skip: rows that
come, change or go while somebody reads neither repeat nor hide others, and page 100 costs what page 1 costs.
It belongs to the list and the filters it was made for: with others it would begin somewhere in the middle of
something else, and nobody would notice what they missed.
"""

import base64
import hashlib
import re
from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from annotations.domain.errors import Invalid

PAGE_SIZE = 50
PAGE_SIZE_MAX = 500
CURSOR = re.compile(r"(before|after):([1-9][0-9]{0,17}):([0-9a-f]{12})")
NOT_FILTERS = frozenset({"cursor", "page_size", "fields"})


class CursorPagination(BasePagination):
    """One page of dictionaries that hold an `id`, in descending order of it, with addresses of its
    neighbours.
    """

    key: ClassVar[str] = "id"

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        size = _page_size(request)
        self.address, self.asked = request.build_absolute_uri(), _asked(request)
        direction, edge = _cursor(request)
        rows = list(_beyond(queryset, self.key, direction, edge)[: size + 1])
        page, has_more = rows[:size], len(rows) > size
        is_backwards = direction == "after"
        self.page = page[::-1] if is_backwards else page
        self.has_next = edge is not None if is_backwards else has_more
        self.has_previous = has_more if is_backwards else edge is not None
        return self.page

    def get_paginated_response(self, data: Sequence[Any]) -> Response:
        first, last = (self.page[0][self.key], self.page[-1][self.key]) if self.page else (None, None)
        return Response(
            {
                "next": self._link("before", last) if self.has_next else None,
                "previous": self._link("after", first) if self.has_previous else None,
                "results": data,
            }
        )

    def _link(self, direction: str, edge: int | None) -> str | None:
        if edge is None:
            return None
        words = f"{direction}:{edge}:{self.asked}"
        cursor = base64.urlsafe_b64encode(words.encode()).decode().rstrip("=")
        return str(replace_query_param(self.address, "cursor", cursor))

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": "string", "format": "uri", "nullable": True}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {"next": link, "previous": link, "results": schema},
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        sizes = {"type": "integer", "minimum": 1, "maximum": PAGE_SIZE_MAX, "default": PAGE_SIZE}
        return [
            _parameter(
                "cursor", "Where the page begins: taken from `next` or `previous`.", {"type": "string"}
            ),
            _parameter("page_size", "How many results a page holds.", sizes),
        ]


class PositionPagination(CursorPagination):
    """The same for the rows of one history, by their `position` in it."""

    key = "position"


def _parameter(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}


def _beyond(queryset: QuerySet[Any], key: str, direction: str, edge: int | None) -> QuerySet[Any]:
    if direction == "after":
        return queryset.filter(**{f"{key}__gt": edge}).order_by(key)
    return (queryset if edge is None else queryset.filter(**{f"{key}__lt": edge})).order_by(f"-{key}")


def _page_size(request: Request) -> int:
    asked = request.query_params.get("page_size", str(PAGE_SIZE))
    if not (asked.isascii() and asked.isdigit() and len(asked) <= 9 and 1 <= int(asked) <= PAGE_SIZE_MAX):
        raise Invalid(
            f"`page_size` is a number from 1 to {PAGE_SIZE_MAX}.", field="page_size", rule="page-size-invalid"
        )
    return int(asked)


def _cursor(request: Request) -> tuple[str, int | None]:
    """The direction and the row at the edge; without a cursor the first page."""
    asked = request.query_params.get("cursor")
    if asked is None:
        return "before", None
    try:
        match = CURSOR.fullmatch(base64.urlsafe_b64decode(asked + "=" * (-len(asked) % 4)).decode())
    except ValueError:
        match = None
    if match is None:
        raise Invalid(
            "This cursor is none of ours. Begin without one.", field="cursor", rule="cursor-invalid"
        )
    if match[3] != _asked(request):
        raise Invalid(
            "This cursor belongs to another list, or to other filters. Begin without one.",
            field="cursor",
            rule="cursor-of-another-filter",
        )
    return match[1], int(match[2])


def _asked(request: Request) -> str:
    """A fingerprint of the list and its filters, whatever their order; not of how much of it is wanted."""
    filters = sorted((name, sorted(each)) for name, each in request.query_params.lists())
    words = [request.path.rstrip("/"), *(one for one in filters if one[0] not in NOT_FILTERS)]
    return hashlib.sha256(repr(words).encode(errors="surrogatepass")).hexdigest()[:12]
