"""Watching and muting claims and articles."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from annotations.actions.following import follow
from annotations.web.pages import PageRequest, page
from annotations.web.toasts import back, toast


@page
@require_POST
def claim_wish(request: PageRequest, claim_id: int) -> HttpResponse:
    """Whether one wants to hear of a claim."""
    follow(claim_id=claim_id, wish=request.POST.get("wish", ""), actor=request.user)
    return _said(request, reverse("claim", args=[claim_id]))


@page
@require_POST
def article_wish(request: PageRequest, article_id: int) -> HttpResponse:
    """Whether one wants to hear of an article and its claims."""
    follow(article_id=article_id, wish=request.POST.get("wish", ""), actor=request.user)
    return _said(request, reverse("article", args=[article_id]))


def _said(request: PageRequest, place: str) -> HttpResponse:
    words = {
        "watch": _("You will hear of what happens here."),
        "mute": _("You will hear nothing of this any more."),
        "nothing": _("You will hear of it where you work on it."),
    }
    toast(request, words[request.POST["wish"]])
    return back(request, place)
