"""Reading the addresses of sources: asking for a visit, watching, and what the last visits found.

The visit itself is the worker's. A page that awaits one has a part that asks every second until the visit is
over, and leads to the copy when it is there.
"""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from annotations.access import may, require
from annotations.actions.archived_copies import look_in_archive, save_in_archive
from annotations.actions.sources import edit_source
from annotations.actions.visits import ask_for_visit, watch_source
from annotations.domain.errors import Invalid
from annotations.domain.weblinks import canonical_url
from annotations.gateways import wayback
from annotations.models import Source, SourceVisit
from annotations.queries.captures import latest_capture_id
from annotations.queries.sources import source_by_id
from annotations.queries.visits import latest_visit, reachability_of, watch_of
from annotations.web.forms.visits import WatchForm
from annotations.web.pages import PageRequest, page
from annotations.web.places import Place
from annotations.web.toasts import toast

PATIENCE = timedelta(seconds=90)
"""How long a page asks for the outcome of a visit before it says that it will come by itself."""


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
    place, content = Place.of(request), awaited_context(source)
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
    if place.claim_id is not None:
        return redirect(place.source_address(source_id))
    if not request.htmx:
        return _to_section(source_id)
    source = source_by_id(source_id)
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
@require_POST
def archive(request: PageRequest, source_id: int) -> HttpResponse:
    """Looks in the public web archive for a copy, or has one made there; a refusal is said, nothing more."""
    saves = "save" in request.POST
    try:
        found = (save_in_archive if saves else look_in_archive)(source_id=source_id, actor=request.user)
    except wayback.ArchiveUnavailable as refusal:
        toast(request, refusal.message)
        return _to_section(source_id)
    toast(request, _("A copy in the web archive is noted.") if found else _("The web archive has no copy."))
    return _to_section(source_id)


def reading_context(request: PageRequest, source: Source) -> dict[str, Any]:
    """What a page needs to tell about the visits to a source's address."""
    found = reachability_of(source.pk)
    moved_to = found.watch.moved_to if found.watch else ""
    return {
        "reach": found,
        "moves_to": moved_to if moved_to and canonical_url(moved_to) != source.canonical_url else "",
        "is_awaited": found.awaited is not None and _is_patient(found.awaited),
        "watch_form": WatchForm(initial={"every_hours": (found.watch and found.watch.every_hours) or None}),
        "may_watch": may(request.user, "source.watch", source),
        "may_visit": may(request.user, "source.visit", source),
        "may_move": may(request.user, "source.edit", source),
        "archive_is_on": wayback.is_on(),
    }


def awaited_context(source: Source) -> dict[str, Any]:
    """How far the visit is that brings the first copy of a source; `visit` is None before any."""
    visit = latest_visit(source.pk)
    is_under_way = visit is not None and visit.finished_at is None
    return {
        "visit": visit,
        "is_awaited": is_under_way and visit is not None and _is_patient(visit),
        "is_late": is_under_way and visit is not None and not _is_patient(visit),
    }


def _is_patient(visit: SourceVisit) -> bool:
    return timezone.now() - visit.requested_at < PATIENCE


def _to_section(source_id: int) -> HttpResponse:
    return redirect(f"{reverse('source', args=[source_id])}#address")
