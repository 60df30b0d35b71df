"""Protected sources: registering one, protecting one that is open, and who may know it.

Only the people named for a source get anything of its identity; these pages, like all others, are never kept
by a cache, and what is typed on them is not kept by the browser either.
"""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from annotations.access import may, require
from annotations.actions.protection import (
    drop_confidant,
    edit_identity,
    name_confidants,
    register_protected_source,
)
from annotations.actions.register_changes import preview_of
from annotations.domain.errors import NotAllowed, Refusal
from annotations.domain.verification.register_changes import SourceProtected
from annotations.models import Source, SourceIdentity
from annotations.queries.protection import read_protected
from annotations.queries.sources import source_by_id
from annotations.web.forms.protection import (
    IDENTITY,
    IdentityForm,
    PeopleForm,
    ProtectedSourceForm,
    ProtectForm,
    people_to_name,
)
from annotations.web.impact import shown_impact
from annotations.web.pages import PageRequest, page
from annotations.web.refusals import add_refusal, status_of
from annotations.web.register_changes import Carried, carried
from annotations.web.toasts import toast


@page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PageRequest) -> HttpResponse:
    """Registers a source whose identity only some people know."""
    require(request.user, "source.protect")
    form = ProtectedSourceForm(request.POST or None, offered=people_to_name([request.user.pk]))
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            source = register_protected_source(**form.values(), actor=request.user)
        except NotAllowed:
            raise
        except Refusal as refusal:
            status = _refused(form, refusal)
        else:
            toast(request, _("Registered, and protected. Add a copy to link passages of it."))
            return redirect("source", source_id=source.pk)
    content = {
        "form": form,
        "seen": [form[name] for name in ("kind", "publisher_kind", "language")],
        "hidden": [form[name] for name in IDENTITY],
    }
    return render(request, "protection/new.html", content, status=status)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def protect(request: PageRequest, source_id: int) -> HttpResponse:
    """Protects a source that is open, with what would follow in sight."""
    require(request.user, "source.protect")
    source = source_by_id(source_id)
    if source.is_protected:
        return redirect("source", source_id=source_id)
    form = ProtectForm(request.POST or None, offered=people_to_name([request.user.pk]))
    status, made = 422 if form.errors else 200, Carried()
    if request.method == "POST" and form.is_valid():
        change = SourceProtected(source_id, tuple(form.person_ids()))
        made = carried(request, change, form.cleaned_data["reason"])
        if made.impact is None:
            toast(request, _("Protected. The statuses follow."))
            return redirect("source", source_id=source_id)
        status = made.status
    impact = made.impact or preview_of(SourceProtected(source_id), actor=request.user)
    content = {
        "form": form,
        "source": source,
        "impact": shown_impact(impact, request.user),
        "meanwhile": made.meanwhile,
    }
    return render(request, "protection/protect.html", content, status=status)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: PageRequest, source_id: int) -> HttpResponse:
    """Who may know a protected source; they name others."""
    if not source_by_id(source_id).is_protected:
        return redirect("source", source_id=source_id)
    reading = read_protected(source_id, request.user)
    offered = people_to_name([one.person_id for one in reading.confidants])
    form = PeopleForm(request.POST or None, offered=offered)
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        name_confidants(source_id=source_id, person_ids=form.person_ids(), actor=request.user)
        toast(request, _("Named. They can read the identity and the copies from now on."))
        return redirect("source-people", source_id=source_id)
    content = {"reading": reading, "source": reading.source, "form": form}
    return render(request, "protection/people.html", content, status=status)


@page
@require_POST
def drop(request: PageRequest, source_id: int, person_id: int) -> HttpResponse:
    """Ends that somebody may know a protected source."""
    drop_confidant(source_id=source_id, person_id=person_id, actor=request.user)
    toast(request, _("They can read it no more. What they know already, they know."))
    return redirect("source" if person_id == request.user.pk else "source-people", source_id=source_id)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def identity(request: PageRequest, source_id: int) -> HttpResponse:
    """Corrects who or what a protected source is."""
    if not source_by_id(source_id).is_protected:
        return redirect("source", source_id=source_id)
    reading = read_protected(source_id, request.user)
    form = IdentityForm(request.POST or None, initial=_known(reading.identity))
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            edit_identity(source_id=source_id, values=form.identity(), actor=request.user)
        except NotAllowed:
            raise
        except Refusal as refusal:
            status = _refused(form, refusal)
        else:
            toast(request, _("The identity was corrected."))
            return redirect("source", source_id=source_id)
    content = {"form": form, "source": reading.source}
    return render(request, "protection/identity.html", content, status=status)


def protection_context(request: PageRequest, source: Source) -> dict[str, Any]:
    """What the page of a source shows about its protection: the identity to those who are named for it."""
    knows = may(request.user, "source.know", source)
    return {
        "may_know": knows,
        "may_protect": may(request.user, "source.protect") and not source.is_protected,
        "protected": read_protected(source.pk, request.user) if source.is_protected and knows else None,
    }


def _known(found: SourceIdentity) -> dict[str, Any]:
    return {name: getattr(found, name) for name in IDENTITY}


def _refused(form: Any, refusal: Refusal) -> int:
    add_refusal(form, refusal)
    return status_of(refusal)
