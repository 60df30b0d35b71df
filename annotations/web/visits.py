"""Reading the addresses of sources: asking for a visit, watching, and what the last visits found.

The visit itself is the worker's. A page that awaits one has a part that asks every second until the visit is
over, and leads to the copy when it is there.
"""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from annotations.access import may, require
from annotations.actions.archived_copies import ask_archive
from annotations.actions.sources import edit_source
from annotations.actions.visits import ask_for_visit, watch_source
from annotations.domain.errors import Invalid
from annotations.domain.weblinks import canonical_url
from annotations.gateways import wayback
from annotations.models import ArchiveRequest, Source, SourceVisit
from annotations.queries.captures import latest_capture_id
from annotations.queries.sources import source_by_id
from annotations.queries.visits import InArchive, in_archive, reachability_of, visits_of, watch_of
from annotations.web.forms.visits import WatchForm
from annotations.web.pages import PageRequest, page
from annotations.web.places import Place
from annotations.web.toasts import toast

PATIENCE = timedelta(seconds=90)
"""How long a page asks for the outcome of a visit before it says that it will come by itself."""
ARCHIVE_PATIENCE = timedelta(minutes=3)
"""The same for the web archive, which reads a page itself before it has a copy."""
PUT_OFF = timedelta(minutes=1)
"""A visit that waits for longer than this waits for its next try, not for its turn."""
LONG_WAIT = timedelta(minutes=5)
"""What waits for its turn waits for less, as a rule; what is tried again waits for longer."""
SOON = timedelta(minutes=15)
"""A next try for which an open page stays and looks."""
EVERY_SECOND, NOW_AND_THEN, NEVER = 1, 15, 0
"""In seconds."""


@page
@require_safe
def state(request: PageRequest, source_id: int) -> HttpResponse:
    """What the last visit found, when the next one is, and the log; asked every second during a visit."""
    source = source_by_id(source_id)
    require(request.user, "source.know", source)
    return render(request, "visits/_state.html", {"source": source, **reading_context(request, source)})


@page
@require_safe
def awaited(request: PageRequest, source_id: int) -> HttpResponse:
    """The copy that a composer waits for: on to it when it is there, else how far it is or why it failed."""
    source = source_by_id(source_id)
    require(request.user, "source.know", source)
    place, content = Place.of(request), awaited_context(request, source)
    if latest_capture_id(source_id) is not None and request.htmx:
        words = request.GET.get("words", "")
        typed = f"&{urlencode({'words': words})}" if words and place.claim_id else ""
        return HttpResponseClientRedirect(place.source_address(source_id) + typed)
    return render(request, "visits/_awaited.html", {"source": source, "place": place, **content})


@page
@require_POST
def now(request: PageRequest, source_id: int) -> HttpResponse:
    """Asks for a visit at once."""
    ask_for_visit(source_id=source_id, actor=request.user)
    place = Place.of(request)
    if not request.htmx:
        return _to_section(source_id) if place.claim_id is None else place.after_source(source_id)
    source = source_by_id(source_id)
    if place.claim_id is not None:
        content = {"source": source, "place": place, **awaited_context(request, source)}
        return render(request, "visits/_awaited.html", content)
    return render(request, "visits/_state.html", {"source": source, **reading_context(request, source)})


@page
@require_POST
def watch(request: PageRequest, source_id: int) -> HttpResponse:
    """How often the address is read again; empty for never. What was set before can be set again."""
    before = watch_of(source_id)
    former = (before.every_hours or None) if before else None
    form = WatchForm(request.POST if "every_hours" in request.POST else request.GET)
    if not form.is_valid():
        raise Invalid(_("Choose one of the intervals that are offered."), field="every_hours")
    hours = form.cleaned_data["every_hours"]
    watch_source(source_id=source_id, every_hours=hours, actor=request.user)
    words = _("The address will be read again.") if hours else _("The address is not read again by itself.")
    undo = f"{reverse('source-watch', args=[source_id])}?every_hours={former or ''}"
    toast(request, words, undo=undo if former != hours else "")
    return _to_section(source_id)


@page
@require_POST
def move(request: PageRequest, source_id: int) -> HttpResponse:
    """Gives the source the address to which its old one leads for good, or the old one again."""
    source, found = source_by_id(source_id), watch_of(source_id)
    former, wanted = request.GET.get("back", ""), found.moved_to if found else ""
    address = former or wanted
    if not address:
        raise Invalid(_("Its address leads nowhere else."), rule="not-moved")
    edit_source(source_id=source_id, values={"url": address}, actor=request.user)
    ask_for_visit(source_id=source_id, actor=request.user)
    back = urlencode({"back": source.url})
    undo = "" if former else f"{reverse('source-move', args=[source_id])}?{back}"
    toast(request, _("The source has the new address."), undo=undo)
    return _to_section(source_id)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def archive(request: PageRequest, source_id: int) -> HttpResponse:
    """What the public web archive has of a source. Sent, it has the archive asked for a copy, or (`save`) to
    make one; while that is under way the page asks again.
    """
    source = source_by_id(source_id)
    require(request.user, "source.know", source)
    if request.method == "POST":
        try:
            ask_archive(source_id=source_id, saves="save" in request.POST, actor=request.user)
        except wayback.ArchiveUnavailable as refusal:
            toast(request, refusal.message)
        if not request.htmx:
            return _to_section(source_id)
    content = {"source": source, **archive_context(request, source, in_archive(source_id))}
    return render(request, "visits/_archive.html", content)


def reading_context(request: PageRequest, source: Source) -> dict[str, Any]:
    """What a page needs to tell about the visits to a source's address."""
    found = reachability_of(source.pk)
    moved_to = found.watch.moved_to if found.watch else ""
    return {
        "reach": found,
        "moves_to": moved_to if moved_to and canonical_url(moved_to) != source.canonical_url else "",
        **_waiting(found.awaited),
        "watch_form": WatchForm(initial={"every_hours": (found.watch and found.watch.every_hours) or None}),
        "may_watch": may(request.user, "source.watch", source),
        "may_move": may(request.user, "source.edit", source),
        **archive_context(request, source, found.archive),
    }


def archive_context(request: PageRequest, source: Source, known: InArchive) -> dict[str, Any]:
    """What a page needs to tell about the copies in the public web archive."""
    asked = known.request
    is_open = asked is not None and asked.finished_at is None
    return {
        "in_archive": known,
        "archive_is_on": wayback.is_on(),
        "archive_waits": _waiting(asked if is_open else None, ARCHIVE_PATIENCE),
        "may_visit": may(request.user, "source.visit", source),
    }


def awaited_context(request: PageRequest, source: Source) -> dict[str, Any]:
    """How far the visit is that brings the first copy: `visit` is the last that ended, None before any."""
    visits = list(visits_of(source.pk)[:2])
    waiting = next((visit for visit in visits if visit.finished_at is None), None)
    return {
        "visit": next((visit for visit in visits if visit.finished_at is not None), None),
        "may_visit": may(request.user, "source.visit", source),
        **_waiting(waiting),
    }


def _waiting(visit: SourceVisit | ArchiveRequest | None, patience: timedelta = PATIENCE) -> dict[str, Any]:
    """What a page says of a visit that has not ended: read any moment now, late, or at `next_try` by itself;
    and after how many seconds it asks again.
    """
    now = timezone.now()
    if visit is None:
        return {"is_awaited": False, "is_late": False, "next_try": None, "asks_again": NEVER}
    if visit.not_before - now > PUT_OFF:
        asks = NOW_AND_THEN if visit.not_before - now < SOON else NEVER
        return {"is_awaited": False, "is_late": False, "next_try": visit.not_before, "asks_again": asks}
    is_patient = now - _due_since(visit) < patience
    asks = EVERY_SECOND if is_patient else NEVER
    return {"is_awaited": is_patient, "is_late": not is_patient, "next_try": None, "asks_again": asks}


def _due_since(visit: SourceVisit | ArchiveRequest) -> datetime:
    """When it was asked for; of one that was to wait for long, the end of that."""
    was_put_off = visit.not_before - visit.requested_at >= LONG_WAIT
    return visit.not_before if was_put_off else visit.requested_at


def _to_section(source_id: int) -> HttpResponse:
    return redirect(f"{reverse('source', args=[source_id])}#address")
