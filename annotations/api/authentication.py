"""Who asks: a program with a token, or a person in a browser (whose session the framework reads itself)."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from structlog.contextvars import bind_contextvars

from annotations.actions.tokens import note_token_use
from annotations.domain.errors import NotAllowed
from annotations.models import ApiToken, User
from annotations.queries.tokens import find_live_token


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer wb_…`. Requests without that header are left to the next way of signing in."""

    keyword = "Bearer"

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != b"bearer":
            return None
        if len(words) != 2:
            raise AuthenticationFailed("Send the token as “Authorization: Bearer wb_…”.", "token-unknown")
        token = _live(words[1])
        note_token_use(token)
        bind_contextvars(user_id=token.person_id)
        return token.person, token

    def authenticate_header(self, request: Request) -> str:
        return f'{self.keyword} realm="Workbench API"'


def _live(clear_text: bytes) -> ApiToken:
    """The token; what the query refuses is not a lack of rights here but of identity, hence 401."""
    try:
        return find_live_token(clear_text.decode("latin-1"))
    except NotAllowed as refusal:
        raise AuthenticationFailed(refusal.message, refusal.rule) from refusal


class TokenScheme(OpenApiAuthenticationExtension):
    """How the token stands in the OpenAPI document."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A token with the scopes `read`, `write` or `export`, issued in the admin site.",
        }
