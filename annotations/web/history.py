"""The history as a whole, for administrators: how far it is sealed, what its last check came to, and a bundle
of it to give away.
"""

from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from annotations.access import require
from annotations.actions.history_checks import ask_for_check
from annotations.exports.history_bundle import MEDIA_TYPE, bundle_name, bundle_parts
from annotations.queries.history import history_state, last_sealed_event, rows_to_hand_out, seal_rows
from annotations.web.pages import PageRequest, page
from annotations.web.toasts import toast


@page
@require_safe
def history(request: PageRequest) -> HttpResponse:
    """Seals, counts, the last check, and the way to hand the history out."""
    require(request.user, "history.export")
    return render(request, "history/history.html", _shown())


@page
@require_safe
def state(request: PageRequest) -> HttpResponse:
    """The part of the page that moves while a check is under way."""
    require(request.user, "history.export")
    return render(request, "history/_state.html", _shown())


@page
@require_POST
def check(request: PageRequest) -> HttpResponse:
    """Asks for a check of everything."""
    ask_for_check(actor=request.user)
    toast(request, _("The history is being checked."))
    return redirect("history")


@page
@require_safe
def bundle(request: PageRequest) -> StreamingHttpResponse:
    """The bundle, sent while it is made."""
    require(request.user, "history.export")
    parts = bundle_parts(rows_to_hand_out(up_to=last_sealed_event()), seal_rows())
    name = bundle_name(timezone.now())
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return StreamingHttpResponse(parts, content_type=MEDIA_TYPE, headers=headers)


def _shown() -> dict[str, Any]:
    found = history_state()
    return {"state": found, "outcome": found.checked.after if found.checked else None}
