"""Media types: JSON-LD in the profile of the Web Annotation model, by what the client accepts."""

from collections.abc import Iterable
from typing import Any

from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import BaseContentNegotiation, DefaultContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request

from annotations.api.parsers import JsonParser

JSON_LD = "application/ld+json"
PROFILE = "http://www.w3.org/ns/anno.jsonld"
CONTENT_TYPE = f'{JSON_LD}; profile="{PROFILE}"'


class JsonLdParser(JsonParser):
    """Annotations as they are sent."""

    media_type = JSON_LD


class JsonLdRenderer(JSONRenderer):
    """Annotations as they are given."""

    media_type = JSON_LD
    format = "jsonld"
    charset = None


class Negotiation(BaseContentNegotiation):
    """By the weights of `Accept` (RFC 9110, 12.5.1), which the framework does not look at.

    Any profile of JSON-LD is answered in ours: the parameter is a wish.
    """

    def select_parser(self, request: Request, parsers: Iterable[BaseParser]) -> BaseParser | None:
        return DefaultContentNegotiation().select_parser(request, parsers)

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        ranges = [_range(one) for one in _split(request.headers.get("Accept", ""))] or [("*/*", 1.0)]
        weighed = [(_weight(str(renderer.media_type), ranges), renderer) for renderer in renderers]
        weight, best = max(weighed, key=lambda pair: pair[0])
        if not weight:
            raise NotAcceptable(available_renderers=list(renderers))
        return best, str(best.media_type)


def _split(header: str) -> list[str]:
    """At the commas that stand outside quotes."""
    parts, quoted = [""], False
    for character in header:
        quoted ^= character == '"'
        if character == "," and not quoted:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts if part.strip()]


def _range(text: str) -> tuple[str, float]:
    media_type, *parameters = (part.strip() for part in text.split(";"))
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            return media_type.lower(), _quality(value)
    return media_type.lower(), 1.0


def _quality(value: str) -> float:
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 1.0


def _weight(media_type: str, ranges: list[tuple[str, float]]) -> float:
    """Of the most exact range that covers the type; 0 where none does."""
    for pattern in (media_type, f"{media_type.partition('/')[0]}/*", "*/*"):
        weights: list[Any] = [weight for name, weight in ranges if name == pattern]
        if weights:
            return max(weights)
    return 0.0
