"""Publishers and their grades."""

from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters

from annotations.actions.publishers import edit_publisher, grade_publisher, register_publisher
from annotations.api.endpoints import Creating, EditableItem, Listing
from annotations.api.filters import AnyOfFilter, IdFilter
from annotations.api.shapes.base import Reading, every
from annotations.api.shapes.register import GradeInput, GradeShape, PublisherInput, PublisherShape
from annotations.domain.vocabulary import Grade, PublisherKind
from annotations.models import GradeChange, Publisher
from annotations.queries.publishers import name_contains, publisher_by_id
from annotations.queries.represented import publishers_in_full

PUBLISHERS = Reading("publisher", PublisherShape, publishers_in_full)
GRADES = Reading("grade", GradeShape, every(GradeChange))


class PublisherFilters(filters.FilterSet):
    """Which publishers."""

    words = filters.CharFilter(method="with_words", max_length=200, help_text="Words that stand in its name.")
    kind = AnyOfFilter(choices=PublisherKind.choices)
    grade = AnyOfFilter(choices=Grade.choices)
    country = filters.CharFilter(lookup_expr="iexact", max_length=2)
    owner = IdFilter("owner_id")
    is_fictional = filters.BooleanFilter()

    def with_words(self, rows: QuerySet[Publisher], name: str, words: str) -> QuerySet[Publisher]:
        """By the trigram index."""
        return rows.filter(name_contains(words))


class PublishersView(Listing, Creating):
    """Outlets, offices, parties and persons that publish."""

    tag = "Publishers"
    summaries = {"GET": "List publishers", "POST": "Register a publisher"}
    access = {"GET": "workbench.read", "POST": "publisher.register"}
    accepts = {"POST": PublisherInput}
    reading, answers, item_route = PUBLISHERS, PUBLISHERS, "publisher"
    filterset_class = PublisherFilters

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return register_publisher(**values, actor=self.person).pk


class PublisherView(EditableItem):
    """One publisher."""

    tag = "Publishers"
    summaries = {"GET": "Read a publisher", "PATCH": "Change a publisher"}
    access = {"GET": "workbench.read", "PATCH": "publisher.edit"}
    accepts = {"PATCH": PublisherInput}
    reading = PUBLISHERS

    def change(self, pk: int, values: dict[str, Any], version: int | None) -> None:
        edit_publisher(publisher_id=pk, values=values, expected_version=version, actor=self.person)


class PublisherGradesView(Listing, Creating):
    """A publisher's grade history, latest first. The latest entry of a topic holds; the empty topic is the
    overall grade.
    """

    tag = "Publishers"
    summaries = {"GET": "List a publisher's grades", "POST": "Grade a publisher"}
    access = {"GET": "workbench.read", "POST": "publisher.grade"}
    accepts = {"POST": GradeInput}
    reading, answers = GRADES, GRADES

    def rows(self) -> QuerySet[GradeChange]:
        publisher_id = self.kwargs["pk"]
        publisher_by_id(publisher_id)
        return GradeChange.objects.filter(publisher=publisher_id)

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return grade_publisher(publisher_id=ids["pk"], **values, actor=self.person).pk
