"""Publishers and their grades."""

from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters

from annotations.actions.publishers import edit_publisher, grade_publisher, register_publisher
from annotations.api.endpoints import Creating, EditableItem, Listing
from annotations.api.filters import AnyOfFilter, IdFilter, TextsFilter
from annotations.api.shapes.base import Reading, every
from annotations.api.shapes.register import GradeInput, GradeShape, PublisherInput, PublisherShape
from annotations.domain.vocabulary import Grade, PublisherKind, RegisterNoun
from annotations.models import GradeChange, Publisher
from annotations.queries.publishers import publisher_by_id
from annotations.queries.register_filters import condition_of
from annotations.queries.represented import publishers_in_full

PUBLISHERS = Reading("publisher", PublisherShape, publishers_in_full)
GRADES = Reading("grade", GradeShape, every(GradeChange))


class PublisherFilters(filters.FilterSet):
    """Which publishers. Those that were merged into others are left out unless they are asked for."""

    words = filters.CharFilter(method="by", max_length=200, help_text="Words that stand in its name.")
    kind = AnyOfFilter(choices=PublisherKind.choices)
    grade = AnyOfFilter(choices=Grade.choices)
    country = filters.CharFilter(lookup_expr="iexact", max_length=2)
    language = TextsFilter(method="by", help_text="One of its languages is one of these.")
    tag = TextsFilter(method="by", help_text="It has all of these.")
    owner = IdFilter("owner_id", help_text="Owned by this publisher itself.")
    owned_by = IdFilter("owner", method="by_owner", help_text="Owned by this publisher, also through others.")
    is_fictional = filters.BooleanFilter()
    is_protected = filters.BooleanFilter()
    is_merged = filters.BooleanFilter(field_name="merged_into", lookup_expr="isnull", exclude=True)

    def by(self, rows: QuerySet[Publisher], name: str, wanted: Any) -> QuerySet[Publisher]:
        """As the lists on the pages filter."""
        return rows.filter(condition_of(RegisterNoun.PUBLISHERS, name, wanted)) if wanted else rows

    def by_owner(self, rows: QuerySet[Publisher], name: str, wanted: Any) -> QuerySet[Publisher]:
        """With everybody whom it owns."""
        return self.by(rows, "owner", int(wanted))

    def filter_queryset(self, queryset: QuerySet[Publisher]) -> QuerySet[Publisher]:
        """Without what was merged, unless that was asked for."""
        rows: QuerySet[Publisher] = super().filter_queryset(queryset)
        return rows if "is_merged" in self.data else rows.filter(merged_into=None)


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
