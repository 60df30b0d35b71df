"""What the container and the annotations share: who asks, in which form, and what every answer says."""

import hashlib
import json
from typing import Any

from django.conf import settings
from django.utils.cache import patch_vary_headers
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.api.authentication import TokenAuthentication
from annotations.api.endpoints import Endpoint
from annotations.api.parsers import JsonParser
from annotations.api.webannotations.headers import OwnSiteSession, open_to_other_sites
from annotations.api.webannotations.negotiation import (
    CONTENT_TYPE,
    JSON_LD,
    JsonLdParser,
    JsonLdRenderer,
    Negotiation,
)

VARIES_BY = ("Accept", "Authorization", "Cookie", "Origin")
"""What an answer depends on besides its address: the form asked for, and who asks, from which site."""


class ProtocolEndpoint(Endpoint):
    """An address of the protocol. It is described by the standard, not by the OpenAPI document."""

    schema = None  # type: ignore[assignment]
    authentication_classes = [TokenAuthentication, OwnSiteSession]
    renderer_classes = [JsonLdRenderer, JSONRenderer]
    parser_classes = [JsonLdParser, JsonParser]
    content_negotiation_class = Negotiation

    def get_permissions(self) -> Any:
        """What an address can do is no secret; and a browser asks without saying who it is."""
        return [] if self.request.method == "OPTIONS" else super().get_permissions()

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        return Response(status=204)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Response:
        final = super().finalize_response(request, response, *args, **kwargs)
        final["Allow"] = self.methods()
        patch_vary_headers(final, VARIES_BY)
        final["Cache-Control"] = "private, no-cache"
        open_to_other_sites(request, final, final["Allow"])
        if final.accepted_media_type == JSON_LD and final.content_type is None:
            final.content_type = CONTENT_TYPE
        final.add_post_render_callback(_tagged)
        return final

    def methods(self) -> str:
        """The methods that this address takes, as the header `Allow` lists them."""
        return ", ".join(name.upper() for name in self.http_method_names if hasattr(self, name))

    def tells(
        self, request: Request, document: Any, tag: str, *, status: int = 200, **headers: str
    ) -> Response:
        """A document with its tag; 304 when the client has it already."""
        answered = {"ETag": tag, **{name.replace("_", "-"): value for name, value in headers.items()}}
        if request.method in ("GET", "HEAD") and _is_known(request, tag):
            return Response(status=304, headers=answered)
        return Response(document, status=status, headers=answered)


def tag_of_document(document: Any, version: int = 0) -> str:
    """The entity tag of a document: the version of its row, and a digest of what is said."""
    said = json.dumps(document, sort_keys=True)
    return f'"{version}-{hashlib.sha256(said.encode()).hexdigest()[:16]}"'


def addresses_of(request: Request) -> tuple[str, ...]:
    """The addresses under which this service is known: the one that was asked, and the public one."""
    return (own_address(request), settings.PUBLIC_URL)


def own_address(request: Request) -> str:
    """The address that was asked, without a final slash."""
    return request.build_absolute_uri("/").rstrip("/")


def _is_known(request: Request, tag: str) -> bool:
    known = [word.strip().removeprefix("W/") for word in request.headers.get("If-None-Match", "").split(",")]
    return tag in known or "*" in known


def _tagged(response: Any) -> None:
    """Every answer has a tag; that of a refusal is a digest of what it says."""
    if "ETag" not in response.headers:
        response.headers["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:16]}"'
