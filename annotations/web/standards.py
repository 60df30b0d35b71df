"""What programs of others need to read our data, at addresses that stay: a context and a JSON Schema."""

from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from annotations.web.pages import open_page

STATIC = Path(__file__).resolve().parents[1] / "static" / "annotations"
KEPT = "public, max-age=86400"


@open_page
@require_safe
def evidence_context(request: HttpRequest) -> HttpResponse:
    """The JSON-LD context of evidence companions."""
    return _served("contexts/evidence.jsonld", "application/ld+json")


@open_page
@require_safe
def claimreview_schema(request: HttpRequest) -> HttpResponse:
    """The JSON Schema of a ClaimReview."""
    return _served("schemas/claimreview.json", "application/schema+json")


def _served(name: str, media_type: str) -> HttpResponse:
    # A processor in somebody's browser may ask for it from any site.
    headers = {"Cache-Control": KEPT, "Access-Control-Allow-Origin": "*"}
    return HttpResponse(_read(name), content_type=media_type, headers=headers)


@cache
def _read(name: str) -> bytes:
    return (STATIC / name).read_bytes()
