"""People and what they are in this newsroom."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from annotations.actions.people import create_person, edit_person, set_password
from annotations.admin.base import ActionAdmin, ObjectForm, Section
from annotations.admin.forms import RefusableForm
from annotations.admin.site import site
from annotations.models import User
from annotations.queries.tokens import tokens_of


class NewPersonForm(RefusableForm):
    """A new person."""

    aliases = {"password": "initial_password"}
    initial_password = forms.CharField(
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Without one they cannot sign in yet.",
    )

    class Meta:
        model = User
        fields = ("username", "display_name", "email", "role")


class PasswordForm(forms.Form):
    """A password to begin with."""

    new = forms.CharField(
        label="New password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Wherever they are signed in, they are signed out.",
    )


def _set_password(person: User, values: dict[str, Any], actor: Any) -> object:
    return set_password(person_id=person.pk, new=values["new"], actor=actor)


@admin.register(User, site=site)
class PersonAdmin(ActionAdmin):
    """Who signs in, and as what."""

    list_display = ("display_name", "username", "role", "is_active", "last_login")
    list_filter = ("role", "is_active")
    ordering = ("display_name", "id")
    search_fields = ("display_name", "username")
    object_forms = (
        ObjectForm("password", "Set a password", PasswordForm, _set_password, "The password was set."),
    )

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """New people have a sign-in name and a first password."""
        if obj is None:
            kwargs["form"] = NewPersonForm
        return super().get_form(request, obj, change, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """What is asked."""
        if obj is None:
            return ("username", "display_name", "email", "role", "initial_password")
        return ("username", "display_name", "email", "role", "is_active", "joined_at", "last_login")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """A sign-in name stays."""
        return () if obj is None else ("username", "joined_at", "last_login")

    def perform_add(self, values: dict[str, Any], actor: Any) -> User:
        """Makes the person."""
        password = values.pop("initial_password") or None
        return create_person(**values, password=password, actor=actor)

    def perform_edit(self, row: User, values: dict[str, Any], actor: Any) -> object:
        """Changes name, address, role or access."""
        return edit_person(person_id=row.pk, values=values, actor=actor)

    def sections(self, row: User) -> Iterable[Section]:
        """Their tokens."""
        yield Section(
            "API tokens",
            ("Name", "Begins with", "Scopes", "Expires", "Last used", "Revoked"),
            [
                (
                    token.name,
                    token.prefix,
                    ", ".join(token.scopes),
                    token.expires_at,
                    token.last_used_at,
                    token.revoked_at,
                )
                for token in tokens_of(row.pk)
            ],
        )
