"""Refusals as people meet them: beside the form that was sent, or, where there is none, as a page.

A view that has a form catches the refusals it can show there (`add_refusal`, with `status_of` as the answer's
status); every other refusal comes here and becomes a page, or a toast where only a part of one was asked for.
"""

from typing import cast

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django_htmx.http import reswap
from django_htmx.middleware import HtmxDetails

from annotations.domain.errors import (
    Conflict,
    Invalid,
    NotAllowed,
    NotFound,
    Refusal,
    Stale,
    TooMany,
    Unavailable,
)
from annotations.web.toasts import with_toast

STATUSES: dict[type[Refusal], int] = {
    Invalid: 422,
    Conflict: 422,
    NotAllowed: 403,
    NotFound: 404,
    Stale: 409,
    TooMany: 429,
    Unavailable: 503,
}
UNKNOWN = 400


def status_of(refusal: Refusal) -> int:
    """The HTTP status of a refusal."""
    return next((status for kind, status in STATUSES.items() if isinstance(refusal, kind)), UNKNOWN)


def add_refusal(form: BaseForm, refusal: Refusal) -> None:
    """Puts the refusal beside the field it concerns, or above the form when it has no such field."""
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, refusal.message)


def refusal_answer(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The page, or for a part of a page the toast, that says what was refused and why."""
    status = status_of(refusal)
    if cast(HtmxDetails, request.htmx):  # type: ignore[attr-defined]
        return with_toast(reswap(HttpResponse(status=status), "none"), refusal.message, is_refusal=True)
    words = {"title": _title(refusal), "message": refusal.message, "status": status}
    return render(request, "errors/refusal.html", words, status=status)


def _title(refusal: Refusal) -> str:
    titles = {
        Invalid: _("This cannot be done as sent"),
        Conflict: _("This is not possible now"),
        NotAllowed: _("This is not yours to do"),
        NotFound: _("There is nothing here"),
        Stale: _("Somebody was quicker"),
        TooMany: _("Too much at once"),
        Unavailable: _("Not to be reached just now"),
    }
    return next((title for kind, title in titles.items() if isinstance(refusal, kind)), _("Refused"))
