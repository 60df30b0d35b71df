"""Search over everything."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from annotations.queries.search import search_everything
from annotations.web.pages import PageRequest, page

LONGEST_WORDS = 300


@page
@require_safe
def search(request: PageRequest) -> HttpResponse:
    """What contains the words, by kind."""
    words = request.GET.get("words", "").replace("\x00", "")[:LONGEST_WORDS]
    return render(request, "search/search.html", {"found": search_everything(words, request.user)})
