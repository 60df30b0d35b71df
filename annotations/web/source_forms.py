"""Registering a source with its first copy, and correcting what the register says about one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from annotations.access import may, require
from annotations.actions.captures import add_capture
from annotations.actions.sources import register_source
from annotations.actions.visits import cite_address
from annotations.domain.errors import Conflict, Invalid, NotAllowed, Refusal, Stale, Unavailable
from annotations.domain.identifiers import identifiers_in, in_lines
from annotations.domain.verification.register_changes import SourceEdited
from annotations.domain.vocabulary import Origin
from annotations.domain.weblinks import canonical_url, without_credentials
from annotations.gateways.documents import Document
from annotations.models import Source
from annotations.queries.alike import Alike, alike
from annotations.queries.desks import desks_to_work_at
from annotations.queries.source_pages import publisher_of_address
from annotations.queries.sources import source_by_id
from annotations.web.documents import ReadCopy, read_copy
from annotations.web.forms.sources import (
    SAID,
    CaptureForm,
    EditedSourceForm,
    NewCopyForm,
    NewSourceForm,
    SourceForm,
)
from annotations.web.impact import shown_impact
from annotations.web.meanwhile import Meanwhile, beside_present, is_taking, seen
from annotations.web.merges import lead_to_kept
from annotations.web.pages import PageRequest, page
from annotations.web.places import Place, number_in
from annotations.web.publisher_fields import publisher_meant, publisher_named
from annotations.web.refusals import add_refusal, status_of
from annotations.web.register_changes import Carried, ask_why, carried
from annotations.web.toasts import toast

KNOWN = ("source-registered-already", "identifier-registered-already")


@dataclass
class Registering:
    """The two forms of one page. `known` is the source that has the address or an identifier already; `alike`
    are those that may be the same and that the person has not seen yet.
    """

    form: NewSourceForm
    capture: NewCopyForm
    status: int = 200
    known: Any = None
    alike: list[Alike] = field(default_factory=list)

    @property
    def way(self) -> str:
        """How its text comes."""
        return str(self.form.data.get("way", ""))

    def refuse(self, refusal: Refusal) -> None:
        """Notes what the register refused, beside its field."""
        add_refusal(self.form, refusal)
        self.status = status_of(refusal)
        if isinstance(refusal, Conflict) and refusal.rule in KNOWN:
            self.known = refusal.details.get("id")


@page
@require_safe
def source_alike(request: PageRequest) -> HttpResponse:
    """What resembles the source that is being described, and the address as it will be kept."""
    asked = request.GET
    url = without_credentials(asked.get("url", "").strip())
    found = alike(
        title=asked.get("title", ""),
        publisher=asked.get("publisher", ""),
        url=url,
        published_on=_day(asked.get("published_on", "")),
        identifiers=_readable(asked.get("identifiers", "")),
        apart_from=number_in(asked, "without"),
        person=request.user,
    )
    content = {
        **_resembling(found),
        "kept_as": _kept_as(asked.get("url", "")),
        "place": Place.of(request),
        "is_answer": True,
    }
    return render(request, "sources/_alike.html", content)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PageRequest) -> HttpResponse:
    """Registers a source. A text or a file becomes its first copy in the same step; an address is read in the
    background, and nobody waits for it.
    """
    require(request.user, "source.register")
    place = Place.of(request)
    if request.method != "POST":
        return _page(request, place, _proposed(request))
    given = Registering(NewSourceForm(request.POST), NewCopyForm(request.POST, request.FILES))
    is_complete = [given.form.is_valid(), given.capture.is_valid()]
    if not all(is_complete):
        given.status = 422
        return _page(request, place, given)
    source = _registered(request, given)
    if source is None:
        return _page(request, place, given)
    toast(request, _said(given.form, _("Registered: %(title)s.") % {"title": source.title}))
    return place.after_source(source.pk)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PageRequest, source_id: int) -> HttpResponse:
    """Corrects what is said about a source; where statuses would move, with that in sight."""
    found = source_by_id(source_id)
    require(request.user, "source.edit", found)
    if found.merged_into_id is not None:
        return lead_to_kept(request, found)
    form = EditedSourceForm(request.POST or None, initial=_described(found))
    status, known, made = 422 if form.errors else 200, None, Carried()
    meanwhile: Meanwhile | None = None
    if is_taking(request.POST):
        status, (form, meanwhile) = 200, _beside_present(request, found)
    elif request.method == "POST" and form.is_valid():
        try:
            made = carried(request, _edited(request, source_id, form), form.cleaned_data["reason"])
            if made.impact is None:
                return _after_edit(request, source_id, form, made)
            status = made.status
            ask_why(form, made.impact)
            if made.refused is not None:
                add_refusal(form, made.refused)
        except NotAllowed:
            raise
        except Stale as refusal:
            found, status = source_by_id(source_id), status_of(refusal)
            form, meanwhile = _beside_present(request, found)
        except Refusal as refusal:
            add_refusal(form, refusal)
            status, known = status_of(refusal), refusal.details.get("id") if refusal.rule in KNOWN else None
    content = {
        "form": form,
        "source": found,
        "offers_desk": bool(desks_to_work_at(request.user)) and may(request.user, "desk.own", found),
        "meanwhile": meanwhile,
        "seen": seen(form, sent=request.POST),
        "known": known,
        "impact": shown_impact(made.impact, request.user) if made.impact is not None else None,
        "moved_meanwhile": made.meanwhile,
    }
    return render(request, "sources/edit.html", content, status=status)


def _edited(request: PageRequest, source_id: int, form: EditedSourceForm) -> SourceEdited:
    publisher_id, new_publisher = publisher_meant(form)
    named = {} if publisher_id is None else {"publisher_id": publisher_id}
    return SourceEdited(
        source=source_id,
        values=form.source_values() | named,
        version=number_in(request.POST, "version"),
        new_publisher=new_publisher,
    )


def _after_edit(request: PageRequest, source_id: int, form: EditedSourceForm, made: Carried) -> HttpResponse:
    """What followed, where somebody decided with that in sight; else the source."""
    toast(request, _said(form, _("The source was changed.")))
    if made.event is not None:
        return redirect("register-change", event_id=made.event.pk)
    return redirect("source", source_id=source_id)


def _proposed(request: PageRequest) -> Registering:
    initial = {name: request.GET[name] for name in ("title", "url", "publisher") if name in request.GET}
    address = initial.get("url", "")
    if address and "publisher" not in initial:
        initial["publisher"] = publisher_of_address(address)
    way = "fetch" if address else "paste"
    return Registering(NewSourceForm(initial=initial), NewCopyForm(initial={"url": address, "way": way}))


def _registered(request: PageRequest, given: Registering) -> Source | None:
    """The source with its copy; None with the refusal noted. A file that cannot be kept is not registered."""
    try:
        reads = given.way in (Origin.PASTE, Origin.UPLOAD)
        copy = read_copy(given.capture.cleaned_data) if reads else None
    except Refusal as refusal:
        given.status = status_of(refusal)
        add_reading_refusal(given.capture, refusal)
        return None
    try:
        source = _register(request, given, copy)
    except NotAllowed:
        raise
    except Refusal as refusal:
        given.refuse(refusal)
        return None
    if source is not None and copy is not None:
        keep_copy(request, source.pk, copy, is_summary=given.capture.cleaned_data["is_summary"])
    return source


def _register(request: PageRequest, given: Registering, copy: ReadCopy | None) -> Source | None:
    """The source; None where something like it is registered that the person has not been shown yet."""
    form, values = given.form, given.form.source_values()
    if given.way == Origin.UPLOAD and copy is not None and copy.document is not None:
        values = _completed(values, copy.document)
    if not values["title"] and given.way != Origin.FETCH:
        raise Invalid(_("The document names no title. Give it one."), field="title", rule="required")
    given.alike = _not_seen(request, values, form.cleaned_data.get("publisher") or "")
    if given.alike:
        given.status = 422
        return None
    described = {**values, "publisher_id": publisher_named(form, actor=request.user) or 0}
    register = cite_address if given.way == Origin.FETCH else register_source
    return register(**described, actor=request.user)


def _not_seen(request: PageRequest, values: Mapping[str, Any], publisher: str) -> list[Alike]:
    """What may be the same and was not shown beside the form yet; what surely is, the action says."""
    if request.POST.get("anyway"):
        return []
    names = ("title", "url", "published_on", "identifiers")
    found = alike(publisher=publisher, person=request.user, **{name: values[name] for name in names})
    seen = set(request.POST.getlist("seen"))
    return [one for one in found if not one.is_the_same and str(one.source.pk) not in seen]


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


def keep_copy(request: PageRequest, source_id: int, copy: ReadCopy, *, is_summary: bool) -> None:
    """Stores what was read as a copy of the source, with the file or the visit that it was read from."""
    add_capture(source_id=source_id, **copy.kept, is_summary=is_summary, actor=request.user)


def _page(request: PageRequest, place: Place, given: Registering) -> HttpResponse:
    content = {
        "form": given.form,
        "capture": given.capture,
        "place": place,
        "known": place.source_address(given.known) if given.known else "",
        **_resembling(given.alike),
        "asks": bool(given.alike),
    }
    return render(request, "sources/new.html", content, status=given.status)


def _resembling(found: list[Alike]) -> dict[str, list[Alike]]:
    """Each stands below the field that it was found by."""
    by_address = [one for one in found if one.sign == "address"]
    return {
        "alike": found,
        "alike_addresses": by_address,
        "alike_others": [one for one in found if one not in by_address],
    }


def _beside_present(request: PageRequest, found: Source) -> tuple[EditedSourceForm, Meanwhile]:
    values = _described(found)
    merged = beside_present(
        [(EditedSourceForm(request.POST), EditedSourceForm(initial=values))], request.POST, found.version
    )
    return EditedSourceForm(merged.sent, initial=values), merged


def _described(found: Source) -> dict[str, Any]:
    return {name: getattr(found, name) for name in SAID} | {
        "publisher": found.publisher.name,
        "identifiers": in_lines(found.identifiers),
        "tags": ", ".join(found.tags),
    }


def _said(form: SourceForm, words: str) -> str:
    if form.had_credentials:
        return f"{words} {_('The user name and password were taken out of the address.')}"
    return words


def _kept_as(typed: str) -> dict[str, Any] | None:
    """The address as the register keeps it, and what was done to it; None for what is no address yet."""
    url = typed.strip()
    try:
        canonical = canonical_url(without_credentials(url))
    except Invalid:
        return None
    return {
        "address": canonical,
        "differs": canonical != url,
        "had_credentials": without_credentials(url) != url,
        "is_disguised": "xn--" in canonical.split("/")[2],
    }


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _readable(identifiers: str) -> dict[str, str]:
    try:
        return identifiers_in(identifiers)
    except Invalid:
        return {}
