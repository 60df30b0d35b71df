"""Forms for publishers: what is said about one when it is registered, and afterwards."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from django import forms
from django.utils.translation import gettext_lazy as _

from annotations.actions.shapes import country_code, language_tag, web_address, wikidata_id
from annotations.domain.errors import Invalid
from annotations.domain.places_and_languages import COUNTRIES, country_meant
from annotations.domain.tags import tags_in
from annotations.domain.vocabulary import PublisherKind
from annotations.domain.weblinks import without_credentials
from annotations.web.forms.publisher_field import PublisherNameInput

Value = TypeVar("Value")


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
        label=_("Country"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"list": "countries", "autocomplete": "off"}),
        help_text=_("Its name or its two letters, for example Germany or DE."),
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

    countries = tuple(COUNTRIES.items())
    had_credentials = False
    """Whether a user name and password were taken out of the address."""

    def __init__(self, *args: Any, may_own: bool = True, **kwargs: Any) -> None:
        """Another owner moves other statuses too and has a page of its own: `may_own` leaves the field in."""
        super().__init__(*args, **kwargs)
        if not may_own:
            del self.fields["owner_publisher"]

    def clean_country(self) -> str:
        """The code, also of a country that is named."""
        return _checked(country_code, country_meant(self.cleaned_data["country"]))

    def clean_languages(self) -> list[str]:
        """The codes as a list."""
        codes = [code.strip() for code in self.cleaned_data["languages"].split(",") if code.strip()]
        return [_checked(language_tag, code) for code in codes]

    def clean_homepage(self) -> str:
        """The address without a user name and password."""
        typed: str = self.cleaned_data["homepage"]
        self.had_credentials = without_credentials(typed) != typed
        return _checked(partial(web_address, field="homepage", longest=500), without_credentials(typed))

    def clean_wikidata_id(self) -> str:
        """The item, also of a pasted address."""
        return _checked(wikidata_id, str(self.cleaned_data["wikidata_id"]).rstrip("/").rpartition("/")[2])

    def clean_tags(self) -> list[str]:
        """The tags as a list."""
        return _checked(tags_in, self.cleaned_data["tags"])

    def publisher_values(self) -> dict[str, Any]:
        """The values for the action, without the owner."""
        return {name: value for name, value in self.cleaned_data.items() if name != "owner_publisher"}


def _checked(check: Callable[[str], Value], typed: str) -> Value:
    """What the register would keep: all that it would refuse is said at once, each beside its field."""
    try:
        return check(typed)
    except Invalid as refusal:
        raise forms.ValidationError(refusal.message) from refusal
