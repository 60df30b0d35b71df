"""The two fields with which a form names a publisher."""

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from annotations.domain.vocabulary import PublisherKind


class PublisherNameInput(forms.TextInput):
    """A text field that offers names of the register while one types."""

    template_name = "articles/_publisher_input.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        widget = context["widget"]
        widget["list"] = f"{widget['attrs'].get('id', name)}_list"
        widget["attrs"] |= {
            "list": widget["list"],
            "autocomplete": "off",
            "hx-get": str(reverse_lazy("publisher-options")),
            "hx-trigger": "focus once, input changed delay:150ms",
            "hx-target": f"#{widget['list']}",
            "hx-swap": "innerHTML",
            "hx-sync": "this:replace",
        }
        return context


class PublisherNaming(forms.Form):
    """A publisher by name, and what it is when it is new."""

    publisher = forms.CharField(
        label=_("Publisher"),
        max_length=200,
        required=False,
        widget=PublisherNameInput,
        help_text=_("Who published it. Names in the register are offered while you type."),
    )
    publisher_kind = forms.ChoiceField(
        label=_("If it is new"),
        required=False,
        choices=[("", _("It is in the register")), *PublisherKind.choices],
        help_text=_("Say what it is, and it is registered."),
    )
