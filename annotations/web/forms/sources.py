"""Forms for sources: what is said about one, how a copy comes in, what it rests on, whether it stands."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from annotations.domain.errors import Invalid
from annotations.domain.identifiers import identifiers_in
from annotations.domain.tags import tags_in
from annotations.domain.vocabulary import DerivationKind, Origin, SourceKind
from annotations.domain.weblinks import without_credentials
from annotations.models import Source
from annotations.web.forms.articles import COMMON_LANGUAGES, WAYS, DocumentForm
from annotations.web.forms.publisher_field import PublisherNaming

LATER = "later"
READ_FROM = (Origin.UPLOAD.value, Origin.FETCH.value)
"""The ways in which a document comes that may name its own title."""


SAID = (
    "title",
    "kind",
    "url",
    "published_on",
    "authors",
    "language",
    "identifiers",
    "tags",
    "is_anonymous",
    "note",
)
"""What a form says about a source, besides its publisher."""


class SourceForm(PublisherNaming):
    """What is said about a source."""

    title = forms.CharField(label=_("Title"), max_length=500, widget=forms.TextInput(attrs={"dir": "auto"}))
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

    identifiers = forms.CharField(
        label=_("Identifiers"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "ltr", "spellcheck": "false", "autocomplete": "off"}),
        help_text=_("One a line: a DOI, ISBN, ISSN or arXiv number as you find it, or “name: value”."),
    )
    tags = forms.CharField(
        label=_("Tags"), required=False, max_length=1_100, help_text=_("With commas between.")
    )
    note = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"})
    )

    field_order = ["title", "publisher", "publisher_kind", "url"]
    had_credentials = False
    """Whether a user name and password were taken out of the address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["language"], self.initial.get("language"))
        publisher = self.fields["publisher"]
        publisher.required = True
        publisher.error_messages["required"] = _("Say who published it.")

    def clean_url(self) -> str:
        """The address without a user name and password."""
        url: str = self.cleaned_data["url"]
        self.had_credentials = without_credentials(url) != url
        return without_credentials(url)

    def clean_identifiers(self) -> dict[str, str]:
        """The identifiers by name."""
        try:
            return identifiers_in(self.cleaned_data["identifiers"])
        except Invalid as refusal:
            raise forms.ValidationError(refusal.message) from refusal

    def clean_tags(self) -> list[str]:
        """The tags as a list."""
        try:
            return tags_in(self.cleaned_data["tags"])
        except Invalid as refusal:
            raise forms.ValidationError(refusal.message) from refusal

    def source_values(self) -> dict[str, Any]:
        """The values for the action, without the publisher."""
        return {name: self.cleaned_data[name] for name in SAID}


class EditedSourceForm(SourceForm):
    """A source that is known, and why it is corrected where statuses would move."""

    reason = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=2_000,
        # It stands beside what would follow, outside of the form.
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto", "form": "change"}),
    )


class NewSourceForm(SourceForm):
    """A source whose document may name its title, day, language and authors itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = "title" if self.initial.get("url") else "url"
        self.fields[first].widget.attrs["autofocus"] = not self.is_bound
        self.fields["title"].required = self.is_bound and self.data.get("way") not in READ_FROM
        self.fields["title"].help_text = _("Left empty, the document’s own title is taken.")


class CaptureForm(DocumentForm):
    """A copy of a source, in one of three ways."""

    is_summary = forms.BooleanField(
        label=_("This is my own summary, not the text of the source"),
        required=False,
        help_text=_("It is shown as a summary wherever it is quoted."),
    )

    def clean_url(self) -> str:
        """The address without a user name and password."""
        return without_credentials(self.cleaned_data["url"])


class NewCopyForm(CaptureForm):
    """The first copy of a source, which may come later."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        way = self.fields["way"]
        assert isinstance(way, forms.ChoiceField)
        way.choices = [*WAYS, (LATER, _("Later"))]


class DerivationForm(forms.Form):
    """What a source rests on."""

    kind = forms.ChoiceField(label=_("This source"), choices=DerivationKind.choices)
    origin = forms.ModelChoiceField(
        label=_("which source"),
        queryset=Source.objects.all(),
        error_messages={"required": _("Choose the source that it rests on.")},
    )
    reason = forms.CharField(label=_("How one can tell"), required=False, max_length=500)

    def chosen_origins(self) -> list[int]:
        """The id of the source that is chosen at this moment, as a list of none or one."""
        value = str(self["origin"].value() or "")
        return [int(value)] if value.isdecimal() and len(value) < 18 else []


def _offer(field: forms.Field, language: str | None) -> None:
    """A language that is not among the common ones stays what it is."""
    assert isinstance(field, forms.ChoiceField)
    if language and language not in dict(COMMON_LANGUAGES):
        field.choices = [*COMMON_LANGUAGES, (language, language)]
