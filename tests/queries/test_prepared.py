"""Statements that are put together once: they say what the same statement says that is put together anew."""

from typing import Any

import pytest

from annotations.access import role_in
from annotations.actions.assignments import take_work
from annotations.domain.vocabulary import Role
from annotations.models import User
from annotations.queries.notices import counts_for
from annotations.queries.prepared import prepared
from annotations.queries.sessions import PersonBackend
from annotations.queries.visibility import with_sight
from tests.desks import a_desk
from tests.factories import a_claim, a_person, the_administrator

pytestmark = pytest.mark.django_db


def signed_in(person: User) -> User:
    found = PersonBackend().get_user(person.pk)
    assert found is not None
    return found


def told(person: User | None) -> Any:
    assert person is not None
    return {name: value for name, value in vars(person).items() if name != "_state"}


def test_whoever_signs_in_is_read_as_everybody_is() -> None:
    member, editor, stranger = a_person(), a_person(), a_person()
    first, second = a_desk(member), a_desk(editor, role=Role.EDITOR, visibility="open")
    for person in (member, editor, stranger, the_administrator()):
        anew = with_sight(User.objects.all()).get(pk=person.pk)
        assert told(signed_in(person)) == told(anew)
    known = [signed_in(person) for person in (member, editor, stranger)]
    assert [(one.is_held_back, one.desk_roles) for one in known] == [  # type: ignore[attr-defined]
        (False, [f"{first.pk}:reviewer"]),
        (True, [f"{second.pk}:editor"]),
        (True, []),
    ]


def test_who_is_not_there_or_not_active_is_nobody() -> None:
    gone = a_person()
    User.objects.filter(pk=gone.pk).update(is_active=False)
    assert [PersonBackend().get_user(pk) for pk in (gone.pk, 10**9)] == [None, None]


def test_roles_that_were_read_with_the_person_are_those_that_are_asked_for() -> None:
    people = [a_person(), a_person(), a_person(role=Role.EDITOR), the_administrator()]
    desks = [a_desk(people[0]), a_desk(people[1], role=Role.EDITOR, visibility="open")]
    for person in people:
        for desk in desks:
            assert role_in(signed_in(person), desk) == role_in(person, desk)


def test_what_is_to_do_is_counted_alike() -> None:
    person, other = a_person(), a_person()
    for _ in range(2):
        take_work(claim_id=a_claim().pk, actor=person)
    take_work(claim_id=a_claim().pk, actor=other)
    assert [counts_for(one).work for one in (person, signed_in(person), signed_in(other))] == [2, 2, 1]


def test_the_values_are_those_of_the_person_asking() -> None:
    def made(person_id: int) -> Any:
        return User.objects.filter(pk=person_id, is_active=True).values_list("pk")

    assert [prepared(made, pk)[1] for pk in (7, 8)] == [(7,), (8,)]
