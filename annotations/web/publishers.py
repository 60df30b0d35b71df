"""One publisher: its page, registering it, and correcting what is said about it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from annotations.access import may, require
from annotations.actions.publishers import edit_publisher, register_publisher
from annotations.domain.canonical import one_line
from annotations.domain.errors import Invalid, NotAllowed, Refusal, Stale
from annotations.models import Publisher
from annotations.queries.claim_pages import history_of
from annotations.queries.publisher_pages import read_publisher
from annotations.queries.publishers import publisher_by_id
from annotations.web.forms.publishers import PublisherForm
from annotations.web.meanwhile import Meanwhile, beside_present, is_taking, seen
from annotations.web.merges import lead_to_kept, merge_context
from annotations.web.pages import PageRequest, page
from annotations.web.paging import pages_of
from annotations.web.places import number_in, page_number
from annotations.web.publisher_fields import registered
from annotations.web.refusals import add_refusal, status_of
from annotations.web.timeline import timeline
from annotations.web.toasts import toast

KNOWN = ("publisher-name-is-unique-in-its-country", "identifier-registered-already")
PLAIN = ("name", "kind", "country", "homepage", "wikidata_id", "is_fictional", "note")


@page
@require_safe
def publisher(request: PageRequest, publisher_id: int) -> HttpResponse:
    """One publisher: its grades and how they came about, its sources, its interests."""
    reading = read_publisher(publisher_id, request.user, page_number(request.GET), today=timezone.localdate())
    if reading.publisher.merged_into_id is not None:
        return lead_to_kept(request, reading.publisher)
    content = {
        "reading": reading,
        "publisher": reading.publisher,
        "sources": reading.sources,
        "source_count": reading.source_count,
        "claim_count": reading.claim_count,
        "pages": pages_of(request, reading.sources, reading.source_count),
        "memberships": reading.memberships,
        "relations": reading.relations,
        "happenings": timeline(history_of(f"publisher:{publisher_id}", request.user)),
        "may_register": may(request.user, "source.register"),
        "may_edit": may(request.user, "publisher.edit"),
        **merge_context(request, reading.publisher),
        "may_grade": may(request.user, "publisher.grade"),
        "may_relate": may(request.user, "publisher.relate"),
    }
    return render(request, "publishers/publisher.html", content)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PageRequest) -> HttpResponse:
    """Registers a publisher. Its reliability is graded by an administrator."""
    require(request.user, "publisher.register")
    form = PublisherForm(request.POST or None, initial={"name": request.GET.get("name", "")})
    status, known = 422 if form.errors else 200, None
    if request.method == "POST" and form.is_valid():
        try:
            found = register_publisher(**_values(form), actor=request.user)
            toast(request, _said(form, _("Registered: %(name)s.") % {"name": found.name}))
            return redirect("publisher", publisher_id=found.pk)
        except NotAllowed:
            raise
        except Refusal as refusal:
            status, known = _refused(form, refusal)
    return render(request, "publishers/new.html", {"form": form, "known": known}, status=status)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PageRequest, publisher_id: int) -> HttpResponse:
    """Corrects what is said about a publisher. Its grade and its owner have pages of their own."""
    require(request.user, "publisher.edit")
    found = publisher_by_id(publisher_id)
    if found.merged_into_id is not None:
        return lead_to_kept(request, found)
    form = PublisherForm(request.POST or None, initial=_described(found), may_own=False)
    status, known = 422 if form.errors else 200, None
    meanwhile: Meanwhile | None = None
    if is_taking(request.POST):
        status, (form, meanwhile) = 200, _beside_present(request, found)
    elif request.method == "POST" and form.is_valid():
        try:
            edit_publisher(
                publisher_id=publisher_id,
                values=form.publisher_values(),
                expected_version=number_in(request.POST, "version"),
                actor=request.user,
            )
            toast(request, _said(form, _("The publisher was changed.")))
            return redirect("publisher", publisher_id=publisher_id)
        except NotAllowed:
            raise
        except Stale as refusal:
            found, status = publisher_by_id(publisher_id), status_of(refusal)
            form, meanwhile = _beside_present(request, found)
        except Refusal as refusal:
            status, known = _refused(form, refusal)
    content = {
        "form": form,
        "publisher": found,
        "known": known,
        "meanwhile": meanwhile,
        "seen": seen(form, sent=request.POST),
    }
    return render(request, "publishers/edit.html", content, status=status)


def _values(form: PublisherForm) -> dict[str, Any]:
    """The values for the action. Refuses an owner that is not in the register."""
    name = one_line(form.cleaned_data["owner_publisher"])
    owner_id = registered(name, field="owner_publisher") if name else None
    if name and owner_id is None:
        raise Invalid(
            _("“%(name)s” is not in the register. Register it first.") % {"name": name},
            field="owner_publisher",
            rule="unknown-publisher",
        )
    return form.publisher_values() | {"owner_id": owner_id}


def _said(form: PublisherForm, words: str) -> str:
    if form.had_credentials:
        return f"{words} {_('The user name and password were taken out of the address.')}"
    return words


def _refused(form: PublisherForm, refusal: Refusal) -> tuple[int, Any]:
    """The status of the answer, and the publisher that is known already where that is the reason."""
    add_refusal(form, refusal)
    return status_of(refusal), refusal.details.get("id") if refusal.rule in KNOWN else None


def _beside_present(request: PageRequest, found: Publisher) -> tuple[PublisherForm, Meanwhile]:
    values = _described(found)
    pair = PublisherForm(request.POST, may_own=False), PublisherForm(initial=values, may_own=False)
    merged = beside_present([pair], request.POST, found.version)
    return PublisherForm(merged.sent, initial=values, may_own=False), merged


def _described(found: Publisher) -> dict[str, Any]:
    return {name: getattr(found, name) for name in PLAIN} | {
        "languages": ", ".join(found.languages),
        "tags": ", ".join(found.tags),
    }
