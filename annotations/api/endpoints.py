"""What all endpoints share: who may pass, how a body is checked, and what an answer looks like.

`Listing` gives out pages, `Item` one row and its changes, `Creating` and `Step` take requests that do
something. A noun's module says only which rows, which inputs and which action.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django_filters import rest_framework as filters
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from annotations.actions.idempotency import Answer
from annotations.api.conditions import current_state, expected_version, read_answer, tag_of, with_weak_tag
from annotations.api.documentation import DocumentedSchema
from annotations.api.filters import narrowed
from annotations.api.naming import named_in_address, named_in_body
from annotations.api.pagination import CursorPagination
from annotations.api.permissions import ScopeAndRole
from annotations.api.problems import TooLarge
from annotations.api.repeats import answered_once
from annotations.api.selection import chosen_fields, narrowed_to
from annotations.api.shapes.base import Input, Nothing, Reading
from annotations.api.throttling import Allowance
from annotations.domain.errors import Stale
from annotations.domain.weblinks import without_credentials
from annotations.models import User
from annotations.queries.visibility import refuse_unseen, visible

BODY_BYTES = 2 * 1024 * 1024
READING = frozenset({"GET", "HEAD"})
TAKEN_OUT_HEADER = "Workbench-Taken-Out"
REGISTERED_ADDRESSES = ("url", "homepage")


class Endpoint(APIView):
    """One address. `access` names the action of `access.TABLE` that each HTTP method performs; `accepts` its
    input.
    """

    access: ClassVar[Mapping[str, str]]
    accepts: ClassVar[Mapping[str, type[Input]]] = {}
    reading: ClassVar[Reading]
    answers: ClassVar[Reading]
    body_bytes: ClassVar[int] = BODY_BYTES
    route: str = ""
    taken_out: Sequence[str] = ()
    chosen: frozenset[str] | None = None
    # For the OpenAPI document only.
    tag: ClassVar[str]
    summaries: ClassVar[Mapping[str, str]]
    answer_shape: ClassVar[Any] = None
    answer_status: ClassVar[int] = 200
    has_tag: ClassVar[bool] = True
    # Whether a program may say which members of the answer it wants.
    has_fields: ClassVar[bool] = False
    gives_ranges: ClassVar[bool] = False
    further_refusals: ClassVar[tuple[int, ...]] = ()
    file_media_types: ClassVar[tuple[str, ...]] = ()
    filter_backends: ClassVar[list[Any]] = []
    pagination_class: ClassVar[Any] = None
    permission_classes = [ScopeAndRole]
    http_method_names = ["get", "head", "post", "patch", "delete"]
    schema = DocumentedSchema()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > self.body_bytes:
            raise TooLarge(
                f"This address takes at most {self.body_bytes:,} bytes.", details={"limit": self.body_bytes}
            )
        refuse_unseen(self.person, named_in_address(request.path, kwargs))
        if self.has_fields and request.method in READING:
            self.chosen = chosen_fields(request, self.reading.columns)

    @property
    def person(self) -> User:
        """Whoever asks; permissions have seen to it that it is somebody."""
        return self.request.user  # type: ignore[return-value]

    def checked(self, request: Request, *, is_partial: bool = False) -> dict[str, Any]:
        """What was sent, in the shape the method accepts; of a change only what it names."""
        taken = self.accepts.get(str(request.method), Nothing)(data=request.data, partial=is_partial)
        taken.is_valid(raise_exception=True)
        refuse_unseen(self.person, named_in_body(request.path, taken.validated_data))
        values = dict(taken.validated_data)
        typed = {name: str(values.get(name) or "") for name in REGISTERED_ADDRESSES}
        self.taken_out = [name for name, url in typed.items() if without_credentials(url) != url]
        return values

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Keeps to the members that were asked for, and says how many requests are left, and which address
        came with a user name and password, of which nothing was kept.
        """
        if self.chosen is not None and response.status_code == 200:
            response.data = narrowed_to(self.chosen, response.data)
        answer = super().finalize_response(request, response, *args, **kwargs)
        allowance: Allowance | None = getattr(request._request, "allowance", None)
        for name, value in (allowance.headers if allowance else {}).items():
            answer[name] = value
        if self.taken_out and answer.status_code < 400:
            answer[TAKEN_OUT_HEADER] = ", ".join(self.taken_out)
        return answer

    def answer_of(self, method: str) -> Any:
        """The shape of what a method answers with."""
        if self.answer_shape is not None:
            return self.answer_shape
        return (self.answers if method == "POST" else self.reading).shape


# What paging goes by, and what is noted about who has read what.
ALWAYS_READ = frozenset({"id", "position", "claim_id"})


class Listing(Endpoint):
    """Rows, newest first, page by page."""

    pagination_class = CursorPagination
    has_fields = True
    filterset_class: ClassVar[type[filters.FilterSet] | None] = None

    def rows(self) -> QuerySet[Any]:
        """What is listed before filters."""
        return self.reading.rows(self.person)

    def get_queryset(self) -> QuerySet[Any]:
        """For the OpenAPI document, which asks nothing: the columns behind the filters."""
        return self.reading.rows(User())

    def get(self, request: Request, **ids: int) -> Response:
        pages = self.pagination_class()
        rows = narrowed(visible(self.rows(), self.person), self.filterset_class, request)
        reading = self.reading if self.chosen is None else self.reading.only(self.chosen | ALWAYS_READ)
        page = pages.paginate_queryset(reading.selected(rows), request)
        return with_weak_tag(request, pages.get_paginated_response(reading.named(page)))


class Doing(Endpoint):
    """Takes a POST request, at most once for each idempotency key, and answers with a row."""

    def post(self, request: Request, **ids: int) -> Response:
        values = self.checked(request)
        return answered_once(
            request,
            self.person,
            lambda: self.prepared(values),
            lambda prepared: self.answer(self.perform(prepared, **ids)),
        )

    def prepared(self, values: dict[str, Any]) -> dict[str, Any]:
        """What takes long and needs no transaction: reading a document, converting offsets."""
        return values

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        """Calls the action; gives back the id of the row to answer with."""
        raise NotImplementedError

    def answer(self, pk: int) -> Answer:
        """The row, as it is now."""
        row = self.answers.one(pk, self.person)
        return Answer(self.answer_status, row, {"ETag": tag_of(row)})


class Reporting(Doing):
    """A POST request that concerns several rows, answered with what became of them."""

    has_tag = False

    def post(self, request: Request, **ids: int) -> Response:
        values = self.checked(request)
        return answered_once(
            request,
            self.person,
            lambda: self.prepared(values),
            lambda prepared: Answer(self.answer_status, self.report(prepared, **ids)),
        )

    def report(self, values: dict[str, Any], **ids: int) -> dict[str, Any]:
        """Calls the action; gives back the body of the answer."""
        raise NotImplementedError


class Creating(Doing):
    """A POST request that makes a row, answered with 201 and its address."""

    answer_status = 201
    item_route: ClassVar[str | None] = None

    def answer(self, pk: int) -> Answer:
        made = super().answer(pk)
        if self.item_route is None:
            return made
        location = reverse(f"api:{self.item_route}", kwargs={"pk": pk})
        return Answer(made.status, made.body, {**made.headers, "Location": location})


class Item(Endpoint):
    """One row: read with its entity tag, changed only by who says which version they saw."""

    has_fields = True

    def get(self, request: Request, pk: int) -> Response:
        return read_answer(request, self.reading.one(pk, self.person))


class EditableItem(Item):
    """One row that people may change with PATCH."""

    def patch(self, request: Request, pk: int) -> Response:
        present = self.reading.one(pk, self.person)
        version = expected_version(request, present, is_required=True)
        values = self.checked(request, is_partial=True)
        try:
            self.change(pk, values, version)
        except Stale as refusal:
            raise Stale(
                refusal.message, details=current_state(self.reading.one(pk, self.person))
            ) from refusal
        row = self.reading.one(pk, self.person)
        return Response(row, headers={"ETag": tag_of(row)})

    def change(self, pk: int, values: dict[str, Any], version: int | None) -> None:
        """Calls the action that edits; refuses with `Stale` when the row has another version."""
        raise NotImplementedError


class DroppableItem(Item):
    """One statement that people may take back with DELETE, answered with 204."""

    def delete(self, request: Request, pk: int) -> Response:
        self.drop(pk)
        return Response(status=204)

    def drop(self, pk: int) -> None:
        """Calls the action that takes it back; refuses with `NotFound` what is gone already."""
        raise NotImplementedError


class Step(Doing):
    """A POST request that moves a row on: withdraw, restore, grade. `If-Match` is honoured where the action
    can.
    """

    def version(self, pk: int) -> int | None:
        """The version the client says it saw, if it says so."""
        if "If-Match" not in self.request.headers:
            return None
        return expected_version(self.request, self.answers.one(pk, self.person), is_required=False)


BODY_BYTES_OF_DOCUMENTS = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
