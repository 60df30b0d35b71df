"""Desks: who belongs to them, what they own, and how people come in."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from annotations.actions.assignments import assign_work
from annotations.actions.desk_property import own_article, own_source
from annotations.actions.desks import (
    add_member,
    change_member_role,
    close_desk,
    drop_member,
    edit_desk,
    leave_desk,
    make_desk,
    reopen_desk,
)
from annotations.actions.highlight_decisions import restore_all, retire_all
from annotations.actions.invitations import (
    accept_as_new_person,
    accept_invitation,
    invite_person,
    invite_to_desk,
    revoke_invitation,
)
from annotations.actions.people import edit_person
from annotations.actions.sources import derive_source
from annotations.domain.errors import Refusal
from annotations.domain.vocabulary import Role
from annotations.models import Assignment, Desk, DeskMember, Event, Invitation, User
from annotations.queries.visibility import in_sight
from tests.factories import (
    PASSWORD,
    a_capture,
    a_claim,
    a_person,
    a_source,
    an_article,
    some_evidence,
    the_administrator,
)

pytestmark = pytest.mark.django_db


def a_desk(*, visibility: str = "open", **given: Any) -> Desk:
    """A desk of the administrator's, who is its editor."""
    name = f"Desk {Desk.objects.count()}"
    return make_desk(**{"name": name, "visibility": visibility, "actor": the_administrator(), **given})


def at(desk: Desk, role: str = Role.REVIEWER, *, house: str = Role.REVIEWER) -> User:
    """A new person at the desk."""
    person = a_person(role=house)
    add_member(desk_id=desk.pk, person_id=person.pk, role=role, actor=the_administrator())
    return person


def refused(act: Any, **given: Any) -> str:
    """The rule by which this is refused."""
    with pytest.raises(Refusal) as refusal:
        act(**given)
    return refusal.value.rule


def here(desk: Desk) -> dict[int, str]:
    return dict(DeskMember.objects.filter(desk=desk, left_at=None).values_list("person", "role"))


def test_whoever_makes_a_desk_is_its_first_editor() -> None:
    desk = a_desk(name="Science", purpose="Health")
    assert here(desk) == {the_administrator().pk: "editor"}
    verbs = list(Event.objects.filter(stream=f"desk:{desk.pk}").order_by("id").values_list("verb", flat=True))
    assert verbs == ["desk.made", "desk.joined"]
    assert refused(make_desk, name="science", actor=the_administrator()) == "desk-name-is-unique"
    assert refused(make_desk, name="Other", actor=a_person(role=Role.EDITOR)) == "desk.make"


def test_the_role_at_the_desk_decides_there_and_nowhere_else() -> None:
    desk = a_desk()
    editor, reader = at(desk, Role.EDITOR, house=Role.READER), at(desk, Role.READER, house=Role.EDITOR)
    newcomer = a_person()
    add_member(desk_id=desk.pk, person_id=newcomer.pk, role="reviewer", actor=editor)
    assert (
        refused(add_member, desk_id=desk.pk, person_id=a_person().pk, role="reviewer", actor=reader)
        == "desk.add_member"
    )
    assert (
        refused(add_member, desk_id=a_desk().pk, person_id=newcomer.pk, role="reviewer", actor=editor)
        == "desk.add_member"
    )
    assert (
        refused(add_member, desk_id=desk.pk, person_id=newcomer.pk, role="editor", actor=editor)
        == "desk-member-is-there-once"
    )


def test_what_waits_in_an_article_of_a_desk_is_decided_there() -> None:
    desk = a_desk(visibility="open")
    revision_id = an_article(desk_id=desk.pk).revisions.get().pk
    insider, outsider = at(desk, house=Role.READER), a_person(role=Role.EDITOR)
    for deed in (retire_all, restore_all):
        assert refused(deed, revision_id=revision_id, actor=outsider) == "highlight.decide"
    assert retire_all(revision_id=revision_id, actor=insider) == 0
    assert refused(restore_all, revision_id=revision_id, actor=insider) == "nothing-to-undo"


def test_who_leaves_with_open_work_hands_it_over() -> None:
    desk = a_desk()
    leaver, taker = at(desk), at(desk)
    article = an_article(desk_id=desk.pk)
    assign_work(article_ids=[article.pk], person_ids=[leaver.pk], actor=the_administrator())
    assert refused(leave_desk, desk_id=desk.pk, actor=leaver) == "open-work"
    leave_desk(desk_id=desk.pk, hand_to_id=taker.pk, actor=leaver)
    assert leaver.pk not in here(desk)
    open_work = Assignment.objects.filter(ended_at=None)
    assert list(open_work.values_list("person", flat=True)) == [taker.pk]


def test_who_may_only_read_from_now_on_hands_over_as_well() -> None:
    desk = a_desk()
    person = at(desk)
    article = an_article(desk_id=desk.pk)
    assign_work(article_ids=[article.pk], person_ids=[person.pk], actor=the_administrator())
    change: dict[str, Any] = {"desk_id": desk.pk, "person_id": person.pk, "actor": the_administrator()}
    assert refused(change_member_role, role="reader", **change) == "open-work"
    change_member_role(role="editor", **change)
    assert here(desk)[person.pk] == "editor"


def test_a_closed_desk_keeps_an_editor() -> None:
    desk = a_desk(visibility="closed")
    admin = the_administrator()
    assert refused(leave_desk, desk_id=desk.pk, actor=admin) == "last-editor"
    assert (
        refused(change_member_role, desk_id=desk.pk, person_id=admin.pk, role="reader", actor=admin)
        == "last-editor"
    )
    editor = at(desk, Role.EDITOR)
    leave_desk(desk_id=desk.pk, actor=admin)
    # An account that is closed is out of the desk's hands; administrators find it another editor.
    edit_person(person_id=editor.pk, values={"is_active": False}, actor=admin)
    new = a_person()
    add_member(desk_id=desk.pk, person_id=new.pk, role="editor", actor=admin)
    assert here(desk)[new.pk] == "editor"
    other = a_desk()
    drop_member(desk_id=other.pk, person_id=admin.pk, actor=admin)
    assert refused(edit_desk, desk_id=other.pk, values={"visibility": "closed"}, actor=admin) == "last-editor"


def test_a_desk_that_was_closed_down_takes_nothing_new() -> None:
    desk, admin = a_desk(), the_administrator()
    close_desk(desk_id=desk.pk, actor=admin)
    add: dict[str, Any] = {"desk_id": desk.pk, "person_id": a_person().pk, "role": "reviewer", "actor": admin}
    article = an_article()
    assert refused(add_member, **add) == "desk-closed"
    assert refused(own_article, article_id=article.pk, desk_id=desk.pk, actor=admin) == "desk-closed"
    assert refused(an_article, desk_id=desk.pk) == "desk-closed"
    reopen_desk(desk_id=desk.pk, actor=admin)
    add_member(**add)


def test_an_article_moves_with_its_claims_one_event_each() -> None:
    desk, admin = a_desk(visibility="closed"), the_administrator()
    article = an_article()
    claim = a_claim(words="The ferry stopped.", article=article)
    part = a_claim(part_of_id=claim.pk)
    some_evidence(claim=claim)
    own_article(article_id=article.pk, desk_id=desk.pk, actor=admin)
    for row in (article, claim, part):
        row.refresh_from_db()
    assert [row.desk_id for row in (article, claim, part)] == [desk.pk] * 3
    moved = Event.objects.filter(verb__endswith=".owned").order_by("stream")
    assert [event.stream for event in moved] == sorted(
        [f"article:{article.pk}", f"claim:{claim.pk}", f"claim:{part.pk}"]
    )
    stranger = a_person()
    assert not in_sight(part, stranger)
    own_article(article_id=article.pk, desk_id=None, actor=admin)
    for row in (article, claim, part):
        row.refresh_from_db()
        assert (row.desk_id, in_sight(row, stranger)) == (None, True)


def test_a_claim_takes_the_desk_of_its_article_and_its_statement() -> None:
    desk = a_desk()
    claim = a_claim(words="The ferry stopped.", article=an_article(desk_id=desk.pk))
    part = a_claim(part_of_id=claim.pk)
    assert (claim.desk_id, part.desk_id, a_claim().desk_id) == (desk.pk, desk.pk, None)


KEEPS = "closed-desk-keeps-to-itself"


def test_what_a_closed_desk_owns_is_used_within_it() -> None:
    desk, admin = a_desk(visibility="closed"), the_administrator()
    source, everybodys = a_source(), a_source()
    own_source(source_id=source.pk, desk_id=desk.pk, actor=admin)
    outside, within = a_claim(), a_claim(words="The ferry stopped.", article=an_article(desk_id=desk.pk))
    capture = a_capture(source=source, text="There were 4 crossings.")
    passage: dict[str, Any] = {"capture": capture, "passage": "There were 4 crossings."}
    assert refused(some_evidence, claim=outside, **passage) == KEEPS
    some_evidence(claim=within, **passage)
    some_evidence(claim=within, source=everybodys)
    assert (
        refused(derive_source, source_id=everybodys.pk, origin_id=source.pk, kind="cites", actor=admin)
        == KEEPS
    )
    derive_source(source_id=source.pk, origin_id=everybodys.pk, kind="cites", actor=admin)
    elsewhere = a_desk(visibility="closed")
    assert refused(own_source, source_id=everybodys.pk, desk_id=elsewhere.pk, actor=admin) == KEEPS


def test_a_desk_closes_itself_off_only_if_nobody_else_uses_what_it_owns() -> None:
    desk, admin = a_desk(), the_administrator()
    source = a_source()
    own_source(source_id=source.pk, desk_id=desk.pk, actor=admin)
    some_evidence(source=source)
    assert refused(edit_desk, desk_id=desk.pk, values={"visibility": "closed"}, actor=admin) == KEEPS


def test_a_link_leads_into_a_desk_once() -> None:
    desk, admin = a_desk(), the_administrator()
    invitation, secret = invite_to_desk(desk_id=desk.pk, desk_role="reviewer", actor=admin)
    assert secret not in str(Invitation.objects.values().get()) and len(invitation.digest) == 64
    person = a_person(role=Role.READER)
    accept_invitation(secret=secret, actor=person)
    assert here(desk)[person.pk] == "reviewer"
    assert refused(accept_invitation, secret=secret, actor=a_person()) == "invitation-used"
    assert refused(revoke_invitation, invitation_id=invitation.pk, actor=admin) == "invitation-used"


def test_somebody_new_comes_in_with_a_name_and_a_password() -> None:
    desk = a_desk()
    _, secret = invite_to_desk(desk_id=desk.pk, desk_role="editor", actor=the_administrator())
    person = accept_as_new_person(secret=secret, username="anna", display_name="Anna Berg", password=PASSWORD)
    assert (person.role, here(desk)[person.pk], person.check_password(PASSWORD)) == ("reader", "editor", True)


def test_links_that_cannot_be_used_any_more_are_refused_by_name() -> None:
    desk, admin = a_desk(), the_administrator()
    editor = at(desk, Role.EDITOR)
    links = {}
    for name, days in (("expired", 1), ("revoked", 7), ("left", 7), ("meant", 7)):
        email = "anna@example.org" if name == "meant" else ""
        actor = editor if name == "left" else admin
        links[name] = invite_to_desk(
            desk_id=desk.pk, desk_role="reviewer", days=days, email=email, actor=actor
        )
    long_ago = timezone.now() - timedelta(days=9)
    Invitation.objects.filter(pk=links["expired"][0].pk).update(
        invited_at=long_ago, expires_at=long_ago + timedelta(days=1)
    )
    revoke_invitation(invitation_id=links["revoked"][0].pk, actor=admin)
    edit_person(person_id=editor.pk, values={"is_active": False}, actor=admin)
    person = a_person()
    rules = {
        name: refused(accept_invitation, secret=secret, actor=person) for name, (_, secret) in links.items()
    }
    assert rules == {
        "expired": "invitation-expired",
        "revoked": "invitation-revoked",
        "left": "invitation-revoked",
        "meant": "invitation-foreign",
    }
    assert refused(accept_invitation, secret="unknown", actor=person) == "invitation-unknown"
    _, into_the_house = invite_person(role="reviewer", actor=admin)
    assert refused(accept_invitation, secret=into_the_house, actor=person) == "invitation-to-nothing-new"


def test_only_administrators_say_what_somebody_new_becomes_in_the_newsroom() -> None:
    desk = a_desk()
    editor = at(desk, Role.EDITOR)
    asked = {"desk_id": desk.pk, "desk_role": "reviewer", "actor": editor}
    assert refused(invite_to_desk, role="administrator", **asked) == "person.invite"
    assert refused(invite_to_desk, days=0, **asked) == "out-of-range"
