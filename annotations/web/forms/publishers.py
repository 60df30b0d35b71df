"""Forms for publishers: what is said about one when it is registered, and afterwards."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from annotations.domain.errors import Invalid
from annotations.domain.tags import tags_in
from annotations.domain.vocabulary import PublisherKind
from annotations.web.forms.publisher_field import PublisherNameInput


class PublisherForm(forms.Form):
    """What is said about a publisher."""

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
    languages = forms.CharField(
        label=_("Languages"),
        max_length=300,
        required=False,
        help_text=_("Codes with commas between: hy, pt-BR."),
    )
    homepage = forms.CharField(
        label=_("Home page"),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url", "placeholder": "https://", "autocomplete": "off"}),
    )
    wikidata_id = forms.CharField(
        label=_("Wikidata item"), max_length=60, required=False, help_text=_("For example Q1860.")
    )
    owner_publisher = forms.CharField(
        label=_("Owner"),
        max_length=200,
        required=False,
        widget=PublisherNameInput,
        help_text=_("Names in the register are offered while you type."),
    )
    tags = forms.CharField(
        label=_("Tags"), max_length=1_100, required=False, help_text=_("With commas between.")
    )
    is_fictional = forms.BooleanField(
        label=_("It is made up"), required=False, help_text=_("For training; shown as such everywhere.")
    )
    note = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"})
    )

    def __init__(self, *args: Any, may_own: bool = True, **kwargs: Any) -> None:
        """Another owner moves other statuses too and has a page of its own: `may_own` leaves the field in."""
        super().__init__(*args, **kwargs)
        if not may_own:
            del self.fields["owner_publisher"]

    def clean_languages(self) -> list[str]:
        """The codes as a list."""
        return [code.strip() for code in self.cleaned_data["languages"].split(",") if code.strip()]

    def clean_wikidata_id(self) -> str:
        """The item, also of a pasted address."""
        return str(self.cleaned_data["wikidata_id"]).rstrip("/").rpartition("/")[2]

    def clean_tags(self) -> list[str]:
        """The tags as a list."""
        try:
            return tags_in(self.cleaned_data["tags"])
        except Invalid as refusal:
            raise forms.ValidationError(refusal.message) from refusal

    def publisher_values(self) -> dict[str, Any]:
        """The values for the action, without the owner."""
        return {name: value for name, value in self.cleaned_data.items() if name != "owner_publisher"}
