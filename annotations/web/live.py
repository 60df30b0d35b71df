"""The endpoint that pages ask each second; the answer is JSON for `static/annotations/js/live.js`."""

import re

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from annotations.queries.live import live_answer
from annotations.web.pages import open_page

IDS = re.compile(r"[0-9]{1,18}(,[0-9]{1,18}){0,999}", re.ASCII)
ID = re.compile(r"[0-9]{1,18}", re.ASCII)


@open_page
@require_safe
def live_claims(request: HttpRequest) -> HttpResponse:
    """`{cursor, claims}` for `?ids=1,2,3` or `?article=4`, and `&after=cursor`; 401 after the session."""
    if not request.user.is_authenticated:
        return JsonResponse({"error": "signed-out"}, status=401)
    ids, article = request.GET.get("ids", ""), request.GET.get("article", "")
    if not (ID.fullmatch(article) if article else IDS.fullmatch(ids)):
        return JsonResponse({"error": "unknown-claims"}, status=400)
    answer = live_answer(
        request.user,
        ids=[] if article else [int(number) for number in ids.split(",")],
        article_id=int(article) if article else None,
        after=request.GET.get("after", ""),
    )
    return JsonResponse({"cursor": answer.cursor, "claims": answer.claims})
