"""Inviting people by link, and coming in by one; and the administrators' view of everybody."""

from typing import Any

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from annotations.access import may, require
from annotations.actions.invitations import (
    accept_as_new_person,
    accept_invitation,
    invite_person,
    invite_to_desk,
    revoke_invitation,
    usable_invitation,
)
from annotations.domain.errors import NotAllowed, Refusal
from annotations.models import Desk, Invitation, User
from annotations.queries.desks import desk_for, desks_for
from annotations.queries.invitations import open_invitations
from annotations.queries.newsroom import newsroom
from annotations.web.forms.desks import InvitationForm, NewPersonForm
from annotations.web.pages import PageRequest, open_page, page
from annotations.web.refusals import add_refusal, status_of
from annotations.web.toasts import toast

BACKEND = "annotations.queries.sessions.PersonBackend"


@page
@require_safe
def people(request: PageRequest) -> HttpResponse:
    """Everybody, the desks and the open invitations, for administrators."""
    require(request.user, "person.edit")
    shown = {
        "people": newsroom(),
        "desks": list(desks_for(request.user)),
        "invitations": list(open_invitations()),
    }
    return render(request, "desks/people.html", shown)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: PageRequest) -> HttpResponse:
    """A link into the newsroom."""
    require(request.user, "person.invite")
    return _invite(request, None)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def invite_into(request: PageRequest, desk_id: int) -> HttpResponse:
    """A link into a desk. It is in this answer alone."""
    found = desk_for(desk_id, request.user)
    require(request.user, "desk.invite", found)
    return _invite(request, found)


@page
@require_POST
def revoke(request: PageRequest, invitation_id: int) -> HttpResponse:
    """Takes a link back."""
    invitation = revoke_invitation(invitation_id=invitation_id, actor=request.user)
    toast(request, _("The link opens nothing any more."))
    return redirect("desk", invitation.desk_id) if invitation.desk_id else redirect("people")


@open_page
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password")
def come_in(request: HttpRequest, secret: str) -> HttpResponse:
    """Where a link leads: into a desk with the account one has, or into the newsroom as somebody new."""
    form = NewPersonForm(request.POST if request.method == "POST" and "username" in request.POST else None)
    status, refused = 200, ""
    try:
        # To whoever holds a link that opens nothing any more, it does not tell where it led.
        invitation = usable_invitation(secret=secret)
    except Refusal as refusal:
        told = {"refused": refusal.message}
        status = status_of(refusal) if request.method == "POST" else 200
        return render(request, "desks/come_in.html", told, status=status)
    try:
        if request.method == "POST" and isinstance(request.user, User):
            accepted = accept_invitation(secret=secret, actor=request.user)
            return redirect("desk", accepted.desk_id)
        if form.is_bound and form.is_valid():
            person = accept_as_new_person(secret=secret, **form.cleaned_data)
            login(request, person, backend=BACKEND)
            return redirect("desk", invitation.desk_id) if invitation.desk_id else redirect("home")
    except NotAllowed:
        raise
    except Refusal as refusal:
        status, refused = status_of(refusal), refusal.message
        if form.is_bound:
            add_refusal(form, refusal)
    shown = {
        "form": form,
        "invitation": invitation,
        "here": request.path,
        "refused": "" if form.is_bound else refused,
    }
    return render(
        request, "desks/come_in.html", shown, status=422 if form.errors and status == 200 else status
    )


def _invite(request: PageRequest, desk: Desk | None) -> HttpResponse:
    says_role = may(request.user, "person.invite")
    form = InvitationForm(request.POST or None, desk=desk, says_role=says_role)
    made: Invitation | None = None
    secret, status = "", 422 if form.errors else 200
    if form.is_bound and form.is_valid():
        try:
            made, secret = _made(form.cleaned_data, desk, request.user)
        except Refusal as refusal:
            add_refusal(form, refusal)
            status = status_of(refusal)
    link = request.build_absolute_uri(reverse("come-in", args=[secret])) if secret else ""
    shown = {"form": form, "desk": desk, "made": made, "link": link}
    return render(request, "desks/invite.html", shown, status=status)


def _made(said: dict[str, Any], desk: Desk | None, actor: User) -> tuple[Invitation, str]:
    if desk is None:
        return invite_person(**said, actor=actor)
    return invite_to_desk(desk_id=desk.pk, **said, actor=actor)
