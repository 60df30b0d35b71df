"""What a person is told without having asked."""

from typing import Any

from django_filters import rest_framework as filters
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.actions.idempotency import Answer
from annotations.actions.notices import read_all_notices, read_notice
from annotations.api.endpoints import Doing, Listing, Step
from annotations.api.filters import AnyOfFilter, IdFilter
from annotations.api.repeats import answered_once
from annotations.api.shapes.base import Reading
from annotations.api.shapes.notices import NoticeShape, ReadNoticesShape
from annotations.domain.vocabulary import NoticeKind
from annotations.queries.notices import notices_of

NOTICES = Reading("notice", NoticeShape, notices_of)


class NoticeFilters(filters.FilterSet):
    """Which notices."""

    article = IdFilter("article_id")
    claim = IdFilter("claim_id")
    kind = AnyOfFilter(choices=NoticeKind.choices)
    is_unread = filters.BooleanFilter(field_name="read_at", lookup_expr="isnull")


class NoticesView(Listing):
    """Your notices: what happened to what you work on or watch, and what somebody asks of you."""

    tag = "Notices"
    summaries = {"GET": "List your notices"}
    access = {"GET": "workbench.read"}
    reading = NOTICES
    filterset_class = NoticeFilters


class NoticeReadView(Step):
    """Notes that you have seen it; again changes nothing."""

    tag = "Notices"
    summaries = {"POST": "Note that a notice was read"}
    access = {"POST": "notice.read"}
    answers, has_tag = NOTICES, True

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return read_notice(notice_id=ids["pk"], actor=self.person).pk


class NoticesReadView(Doing):
    """Notes that you have seen all of them."""

    tag = "Notices"
    summaries = {"POST": "Note that all notices were read"}
    access = {"POST": "notice.read"}
    answer_shape, has_tag = ReadNoticesShape, False

    def post(self, request: Request, **ids: int) -> Response:
        self.checked(request)
        return answered_once(request, self.person, lambda: None, lambda _: self._read())

    def _read(self) -> Answer:
        return Answer(200, {"read": read_all_notices(actor=self.person)})
