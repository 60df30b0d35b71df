"""The OpenAPI document, made from what the endpoints declare: inputs, shapes, filters, rules of access.

Nothing is described by hand that the code knows. The tests hold real answers against this document.
"""

import inspect
import re
from collections.abc import Iterator, Mapping
from string import ascii_uppercase
from typing import Any

from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from annotations import access
from annotations.api.examples import PROBLEMS, REQUESTS
from annotations.api.problems import problem


class FieldProblem(serializers.Serializer[Any]):
    """One wrong input."""

    field = serializers.CharField(help_text="The input, for example `quantities.0.low`.")
    rule = serializers.CharField()
    detail = serializers.CharField()
    row = serializers.IntegerField(required=False, help_text="In a batch: the number of the row, from 0.")


class Problem(serializers.Serializer[Any]):
    """What went wrong (RFC 9457). A refusal may add members of its own, such as `version` or `exact`."""

    type = serializers.CharField(help_text="The address of the rule's explanation.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="What happened and what to do, as a sentence for a person.")
    rule = serializers.CharField(help_text="The name of the broken rule, for programs.")
    instance = serializers.CharField(help_text="The address that was asked.")
    field = serializers.CharField(required=False, help_text="The input it concerns.")

    def get_fields(self) -> dict[str, Any]:
        """`errors` is a member of documents and, by the same name, something else of serializers."""
        errors = FieldProblem(many=True, required=False, help_text="One entry for each wrong input.")
        return {**super().get_fields(), "errors": errors}


REASONS: Mapping[int, str] = {
    400: "The request cannot be meant: an input, a filter or a cursor is wrong.",
    401: "No token, or one that is unknown, expired or revoked.",
    403: "The role may not do this, or the token lacks the scope.",
    404: "There is no such thing.",
    406: "Only JSON is spoken here.",
    409: "The present state does not admit it.",
    412: "It was changed since it was read; `current` holds it as it is now.",
    413: "The body is too large.",
    416: "The file ends before the range that was asked for.",
    415: "The body is in a format that this address does not read.",
    422: "The idempotency key was used for another request.",
    428: "`If-Match` is missing.",
    429: "Too many requests; see `Retry-After`.",
    503: "The database, or a site that had to be read, does not answer; see `Retry-After`.",
}
ALWAYS = (401, 403, 406, 429, 503)
SENDING = (400, 409, 413, 415)

EXAMPLE_ADDRESS = "/api/v1/articles/7"

SUFFIX = re.compile(r"(Input)?(Shape)?$")
JSON, PROBLEM = "application/json", "application/problem+json"


class DocumentedSchema(AutoSchema):
    """Reads an `Endpoint`'s declarations."""

    @property
    def endpoint(self) -> Any:
        """The view, which is an `Endpoint`: its module imports this one."""
        return self.view

    def get_operation_id(self) -> str:
        return f"{self.endpoint.route}_{self._verb()}".replace("-", "_")

    def _verb(self) -> str:
        if self.method == "GET":
            return "list" if self._is_list_view() else "read"
        return {"POST": "post", "PATCH": "change", "DELETE": "drop"}[self.method]

    def get_serializer_name(self, serializer: Any, direction: str) -> str:
        return SUFFIX.sub("", type(serializer).__name__)

    def get_tags(self) -> list[str]:
        return [self.endpoint.tag]

    def get_summary(self) -> str:
        return str(self.endpoint.summaries[self.method])

    def get_description(self) -> str:  # type: ignore[override]
        about = inspect.cleandoc(type(self.endpoint).__doc__ or "")
        action = self.endpoint.access.get(self.method)
        if action is None:
            return about
        who = " or ".join(predicate.__name__ for predicate in access.TABLE[action])
        return f"{about}\n\nAllowed to: {who}. Scope: `{access.scope_of(action)}`."

    def get_auth(self) -> list[dict[str, list[str]]]:
        return super().get_auth() if self.endpoint.access else [{}]

    def _is_list_view(self, serializer: Any = None) -> bool:
        return self.method == "GET" and self.endpoint.pagination_class is not None

    def get_filter_backends(self) -> list[Any]:
        has_filters = self.method == "GET" and getattr(self.endpoint, "filterset_class", None) is not None
        return [DjangoFilterBackend] if has_filters else []

    def get_request_serializer(self) -> Any:
        return self.endpoint.accepts.get(self.method)

    def get_response_serializers(self) -> Any:
        answers: dict[Any, Any] = dict(self._answers())
        for status in sorted(self._refusals()):
            answers[(str(status), PROBLEM)] = OpenApiResponse(
                Problem, description=REASONS[status], examples=[self._problem_example(status)]
            )
        return answers

    def _problem_example(self, status: int) -> OpenApiExample:
        rule, detail = PROBLEMS[status]
        return OpenApiExample(rule, value=problem(status, detail, rule=rule, instance=EXAMPLE_ADDRESS))

    def get_examples(self) -> list[OpenApiExample]:
        body = REQUESTS.get((self.endpoint.route, self.method))
        if body is None:
            return []
        return [OpenApiExample("Example", value=body, request_only=True)]

    def _answers(self) -> Iterator[tuple[Any, Any]]:
        if self.method == "DELETE":
            yield "204", OpenApiResponse(None, description="It was taken back.")
            return
        is_made = self.method == "POST"
        status = self.endpoint.answer_status if is_made else 200
        if self.endpoint.file_media_types:
            for media_type in self.endpoint.file_media_types:
                yield (str(status), media_type), OpenApiTypes.BINARY
                if self.endpoint.gives_ranges:
                    yield ("206", media_type), OpenApiTypes.BINARY
        else:
            yield (str(status), JSON), self.endpoint.answer_of(self.method)
        if self._can_be_unchanged():
            yield "304", OpenApiResponse(None, description="Nothing changed since that tag.")

    def _has_tag(self) -> bool:
        return bool(self.endpoint.has_tag and self.method != "DELETE") or self._is_list_view()

    def _can_be_unchanged(self) -> bool:
        return self.method == "GET" and self._has_tag()

    def _refusals(self) -> set[int]:
        refusals = set(ALWAYS) if self.endpoint.access else {429}
        if "{" in self.path:
            refusals.add(404)
        if self._is_list_view() or (self.method == "GET" and self.endpoint.has_fields):
            refusals.add(400)
        if self.method in ("POST", "PATCH"):
            refusals |= {*SENDING, 404}
        if self.method == "POST":
            refusals.add(422)
        if self.method == "PATCH":
            refusals |= {412, 428}
        if self.endpoint.gives_ranges:
            refusals.add(416)
        return refusals | set(self.endpoint.further_refusals)

    def get_override_parameters(self) -> list[Any]:
        asked = getattr(self.endpoint, "parameters", ()) if self.method == "GET" else ()
        chosen = [FIELDS] if self.method == "GET" and self.endpoint.has_fields else []
        return [*asked, *chosen, *self._headers_sent(), *self._headers_answered()]

    def _headers_sent(self) -> list[Any]:
        named = {
            "GET": ["If-None-Match"] if self._can_be_unchanged() else [],
            "POST": ["Idempotency-Key"],
            "PATCH": ["If-Match"],
            "DELETE": [],
        }[self.method]
        named += ["Range", "If-Range"] if self.endpoint.gives_ranges else []
        return [
            OpenApiParameter(
                name, str, OpenApiParameter.HEADER, description=SENT[name], required=name == "If-Match"
            )
            for name in named
        ]

    def _headers_answered(self) -> list[Any]:
        has_place = self.method == "POST" and getattr(self.view, "item_route", None)
        answered = {
            "ETag": [200, 201, 202, 304] if self._has_tag() else [],
            "Location": [self.endpoint.answer_status] if has_place else [],
            "WWW-Authenticate": [401] if self.endpoint.access else [],
            "Retry-After": [202, 429, 503],
            "Content-Range": [206, 416] if self.endpoint.gives_ranges else [],
            "RateLimit": [429],
            "RateLimit-Policy": [429],
        }
        return [
            OpenApiParameter(
                name, str, OpenApiParameter.HEADER, description=ANSWERED[name], response=statuses
            )
            for name, statuses in answered.items()
            if statuses
        ]


def refusals_once(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """The document with every refusal told once, under `components`: told with each operation they would be
    two thirds of it.
    """
    shared: dict[str, Any] = {}
    for operations in result["paths"].values():
        for operation in operations.values():
            answers = operation.get("responses", {})
            for status in [status for status in answers if status >= "400"]:
                answers[status] = {
                    "$ref": f"#/components/responses/{_named(shared, status, answers[status])}"
                }
    result["components"]["responses"] = dict(sorted(shared.items()))
    return result


def _named(shared: dict[str, Any], status: str, answer: Any) -> str:
    """The name of this answer among the shared ones; the first of a status is called by it alone."""
    names = (f"Refused{status}{letter}" for letter in ("", *ascii_uppercase))
    name = next(name for name in names if shared.setdefault(name, answer) == answer)
    return name


FIELDS = OpenApiParameter(
    "fields",
    str,
    description="The members that are wanted, with commas between them, for example `id,text`. The answer "
    "then holds nothing else of each row, whatever the schema requires.",
)
SENT: Mapping[str, str] = {
    "Range": "Which bytes of the file, for example `bytes=1000-`; one range at a time.",
    "If-Range": "The `ETag` of the file that the rest belongs to; all of another is sent.",
    "If-None-Match": "The `ETag` of what you have; 304 when nothing changed.",
    "If-Match": "The `ETag` you read; the change is refused when somebody edited meanwhile.",
    "Idempotency-Key": "Your own name for this request: sent again, it is answered again and not done again.",
}
ANSWERED: Mapping[str, str] = {
    "ETag": "Version and digest of the representation.",
    "Location": "The address of what was made.",
    "WWW-Authenticate": "How to sign in.",
    "Content-Range": "Which bytes of how many these are.",
    "Retry-After": "After how many seconds to try or to look again.",
    "RateLimit": "How many requests are left (`r`) for how many seconds (`t`); on every answer.",
    "RateLimit-Policy": "How many requests there may be (`q`) in how many seconds (`w`); on every answer.",
}
