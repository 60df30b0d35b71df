"""The form with which a publisher is registered."""

from django import forms
from django.utils.translation import gettext_lazy as _

from annotations.domain.vocabulary import PublisherKind


class PublisherForm(forms.Form):
    """What is said about a publisher when it is registered."""

    name = forms.CharField(
        label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto", "autofocus": True})
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[("", _("Choose what it is")), *PublisherKind.choices],
        error_messages={
            "required": _("Say what it is: its reliability starts from the default of its kind.")
        },
    )
    country = forms.CharField(
        label=_("Country"), max_length=2, required=False, help_text=_("Two letters, for example DE.")
    )
    homepage = forms.CharField(
        label=_("Home page"),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url", "placeholder": "https://", "autocomplete": "off"}),
    )
    note = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"})
    )
