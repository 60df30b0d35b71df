"""One's own API tokens."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from annotations.actions.tokens import issue_token, revoke_token
from annotations.domain.errors import Refusal
from annotations.queries.tokens import tokens_of
from annotations.web.forms.tokens import TokenForm
from annotations.web.pages import PageRequest, page
from annotations.web.refusals import add_refusal, status_of
from annotations.web.toasts import toast


@page
@require_http_methods(["GET", "POST"])
def tokens(request: PageRequest) -> HttpResponse:
    """The list, and the form that issues one. The clear text of a new one is in this answer alone."""
    form = TokenForm(request.POST or None)
    issued, clear_text, status = None, "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                issued, clear_text = issue_token(
                    actor=request.user, person_id=request.user.pk, **_asked(form)
                )
            except Refusal as refusal:
                add_refusal(form, refusal)
                status = status_of(refusal)
            else:
                form, status = TokenForm(), 200
    shown = {
        "form": form,
        "tokens": tokens_of(request.user.pk),
        "issued": issued,
        "clear_text": clear_text,
        "now": timezone.now(),
        "address": request.build_absolute_uri("/api/v1/claims"),
    }
    return render(request, "tokens/tokens.html", shown, status=status)


@page
@require_POST
def revoke(request: PageRequest, token_id: int) -> HttpResponse:
    """Ends a token for good."""
    token = revoke_token(token_id=token_id, actor=request.user)
    toast(request, _("“%(name)s” is revoked.") % {"name": token.name})
    return redirect("tokens")


def _asked(form: TokenForm) -> dict[str, Any]:
    asked = form.cleaned_data
    ends = timezone.now() + timedelta(days=int(asked["days"]))
    return {
        "name": asked["name"],
        "scopes": asked["scopes"],
        "requests_per_minute": asked["requests_per_minute"],
        "expires_at": ends,
    }
