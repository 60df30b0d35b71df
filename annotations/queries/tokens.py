"""Questions about API tokens."""

import hashlib
import json
from typing import Any

from django.db.models import F, Field, JSONField, QuerySet
from django.utils import timezone

from annotations.domain.errors import NotAllowed
from annotations.models import ApiToken, User
from annotations.queries.prepared import prepared
from annotations.queries.visibility import with_sight

TOKEN_FIELDS = ApiToken._meta.concrete_fields


def find_live_token(clear_text: str) -> ApiToken:
    """The token with this clear text, with its person, in one query.

    Refuses with `NotAllowed`: `token-unknown`, `token-revoked` (also when the person may no longer sign in)
    or `token-expired`. No message repeats the token.
    """
    digest = hashlib.sha256(clear_text.encode()).hexdigest()
    token = _token(digest)
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
    return token


def _token(digest: str) -> ApiToken | None:
    """The token with its person, who is read as the person of a session is."""
    for person in User.objects.raw(*prepared(_person_with_token, digest)):
        values = [_read(field, getattr(person, f"token_{field.attname}")) for field in TOKEN_FIELDS]
        token = ApiToken.from_db("default", [field.attname for field in TOKEN_FIELDS], values)
        token.person = person
        return token
    return None


def _person_with_token(digest: str) -> QuerySet[User]:
    people = with_sight(User.objects.filter(api_tokens__digest=digest))
    return people.annotate(
        **{f"token_{one.attname}": F(f"api_tokens__{one.attname}") for one in TOKEN_FIELDS}
    )


def _read(field: "Field[Any, Any]", value: Any) -> Any:
    """What the driver gave, as the model has it: JSON comes as text."""
    return json.loads(value) if isinstance(field, JSONField) else value


def tokens_of(person_id: int) -> QuerySet[ApiToken]:
    """Every token of a person, latest first, with who issued it."""
    return all_tokens().filter(person=person_id)


def all_tokens() -> QuerySet[ApiToken]:
    """Every token with its person and who issued it, latest first."""
    return ApiToken.objects.select_related("person", "issued_by").order_by("-id")
