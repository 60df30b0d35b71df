"""Actions on people."""

import threading

import pytest
from django.db import connection

from annotations.actions.people import (
    change_own_password,
    change_own_profile,
    create_first_administrator,
    create_person,
    edit_person,
    set_password,
)
from annotations.domain.errors import Conflict, Invalid, NotFound
from annotations.domain.vocabulary import Role
from annotations.models import Event, User
from tests.events import events_of
from tests.factories import PASSWORD, a_person, the_administrator

pytestmark = pytest.mark.django_db


def test_creates_a_person_who_can_sign_in_and_records_it_without_the_password() -> None:
    administrator = the_administrator()
    person = create_person(
        username="  ada ",
        display_name=" Ada  Byron ",
        role=Role.EDITOR,
        password=PASSWORD,
        email="ada@example.org",
        actor=administrator,
    )
    assert (person.username, person.display_name, person.check_password(PASSWORD)) == (
        "ada",
        "Ada Byron",
        True,
    )
    described = {"username": "ada", "display_name": "Ada Byron", "role": "editor", "email": "ada@example.org"}
    assert events_of(person) == [("person.created", administrator.pk, {}, described)]
    assert PASSWORD not in str(Event.objects.values_list())


def test_a_person_without_a_password_cannot_sign_in() -> None:
    assert not a_person(password=None).has_usable_password()


def test_the_first_administrator_needs_nobody_and_a_second_cannot_be_made_that_way() -> None:
    first = create_first_administrator(username="ada", display_name="Ada Byron", password=PASSWORD)
    described = {"username": "ada", "display_name": "Ada Byron", "role": "administrator", "email": ""}
    assert (first.check_password(PASSWORD), events_of(first)) == (
        True,
        [("person.created", None, {}, described)],
    )
    with pytest.raises(Conflict) as refused:
        create_first_administrator(username="bea", display_name="Bea", password=PASSWORD)
    assert (refused.value.rule, User.objects.count()) == ("administrator-exists", 1)


def test_sign_in_names_are_unique_whatever_their_case() -> None:
    a_person(username="Grace")
    with pytest.raises(Conflict) as refused:
        a_person(username="gRACE")
    assert refused.value.rule == "user-sign-in-name-is-unique"
    assert User.objects.filter(username__iexact="grace").count() == 1


@pytest.mark.parametrize(
    ("given", "field", "rule"),
    [
        ({"username": " "}, "username", "required"),
        ({"username": "a b"}, "username", "invalid"),
        ({"username": "x" * 151}, "username", "too-long"),
        ({"display_name": ""}, "display_name", "required"),
        ({"display_name": None}, "display_name", "required"),
        ({"role": "owner"}, "role", "unknown-role"),
        ({"email": "nowhere"}, "email", "invalid"),
        ({"password": "short"}, "password", "weak-password"),
        ({"password": "1234567890123"}, "password", "weak-password"),
    ],
)
def test_refuses_what_cannot_be_meant(given: dict[str, str], field: str, rule: str) -> None:
    with pytest.raises(Invalid) as refused:
        a_person(**given)
    assert (refused.value.field, refused.value.rule) == (field, rule)


def test_an_edit_is_recorded_with_old_and_new() -> None:
    administrator, person = the_administrator(), a_person(role=Role.REVIEWER)
    edit_person(
        person_id=person.pk,
        values={"role": Role.EDITOR, "display_name": person.display_name, "is_active": False},
        actor=administrator,
    )
    person.refresh_from_db()
    assert (person.role, person.is_active) == (Role.EDITOR, False)
    assert events_of(person)[1:] == [
        (
            "person.edited",
            administrator.pk,
            {"role": "reviewer", "is_active": True},
            {"role": "editor", "is_active": False},
        )
    ]


def test_an_edit_that_changes_nothing_records_nothing() -> None:
    person = a_person(role=Role.READER)
    edit_person(person_id=person.pk, values={"role": Role.READER}, actor=the_administrator())
    assert [verb for verb, *_ in events_of(person)] == ["person.created"]


def test_a_sign_in_name_cannot_be_edited() -> None:
    with pytest.raises(Invalid) as refused:
        edit_person(person_id=a_person().pk, values={"username": "other"}, actor=the_administrator())
    assert (refused.value.field, refused.value.rule) == ("username", "unknown-field")


def test_refuses_to_edit_nobody() -> None:
    with pytest.raises(NotFound):
        edit_person(person_id=0, values={"role": Role.READER}, actor=the_administrator())


@pytest.mark.parametrize("values", [{"role": Role.EDITOR}, {"is_active": False}])
def test_the_last_active_administrator_keeps_role_and_access(values: dict[str, object]) -> None:
    administrator = the_administrator()
    a_person(role=Role.ADMINISTRATOR, username="gone")
    edit_person(
        person_id=User.objects.get(username="gone").pk, values={"is_active": False}, actor=administrator
    )
    with pytest.raises(Conflict) as refused:
        edit_person(person_id=administrator.pk, values=values, actor=administrator)
    assert (refused.value.rule, refused.value.field) == ("last-administrator", next(iter(values)))
    edit_person(person_id=administrator.pk, values={"display_name": "Renamed"}, actor=administrator)


def test_one_of_two_administrators_may_go() -> None:
    administrator, other = the_administrator(), a_person(role=Role.ADMINISTRATOR)
    edit_person(person_id=administrator.pk, values={"role": Role.READER}, actor=other)
    assert list(User.objects.filter(role=Role.ADMINISTRATOR)) == [other]


@pytest.mark.django_db(transaction=True)
def test_two_administrators_cannot_take_each_others_role_at_the_same_moment() -> None:
    pair = [the_administrator(), a_person(role=Role.ADMINISTRATOR)]
    refusals: list[str] = []
    together = threading.Barrier(2)

    def demote(actor: User, other: User) -> None:
        together.wait()
        try:
            edit_person(person_id=other.pk, values={"role": Role.READER}, actor=actor)
        except Conflict as refusal:
            refusals.append(refusal.rule)
        finally:
            connection.close()

    threads = [threading.Thread(target=demote, args=(pair[i], pair[1 - i])) for i in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refusals == ["last-administrator"]
    assert User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).count() == 1


def test_an_administrator_sets_a_password() -> None:
    person, administrator = a_person(), the_administrator()
    set_password(person_id=person.pk, new="a heron stands still", actor=administrator)
    person.refresh_from_db()
    assert person.check_password("a heron stands still")
    assert events_of(person)[1:] == [("person.password_set", administrator.pk, {}, {})]


def test_everybody_changes_their_own_profile() -> None:
    person = a_person(role=Role.READER)
    change_own_profile(values={"time_zone": "Asia/Yerevan", "theme": "dark"}, actor=person)
    person.refresh_from_db()
    assert (person.time_zone, person.theme) == ("Asia/Yerevan", "dark")
    assert events_of(person)[1:] == [
        (
            "person.profile_changed",
            person.pk,
            {"time_zone": "UTC", "theme": "auto"},
            {"time_zone": "Asia/Yerevan", "theme": "dark"},
        )
    ]


@pytest.mark.parametrize(
    ("values", "field", "rule"),
    [
        ({"role": Role.ADMINISTRATOR}, "role", "unknown-field"),
        ({"time_zone": "Mars/Olympus"}, "time_zone", "unknown-time-zone"),
        ({"theme": "pink"}, "theme", "unknown-theme"),
        ({"display_name": " "}, "display_name", "required"),
    ],
)
def test_refuses_in_ones_own_profile(values: dict[str, str], field: str, rule: str) -> None:
    with pytest.raises(Invalid) as refused:
        change_own_profile(values=values, actor=a_person())
    assert (refused.value.field, refused.value.rule) == (field, rule)


def test_changes_ones_own_password() -> None:
    person = a_person()
    change_own_password(old=PASSWORD, new="seven quiet lanterns", actor=person)
    person.refresh_from_db()
    assert person.check_password("seven quiet lanterns")
    assert events_of(person)[1:] == [("person.password_changed", person.pk, {}, {})]


@pytest.mark.parametrize(
    ("old", "new", "field", "rule"),
    [
        ("not this", "seven quiet lanterns", "old", "wrong-password"),
        (PASSWORD, "password123", "new", "weak-password"),
        (PASSWORD, "harbourmaster", "new", "weak-password"),
    ],
)
def test_refuses_a_password(old: str, new: str, field: str, rule: str) -> None:
    person = a_person(username="harbourmaster")
    with pytest.raises(Invalid) as refused:
        change_own_password(old=old, new=new, actor=person)
    assert (refused.value.field, refused.value.rule) == (field, rule)
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
