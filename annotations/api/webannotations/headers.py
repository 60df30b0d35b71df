"""The headers by which a program knows what stands at an address, and by which other sites may ask."""

from typing import Final

from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.api.webannotations.negotiation import CONTENT_TYPE
from annotations.models import User

RESOURCE: Final = '<http://www.w3.org/ns/ldp#Resource>; rel="type"'
ANNOTATION: Final = f'{RESOURCE}, <http://www.w3.org/ns/oa#Annotation>; rel="type"'
CONTAINER: Final = (
    '<http://www.w3.org/ns/ldp#BasicContainer>; rel="type", '
    '<http://www.w3.org/TR/annotation-protocol/>; rel="http://www.w3.org/ns/ldp#constrainedBy"'
)
ACCEPTED: Final = f"{CONTENT_TYPE}, application/json"

EXPOSED: Final = (
    "ETag, Allow, Link, Location, Content-Location, Vary, Preference-Applied, Accept-Post, Retry-After, "
    "WWW-Authenticate"
)
SENDABLE: Final = "Accept, Authorization, Content-Type, If-Match, If-None-Match, Prefer, Slug"
PREFLIGHT_SECONDS: Final = "86400"


class OwnSiteSession(SessionAuthentication):
    """The session of a signed-in browser, on pages of this site only.

    Any site may call this address, so none but ours may do so in the name of whoever is signed in here: a
    request that says it comes from elsewhere is what its token makes it.
    """

    def authenticate(self, request: Request) -> tuple[User, None] | None:
        origin = request.headers.get("Origin")
        own = f"{request.scheme}://{request.get_host()}"
        if origin is not None and origin != own:
            return None
        found: tuple[User, None] | None = super().authenticate(request)
        return found


def open_to_other_sites(request: Request, response: Response, allowed: str) -> None:
    """Lets programs on other sites read the answer. Never with credentials: they send a token."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = EXPOSED
    if request.method == "OPTIONS":
        response["Access-Control-Allow-Methods"] = allowed
        response["Access-Control-Allow-Headers"] = SENDABLE
        response["Access-Control-Max-Age"] = PREFLIGHT_SECONDS
