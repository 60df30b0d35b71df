"""The people of the newsroom: who they are, and what one changes about oneself."""

from typing import Any

from django_filters import rest_framework as filters

from annotations.actions.people import change_own_profile, edit_person
from annotations.api.endpoints import Item, Listing, Step
from annotations.api.filters import AnyOfFilter
from annotations.api.shapes.base import Reading, every
from annotations.api.shapes.people import PersonChange, PersonShape, ProfileChange
from annotations.domain.vocabulary import Role
from annotations.models import User

PEOPLE = Reading("person", PersonShape, every(User))


class PersonFilters(filters.FilterSet):
    """Which people."""

    role = AnyOfFilter(choices=Role.choices)
    is_active = filters.BooleanFilter()
    name = filters.CharFilter(field_name="display_name", lookup_expr="icontains", max_length=200)
    username = filters.CharFilter(lookup_expr="iexact", max_length=150)


class PeopleView(Listing):
    """Everybody, also those who may no longer sign in. Who is new comes by an invitation."""

    tag = "People"
    summaries = {"GET": "List people"}
    access = {"GET": "workbench.read"}
    reading = PEOPLE
    filterset_class = PersonFilters


class PersonView(Item):
    """One person."""

    tag = "People"
    summaries = {"GET": "Read a person"}
    access = {"GET": "workbench.read"}
    reading = PEOPLE


class PersonEditView(Step):
    """Changes somebody's name, address, role, or whether they may sign in. What waits for them and what they
    may not do any more is given back.
    """

    tag = "People"
    summaries = {"POST": "Change a person"}
    access = {"POST": "person.edit"}
    accepts = {"POST": PersonChange}
    answers = PEOPLE

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return edit_person(person_id=ids["pk"], values=values, actor=self.person).pk


class ProfileView(Step):
    """Changes what is known of oneself, and how one sees these pages."""

    tag = "Me"
    summaries = {"POST": "Change one's profile"}
    access = {"POST": "person.change_own_profile"}
    accepts = {"POST": ProfileChange}
    answers = PEOPLE

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return change_own_profile(values=values, actor=self.person).pk
