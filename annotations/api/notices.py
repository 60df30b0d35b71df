"""What a person is told without having asked."""

from typing import Any

from django.db.models import QuerySet
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
from annotations.models import Notice, User


def own_notices(person: User) -> QuerySet[Notice]:
    """Everybody reads their own."""
    return Notice.objects.filter(person=person.pk)


NOTICES = Reading("notice", NoticeShape, own_notices)


class NoticeFilters(filters.FilterSet):
    """Which notices."""

    article = IdFilter("article_id")
    kind = AnyOfFilter(choices=NoticeKind.choices)
    is_unread = filters.BooleanFilter(field_name="read_at", lookup_expr="isnull")


class NoticesView(Listing):
    """Your notices: words that changed under claims you work on, addresses that could not be read."""

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
