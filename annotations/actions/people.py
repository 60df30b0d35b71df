"""Making people, changing what they are in this newsroom, and what they change about themselves."""

from collections.abc import Mapping
from typing import Any, Final

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from annotations.access import require
from annotations.actions.giving_back import give_back_of
from annotations.actions.recording import change, locked, record_event, refusing_duplicates
from annotations.actions.shapes import shaped
from annotations.domain.errors import Conflict, Invalid
from annotations.domain.times.zones import time_zones
from annotations.domain.vocabulary import Digest, Role
from annotations.models import User

EDITABLE = frozenset({"display_name", "email", "role", "is_active"})
OWN_PROFILE = frozenset({"display_name", "email", "time_zone", "theme", "digest"})
_KNOWN_NAME: Final = {"user_sign_in_name_is_unique": "Somebody already signs in with this name."}


@transaction.atomic
def create_person(
    *,
    username: str,
    display_name: str,
    role: str,
    password: str | None = None,
    email: str = "",
    actor: User,
) -> User:
    """A person who may sign in once they have a password. Sign-in names are the same whatever their case."""
    require(actor, "person.create")
    described = shaped(
        User, {"username": username, "display_name": display_name, "role": role, "email": email}
    )
    if password is not None:
        _check_password(password, User(**described), field="password")
    with refusing_duplicates(_KNOWN_NAME):
        person = User.objects.create_user(password=password, **described)
    record_event("person.created", person, actor=actor, after=described)
    return person


@transaction.atomic
def create_first_administrator(*, username: str, display_name: str, password: str, email: str = "") -> User:
    """The person with whom an installation begins: nobody is there yet who could allow it.

    Refuses (`administrator-exists`) once there is an administrator who may sign in.
    """
    if _active_administrators():
        raise Conflict(
            "There is an administrator already. Ask them to make further people.", rule="administrator-exists"
        )
    described = shaped(
        User,
        {"username": username, "display_name": display_name, "role": Role.ADMINISTRATOR, "email": email},
    )
    _check_password(password, User(**described), field="password")
    with refusing_duplicates(_KNOWN_NAME):
        person = User.objects.create_user(password=password, **described)
    record_event("person.created", person, actor=None, after=described)
    return person


def person_from_invitation(*, username: str, display_name: str, password: str, role: str, email: str) -> User:
    """Somebody who came in by a link, as what it says; a part of actions."""
    described = shaped(
        User, {"username": username, "display_name": display_name, "role": role, "email": email}
    )
    _check_password(password, User(**described), field="password")
    with refusing_duplicates(_KNOWN_NAME):
        person = User.objects.create_user(password=password, **described)
    record_event("person.created", person, actor=None, after=described)
    return person


@transaction.atomic
def edit_person(*, person_id: int, values: Mapping[str, Any], actor: User) -> User:
    """Changes a person's name, address, role, or whether they may sign in.

    Somebody must be able to administer: the last active administrator keeps role and access. What waits for
    the person and what they may not do any more is given back.
    """
    require(actor, "person.edit")
    described = shaped(User, values, allowed=EDITABLE)
    administrators = _active_administrators() if {"role", "is_active"} & described.keys() else set()
    person = locked(User, person_id)
    stays = described.get("role", person.role) == Role.ADMINISTRATOR and described.get(
        "is_active", person.is_active
    )
    if administrators == {person.pk} and not stays:
        raise Conflict(
            f"{person.display_name} is the last administrator who may sign in. Make somebody else one first.",
            field="role" if "role" in described else "is_active",
            rule="last-administrator",
        )
    _changed(person, described, "person.edited", actor)
    if {"role", "is_active"} & described.keys():
        give_back_of(person, actor)
    return person


@transaction.atomic
def set_password(*, person_id: int, new: str, actor: User) -> User:
    """Gives another person a password to begin with. Where they are signed in, they are signed out."""
    require(actor, "person.edit")
    person = locked(User, person_id)
    return _with_password(person, new, "person.password_set", actor)


@transaction.atomic
def change_own_profile(*, values: Mapping[str, Any], actor: User) -> User:
    """Changes one's own name, address, time zone or theme, or how often one gets notices by e-mail: from now
    on, so that the first letter tells of nothing older.

    Refuses (`address-needed`) letters to nobody's address.
    """
    require(actor, "person.change_own_profile", actor)
    described = shaped(User, values, allowed=OWN_PROFILE)
    if "time_zone" in described and described["time_zone"] not in time_zones():
        raise Invalid(
            f"“{described['time_zone']}” is no time zone. Choose one such as Europe/Berlin.",
            field="time_zone",
            rule="unknown-time-zone",
        )
    person = locked(User, actor.pk)
    wanted, address = (described.get(name, getattr(person, name)) for name in ("digest", "email"))
    if wanted != Digest.NEVER and not address:
        raise Invalid("Say where the letters are to go.", field="email", rule="address-needed")
    if person.digest == Digest.NEVER and wanted != Digest.NEVER:
        User.objects.filter(pk=person.pk).update(digest_sent_at=timezone.now())
    return _changed(person, described, "person.profile_changed", actor)


@transaction.atomic
def change_own_password(*, old: str, new: str, actor: User) -> User:
    """Replaces one's password. Every session but the caller's own ends; the entry point keeps that one
    alive.
    """
    require(actor, "person.change_own_profile", actor)
    person = locked(User, actor.pk)
    if not person.check_password(old):
        raise Invalid("This is not your present password.", field="old", rule="wrong-password")
    return _with_password(person, new, "person.password_changed", actor)


def _changed(person: User, described: Mapping[str, Any], verb: str, actor: User) -> User:
    before, after = change(person, described)
    if after:
        record_event(verb, person, actor=actor, before=before, after=after)
    return person


def _with_password(person: User, password: str, verb: str, actor: User) -> User:
    _check_password(password, person, field="new")
    person.set_password(password)
    person.save(update_fields=["password"])
    record_event(verb, person, actor=actor)
    return person


def _active_administrators() -> set[int]:
    """Locked in a fixed order, so that two of them cannot take each other's access at the same moment."""
    administrators = User.objects.filter(role=Role.ADMINISTRATOR, is_active=True)
    return set(administrators.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))


def _check_password(password: str, person: User, *, field: str) -> None:
    try:
        validate_password(password, person)
    except ValidationError as failure:
        raise Invalid(" ".join(failure.messages), field=field, rule="weak-password") from failure
