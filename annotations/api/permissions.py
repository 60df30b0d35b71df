"""Which requests are let through to an action at all.

Every endpoint names, for each HTTP method, the action of `access.TABLE` that it performs. Here a token is
held to its scopes, and a person who could never do this, whatever the object, is refused before anything is
read. What depends on the object is decided by the action.
"""

from collections.abc import Mapping
from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from annotations import access
from annotations.domain.errors import NotAllowed
from annotations.models import ApiToken, User

OPEN: Mapping[str, str] = {}
"""What an endpoint declares that anybody may read without signing in."""


class ScopeAndRole(BasePermission):
    """Signed in, with a token whose scopes reach this far, in a role that may ever do this."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not request.user.is_authenticated:
            return False
        action = view.access.get("GET" if request.method == "HEAD" else request.method)
        if action is not None:
            require_scope(request.auth, action)
            access.require_somewhere(request.user, action)
        return True


def require_scope(token: Any, action: str) -> None:
    """Refuses with `scope-missing` when a token lacks the scope of the action. Sessions carry all."""
    scope = access.scope_of(action)
    if isinstance(token, ApiToken) and scope not in token.scopes:
        raise NotAllowed(
            f"This token lacks the scope “{scope}”. Issue one that has it, in your profile.",
            rule="scope-missing",
            details={"scope": str(scope), "scopes": list(token.scopes)},
        )


def permitted_actions(person: User, token: Any) -> list[str]:
    """What this person may do with this token on things of their own, by the names of `access.TABLE`."""
    return [
        action
        for action in access.TABLE
        if access.may_somewhere(person, action)
        and (not isinstance(token, ApiToken) or access.scope_of(action) in token.scopes)
    ]
