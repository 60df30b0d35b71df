"""What every page does before and after its own work.

A page belongs to somebody who is signed in, shows times in their time zone, turns refusals into answers
people can read, and tells the browser which typed words have arrived (see `static/annotations/js/keep.js`).
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import wraps
from typing import Any, cast
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails
from structlog.contextvars import bind_contextvars

from annotations.domain.errors import Refusal
from annotations.models import User
from annotations.queries.visibility import refuse_unseen
from annotations.web.refusals import refusal_answer

SIGNED_IN, EVERYBODY = "signed in", "everybody"
KEPT_FIELD, KEPT_COOKIE = "kept-as", "kept"
KEPT_NAME = re.compile(r"[\w.-]{1,200}", re.ASCII)
KEPT_SECONDS = 60
NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)


class PageRequest(HttpRequest):
    """A request of somebody who is signed in."""

    user: User
    htmx: HtmxDetails


View = Callable[..., HttpResponseBase]


def page(view: View) -> View:
    """A page for people who are signed in. Others are asked to sign in and then come back to it."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _sign_in_first(request)
        bind_contextvars(user_id=request.user.pk)
        with timezone.override(ZoneInfo(request.user.time_zone)):
            return _answer(view, request, *args, **kwargs)

    answer.audience = SIGNED_IN  # type: ignore[attr-defined]
    return answer


def open_page(view: View) -> View:
    """A page for everybody, signed in or not."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return _answer(view, request, *args, **kwargs)

    answer.audience = EVERYBODY  # type: ignore[attr-defined]
    return answer


def _answer(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    try:
        if isinstance(request.user, User):
            refuse_unseen(request.user, _named(request, kwargs))
        response = view(request, *args, **kwargs)
    except Refusal as refusal:
        response = refusal_answer(request, refusal)
    if not response.has_header("Cache-Control"):
        add_never_cache_headers(response)
    return _with_receipt(request, response)


def _named(request: HttpRequest, ids: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """The rows that the address names, and those that are chosen in it or in the form."""
    for name, value in ids.items():
        if isinstance(value, int):
            yield name.removesuffix("_id"), value
    for chosen in (request.GET, request.POST):
        for name, values in chosen.lists():
            for value in values:
                yield from ((name, int(one)) for one in value.split(",") if NUMBER.fullmatch(one))


def _with_receipt(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """The browser keeps what was typed until the server says that it took it, by this cookie."""
    kept_as = request.POST.get(KEPT_FIELD, "") if request.method == "POST" else ""
    if KEPT_NAME.fullmatch(kept_as) and response.status_code < 400:
        response.set_cookie(KEPT_COOKIE, kept_as, max_age=KEPT_SECONDS, samesite="Lax")
    return response


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    """Back to where the person was: after a form that could not be sent, to the page that holds the form."""
    htmx = cast(PageRequest, request).htmx
    here = request.get_full_path() if request.method in ("GET", "HEAD") else request.path
    back = htmx.current_url_abs_path or here if htmx else here
    address = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': back})}"
    return HttpResponseClientRedirect(address) if htmx else HttpResponseRedirect(address)
