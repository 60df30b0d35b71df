"""The site itself: for administrators only, behind the project's own sign-in."""

from typing import Any, cast

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.views import PasswordChangeView, redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from annotations.admin.passwords import OwnPasswordForm
from annotations.models import User


class WorkbenchAdminSite(admin.AdminSite):
    """Django's site, except that signing in and changing one's password go the project's own way."""

    site_header = "Workbench administration"
    site_title = "Workbench"
    index_title = "Register, people and tokens"
    index_template = "admin/annotations/index.html"

    def has_permission(self, request: HttpRequest) -> bool:
        """Active administrators."""
        return isinstance(request.user, User) and request.user.is_staff

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Sends people to the one place where they sign in. Who is signed in without being an administrator
        would be sent back and forth, so they are refused.
        """
        if self.has_permission(request):
            return HttpResponseRedirect(reverse("admin:index", current_app=self.name))
        if request.user.is_authenticated:
            raise PermissionDenied
        wanted = request.GET.get("next") or reverse("admin:index", current_app=self.name)
        return redirect_to_login(wanted, settings.LOGIN_URL)

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """One's own password, through the same action as everywhere."""
        request.current_app = self.name
        view = PasswordChangeView.as_view(
            form_class=OwnPasswordForm,
            success_url=reverse("admin:password_change_done", current_app=self.name),
            extra_context={**self.each_context(request), **(extra_context or {})},
        )
        return cast(TemplateResponse, view(request))


site = WorkbenchAdminSite()
