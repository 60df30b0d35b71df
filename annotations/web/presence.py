"""Who is looking at this now: asked and told every few seconds by `static/annotations/js/presence.js`; and
who was told how a link is judged.
"""

from functools import wraps
from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from annotations.actions.presence import note_presence, note_told
from annotations.domain.errors import NotFound
from annotations.models import User
from annotations.queries.presence import may_look
from annotations.web.pages import View, open_page


def tells_of_links(view: View) -> View:
    """A page that tells how links of the claim, or the link, in its address are judged. Whoever gets it is
    not asked to read them blind any more.
    """

    @wraps(view)
    def answer(request: HttpRequest, **ids: int) -> HttpResponseBase:
        response = view(request, **ids)
        claims, links = ([ids[name]] if name in ids else [] for name in ("claim_id", "evidence_id"))
        note_told(actor=cast(User, request.user), claim_ids=claims, evidence_ids=links)
        return response

    return answer


@open_page
@require_POST
def article_presence(request: HttpRequest, article_id: int) -> HttpResponse:
    """Notes that the person is still here, and shows who else is; 401 after the session."""
    return _answer(request, article_id=article_id)


@open_page
@require_POST
def claim_presence(request: HttpRequest, claim_id: int) -> HttpResponse:
    """Notes that the person is still here, and shows who else is; 401 after the session."""
    return _answer(request, claim_id=claim_id)


def _answer(request: HttpRequest, **about: int) -> HttpResponse:
    if not request.user.is_authenticated:
        return JsonResponse({"error": "signed-out"}, status=401)
    if not may_look(request.user, **about):
        raise NotFound("There is nothing here.")
    here = note_presence(actor=request.user, **about)
    return render(request, "work/_here.html", {"here": here})
