"""What every page for readers does before and after its own work.

It exists only while the newsroom shows its pages. It never looks at who is asking: it reads no session and
sets no cookie, so that one copy of it is right for everybody and caches may keep it. A copy is asked about
again after a minute; the answer to that costs two small statements, whatever the page itself costs.
"""

import hashlib
import json
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers, get_conditional_response, patch_cache_control
from django.utils.http import http_date, quote_etag

from annotations.domain.errors import NotFound
from annotations.domain.organisation import Profile
from annotations.queries.organisation import profile_in_force
from annotations.queries.published_checks import Stamp
from annotations.web.pages import EVERYBODY

FRESH_SECONDS: Final = 60

PublicView = Callable[..., HttpResponseBase]


def public_page(view: PublicView) -> PublicView:
    """A page for readers, which is handed the newsroom's profile. Nothing is there while they are off."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        profile = profile_in_force()
        if not profile.has_public_pages:
            raise Http404
        try:
            return view(request, profile, *args, **kwargs)
        except NotFound:
            response = shown(request, profile, "checks/not_found.html", {}, status=404)
            add_never_cache_headers(response)
            return response

    return for_everybody(answer)


def for_everybody(view: PublicView) -> PublicView:
    """Marks a view that does not ask who is there."""
    view.audience = EVERYBODY  # type: ignore[attr-defined]
    return view


def kept(
    request: HttpRequest, profile: Profile, stamp: Stamp, make: Callable[[], HttpResponse]
) -> HttpResponseBase:
    """The page that `make` renders, or only that the reader's copy is still right.

    The ETag decides. `Last-Modified` is told besides and asked by nobody: it cannot say that a source came
    under protection since.
    """
    marks = [request.get_full_path(), profile.number, *stamp.marks, _version()]
    etag = quote_etag(hashlib.sha256(json.dumps(marks).encode()).hexdigest()[:32])
    response = get_conditional_response(request, etag=etag) or make()
    if response.status_code in (200, 304):
        response["ETag"] = etag
        moments = [moment for moment in (stamp.changed_at, profile.changed_at) if moment is not None]
        if moments:
            response["Last-Modified"] = http_date(max(moments).timestamp())
    return keepable(response)


def keepable(response: HttpResponseBase) -> HttpResponseBase:
    """The answer, which everybody may keep for a minute."""
    patch_cache_control(response, public=True, max_age=FRESH_SECONDS)
    return response


def shown(
    request: HttpRequest, profile: Profile, template: str, content: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """The template with the frame of the pages for readers. Without the request: what others put into every
    page would ask who is signed in.
    """
    frame = {
        "organisation": profile,
        "canonical": absolute(content.get("path", request.path)),
        "base": settings.PUBLIC_URL,
        "path": request.path,
    }
    return render(None, template, {**frame, **content}, status=status)


def absolute(path: str) -> str:
    """The address under which readers know a path."""
    return f"{settings.PUBLIC_URL}{path}"


@cache
def _version() -> str:
    """Of the templates, which an ETag must not outlive."""
    folder = Path(__file__).resolve().parents[2] / "templates" / "checks"
    content = b"".join(file.read_bytes() for file in sorted(folder.glob("*.html")))
    return hashlib.sha256(content).hexdigest()[:12]
