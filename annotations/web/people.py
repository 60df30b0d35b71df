"""Signing in and out, and what people change about themselves."""

from typing import Any

from django.conf import settings
from django.contrib.auth import login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from annotations.actions.people import change_own_password, change_own_profile
from annotations.domain.errors import Refusal
from annotations.web.forms.people import PasswordForm, ProfileForm, SignInForm
from annotations.web.pages import PageRequest, open_page, page
from annotations.web.refusals import add_refusal, status_of
from annotations.web.toasts import back, toast


@open_page
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Lets a person in, and back to where they wanted to go."""
    if request.user.is_authenticated:
        return back(request, settings.LOGIN_REDIRECT_URL)
    form = SignInForm(request, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        login(request, form.get_user())
        return back(request, settings.LOGIN_REDIRECT_URL)
    shown = {"form": form, "next": request.POST.get("next") or request.GET.get("next", "")}
    return render(request, "people/sign_in.html", shown, status=_status(form))


@open_page
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends this session."""
    logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


@page
@require_http_methods(["GET", "POST"])
def profile(request: PageRequest) -> HttpResponse:
    """One's own name, address, time zone and theme, and how often letters come."""
    person = request.user
    form = ProfileForm(request.POST or None, initial=_own(request))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            change_own_profile(values=form.cleaned_data, actor=person)
        except Refusal as refusal:
            add_refusal(form, refusal)
            status = status_of(refusal)
        else:
            toast(request, _("Saved."))
            return redirect("profile")
    return render(request, "people/profile.html", {"form": form}, status=_status(form, status))


@page
@require_POST
def theme(request: PageRequest) -> HttpResponse:
    """The theme chosen in the menu of any page."""
    change_own_profile(values={"theme": request.POST.get("theme", "")}, actor=request.user)
    return back(request, "profile")


@page
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("old", "new", "again")
def change_password(request: PageRequest) -> HttpResponse:
    """Replaces one's password; this session goes on, all others end."""
    form = PasswordForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            person = change_own_password(
                old=form.cleaned_data["old"], new=form.cleaned_data["new"], actor=request.user
            )
        except Refusal as refusal:
            add_refusal(form, refusal)
            status = status_of(refusal)
        else:
            update_session_auth_hash(request, person)
            toast(request, _("Your password is changed. Everywhere else you are signed out."))
            return redirect("profile")
    return render(request, "people/password.html", {"form": form}, status=_status(form, status))


def _own(request: PageRequest) -> dict[str, Any]:
    person = request.user
    return {name: getattr(person, name) for name in ("display_name", "email", "time_zone", "theme", "digest")}


def _status(form: Any, refused: int = 200) -> int:
    return refused if refused != 200 else 422 if form.is_bound and form.errors else 200
