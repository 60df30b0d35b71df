"""Desks: making and changing them, and who belongs to them in which role."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from annotations.access import require
from annotations.actions.assignments import hand_on_work
from annotations.actions.desk_property import require_kept_within
from annotations.actions.notices import tell
from annotations.actions.recording import (
    change,
    locked,
    record_event,
    refusing_duplicates,
    require_version,
)
from annotations.actions.second_looks import release_look
from annotations.actions.shapes import shaped
from annotations.domain.errors import Conflict, Invalid, NotFound
from annotations.domain.vocabulary import DeskVisibility, NoticeKind, Role
from annotations.models import Desk, DeskMember, User
from annotations.queries.desks import editors_of, members_of, open_work_at

EDITABLE: Final = frozenset({"name", "purpose", "visibility"})
_KNOWN_NAME: Final = {"desk_name_is_unique": "There is a desk with this name."}


@transaction.atomic
def make_desk(
    *,
    name: str,
    purpose: str = "",
    visibility: str = DeskVisibility.OPEN,
    editor_ids: Collection[int] = (),
    actor: User,
) -> Desk:
    """A new desk with its first editors; without any, whoever makes it is one."""
    require(actor, "desk.make")
    described = shaped(Desk, {"name": name, "purpose": purpose, "visibility": visibility})
    with refusing_duplicates(_KNOWN_NAME):
        desk = Desk.objects.create(made_by=actor, **described)
    record_event("desk.made", desk, actor=actor, after=described)
    for person_id in sorted(set(editor_ids) or {actor.pk}):
        join(desk, _person(person_id), Role.EDITOR, actor)
    return desk


@transaction.atomic
def edit_desk(
    *, desk_id: int, values: Mapping[str, Any], expected_version: int | None = None, actor: User
) -> Desk:
    """Changes name, purpose, or who sees what it owns. A desk that closes itself off keeps to itself
    (`closed-desk-keeps-to-itself`) and has an editor (`last-editor`).
    """
    desk = locked(Desk, desk_id)
    require(actor, "desk.edit", desk)
    require_version(desk, expected_version)
    described = shaped(Desk, values, allowed=EDITABLE)
    if described.get("visibility", desk.visibility) != desk.visibility == DeskVisibility.OPEN:
        require_kept_within(desk)
        _require_editor(desk)
    with refusing_duplicates(_KNOWN_NAME):
        before, after = change(desk, described)
    if after:
        record_event("desk.edited", desk, actor=actor, before=before, after=after)
    return desk


def close_desk(*, desk_id: int, actor: User) -> Desk:
    """It takes no new work and no new people; what it owns stays. `reopen_desk` undoes it."""
    return _set_closed(desk_id, True, actor)


def reopen_desk(*, desk_id: int, actor: User) -> Desk:
    """It takes work again. Refuses where another desk has its name by now."""
    return _set_closed(desk_id, False, actor)


@transaction.atomic
def add_member(*, desk_id: int, person_id: int, role: str, actor: User) -> DeskMember:
    """Brings a person to the desk, in a role there. Refuses who is there (`desk-member-is-there-once`)."""
    desk = locked(Desk, desk_id)
    require(actor, "desk.add_member", desk)
    return join(desk, _person(person_id), role, actor)


@transaction.atomic
def change_member_role(
    *, desk_id: int, person_id: int, role: str, hand_to_id: int | None = None, actor: User
) -> DeskMember:
    """Gives a person another role at the desk. One who may no longer work there hands over their open work as
    in `drop_member`; a closed desk keeps an editor (`last-editor`).
    """
    desk = locked(Desk, desk_id)
    require(actor, "desk.add_member", desk)
    member = _member(desk, person_id)
    described = shaped(DeskMember, {"role": role})
    if described["role"] == Role.READER:
        _hand_over(desk, member.person, hand_to_id, actor)
    if described["role"] != Role.EDITOR:
        _require_editor(desk, without=person_id)
    before, after = change(member, described)
    if after:
        told = {"person_id": person_id, **after}
        record_event("desk.role_changed", member, stream=desk, actor=actor, before=before, after=told)
    return member


@transaction.atomic
def drop_member(*, desk_id: int, person_id: int, hand_to_id: int | None = None, actor: User) -> DeskMember:
    """Takes a person off the desk. Their open work there goes to `hand_to_id`, and passages that they were to
    read blind are given back; without it, open work refuses (`open-work`). A closed desk keeps an editor
    (`last-editor`). `add_member` undoes it, but for the work.
    """
    desk = locked(Desk, desk_id)
    require(actor, "desk.drop_member", desk)
    return _left(desk, _member(desk, person_id), hand_to_id, actor)


@transaction.atomic
def leave_desk(*, desk_id: int, hand_to_id: int | None = None, actor: User) -> DeskMember:
    """Leaves the desk oneself, as `drop_member`."""
    desk = locked(Desk, desk_id)
    member = _member(desk, actor.pk)
    require(actor, "desk.leave", member)
    return _left(desk, member, hand_to_id, actor)


def join(desk: Desk, person: User, role: str, actor: User) -> DeskMember:
    """A person comes to a locked desk; a part of actions."""
    if desk.closed_at is not None:
        raise Conflict("This desk is closed. Reopen it first.", rule="desk-closed")
    described = shaped(DeskMember, {"role": role})
    known = {"desk_member_is_there_once": f"{person.display_name} is at the desk already."}
    with refusing_duplicates(known):
        member = DeskMember.objects.create(desk=desk, person=person, **described)
    told = {"person_id": person.pk, **described}
    record_event("desk.joined", member, stream=desk, actor=actor, after=told)
    others = members_of(desk.pk).exclude(person=person).values_list("person", flat=True)
    tell(
        {person.pk, *others},
        NoticeKind.JOINED_DESK,
        desk=desk,
        detail={"person": person.pk, "role": described["role"]},
        actor=actor,
    )
    return member


@transaction.atomic
def _set_closed(desk_id: int, is_closed: bool, actor: User) -> Desk:
    desk = locked(Desk, desk_id)
    require(actor, "desk.close", desk)
    if (desk.closed_at is not None) == is_closed:
        return desk
    with refusing_duplicates(_KNOWN_NAME):
        before, after = change(desk, {"closed_at": timezone.now() if is_closed else None})
    verb = "desk.closed" if is_closed else "desk.reopened"
    record_event(verb, desk, actor=actor, before=before, after=after)
    return desk


def _left(desk: Desk, member: DeskMember, hand_to_id: int | None, actor: User) -> DeskMember:
    _require_editor(desk, without=member.person_id)
    _hand_over(desk, member.person, hand_to_id, actor)
    change(member, {"left_at": max(timezone.now(), member.joined_at)})
    told = {"person_id": member.person_id, "hand_to_id": hand_to_id}
    record_event("desk.left", member, stream=desk, actor=actor, after=told)
    return member


def _hand_over(desk: Desk, person: User, hand_to_id: int | None, actor: User) -> None:
    """The open work of who leaves. Whoever reads a passage blind cannot choose who reads it next."""
    work = open_work_at(desk, person)
    if not work.total:
        return
    if hand_to_id is None or hand_to_id == person.pk:
        raise Conflict(
            f"{person.display_name} has open work at this desk: {work.in_words}. "
            "Say who takes it over, or finish it first.",
            field="hand_to",
            rule="open-work",
            details=work.named,
        )
    for look in work.looks:
        release_look(look_id=look.pk, actor=actor)
    for assignment in work.assignments:
        hand_on_work(assignment_id=assignment.pk, person_id=hand_to_id, actor=actor)
    if work.disputes:
        raise Conflict(
            f"{person.display_name} is settling a dispute at this desk. Settle it, or give it back first.",
            rule="open-work",
            details=work.named,
        )


def _require_editor(desk: Desk, without: int | None = None) -> None:
    """What only members see needs somebody who may let others in."""
    if desk.visibility == DeskVisibility.OPEN and without is not None:
        return
    if not editors_of(desk.pk).exclude(person=without or 0).exists():
        raise Conflict(
            "A closed desk keeps an editor. Make somebody else one first.", field="role", rule="last-editor"
        )


def _member(desk: Desk, person_id: int) -> DeskMember:
    member = members_of(desk.pk).filter(person=person_id).first()
    if member is None:
        raise NotFound(f"Person {person_id} is not at this desk.", details={"id": person_id})
    return member


def _person(person_id: int) -> User:
    person = User.objects.filter(pk=person_id, is_active=True).first()
    if person is None:
        raise Invalid("Choose somebody who may sign in.", field="person", rule="unknown-person")
    return person
