"""Who may do what: role in the newsroom, role at the desk, whose the object is and where it stands, each with
each, against a table written out by hand.
"""

import itertools
from dataclasses import dataclass, field
from typing import Any

import pytest

from annotations import access
from annotations.actions.desks import add_member, make_desk
from annotations.domain.vocabulary import Role
from annotations.models import Desk, User
from tests.factories import a_person, the_administrator

pytestmark = pytest.mark.django_db

ALL = {Role.READER, Role.REVIEWER, Role.EDITOR, Role.ADMINISTRATOR}
R, E, X = (
    {Role.REVIEWER, Role.EDITOR, Role.ADMINISTRATOR},
    {Role.EDITOR, Role.ADMINISTRATOR},
    {Role.ADMINISTRATOR},
)
# The roles that suffice for what is others', and for what is one's own.
EVERYBODY, REVIEWERS, EDITORS, ADMINISTRATORS = (ALL, ALL), (R, R), (E, E), (X, X)
MAKERS = (E, R)
OWN = (set[Role](), ALL)
OWN_AS_REVIEWER = (set[Role](), R)
OWN_OR_EDITORS = (E, ALL)
OWN_OR_ADMINISTRATORS = (X, ALL)
OWN_AS_REVIEWER_OR_ADMINISTRATORS = (X, R)

WRITTEN_OUT: dict[str, tuple[set[Role], set[Role]]] = {
    "workbench.read": EVERYBODY,
    "article.import": REVIEWERS,
    "article.edit": REVIEWERS,
    "article.revise": REVIEWERS,
    "claim.create": REVIEWERS,
    "claim.edit": REVIEWERS,
    "claim.withdraw": MAKERS,
    "claim.restore": MAKERS,
    "claim.assess": REVIEWERS,
    "highlight.make": REVIEWERS,
    "highlight.retire": REVIEWERS,
    "highlight.decide": REVIEWERS,
    "article.schedule_checks": REVIEWERS,
    "annotation.import": REVIEWERS,
    "annotation.replace": MAKERS,
    "annotation.delete": MAKERS,
    "notice.read": OWN,
    "publisher.register": REVIEWERS,
    "publisher.edit": ADMINISTRATORS,
    "publisher.grade": ADMINISTRATORS,
    "publisher.relate": ADMINISTRATORS,
    "source.register": REVIEWERS,
    "source.edit": REVIEWERS,
    "source.derive": REVIEWERS,
    "source.change_state": ADMINISTRATORS,
    "source.protect": REVIEWERS,
    "source.know": EVERYBODY,
    "source.watch": REVIEWERS,
    "source.visit": REVIEWERS,
    "source.merge": ADMINISTRATORS,
    "publisher.merge": ADMINISTRATORS,
    "register.import": ADMINISTRATORS,
    "register.export": REVIEWERS,
    "saved_filter.keep": EVERYBODY,
    "saved_filter.drop": OWN,
    "derivation.decide": REVIEWERS,
    "capture.add": REVIEWERS,
    "evidence.attach": REVIEWERS,
    "evidence.edit": MAKERS,
    "evidence.withdraw": MAKERS,
    "evidence.restore": MAKERS,
    "verdict.sign": REVIEWERS,
    "verdict.withdraw": MAKERS,
    "staleness.dismiss": REVIEWERS,
    "override.propose": REVIEWERS,
    "override.approve": REVIEWERS,
    "override.end": MAKERS,
    "policy.propose": ADMINISTRATORS,
    "policy.apply": ADMINISTRATORS,
    "policy.discard": ADMINISTRATORS,
    "claim_set.create": REVIEWERS,
    "claim_set.edit": MAKERS,
    "claim_set.freeze": MAKERS,
    "desk.make": ADMINISTRATORS,
    "desk.edit": EDITORS,
    "desk.close": ADMINISTRATORS,
    "desk.own": EDITORS,
    "desk.add_member": EDITORS,
    "desk.drop_member": EDITORS,
    "desk.leave": OWN,
    "desk.invite": EDITORS,
    "person.invite": ADMINISTRATORS,
    "work.assign": EDITORS,
    "work.take": REVIEWERS,
    "work.finish": OWN_OR_EDITORS,
    "work.release": OWN_OR_EDITORS,
    "work.follow": EVERYBODY,
    "comment.write": REVIEWERS,
    "comment.edit": (set(), R),
    "comment.remove": MAKERS,
    "second_look.ask": REVIEWERS,
    "second_look.take": REVIEWERS,
    "second_look.assign": EDITORS,
    "second_look.answer": OWN_AS_REVIEWER,
    "second_look.release": MAKERS,
    "dispute.take": REVIEWERS,
    "dispute.settle": OWN_AS_REVIEWER,
    "dispute.release": MAKERS,
    "review.rules": ADMINISTRATORS,
    "review.gold": ADMINISTRATORS,
    "verdict.settle": EDITORS,
    "claim.publish": EDITORS,
    "claim.correct": EDITORS,
    "claim.unpublish": EDITORS,
    "correction.ask": REVIEWERS,
    "correction.conclude": REVIEWERS,
    "reply.ask": REVIEWERS,
    "reply.conclude": REVIEWERS,
    "quality.read": REVIEWERS,
    "report.read": EDITORS,
    "report.settle": EDITORS,
    "quality.read_people": EDITORS,
    "quality.compute": ADMINISTRATORS,
    "quality.audit": REVIEWERS,
    "organisation.read": EVERYBODY,
    "organisation.edit": ADMINISTRATORS,
    "claimreview.lint": EVERYBODY,
    "event.undo": EVERYBODY,
    "claim_import.request": REVIEWERS,
    "claim_import.carry_out": OWN_AS_REVIEWER_OR_ADMINISTRATORS,
    "changes.read": EVERYBODY,
    "webhook.create": REVIEWERS,
    "webhook.read": OWN_AS_REVIEWER_OR_ADMINISTRATORS,
    "webhook.edit": OWN_AS_REVIEWER_OR_ADMINISTRATORS,
    "webhook.replay": OWN_AS_REVIEWER_OR_ADMINISTRATORS,
    "history.seal": ADMINISTRATORS,
    "history.export": ADMINISTRATORS,
    "claim_set.read": EVERYBODY,
    "export.request": EVERYBODY,
    "export.watch": EVERYBODY,
    "export.download": EVERYBODY,
    "export.cancel": OWN_OR_EDITORS,
    "export.retry": OWN_OR_EDITORS,
    "export.link": EVERYBODY,
    "export.schedule": REVIEWERS,
    "export.edit_schedule": OWN_AS_REVIEWER_OR_ADMINISTRATORS,
    "person.create": ADMINISTRATORS,
    "person.edit": ADMINISTRATORS,
    "person.change_own_profile": OWN,
    "token.issue": OWN_OR_ADMINISTRATORS,
    "token.revoke": OWN_OR_ADMINISTRATORS,
}
BY_THE_HOUSE = {"workbench.read", "saved_filter.keep", "work.follow", "export.request", "export.watch"} | {
    "export.download",
    "export.link",
    "export.edit_schedule",
    "claim_set.read",
    "changes.read",
    "organisation.read",
    "claimreview.lint",
    "event.undo",
}
"""What the role in the newsroom decides, wherever the object stands; what people see is told elsewhere."""


@dataclass(frozen=True)
class Thing:
    """Something with an owner in every way a rule can look at, at a desk or at none."""

    desk_id: int | None
    owner_id: int | None
    pk: int = 0
    is_protected: bool = False
    confidants: Any = field(default=None)

    def __getattr__(self, name: str) -> int | None:
        if name in ("person_id", "reader_id", "settler_id") or name.endswith("_by_id"):
            return self.owner_id
        if name in ("reviewer_id", "author_id"):
            return self.owner_id
        raise AttributeError(name)


def effective(house: Role, at_the_desk: Role | None, desk: Desk | None) -> Role | None:
    """What somebody is where the object stands, as written in the decision about desks."""
    if house == Role.ADMINISTRATOR or desk is None:
        return house
    if at_the_desk is not None:
        return at_the_desk
    return Role.READER if desk.visibility == "open" else None


def test_the_table_is_the_one_written_out() -> None:
    assert access.TABLE.keys() == WRITTEN_OUT.keys()


def test_every_role_everywhere_may_what_is_written_out() -> None:
    admin = the_administrator()
    places: list[Desk | None] = [
        None,
        make_desk(name="Open", actor=admin),
        make_desk(name="Closed", visibility="closed", actor=admin),
    ]
    wrong = []
    desk_roles: list[Role | None] = [None, Role.READER, Role.REVIEWER, Role.EDITOR]
    for house, at_desk, place in itertools.product(Role, desk_roles, places):
        if place is None and at_desk is not None:
            continue
        person: User = a_person(role=house)
        if place is not None and at_desk is not None:
            add_member(desk_id=place.pk, person_id=person.pk, role=at_desk, actor=admin)
        for action, is_own in itertools.product(WRITTEN_OUT, (False, True)):
            thing = Thing(place.pk if place else None, person.pk if is_own else admin.pk + 10_000)
            found = access.may(person, action, thing)
            if found != expected(action, is_own, house, effective(house, at_desk, place)):
                wrong.append((action, is_own, house, at_desk, place and place.name, found))
    assert wrong == []


def expected(action: str, is_own: bool, house: Role, here: Role | None) -> bool:
    """By the table above."""
    enough = WRITTEN_OUT[action][is_own]
    if action in BY_THE_HOUSE or (is_own and enough == ALL and action != "source.know"):
        return house in enough
    if enough == X:
        return house == Role.ADMINISTRATOR
    return here in enough


def test_who_may_not_sign_in_may_nothing() -> None:
    person = a_person(role=Role.EDITOR)
    person.is_active = False
    assert [action for action in access.TABLE if access.may(person, action, Thing(None, person.pk))] == []
