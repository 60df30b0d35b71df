"""The feed of changes: what became of claims since a program last asked."""

from collections.abc import Mapping
from typing import Any

from django.db import connection
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from annotations.api.conditions import read_answer
from annotations.api.endpoints import Endpoint
from annotations.api.shapes.changes import ChangesShape, FeedEndShape
from annotations.domain.errors import Invalid
from annotations.queries.changes import (
    PAGE,
    PAGE_MAX,
    changes_after,
    current_position,
    cursor_for,
    position_of,
)

_UNSIGNED = OpenApiParameter(
    "include_unsigned",
    bool,
    description="Also what is not verified: unsigned, stale, withdrawn from readers.",
)
_CURSOR = OpenApiParameter(
    "cursor",
    str,
    description="The `next_cursor` of the last page or of a full export; none for all there is.",
)
_LIMIT = OpenApiParameter(
    "limit", {"type": "integer", "minimum": 1, "maximum": PAGE_MAX, "default": PAGE}, description="How many."
)


class ChangesView(Endpoint):
    """What changed about claims, in order, each with what it says now. Who keeps `next_cursor` with what they
    made of a page, and asks with it, misses nothing; the same change may come twice. Without a cursor the
    feed begins with everything there is. Without `include_unsigned` it tells of what is verified, and of each
    such claim that no longer is.
    """

    tag = "Changes"
    summaries = {"GET": "Follow changes"}
    access = {"GET": "changes.read"}
    answer_shape = ChangesShape
    further_refusals = (400,)
    parameters = (_CURSOR, _LIMIT, _UNSIGNED)

    def get(self, request: Request) -> Response:
        asked = _asked(request, self.parameters)
        include_unsigned = _is_yes(asked)
        cursor = asked.get("cursor")
        position = 0 if cursor is None else position_of(cursor, include_unsigned)
        page = changes_after(self.person, position, include_unsigned=include_unsigned, limit=_limit_of(asked))
        next_cursor = cursor_for(page.position, include_unsigned)
        answer = read_answer(
            request,
            {
                "next_cursor": next_cursor,
                "has_more": page.has_more,
                "results": [change.told() for change in page.entries],
            },
        )
        following = replace_query_param(request.build_absolute_uri(), "cursor", next_cursor)
        answer["Link"] = f'<{following}>; rel="next"'
        return answer


class ChangesEndView(Endpoint):
    """Where the feed ends now: for a program that wants only what comes, or that takes a full export right
    after this.
    """

    tag = "Changes"
    summaries = {"GET": "Where the feed ends"}
    access = {"GET": "changes.read"}
    answer_shape = FeedEndShape
    further_refusals = (400,)
    parameters = (_UNSIGNED,)

    def get(self, request: Request) -> Response:
        include_unsigned = _is_yes(_asked(request, self.parameters))
        cursor = cursor_for(current_position(connection), include_unsigned)
        return read_answer(request, {"next_cursor": cursor})


def _asked(request: Request, known: tuple[OpenApiParameter, ...]) -> Mapping[str, Any]:
    """What stands in the address. Refuses what nothing is known of, so that a misspelt word is noticed."""
    names = [parameter.name for parameter in known]
    if unknown := sorted(set(request.query_params) - set(names)):
        raise Invalid(
            f"There is no “{unknown[0][:80]}” here. Known: {', '.join(names)}.",
            field=unknown[0][:80],
            rule="unknown-filter",
        )
    return request.query_params.dict()


def _is_yes(asked: Mapping[str, str]) -> bool:
    word = asked.get("include_unsigned", "false")
    if word not in ("true", "false"):
        raise Invalid(
            "`include_unsigned` is `true` or `false`.", field="include_unsigned", rule="boolean-invalid"
        )
    return word == "true"


def _limit_of(asked: Mapping[str, str]) -> int:
    word = asked.get("limit", str(PAGE))
    if not (word.isascii() and word.isdigit() and len(word) <= 9 and 1 <= int(word) <= PAGE_MAX):
        raise Invalid(f"`limit` is a number from 1 to {PAGE_MAX}.", field="limit", rule="page-size-invalid")
    return int(word)
