"""API tokens: issuing shows the clear text once."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from annotations.actions.tokens import issue_token, revoke_token
from annotations.admin.base import ActionAdmin, ObjectForm
from annotations.admin.forms import RefusableForm
from annotations.admin.site import site
from annotations.domain.vocabulary import Scope
from annotations.models import ApiToken

USUAL_LIFE = timedelta(days=90)


class NewTokenForm(RefusableForm):
    """What a new token is for."""

    aliases = {"expires_at": "expires_on"}
    scopes = forms.MultipleChoiceField(
        choices=Scope.choices, widget=forms.CheckboxSelectMultiple, initial=[Scope.READ.value]
    )
    expires_on = forms.DateField(help_text="The last day, in UTC. A year from now at most.")

    class Meta:
        model = ApiToken
        fields = ("person", "name")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("expires_on", timezone.now().date() + USUAL_LIFE)


def _revoke(token: ApiToken, values: dict[str, Any], actor: Any) -> object:
    return revoke_token(token_id=token.pk, actor=actor)


def _is_not_revoked(token: ApiToken) -> bool:
    return token.revoked_at is None


@admin.register(ApiToken, site=site)
class ApiTokenAdmin(ActionAdmin):
    """Keys with which programs act for people."""

    list_display = ("name", "person", "prefix", "scopes", "expires_at", "last_used_at", "revoked_at")
    list_filter = (("revoked_at", admin.EmptyFieldListFilter),)
    list_select_related = ("person",)
    search_fields = ("name", "prefix", "person__display_name")
    autocomplete_fields = ("person",)
    object_forms = (
        ObjectForm(
            "revoke", "Revoke", forms.Form, _revoke, "The token was revoked.", is_offered=_is_not_revoked
        ),
    )

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was issued stays as issued; it can only be revoked."""
        return False

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Only a new token has anything to fill in."""
        if obj is None:
            kwargs["form"] = NewTokenForm
        return super().get_form(request, obj, change, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """What is asked, or shown."""
        if obj is None:
            return ("person", "name", "scopes", "expires_on")
        return (
            "person",
            "name",
            "prefix",
            "scopes",
            "issued_by",
            "issued_at",
            "expires_at",
            "last_used_at",
            "revoked_at",
        )

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Issues, and keeps the clear text for this one answer."""
        values = form.cleaned_data
        token, clear_text = issue_token(
            person_id=values["person"].pk,
            name=values["name"],
            scopes=values["scopes"],
            expires_at=_end_of(values["expires_on"]),
            actor=request.user,  # type: ignore[arg-type]
        )
        obj.pk, obj.clear_text = token.pk, clear_text

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> Any:
        """The only page that ever shows the clear text; no browser keeps it."""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": obj,
            "title": "The token was issued",
            "clear_text": obj.clear_text,
        }
        response: HttpResponse = TemplateResponse(request, "admin/annotations/token_issued.html", context)
        add_never_cache_headers(response)
        return response


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time.max, tzinfo=UTC)
