"""What all pages of the site have in common: they write through actions only, delete nothing, and their
history is the one history there is.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from annotations.actions.recording import name_of, type_name
from annotations.admin.forms import RefusableForm, add_refusal
from annotations.domain.errors import Refusal
from annotations.models import User
from annotations.queries.dependents import texts_of_claims
from annotations.queries.events import events_about
from annotations.queries.protection import without_masked

CLAIMS_SHOWN = 10
EVENTS_SHOWN = 200


@dataclass(frozen=True)
class Section:
    """A table under a form: what belongs to the row, to read only."""

    title: str
    headings: tuple[str, ...]
    rows: Sequence[tuple[Any, ...]]


@dataclass(frozen=True)
class ObjectForm:
    """A form of its own for one action on one row, linked from the row's page.

    `perform` gets the row, the cleaned values and the actor. `touches` gives the ids of the claims it bears
    on, shown before it is done. `leaves` says that the row is gone afterwards.
    """

    slug: str
    title: str
    form: type[forms.Form]
    perform: Callable[[Any, dict[str, Any], Any], object]
    done: str
    touches: Callable[[Any], Iterable[int]] | None = None
    is_offered: Callable[[Any], bool] = field(default=lambda row: True)
    leaves: bool = False


class ActionAdmin(admin.ModelAdmin):
    """A page whose saving is an action: `perform_add` and `perform_edit` call it."""

    form: Any = RefusableForm
    actions = None
    show_full_result_count = False
    ordering: ClassVar[tuple[Any, ...]] = ("-id",)
    list_per_page = 50
    object_forms: Sequence[ObjectForm] = ()

    def perform_add(self, values: dict[str, Any], actor: Any) -> models.Model:
        """The row made from the form's values."""
        raise NotImplementedError

    def perform_edit(self, row: Any, values: dict[str, Any], actor: Any) -> object:
        """The row changed to the form's values."""
        raise NotImplementedError

    def sections(self, row: Any) -> Iterable[Section]:
        """What stands under the form."""
        return ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is deleted here; what can be taken back has a form of its own."""
        return False

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The form, told what the action said when it was sent a moment ago."""
        form = super().get_form(request, obj, change, **kwargs)
        form.refusal = getattr(request, "refusal", None)  # type: ignore[attr-defined]
        return form

    def changeform_view(
        self,
        request: Any,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """Shows and saves. A refusal rolls back, and the same form is shown again with what was typed."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refusal as refusal:
            request.refusal = refusal
            return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Calls the action; the row itself was only filled from the form and is never saved."""
        if change:
            self.perform_edit(obj, form.cleaned_data, request.user)
        else:
            obj.pk = self.perform_add(form.cleaned_data, request.user).pk

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Where a row is chosen by typing, what was merged into another is left out."""
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        if "field_name" in request.GET and hasattr(self.model, "merged_into_id"):
            found = found.filter(merged_into=None)
        return found, may_repeat

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The action has recorded it."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The action has recorded it."""

    def render_change_form(
        self,
        request: Any,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> Any:
        """Adds the row's own forms and sections."""
        if obj is not None:
            context["object_forms"] = [form for form in self.object_forms if form.is_offered(obj)]
            context["sections"] = list(self.sections(obj))
        return super().render_change_form(request, context, add, change, form_url, obj)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The events about this row, latest first."""
        row = self._row(request, object_id)
        about = {"stream": name_of(row), "subject_type": type_name(row), "subject_id": row.pk}
        events = events_about(**about, person=cast(User, request.user))
        shown = without_masked(events[:EVENTS_SHOWN])
        context = {**self._context(request, row, "History"), "events": shown}
        return TemplateResponse(request, "admin/annotations/history.html", context)

    def get_urls(self) -> list[URLPattern]:
        """One address more for each form of its own."""
        return [
            path(
                f"<path:object_id>/{form.slug}/",
                self.admin_site.admin_view(self._view_of(form)),
                name=f"{self.opts.app_label}_{self.opts.model_name}_{form.slug}",
            )
            for form in self.object_forms
        ] + super().get_urls()

    def _view_of(self, definition: ObjectForm) -> Callable[..., HttpResponse]:
        def view(request: HttpRequest, object_id: str) -> HttpResponse:
            row = self._row(request, object_id)
            form = definition.form(request.POST if request.method == "POST" else None)
            if request.method == "POST" and form.is_valid():
                try:
                    definition.perform(row, form.cleaned_data, request.user)
                except Refusal as refusal:
                    add_refusal(form, refusal)
                else:
                    messages.success(request, definition.done)
                    return HttpResponseRedirect(self._address_after(definition, row))
            context = {
                **self._context(request, row, definition.title),
                **_effect(definition, row, request),
                "form": form,
                "media": self.media + form.media,
            }
            return TemplateResponse(request, "admin/annotations/object_form.html", context)

        return view

    def _row(self, request: HttpRequest, object_id: str) -> Any:
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        return row

    def _context(self, request: HttpRequest, row: Any, title: str) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": row,
            "title": f"{title}: {row}",
            "action_title": title,
        }

    def _address_after(self, definition: ObjectForm, row: Any) -> str:
        names = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        if definition.leaves:
            return reverse(f"{names}_changelist")
        return reverse(f"{names}_change", args=[row.pk])


class ReadOnlyAdmin(ActionAdmin):
    """A page to look at. What may be done to a row, its own forms do."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """No."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """No."""
        return False


def _effect(definition: ObjectForm, row: Any, request: HttpRequest) -> dict[str, Any]:
    if definition.touches is None:
        return {}
    ids = set(definition.touches(row))
    claims = texts_of_claims(ids, cast(User, request.user), limit=CLAIMS_SHOWN)
    return {"shows_effect": True, "claim_count": len(ids), "claims": claims}
