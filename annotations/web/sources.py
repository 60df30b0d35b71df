"""Pages about sources: the list, one source, registering and correcting it, and what it rests on."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from annotations.access import may, require
from annotations.actions.captures import add_capture
from annotations.actions.sources import derive_source, drop_derivation, edit_source, register_source
from annotations.domain.errors import Conflict, Invalid, NotAllowed, Refusal
from annotations.models import Source, User
from annotations.queries.claim_pages import history_of
from annotations.queries.source_pages import read_source, sources_page, sources_to_derive_from
from annotations.queries.sources import source_by_id
from annotations.web.documents import read
from annotations.web.forms.sources import CaptureForm, DerivationForm, SourceForm
from annotations.web.pages import PageRequest, page
from annotations.web.publisher_fields import publisher_named
from annotations.web.refusals import add_refusal, status_of
from annotations.web.timeline import timeline
from annotations.web.toasts import toast


@page
@require_safe
def sources(request: PageRequest) -> HttpResponse:
    """The register of sources."""
    words = request.GET.get("words", "")
    found = sources_page(words, number_in(request.GET, "before"))
    return render(request, "sources/list.html", {"found": found, "words": words})


@page
@require_safe
def source(request: PageRequest, source_id: int) -> HttpResponse:
    """One source: its copies, the claims that rest on it, what it rests on, its history."""
    return _source_page(request, source_id, None, 200)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PageRequest) -> HttpResponse:
    """Registers a source; with an address or a text its first copy is made in the same step."""
    require(request.user, "source.register")
    claim_id = number_in(request.GET, "claim")
    if request.method != "POST":
        initial = {name: request.GET[name] for name in ("title", "url", "publisher") if name in request.GET}
        way = "fetch" if "url" in request.GET else "paste"
        return _form(
            request, SourceForm(initial=initial), CaptureForm(initial={**initial, "way": way}), claim_id
        )
    form, capture = SourceForm(request.POST), CaptureForm(request.POST, request.FILES)
    if not form.is_valid() or not (_captures_later(request) or capture.is_valid()):
        return _form(request, form, capture, claim_id, status=422)
    return _registered(request, form, capture, claim_id)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PageRequest, source_id: int) -> HttpResponse:
    """Corrects what is said about a source."""
    found = source_by_id(source_id)
    require(request.user, "source.edit", found)
    form = SourceForm(request.POST or None, initial=_described(found))
    if request.method == "POST" and form.is_valid():
        try:
            version = number_in(request.POST, "version")
            values = form.source_values() | {"publisher_id": publisher_named(form, actor=request.user)}
            edit_source(source_id=source_id, values=values, expected_version=version, actor=request.user)
            toast(request, _("The source was changed."))
            return redirect("source", source_id=source_id)
        except NotAllowed:
            raise
        except Refusal as refusal:
            add_refusal(form, refusal)
    content = {"form": form, "source": found}
    return render(request, "sources/edit.html", content, status=422 if form.errors else 200)


@page
@require_POST
def derive(request: PageRequest, source_id: int) -> HttpResponse:
    """Notes what the source rests on."""
    form = DerivationForm(request.POST, origins=Source.objects.exclude(pk=source_id))
    if not form.is_valid():
        return _source_page(request, source_id, form, 422)
    try:
        derivation = derive_source(
            source_id=source_id,
            origin_id=form.cleaned_data["origin"].pk,
            kind=form.cleaned_data["kind"],
            reason=form.cleaned_data["reason"],
            actor=request.user,
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        add_refusal(form, refusal)
        return _source_page(request, source_id, form, status_of(refusal))
    toast(request, _("Noted. The statuses follow."), undo=reverse("derivation-drop", args=[derivation.pk]))
    return redirect("source", source_id=source_id)


@page
@require_POST
def drop(request: PageRequest, derivation_id: int) -> HttpResponse:
    """Takes a derivation back."""
    source_id = drop_derivation(derivation_id=derivation_id, actor=request.user)
    toast(request, _("The derivation was dropped. The statuses follow."))
    return redirect("source", source_id=source_id)


def number_in(values: QueryDict, name: str) -> int | None:
    """A number among what was sent, or None."""
    value = values.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 18 else None


def _source_page(
    request: PageRequest, source_id: int, form: DerivationForm | None, status: int
) -> HttpResponse:
    reading = read_source(source_id)
    origins = sources_to_derive_from(source_id, request.GET.get("origin_words", ""))
    content = {
        "reading": reading,
        "source": reading.source,
        "form": form or DerivationForm(origins=origins),
        "may_edit": may(request.user, "source.edit", reading.source),
        "may_derive": may(request.user, "source.derive", reading.source),
        "happenings": timeline(history_of(f"source:{source_id}")),
    }
    return render(request, "sources/source.html", content, status=status)


def _captures_later(request: PageRequest) -> bool:
    return request.POST.get("way") == "later"


def _registered(
    request: PageRequest, form: SourceForm, capture: CaptureForm, claim_id: int | None
) -> HttpResponse:
    try:
        read_copy = None if _captures_later(request) else read(capture.cleaned_data)[1]
    except Refusal as refusal:
        add_refusal(capture, refusal)
        return _form(request, form, capture, claim_id, status=status_of(refusal))
    try:
        found = _register(form, request.user)
    except NotAllowed:
        raise
    except Refusal as refusal:
        add_refusal(form, refusal)
        known = refusal.details.get("id") if isinstance(refusal, Conflict) else None
        return _form(request, form, capture, claim_id, status=status_of(refusal), known=known)
    if read_copy is not None:
        add_capture(
            source_id=found.pk,
            canonical=read_copy.canonical,
            origin=read_copy.origin,
            origin_name=read_copy.origin_name,
            media_type=read_copy.media_type,
            is_summary=capture.cleaned_data["is_summary"],
            actor=request.user,
        )
    toast(request, _("Registered: %(title)s.") % {"title": found.title})
    return after_source(found.pk, claim_id)


def after_source(source_id: int, claim_id: int | None) -> HttpResponse:
    """Back to the composer where one came from there, else to the source."""
    if claim_id is not None:
        return redirect(f"{reverse('claim-evidence', args=[claim_id])}?source={source_id}")
    return redirect("source", source_id=source_id)


def _register(form: SourceForm, person: User) -> Source:
    publisher_id = publisher_named(form, actor=person)
    if publisher_id is None:
        raise Invalid(_("Say who published it."), field="publisher", rule="required")
    return register_source(publisher_id=publisher_id, actor=person, **form.source_values())


def _form(
    request: PageRequest,
    form: SourceForm,
    capture: CaptureForm,
    claim_id: int | None,
    *,
    status: int = 200,
    known: Any = None,
) -> HttpResponse:
    content = {"form": form, "capture": capture, "claim_id": claim_id, "known": known}
    return render(request, "sources/new.html", content, status=status)


def _described(found: Source) -> dict[str, Any]:
    names = ("title", "kind", "url", "published_on", "authors", "language", "is_anonymous")
    return {name: getattr(found, name) for name in names} | {"publisher": found.publisher.name}
