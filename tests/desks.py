"""Desks for tests that look at something else: made as rows."""

from annotations.domain.vocabulary import DeskVisibility, Role
from annotations.models import Desk, DeskMember, User
from tests.factories import the_administrator


def a_desk(*members: User, role: str = Role.REVIEWER, visibility: str = DeskVisibility.CLOSED) -> Desk:
    """A desk, closed unless said otherwise, with these members."""
    number = Desk.objects.count() + 1
    desk = Desk.objects.create(name=f"Desk {number}", visibility=visibility, made_by=the_administrator())
    for person in members:
        DeskMember.objects.create(desk=desk, person=person, role=role)
    return desk
