"""Where one begins: the queue, and the list of keys."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from annotations.access import may
from annotations.queries.queue import queue_of
from annotations.web.pages import PageRequest, open_page, page
from annotations.web.waiting_words import waiting_line


@page
@require_safe
def home(request: PageRequest) -> HttpResponse:
    """What waits for the person who is signed in."""
    may_work = may(request.user, "claim.create")
    queue = queue_of(
        request.user,
        may_sign=may(request.user, "verdict.sign"),
        may_decide=may(request.user, "highlight.decide"),
    )
    waiting = [waiting_line(one) for one in queue.waiting]
    return render(request, "home/queue.html", {"queue": queue, "may_work": may_work, "waiting": waiting})


@page
@require_safe
def queue(request: PageRequest) -> HttpResponse:
    """The queue is the home page."""
    return redirect("home")


@open_page
@require_safe
def help_keys(request: HttpRequest) -> HttpResponse:
    """Every key, for printing and for reading without the dialog."""
    return render(request, "home/keys.html")
