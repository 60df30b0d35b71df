"""Publishers, the sides they speak for, and what is stated about two of them."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from annotations.actions.publishers import (
    add_bloc,
    drop_publisher_relation,
    edit_membership,
    edit_publisher,
    grade_publisher,
    join_bloc,
    register_publisher,
    relate_publishers,
)
from annotations.admin.base import ActionAdmin, ObjectForm, ReadOnlyAdmin, Section
from annotations.admin.forms import (
    RefusableForm,
    VersionedForm,
    choice,
    linked_page,
    long_text,
    row_found_by_typing,
)
from annotations.admin.site import site
from annotations.domain.vocabulary import Grade, PublisherRelationKind
from annotations.models import PartyBloc, PartyMembership, Publisher, PublisherRelation
from annotations.queries.dependents import (
    claims_published_by,
    claims_resting_on_publishers,
    publishers_bound_to,
)
from annotations.queries.publishers import (
    all_blocs,
    all_publishers,
    grade_history,
    memberships_of,
    relations_of,
)


class PublisherForm(VersionedForm):
    """What the register says about a publisher, apart from its grade."""

    homepage = forms.CharField(required=False, max_length=500)
    languages = forms.CharField(required=False, help_text="Codes with commas between them: hy, pt-BR.")
    note = long_text(required=False)

    class Meta:
        model = Publisher
        fields = (
            "name",
            "kind",
            "country",
            "languages",
            "homepage",
            "wikidata_id",
            "owner",
            "tags",
            "is_fictional",
            "note",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["languages"] = ", ".join(self.instance.languages)

    def clean_languages(self) -> list[str]:
        """The codes as a list."""
        return [code.strip() for code in self.cleaned_data["languages"].split(",") if code.strip()]


class GradeForm(forms.Form):
    """A grade and why."""

    grade = choice(Grade)
    reason = long_text(help_text="What the grade rests on. It stays in the history.")
    topic = forms.CharField(required=False, max_length=100, help_text="Empty for the overall grade.")


class MembershipForm(forms.Form):
    """For which side a publisher speaks, and when."""

    bloc = row_found_by_typing(PartyMembership, "bloc", label="Side")
    starts_on = forms.DateField(required=False, help_text="For example 2024-01-31. Empty: always.")
    ends_on = forms.DateField(required=False, help_text="The last day. Empty: still.")
    reason = long_text(required=False)


class RelationForm(forms.Form):
    """What holds between this publisher and another."""

    second = row_found_by_typing(PublisherRelation, "second", label="Other publisher")
    kind = choice(PublisherRelationKind)
    reason = long_text()


def _grade(publisher: Publisher, values: dict[str, Any], actor: Any) -> object:
    return grade_publisher(publisher_id=publisher.pk, **values, actor=actor)


def _join(publisher: Publisher, values: dict[str, Any], actor: Any) -> object:
    bloc = values.pop("bloc")
    return join_bloc(publisher_id=publisher.pk, bloc_id=bloc.pk, **values, actor=actor)


def _relate(publisher: Publisher, values: dict[str, Any], actor: Any) -> object:
    second = values.pop("second")
    return relate_publishers(first_id=publisher.pk, second_id=second.pk, **values, actor=actor)


def _touched(publisher: Publisher) -> set[int]:
    return claims_resting_on_publishers([publisher.pk])


@admin.register(Publisher, site=site)
class PublisherAdmin(ActionAdmin):
    """Outlets, offices, parties and persons that publish."""

    form = PublisherForm
    list_display = ("name", "kind", "country", "grade", "owner", "is_fictional")
    list_filter = ("kind", "is_fictional", "is_protected")
    list_select_related = ("owner",)
    ordering = ("name", "id")
    search_fields = ("name",)
    autocomplete_fields = ("owner",)
    readonly_fields = ("grade",)
    object_forms = (
        ObjectForm("grade", "Grade", GradeForm, _grade, "The grade was recorded.", touches=_touched),
        ObjectForm(
            "join", "Join a side", MembershipForm, _join, "The membership was noted.", touches=_touched
        ),
        ObjectForm("relate", "Relate", RelationForm, _relate, "The relation was stated.", touches=_touched),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Publisher]:
        """With grades."""
        return all_publishers()

    @admin.display(ordering="grade")
    def grade(self, publisher: Publisher) -> str:
        """The overall grade, and whether a person gave it."""
        if not hasattr(publisher, "grade"):
            return "—"
        label = Grade(publisher.grade).label
        return label if publisher.graded else f"{label} (default of its kind)"  # type: ignore[attr-defined]

    def perform_add(self, values: dict[str, Any], actor: Any) -> Publisher:
        """Registers."""
        return register_publisher(**_for_action(values), actor=actor)

    def perform_edit(self, row: Publisher, values: dict[str, Any], actor: Any) -> object:
        """Corrects."""
        expected = values.get("expected_version")
        return edit_publisher(
            publisher_id=row.pk, values=_for_action(values), expected_version=expected, actor=actor
        )

    def sections(self, row: Publisher) -> Iterable[Section]:
        """Grades, sides and relations."""
        pages = [(linked_page("merges", [], "What was merged, and the way back"),)]
        if not row.is_protected and row.merged_into_id is None:
            pages.append((linked_page("publisher-merge", [row.pk], "Merge it with another"),))
        yield Section("Elsewhere", ("Page",), pages)
        yield Section(
            "Grades",
            ("Grade", "Topic", "Reason", "By", "At"),
            [
                (entry.grade, entry.topic or "overall", entry.reason, entry.graded_by, entry.graded_at)
                for entry in grade_history(row.pk)
            ],
        )
        yield Section(
            "Sides",
            ("Side", "From", "Until", "Reason"),
            [(entry.bloc, entry.starts_on, entry.ends_on, entry.reason) for entry in memberships_of(row.pk)],
        )
        yield Section(
            "Relations",
            ("Publisher", "Kind", "Other publisher", "Reason"),
            [
                (entry.first, entry.get_kind_display(), entry.second, entry.reason)
                for entry in relations_of(row.pk)
            ],
        )


@admin.register(PartyBloc, site=site)
class PartyBlocAdmin(ActionAdmin):
    """Sides in disputes."""

    list_display = ("name", "dispute", "member_count")
    ordering = ("dispute", "name", "id")
    search_fields = ("name", "dispute")
    fields = ("name", "dispute")

    def get_queryset(self, request: HttpRequest) -> QuerySet[PartyBloc]:
        """With their numbers of members."""
        return all_blocs()

    @admin.display(description="members", ordering="member_count")
    def member_count(self, bloc: PartyBloc) -> int:
        """How many memberships are on record."""
        return bloc.member_count  # type: ignore[attr-defined]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Claims name sides: under another name they would say something else."""
        return False

    def perform_add(self, values: dict[str, Any], actor: Any) -> PartyBloc:
        """Adds."""
        return add_bloc(name=values["name"], dispute=values["dispute"], actor=actor)


class MembershipCorrectionForm(RefusableForm):
    """The days of a membership and its reason."""

    reason = long_text(required=False)

    class Meta:
        model = PartyMembership
        fields = ("publisher", "bloc", "starts_on", "ends_on", "reason")


@admin.register(PartyMembership, site=site)
class PartyMembershipAdmin(ActionAdmin):
    """From when to when a publisher speaks for a side."""

    form = MembershipCorrectionForm
    list_display = ("publisher", "bloc", "starts_on", "ends_on")
    list_select_related = ("publisher", "bloc")
    search_fields = ("publisher__name", "bloc__name")
    autocomplete_fields = ("publisher", "bloc")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Who and which side are what the row is about."""
        return () if obj is None else ("publisher", "bloc")

    def perform_add(self, values: dict[str, Any], actor: Any) -> PartyMembership:
        """Notes."""
        publisher, bloc = values.pop("publisher"), values.pop("bloc")
        return join_bloc(publisher_id=publisher.pk, bloc_id=bloc.pk, **values, actor=actor)

    def perform_edit(self, row: PartyMembership, values: dict[str, Any], actor: Any) -> object:
        """Corrects."""
        return edit_membership(membership_id=row.pk, values=values, actor=actor)


def _drop(relation: PublisherRelation, values: dict[str, Any], actor: Any) -> None:
    drop_publisher_relation(relation_id=relation.pk, actor=actor)


def _touched_by_relation(relation: PublisherRelation) -> set[int]:
    return claims_published_by(publishers_bound_to([relation.first_id, relation.second_id]))


@admin.register(PublisherRelation, site=site)
class PublisherRelationAdmin(ReadOnlyAdmin):
    """What is stated about two publishers. Stated from the page of either."""

    list_display = ("first", "kind", "second", "reason")
    list_filter = ("kind",)
    list_select_related = ("first", "second")
    search_fields = ("first__name", "second__name")
    object_forms = (
        ObjectForm(
            "drop",
            "Drop",
            forms.Form,
            _drop,
            "The relation was dropped.",
            touches=_touched_by_relation,
            leaves=True,
        ),
    )


def _for_action(values: dict[str, Any]) -> dict[str, Any]:
    named = {name: value for name, value in values.items() if name not in ("expected_version", "owner")}
    owner = values["owner"]
    return {**named, "owner_id": owner.pk if owner else None}
