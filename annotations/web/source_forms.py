"""Registering a source with its first copy, and correcting what the register says about one."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from annotations.access import require
from annotations.actions.captures import add_capture
from annotations.actions.sources import edit_source, register_source
from annotations.domain.errors import Conflict, Invalid, NotAllowed, Refusal, Stale, Unavailable
from annotations.gateways.documents import Document
from annotations.models import Source
from annotations.queries.source_pages import publisher_of_address
from annotations.queries.sources import source_by_id
from annotations.web.documents import ReadText, read
from annotations.web.forms.sources import LATER, READ_FROM, CaptureForm, NewSourceForm, SourceForm
from annotations.web.pages import PageRequest, page
from annotations.web.places import Place, number_in
from annotations.web.publisher_fields import publisher_named
from annotations.web.refusals import add_refusal, status_of
from annotations.web.toasts import toast

NAMES = ("title", "kind", "url", "published_on", "authors", "language", "is_anonymous")
KNOWN = "source-registered-already"


@dataclass
class Registering:
    """The two forms of one page. `known` is the source that is registered under the address already."""

    form: NewSourceForm
    capture: CaptureForm
    status: int = 200
    known: Any = None

    def refuse(self, refusal: Refusal) -> None:
        """Notes what the register refused, beside its field."""
        add_refusal(self.form, refusal)
        self.status = status_of(refusal)
        if isinstance(refusal, Conflict) and refusal.rule == KNOWN:
            self.known = refusal.details.get("id")


@page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PageRequest) -> HttpResponse:
    """Registers a source; with an address or a text its first copy is made in the same step."""
    require(request.user, "source.register")
    place = Place.of(request)
    if request.method != "POST":
        return _page(request, place, _proposed(request))
    given = Registering(NewSourceForm(request.POST), CaptureForm(request.POST, request.FILES))
    later = request.POST.get("way") == LATER
    is_complete = [given.form.is_valid(), later or given.capture.is_valid()]
    if not all(is_complete):
        given.status = 422
        return _page(request, place, given)
    source = _registered(request, given, later)
    if source is None:
        return _page(request, place, given)
    toast(request, _("Registered: %(title)s.") % {"title": source.title})
    return place.after_source(source.pk)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PageRequest, source_id: int) -> HttpResponse:
    """Corrects what is said about a source."""
    found = source_by_id(source_id)
    require(request.user, "source.edit", found)
    form = SourceForm(request.POST or None, initial=_described(found))
    status, meanwhile = 422 if form.errors else 200, False
    if request.method == "POST" and form.is_valid():
        try:
            version = number_in(request.POST, "version")
            values = form.source_values() | {"publisher_id": publisher_named(form, actor=request.user)}
            edit_source(source_id=source_id, values=values, expected_version=version, actor=request.user)
            toast(request, _("The source was changed."))
            return redirect("source", source_id=source_id)
        except NotAllowed:
            raise
        except Stale as refusal:
            status, meanwhile = status_of(refusal), True
        except Refusal as refusal:
            add_refusal(form, refusal)
            status = status_of(refusal)
    content = {"form": form, "source": found, "meanwhile": meanwhile}
    return render(request, "sources/edit.html", content, status=status)


def _proposed(request: PageRequest) -> Registering:
    initial = {name: request.GET[name] for name in ("title", "url", "publisher") if name in request.GET}
    address = initial.get("url", "")
    if address and "publisher" not in initial:
        initial["publisher"] = publisher_of_address(address)
    way = "fetch" if address else "paste"
    return Registering(NewSourceForm(initial=initial), CaptureForm(initial={"url": address, "way": way}))


def _registered(request: PageRequest, given: Registering, later: bool) -> Source | None:
    """The source with its copy; None with the refusal noted. What cannot be read is not registered."""
    try:
        document, text = (None, None) if later else read(given.capture.cleaned_data)
    except Refusal as refusal:
        given.status = status_of(refusal)
        add_reading_refusal(given.capture, refusal)
        return None
    try:
        source = _register(request, given.form, document)
    except NotAllowed:
        raise
    except Refusal as refusal:
        given.refuse(refusal)
        return None
    if text is not None:
        keep_copy(request, source.pk, text, is_summary=given.capture.cleaned_data["is_summary"])
    return source


def _register(request: PageRequest, form: NewSourceForm, document: Document | None) -> Source:
    values = form.source_values()
    if document is not None and request.POST.get("way") in READ_FROM:
        values = _completed(values, document)
    if not values["title"]:
        raise Invalid(_("The document names no title. Give it one."), field="title", rule="required")
    publisher_id = publisher_named(form, actor=request.user)
    return register_source(publisher_id=publisher_id or 0, actor=request.user, **values)


def _completed(values: dict[str, Any], document: Document) -> dict[str, Any]:
    """What nobody typed is taken from the document itself."""
    return values | {
        "title": values["title"] or (document.headline or "")[:500],
        "authors": values["authors"] or (document.byline or "")[:500],
        "published_on": values["published_on"] or document.published_on,
        "language": document.language or "und" if values["language"] == "und" else values["language"],
    }


def add_reading_refusal(form: CaptureForm, refusal: Refusal) -> None:
    """Puts what kept a document from being read beside the field it came through; a site that does not
    answer is told beside its address.
    """
    if isinstance(refusal, Unavailable):
        form.add_error("url", refusal.message)
    else:
        add_refusal(form, refusal)


def keep_copy(request: PageRequest, source_id: int, text: ReadText, *, is_summary: bool) -> None:
    """Stores what was read as a copy of the source, with the file or the visit that it was read from."""
    add_capture(
        source_id=source_id,
        canonical=text.canonical,
        origin=text.origin,
        origin_name=text.origin_name,
        media_type=text.media_type,
        content=text.content,
        http_status=text.http_status,
        http_headers=text.http_headers,
        is_summary=is_summary,
        actor=request.user,
    )


def _page(request: PageRequest, place: Place, given: Registering) -> HttpResponse:
    content = {
        "form": given.form,
        "capture": given.capture,
        "place": place,
        "known": place.source_address(given.known) if given.known else "",
    }
    return render(request, "sources/new.html", content, status=given.status)


def _described(found: Source) -> dict[str, Any]:
    return {name: getattr(found, name) for name in NAMES} | {"publisher": found.publisher.name}
