"""Issuing and revoking API tokens."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from annotations.access import require
from annotations.actions.recording import change, locked, record_event
from annotations.actions.shapes import shaped
from annotations.domain.errors import Conflict, Invalid
from annotations.domain.vocabulary import Scope
from annotations.models import ApiToken, User

LONGEST_LIFE: Final = timedelta(days=366)
"""A year, leap years included."""

BEGINNING: Final = "wb_"
SHOWN_CHARACTERS: Final = 10
USE_NOTED_EVERY: Final = timedelta(minutes=1)


@transaction.atomic
def issue_token(
    *, person_id: int, name: str, scopes: Sequence[str], expires_at: datetime, actor: User
) -> tuple[ApiToken, str]:
    """A key with which a program acts for the person, and its clear text, which is kept nowhere and shown
    once.
    """
    person = locked(User, person_id, noun="person")
    require(actor, "token.issue", person)
    if not person.is_active:
        raise Conflict(f"{person.display_name} may not sign in.", field="person", rule="person-inactive")
    described = {
        **shaped(ApiToken, {"name": name}),
        "scopes": _checked_scopes(scopes),
        "expires_at": _checked_end(expires_at),
    }
    clear_text = BEGINNING + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        person=person,
        prefix=clear_text[:SHOWN_CHARACTERS],
        digest=hashlib.sha256(clear_text.encode()).hexdigest(),
        issued_by=actor,
        **described,
    )
    record_event(
        "token.issued", token, stream=person, actor=actor, after={**described, "prefix": token.prefix}
    )
    return token, clear_text


@transaction.atomic
def revoke_token(*, token_id: int, actor: User) -> ApiToken:
    """Ends a token for good. Revoking it again changes nothing."""
    token = locked(ApiToken, token_id)
    require(actor, "token.revoke", token)
    if token.revoked_at is not None:
        return token
    before, after = change(token, {"revoked_at": timezone.now()})
    record_event("token.revoked", token, stream=token.person, actor=actor, before=before, after=after)
    return token


def note_token_use(token: ApiToken) -> None:
    """Remembers that a token was used, to the minute: most requests cost no statement. No event: nobody
    decided.
    """
    now = timezone.now()
    if token.last_used_at is not None and now - token.last_used_at < USE_NOTED_EVERY:
        return
    unnoted = Q(last_used_at__isnull=True) | Q(last_used_at__lte=now - USE_NOTED_EVERY)
    ApiToken.objects.filter(unnoted, pk=token.pk).update(last_used_at=now)


def _checked_scopes(scopes: Sequence[str]) -> list[str]:
    wanted = set(scopes)
    if not wanted:
        raise Invalid("Choose what the token may be used for.", field="scopes", rule="required")
    if unknown := sorted(wanted - set(Scope.values)):
        raise Invalid(
            f"“{unknown[0]}” is no scope. Known are: {', '.join(Scope.values)}.",
            field="scopes",
            rule="unknown-scope",
        )
    return [scope for scope in Scope.values if scope in wanted]


def _checked_end(expires_at: datetime) -> datetime:
    if timezone.is_naive(expires_at):
        raise Invalid("The time of expiry needs a time zone.", field="expires_at", rule="time-without-zone")
    now = timezone.now()
    if expires_at <= now:
        raise Invalid("The time of expiry lies in the past.", field="expires_at", rule="expired-already")
    if expires_at > now + LONGEST_LIFE:
        raise Invalid("A token lives for a year at most.", field="expires_at", rule="life-too-long")
    return expires_at
