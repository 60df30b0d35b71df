"""Inviting people by link, into a desk or into the newsroom. Of its secret only the SHA-256 is kept."""

import secrets
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from annotations.access import may, require
from annotations.actions.desks import join
from annotations.actions.people import person_from_invitation
from annotations.actions.recording import locked, record_event
from annotations.actions.shapes import shaped
from annotations.domain.errors import Conflict, Invalid, NotAllowed, NotFound
from annotations.domain.vocabulary import Role
from annotations.models import Desk, Invitation, User
from annotations.queries.invitations import digest_of
from annotations.queries.visibility import in_sight

DEFAULT_DAYS: Final = 7
LONGEST_DAYS: Final = 60
SECRET_BYTES: Final = 32


@transaction.atomic
def invite_to_desk(
    *,
    desk_id: int,
    desk_role: str,
    role: str = Role.READER,
    email: str = "",
    note: str = "",
    days: int = DEFAULT_DAYS,
    actor: User,
) -> tuple[Invitation, str]:
    """A link into a desk, and its secret, which is told once. `role` is what somebody without an account
    becomes in the newsroom: only an administrator may say another than a reader.
    """
    desk = locked(Desk, desk_id)
    require(actor, "desk.invite", desk)
    if desk.closed_at is not None:
        raise Conflict("This desk is closed. Reopen it first.", rule="desk-closed")
    if role != Role.READER:
        require(actor, "person.invite")
    described = shaped(Invitation, {"desk_role": desk_role})
    if not described["desk_role"]:
        raise Invalid("Say as what they come to the desk.", field="desk_role", rule="required")
    return _invited({**described, "desk": desk}, role, email, note, days, actor)


@transaction.atomic
def invite_person(
    *, role: str, email: str = "", note: str = "", days: int = DEFAULT_DAYS, actor: User
) -> tuple[Invitation, str]:
    """A link into the newsroom, and its secret, which is told once."""
    require(actor, "person.invite")
    return _invited({}, role, email, note, days, actor)


@transaction.atomic
def revoke_invitation(*, invitation_id: int, actor: User) -> Invitation:
    """The link opens nothing any more. Refuses one that was used (`invitation-used`), and with `NotFound` one
    of a desk that the person does not see.
    """
    invitation = locked(Invitation, invitation_id)
    if not in_sight(invitation, actor):
        raise NotFound(f"There is no invitation {invitation_id}.", details={"id": invitation_id})
    require(actor, "desk.invite" if invitation.desk_id else "person.invite", invitation.desk)
    if invitation.accepted_at is not None:
        raise Conflict("Somebody came in with this link already.", rule="invitation-used")
    if invitation.revoked_at is None:
        invitation.revoked_at = timezone.now()
        invitation.save(update_fields=["revoked_at"])
        record_event("invitation.revoked", invitation, stream=invitation.desk, actor=actor)
    return invitation


@transaction.atomic
def usable_invitation(*, secret: str) -> Invitation:
    """The invitation that a link is for. Refuses, without telling of it, what cannot be used any more."""
    return _usable(secret)


@transaction.atomic
def accept_invitation(*, secret: str, actor: User) -> Invitation:
    """Comes in with the account one has. Refuses what cannot be used any more, by name, a link of one's own
    (`invitation-own`), and `invitation-to-nothing-new` to somebody who has an account a link that leads to no
    desk.
    """
    invitation = _usable(secret)
    if invitation.desk is None:
        raise Conflict("You are here already.", rule="invitation-to-nothing-new")
    if invitation.invited_by_id == actor.pk:
        raise NotAllowed("You made this link yourself: it is for somebody else.", rule="invitation-own")
    _require_meant(invitation, actor)
    join(locked(Desk, invitation.desk_id or 0), actor, invitation.desk_role, actor)
    return _accepted(invitation, actor)


@transaction.atomic
def accept_as_new_person(*, secret: str, username: str, display_name: str, password: str) -> User:
    """Comes in as somebody who had no account, with the name and password they choose."""
    invitation = _usable(secret)
    if invitation.role != Role.READER:
        _require_still(invitation, "person.invite")
    person = person_from_invitation(
        username=username,
        display_name=display_name,
        password=password,
        role=invitation.role,
        email=invitation.email,
    )
    if invitation.desk_id is not None:
        join(locked(Desk, invitation.desk_id), person, invitation.desk_role, person)
    _accepted(invitation, person)
    return person


def _invited(
    into: dict[str, object], role: str, email: str, note: str, days: int, actor: User
) -> tuple[Invitation, str]:
    if not 1 <= days <= LONGEST_DAYS:
        raise Invalid(f"A link holds between one day and {LONGEST_DAYS}.", field="days", rule="out-of-range")
    described = shaped(Invitation, {"role": role, "email": email, "note": note})
    secret = secrets.token_urlsafe(SECRET_BYTES)
    now = timezone.now()
    invitation = Invitation.objects.create(
        digest=digest_of(secret),
        invited_by=actor,
        invited_at=now,
        expires_at=now + timedelta(days=days),
        **into,
        **described,
    )
    # For whom it is stays with the row: the history of a desk is read by the whole house.
    told = {name: getattr(invitation, name) for name in ("role", "desk_role", "expires_at")}
    record_event("invitation.made", invitation, stream=invitation.desk, actor=actor, after=told)
    return invitation, secret


def _usable(secret: str) -> Invitation:
    """The invitation, locked. Refuses with `NotFound` an unknown link, and by rule one that was used, was
    taken back, has run out, or comes from somebody who may no longer invite.
    """
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("desk", "invited_by")
    invitation = rows.filter(digest=digest_of(secret)).first()
    if invitation is None:
        raise NotFound(
            "This link opens nothing here. Check that all of it was copied.", rule="invitation-unknown"
        )
    if invitation.accepted_at is not None:
        raise Conflict("Somebody came in with this link already. Ask for a new one.", rule="invitation-used")
    if invitation.revoked_at is not None:
        raise Conflict("This link was taken back. Ask for a new one.", rule="invitation-revoked")
    if invitation.expires_at <= timezone.now():
        day = invitation.expires_at.date().isoformat()
        raise Conflict(f"This link ran out on {day}. Ask for a new one.", rule="invitation-expired")
    _require_still(invitation, "desk.invite" if invitation.desk_id else "person.invite")
    return invitation


def _require_still(invitation: Invitation, action: str) -> None:
    """A link is worth what whoever made it may do when it is used."""
    if not may(invitation.invited_by, action, invitation.desk):
        raise Conflict(
            "Whoever invited you may not let anybody in any more. Ask for a new link.",
            rule="invitation-revoked",
        )


def _require_meant(invitation: Invitation, actor: User) -> None:
    if invitation.email and invitation.email.casefold() != actor.email.casefold():
        raise NotAllowed(
            "This link was meant for another e-mail address than the one in your profile.",
            rule="invitation-foreign",
        )


def _accepted(invitation: Invitation, person: User) -> Invitation:
    invitation.accepted_by, invitation.accepted_at = person, timezone.now()
    invitation.save(update_fields=["accepted_by", "accepted_at"])
    record_event("invitation.accepted", invitation, stream=invitation.desk, actor=person)
    return invitation
