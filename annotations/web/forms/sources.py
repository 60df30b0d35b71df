"""Forms for sources: what is said about one, how a copy of it comes in, and what it rests on."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from annotations.domain.vocabulary import DerivationKind, SourceKind
from annotations.models import Source
from annotations.web.forms.articles import COMMON_LANGUAGES, DocumentForm
from annotations.web.forms.publisher_field import PublisherNaming


class SourceForm(PublisherNaming):
    """What is said about a source."""

    title = forms.CharField(
        label=_("Title"), max_length=500, widget=forms.TextInput(attrs={"dir": "auto", "autofocus": True})
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=SourceKind.choices, initial=SourceKind.REPORT)
    url = forms.CharField(
        label=_("Address"),
        required=False,
        max_length=2000,
        widget=forms.TextInput(attrs={"inputmode": "url", "placeholder": "https://", "autocomplete": "off"}),
    )
    published_on = forms.DateField(
        label=_("Published on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    authors = forms.CharField(
        label=_("Authors"), max_length=500, required=False, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    language = forms.ChoiceField(label=_("Language"), choices=COMMON_LANGUAGES, initial="und")
    is_anonymous = forms.BooleanField(
        label=_("Nobody is named as its origin"),
        required=False,
        help_text=_(
            "For example “unnamed diplomats”. It counts only through an outlet that is reliable itself."
        ),
    )

    field_order = ["title", "publisher", "publisher_kind"]

    def source_values(self) -> dict[str, Any]:
        """The values for the action, without the publisher."""
        names = ("title", "kind", "url", "published_on", "authors", "language", "is_anonymous")
        return {name: self.cleaned_data[name] for name in names}


class CaptureForm(DocumentForm):
    """A copy of a source, in one of three ways."""

    is_summary = forms.BooleanField(
        label=_("This is my own summary, not the text of the source"),
        required=False,
        help_text=_("It is shown as a summary wherever it is quoted."),
    )


class DerivationForm(forms.Form):
    """What a source rests on."""

    origin = forms.ModelChoiceField(label=_("It rests on"), queryset=Source.objects.none())
    kind = forms.ChoiceField(label=_("How"), choices=DerivationKind.choices)
    reason = forms.CharField(label=_("How one can tell"), required=False, max_length=500)

    def __init__(self, *args: Any, origins: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["origin"].queryset = origins  # type: ignore[attr-defined]
