"""Questions about API tokens."""

import hashlib

from django.db.models import QuerySet
from django.utils import timezone

from annotations.domain.errors import NotAllowed
from annotations.models import ApiToken
from annotations.queries.visibility import held_back


def find_live_token(clear_text: str) -> ApiToken:
    """The token with this clear text, with its person, in one query.

    Refuses with `NotAllowed`: `token-unknown`, `token-revoked` (also when the person may no longer sign in)
    or `token-expired`. No message repeats the token.
    """
    digest = hashlib.sha256(clear_text.encode()).hexdigest()
    tokens = ApiToken.objects.select_related("person").annotate(
        is_held_back=held_back("person", "person__role")
    )
    token = tokens.filter(digest=digest).first()
    if token is None:
        raise NotAllowed(
            "This token is not known here. Check that all of it was copied.", rule="token-unknown"
        )
    if token.revoked_at is not None:
        raise NotAllowed("This token was revoked. Ask for a new one.", rule="token-revoked")
    if not token.person.is_active:
        raise NotAllowed("The person this token acts for may no longer sign in.", rule="token-revoked")
    if token.expires_at <= timezone.now():
        day = token.expires_at.date().isoformat()
        raise NotAllowed(f"This token expired on {day}. Ask for a new one.", rule="token-expired")
    token.person.is_held_back = token.is_held_back  # type: ignore[attr-defined]
    return token


def tokens_of(person_id: int) -> QuerySet[ApiToken]:
    """Every token of a person, latest first, with who issued it."""
    return all_tokens().filter(person=person_id)


def all_tokens() -> QuerySet[ApiToken]:
    """Every token with its person and who issued it, latest first."""
    return ApiToken.objects.select_related("person", "issued_by").order_by("-id")
