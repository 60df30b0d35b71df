"""What people see when something went wrong outside of a page's own work.

The pages for a server in trouble need neither the database nor the session, and open the wanted page again as
soon as the server is well. Programs get the same as a problem document.
"""

import sys
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from psycopg_pool import PoolTimeout
from structlog.contextvars import get_contextvars

WELL_AGAIN = "/readyz"
RETRY_SECONDS = 5
DATABASE_IS_GONE = (OperationalError, InterfaceError, PoolTimeout)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that cannot be read at all."""
    sentences = [_("The browser sent something this server cannot read. Go back and try once more.")]
    return _page(request, 400, _("This could not be read"), sentences)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Something that the person may not do."""
    return _page(request, 403, _("This is not yours to do"), [_("Ask an administrator if you need it.")])


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """An address under which there is nothing."""
    sentences = [_("No page has this address. It may have been copied incompletely.")]
    return _page(request, 404, _("There is nothing here"), sentences)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose proof of origin does not match: mostly one that was opened before signing in again."""
    sentences = [
        _("You signed in or out in another window meanwhile, or this browser refuses cookies."),
        _("What you typed is kept in this browser. Open the form again and send it once more."),
    ]
    return _page(request, 403, _("This form is too old"), sentences, again=request.path)


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of ours, or a database that does not answer. Called while the exception is being handled."""
    if isinstance(sys.exc_info()[1], DATABASE_IS_GONE):
        return database_gone(request)
    sentences = [
        _("This is our fault, not yours. It has been written down with the number below."),
        _("What you typed is kept in this browser."),
    ]
    return _page(request, 500, _("Something went wrong here"), sentences)


def database_gone(request: HttpRequest) -> HttpResponse:
    """The database does not answer: say so, and come back by ourselves."""
    # Whoever looks at the person on the way out (the log does) would ask the database, and wait, once more.
    request.user = AnonymousUser()
    sentences = [
        _("The database does not answer. Nothing is lost: what was saved is saved."),
        _("What you typed since is kept in this browser."),
    ]
    response = _page(request, 503, _("Back in a moment"), sentences, returns=True)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response


def _page(
    request: HttpRequest,
    status: int,
    title: str,
    sentences: list[str],
    *,
    again: str = "",
    returns: bool = False,
) -> HttpResponse:
    if request.path.startswith("/api/"):
        return _problem(status, title, " ".join(sentences))
    wanted = request.get_full_path() if request.method == "GET" else request.path
    shown: dict[str, Any] = {
        "title": title,
        "sentences": sentences,
        "again": wanted if returns else again or "/",
        "again_words": _("Try now") if returns else _("Open it again") if again else _("To my queue"),
        "returns": returns,
        "reference": str(get_contextvars().get("request_id", "")) if status == 500 else "",
    }
    # Without the request: its context would ask for the session, and so for the database.
    response = render(None, "errors/plain.html", shown, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _problem(status: int, title: str, detail: str) -> HttpResponse:
    document = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return JsonResponse(document, status=status, content_type="application/problem+json")
