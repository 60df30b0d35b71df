"""Where one begins: the queue, and the list of keys."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from annotations.access import may_somewhere
from annotations.queries.queue import SHOWN, SHOWN_WHOLE, Group, queue_of
from annotations.web.pages import PageRequest, open_page, page
from annotations.web.queue_words import shown_groups


@page
@require_safe
def home(request: PageRequest) -> HttpResponse:
    """What waits for the person who is signed in; with `group` one group of it, with all its lines."""
    asked = request.GET.get("group", "")
    alone = asked if asked in list(Group) else ""
    queue = queue_of(request.user, most=SHOWN_WHOLE if alone else SHOWN)
    content = {
        "queue": queue,
        "alone": alone,
        "groups": shown_groups([one for one in queue.groups if alone in ("", one.group)]),
        "may_work": may_somewhere(request.user, "claim.create"),
    }
    return render(request, "home/queue.html", content)


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
