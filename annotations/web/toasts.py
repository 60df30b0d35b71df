"""Toasts: what was just done, and the way back.

A view that answers with a page (or a redirect to one) calls `toast`; one that answers with a part of a page
wraps its response in `with_toast`. `undo` is the address that takes the deed back when it is posted to.
"""

from typing import TypeVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import trigger_client_event

Response = TypeVar("Response", bound=HttpResponse)
EVENT = "workbench:toast"


def toast(request: HttpRequest, words: str, *, undo: str = "") -> None:
    """Shows the words on the next whole page."""
    messages.success(request, words, extra_tags=undo)


def with_toast(response: Response, words: str, *, undo: str = "", is_refusal: bool = False) -> Response:
    """Shows the words when the part of a page arrives."""
    trigger_client_event(response, EVENT, {"words": words, "undo": undo, "refusal": is_refusal})
    return response


def back(request: HttpRequest, fallback: str) -> HttpResponseRedirect:
    """To the page a form asks to return to (`next`), when it is ours; else to the fallback, an address or its
    name.
    """
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(wanted if ours else resolve_url(fallback))
