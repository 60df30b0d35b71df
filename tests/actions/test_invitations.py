"""Links to come in by are worth what whoever made them may still do, and tell nobody for whom they are."""

from typing import Any

import pytest

from annotations.actions.desks import add_member, change_member_role, drop_member
from annotations.actions.invitations import (
    accept_as_new_person,
    accept_invitation,
    invite_person,
    invite_to_desk,
    revoke_invitation,
)
from annotations.actions.people import edit_person
from annotations.domain.errors import NotFound, Refusal
from annotations.domain.vocabulary import Role
from annotations.models import DeskMember, Event, User
from tests.desks import a_desk
from tests.factories import PASSWORD, a_person, the_administrator

pytestmark = pytest.mark.django_db


def as_somebody_new(secret: str) -> User:
    return accept_as_new_person(secret=secret, username="anna", display_name="Anna Berg", password=PASSWORD)


def rule_of(act: Any, **given: Any) -> str:
    with pytest.raises(Refusal) as refused:
        act(**given)
    return refused.value.rule


def test_an_editor_who_was_dropped_does_not_come_back_by_their_own_link() -> None:
    editor = a_person()
    desk = a_desk(editor, the_administrator(), role=Role.EDITOR)
    _, secret = invite_to_desk(desk_id=desk.pk, desk_role="editor", actor=editor)
    drop_member(desk_id=desk.pk, person_id=editor.pk, actor=the_administrator())
    assert rule_of(accept_invitation, secret=secret, actor=editor) == "invitation-revoked"
    assert rule_of(accept_invitation, secret=secret, actor=a_person()) == "invitation-revoked"
    assert rule_of(as_somebody_new, secret=secret) == "invitation-revoked"
    assert not DeskMember.objects.filter(person=editor, left_at=None).exists()


def test_an_editor_who_only_reviews_now_lets_nobody_in() -> None:
    editor = a_person()
    desk = a_desk(editor, the_administrator(), role=Role.EDITOR)
    _, secret = invite_to_desk(desk_id=desk.pk, desk_role="reader", actor=editor)
    change_member_role(desk_id=desk.pk, person_id=editor.pk, role="reviewer", actor=the_administrator())
    assert rule_of(accept_invitation, secret=secret, actor=a_person()) == "invitation-revoked"
    change_member_role(desk_id=desk.pk, person_id=editor.pk, role="editor", actor=the_administrator())
    accept_invitation(secret=secret, actor=a_person())


def test_an_administrator_no_more_makes_no_administrators() -> None:
    former = a_person(role=Role.ADMINISTRATOR)
    desk = a_desk(former, role=Role.EDITOR)
    _, into_the_house = invite_person(role="administrator", actor=former)
    _, into_the_desk = invite_to_desk(desk_id=desk.pk, desk_role="reader", role="administrator", actor=former)
    edit_person(person_id=former.pk, values={"role": Role.READER}, actor=the_administrator())
    assert rule_of(as_somebody_new, secret=into_the_house) == "invitation-revoked"
    # They edit for the desk still, but say no more what somebody becomes in the newsroom.
    assert rule_of(as_somebody_new, secret=into_the_desk) == "invitation-revoked"
    accept_invitation(secret=into_the_desk, actor=a_person())


def test_nobody_comes_in_by_a_link_of_their_own() -> None:
    admin = the_administrator()
    desk = a_desk(a_person(), role=Role.EDITOR)
    _, secret = invite_to_desk(desk_id=desk.pk, desk_role="editor", actor=admin)
    assert rule_of(accept_invitation, secret=secret, actor=admin) == "invitation-own"
    add_member(desk_id=desk.pk, person_id=admin.pk, role="editor", actor=admin)


def test_the_history_does_not_tell_for_whom_a_link_is() -> None:
    admin = the_administrator()
    desk = a_desk(admin, role=Role.EDITOR)
    address, note = "anna@example.org", "As we said by telephone."
    invite_person(role="reviewer", email=address, note=note, actor=admin)
    invite_to_desk(desk_id=desk.pk, desk_role="reviewer", email=address, note=note, actor=admin)
    made = Event.objects.filter(verb="invitation.made").order_by("id")
    assert [set(event.after) for event in made] == [{"role", "desk_role", "expires_at"}] * 2


def test_of_a_closed_desk_nobody_else_learns_that_it_invites() -> None:
    desk = a_desk(the_administrator(), role=Role.EDITOR)
    invitation, _ = invite_to_desk(desk_id=desk.pk, desk_role="reader", actor=the_administrator())
    told = []
    for pk in (invitation.pk, invitation.pk + 100):
        with pytest.raises(NotFound) as refused:
            revoke_invitation(invitation_id=pk, actor=a_person(role=Role.EDITOR))
        told.append(str(refused.value).replace(str(pk), "N"))
    assert told[0] == told[1]
