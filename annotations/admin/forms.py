"""Forms whose meaning is checked by an action, and how its refusals come to stand in them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.db import models
from django.db.models import TextChoices
from django.forms.models import construct_instance
from django.urls import reverse
from django.utils.html import format_html

from annotations.admin.site import site
from annotations.domain.errors import Refusal, Stale


def add_refusal(form: forms.BaseForm, refusal: Refusal, aliases: Mapping[str, str] | None = None) -> None:
    """Puts the refusal beside the field it concerns, or above the form when it has no such field."""
    name = (aliases or {}).get(refusal.field or "", refusal.field)
    form.add_error(name if name in form.fields else None, refusal.message)


class RefusableForm(forms.ModelForm):
    """A form for a row. It looks at shape only; the action that saves decides, and its refusal comes back
    as `refusal` on the form's class, which is made anew for every request.
    """

    refusal: Refusal | None = None
    aliases: Mapping[str, str] = {}
    """Names of refused values, where the form's field has another name."""

    def clean(self) -> dict[str, Any]:
        """Shows what the action refused a moment ago."""
        if self.refusal is not None:
            add_refusal(self, self.refusal, self.aliases)
            self._offer_to_save_over(self.refusal)
        return self.cleaned_data

    def _post_clean(self) -> None:
        """Fills the row, for its name in messages, without Django's checks of constraints: the action's
        refusals say better what to do.
        """
        self.instance = construct_instance(self, self.instance, self._meta.fields, self._meta.exclude)

    def _offer_to_save_over(self, refusal: Refusal) -> None:
        """After a refused old version, saving again is a decision taken with the present state in sight."""
        if isinstance(refusal, Stale):
            sent = {name: self.data[name] for name in self.data}
            self.data = {**sent, self.add_prefix("expected_version"): str(refusal.details["version"])}


class VersionedForm(RefusableForm):
    """A form for a row with a version: a row that changed since the form was opened is not overwritten
    unseen.
    """

    expected_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["expected_version"] = self.instance.version


def long_text(*, required: bool = True, help_text: str = "", label: str | None = None) -> forms.CharField:
    """A field for reasons and notes."""
    widget = forms.Textarea(attrs={"rows": 3, "cols": 80})
    return forms.CharField(required=required, help_text=help_text, label=label, widget=widget)


def choice(choices: type[TextChoices], **options: Any) -> forms.ChoiceField:
    """A field for one word of a closed list."""
    return forms.ChoiceField(choices=choices.choices, **options)


def row_found_by_typing(model: type[models.Model], name: str, **options: Any) -> forms.ModelChoiceField:
    """A field for the row that `model.name` points to, found by typing."""
    field = model._meta.get_field(name)
    assert isinstance(field, models.ForeignKey)
    queryset = field.related_model._default_manager.all()
    return forms.ModelChoiceField(queryset=queryset, widget=AutocompleteSelect(field, site), **options)


def linked_page(name: str, ids: Sequence[int], words: str) -> str:
    """A link to a page outside of this site."""
    return format_html('<a href="{}">{}</a>', reverse(name, args=ids), words)
