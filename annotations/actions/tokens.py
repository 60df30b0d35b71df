"""Issuing and revoking API tokens."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from annotations.access import require
from annotations.actions.recording import change, locked, record_event
from annotations.actions.shapes import shaped
from annotations.domain.errors import Conflict, Invalid, NotAllowed
from annotations.domain.vocabulary import Scope
from annotations.models import ApiToken, User

LONGEST_LIFE: Final = timedelta(days=366)
"""A year, leap years included."""

BEGINNING: Final = "wb_"
SHOWN_CHARACTERS: Final = 10
USE_NOTED_EVERY: Final = timedelta(minutes=1)


@transaction.atomic
def issue_token(
    *,
    person_id: int,
    name: str,
    scopes: Sequence[str],
    expires_at: datetime,
    requests_per_minute: int | None = None,
    through: ApiToken | None = None,
    actor: User,
) -> tuple[ApiToken, str]:
    """A key with which a program acts for the person, and its clear text, which is kept nowhere and shown
    once. A program that asks for it does so `through` its own token, and gets no further one.

    Refuses (`token-reaches-too-far`) more scopes, a later end or more requests than that token has, and
    (`too-many-requests-wished`) more requests than others may send, unless an administrator wishes so.
    """
    person = locked(User, person_id, noun="person")
    require(actor, "token.issue", person)
    if not person.is_active:
        raise Conflict(f"{person.display_name} may not sign in.", field="person", rule="person-inactive")
    described = {
        **shaped(ApiToken, {"name": name}),
        "scopes": _checked_scopes(scopes),
        "expires_at": _checked_end(expires_at),
        **_checked_rate(requests_per_minute, actor),
    }
    if through is not None:
        _require_within(described, through)
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


def _checked_rate(wished: int | None, actor: User) -> dict[str, int]:
    usual = settings.API_REQUESTS_PER_MINUTE
    if wished is not None and wished < 1:
        raise Invalid("A token asks at least once.", field="requests_per_minute", rule="out-of-range")
    if wished is not None and wished > usual and not actor.is_administrator:
        raise Invalid(
            f"More than {usual:,} requests in a minute are for an administrator to grant.",
            field="requests_per_minute",
            rule="too-many-requests-wished",
        )
    return {} if wished is None else {"requests_per_minute": wished}


def _require_within(described: Mapping[str, Any], own: ApiToken) -> None:
    """What a program issues is no way past what it was given."""
    usual = settings.API_REQUESTS_PER_MINUTE
    beyond = {
        "scopes": not set(described["scopes"]) <= set(own.scopes),
        "expires_at": described["expires_at"] > own.expires_at,
        "requests_per_minute": described.get("requests_per_minute", usual)
        > (own.requests_per_minute or usual),
    }
    for field in (name for name, is_beyond in beyond.items() if is_beyond):
        raise NotAllowed(
            "A token reaches no further than the one it is issued with. Issue it on the page of your tokens.",
            field=field,
            rule="token-reaches-too-far",
        )
