"""Desks: the list, one desk with its people, and everything that is changed there."""

from collections.abc import Callable
from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from annotations.access import may, require
from annotations.actions.desks import (
    add_member,
    change_member_role,
    close_desk,
    drop_member,
    edit_desk,
    leave_desk,
    make_desk,
    reopen_desk,
)
from annotations.domain.errors import NotAllowed, NotFound, Refusal, Stale
from annotations.domain.vocabulary import Role
from annotations.models import Desk, User
from annotations.queries.desks import desk_for, desks_for, members_of, open_work_at, read_desk
from annotations.queries.people import all_people
from annotations.web.forms.desks import DeskForm, HandOverForm, MemberForm, RoleForm
from annotations.web.meanwhile import Meanwhile, beside_present, is_taking, seen
from annotations.web.pages import PageRequest, page
from annotations.web.places import number_in
from annotations.web.refusals import add_refusal, status_of
from annotations.web.toasts import toast


@page
@require_safe
def desks(request: PageRequest) -> HttpResponse:
    """The desks that one sees."""
    shown = {"desks": list(desks_for(request.user)), "may_make": may(request.user, "desk.make")}
    return render(request, "desks/list.html", shown)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PageRequest) -> HttpResponse:
    """Makes a desk; whoever makes it is its first editor."""
    require(request.user, "desk.make")
    form = DeskForm(request.POST or None)
    status, made = _tried(request, form, lambda said: make_desk(**said, actor=request.user))
    if made is not None:
        return redirect("desk", made.pk)
    return render(request, "desks/edit.html", {"form": form, "desk": None}, status=status)


@page
@require_safe
def desk(request: PageRequest, desk_id: int) -> HttpResponse:
    """One desk: who is there, what it owns, who is invited."""
    reading = read_desk(desk_id, request.user)
    found = reading.desk
    own = next((one for one in reading.members if one.person_id == request.user.pk), None)
    shown = {
        "reading": reading,
        "desk": found,
        "own": own,
        "may_edit": may(request.user, "desk.edit", found),
        "may_close": may(request.user, "desk.close", found),
        "may_add": may(request.user, "desk.add_member", found) and found.closed_at is None,
        "may_drop": may(request.user, "desk.drop_member", found),
        "may_invite": may(request.user, "desk.invite", found) and found.closed_at is None,
    }
    return render(request, "desks/desk.html", shown)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PageRequest, desk_id: int) -> HttpResponse:
    """Changes name, purpose and who sees what it owns."""
    found = desk_for(desk_id, request.user)
    require(request.user, "desk.edit", found)
    form = DeskForm(request.POST or None, initial=_described(found))
    meanwhile = None
    try:
        if is_taking(request.POST):
            status, (form, meanwhile) = 200, _beside_present(request, found)
        else:
            status, made = _tried(request, form, lambda said: _edited(request, desk_id, said))
            if made is not None:
                toast(request, _("Saved."))
                return redirect("desk", desk_id)
    except Stale as refusal:
        found, status = desk_for(desk_id, request.user), status_of(refusal)
        form, meanwhile = _beside_present(request, found)
    content = {"form": form, "desk": found, "meanwhile": meanwhile, "seen": seen(form, sent=request.POST)}
    return render(request, "desks/edit.html", content, status=status)


def _edited(request: PageRequest, desk_id: int, said: dict[str, Any]) -> Desk:
    return edit_desk(
        desk_id=desk_id, values=said, expected_version=number_in(request.POST, "version"), actor=request.user
    )


def _described(found: Desk) -> dict[str, Any]:
    return {name: getattr(found, name) for name in ("name", "purpose", "visibility")}


def _beside_present(request: PageRequest, found: Desk) -> tuple[DeskForm, Meanwhile]:
    values = _described(found)
    merged = beside_present([(DeskForm(request.POST), DeskForm(initial=values))], request.POST, found.version)
    return DeskForm(merged.sent, initial=values), merged


@page
@require_POST
def close(request: PageRequest, desk_id: int) -> HttpResponse:
    """It takes no new work."""
    closed = close_desk(desk_id=desk_id, actor=request.user)
    words = _("“%(name)s” takes no new work.") % {"name": closed.name}
    toast(request, words, undo=reverse("desk-reopen", args=[desk_id]))
    return redirect("desk", desk_id)


@page
@require_POST
def reopen(request: PageRequest, desk_id: int) -> HttpResponse:
    """It takes work again."""
    opened = reopen_desk(desk_id=desk_id, actor=request.user)
    words = _("“%(name)s” takes work again.") % {"name": opened.name}
    toast(request, words, undo=reverse("desk-close", args=[desk_id]))
    return redirect("desk", desk_id)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def member_add(request: PageRequest, desk_id: int) -> HttpResponse:
    """Brings somebody to the desk."""
    found = desk_for(desk_id, request.user)
    require(request.user, "desk.add_member", found)
    here = members_of(desk_id).values("person")
    offered = all_people().filter(is_active=True).exclude(pk__in=here)
    form = MemberForm(request.POST or None, offered=offered)
    status, made = _tried(
        request,
        form,
        lambda said: add_member(
            desk_id=desk_id, person_id=said["person"], role=said["role"], actor=request.user
        ),
    )
    if made is not None:
        toast(request, _("%(name)s is at the desk now.") % {"name": made.person.display_name})
        return redirect("desk", desk_id)
    return render(request, "desks/member_add.html", {"form": form, "desk": found}, status=status)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def member(request: PageRequest, desk_id: int, person_id: int) -> HttpResponse:
    """Changes somebody's role at the desk."""
    found, person = desk_for(desk_id, request.user), _member(desk_id, person_id)
    require(request.user, "desk.add_member", found)
    form = RoleForm(
        request.POST or None, offered=_takers(found, person), initial={"role": _role(found, person)}
    )
    status, made = _tried(
        request,
        form,
        lambda said: change_member_role(
            desk_id=desk_id,
            person_id=person_id,
            role=said["role"],
            hand_to_id=said["hand_to"],
            actor=request.user,
        ),
    )
    if made is not None:
        toast(request, _("Saved."))
        return redirect("desk", desk_id)
    return _leaving(request, "desks/member.html", found, person, form, status)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def member_drop(request: PageRequest, desk_id: int, person_id: int) -> HttpResponse:
    """Takes somebody off the desk; asks who takes over where there is open work."""
    found, person = desk_for(desk_id, request.user), _member(desk_id, person_id)
    require(request.user, "desk.drop_member", found)
    form = HandOverForm(request.POST if request.method == "POST" else None, offered=_takers(found, person))
    status, made = _tried(
        request,
        form,
        lambda said: drop_member(
            desk_id=desk_id, person_id=person_id, hand_to_id=said["hand_to"], actor=request.user
        ),
    )
    if made is not None:
        toast(request, _("%(name)s is no longer at this desk.") % {"name": person.display_name})
        return redirect("desk", desk_id)
    return _leaving(request, "desks/leave.html", found, person, form, status)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: PageRequest, desk_id: int) -> HttpResponse:
    """Leaves the desk oneself."""
    found, person = desk_for(desk_id, request.user), _member(desk_id, request.user.pk)
    form = HandOverForm(request.POST if request.method == "POST" else None, offered=_takers(found, person))
    status, made = _tried(
        request,
        form,
        lambda said: leave_desk(desk_id=desk_id, hand_to_id=said["hand_to"], actor=request.user),
    )
    if made is not None:
        toast(request, _("You left “%(name)s”.") % {"name": found.name})
        return redirect("desks")
    return _leaving(request, "desks/leave.html", found, person, form, status)


def _tried(request: PageRequest, form: BaseForm, act: Callable[[dict[str, Any]], Any]) -> tuple[int, Any]:
    """The status of the answer, and what was made; None where the form is shown."""
    if request.method != "POST":
        return 200, None
    if not form.is_valid():
        return 422, None
    try:
        return 200, act(form.cleaned_data)
    except (NotAllowed, NotFound, Stale):
        raise
    except Refusal as refusal:
        add_refusal(form, refusal)
        return status_of(refusal), None


def _leaving(
    request: PageRequest, template: str, found: Desk, person: User, form: BaseForm, status: int
) -> HttpResponse:
    shown = {
        "form": form,
        "desk": found,
        "person": person,
        "work": open_work_at(found, person),
        "is_oneself": person == request.user,
    }
    return render(request, template, shown, status=status)


def _member(desk_id: int, person_id: int) -> User:
    here = members_of(desk_id).filter(person=person_id).first()
    if here is None:
        raise NotFound(_("This person is not at the desk."))
    return here.person


def _role(found: Desk, person: User) -> str:
    return members_of(found.pk).values_list("role", flat=True).get(person=person)


def _takers(found: Desk, person: User) -> list[User]:
    """Those at the desk who may take over work there."""
    here = members_of(found.pk).exclude(person=person).exclude(role=Role.READER)
    return [one.person for one in here if one.person.is_active]
