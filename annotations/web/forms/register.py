"""Forms for the register as a whole: changing many rows, keeping a filter, reading a file."""

from typing import Any

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotations.domain.vocabulary import PublisherKind, RegisterNoun, SourceKind
from annotations.queries.register_edits import SharedEdit
from annotations.web.forms.articles import COMMON_LANGUAGES

KINDS: dict[str, Any] = {RegisterNoun.SOURCES: SourceKind, RegisterNoun.PUBLISHERS: PublisherKind}


class SharedEditForm(forms.Form):
    """What is to hold for every one of many rows.

    Its names have a prefix: it travels in one address with the filter that the rows were found by, which has
    a kind and a language too.
    """

    prefix = "change"

    add_tags = forms.CharField(
        label=gettext_lazy("Add tags"), required=False, help_text=gettext_lazy("With commas between.")
    )
    remove_tags = forms.CharField(label=gettext_lazy("Remove tags"), required=False)
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        required=False,
        choices=[("", gettext_lazy("As it is")), *COMMON_LANGUAGES],
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)

    def __init__(self, *args: Any, noun: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [("", _("As it is")), *KINDS[noun].choices]

    def edit(self) -> SharedEdit:
        """The edit as the action takes it."""
        values = self.cleaned_data
        return SharedEdit(
            add_tags=tuple(filter(str.strip, values["add_tags"].split(","))),
            remove_tags=tuple(filter(str.strip, values["remove_tags"].split(","))),
            language=values["language"],
            kind=values["kind"],
        )


class FilterNameForm(forms.Form):
    """What a filter is called."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=100,
        widget=forms.TextInput(attrs={"dir": "auto", "autofocus": True}),
    )


class RegisterFileForm(forms.Form):
    """A CSV file for the register."""

    file = forms.FileField(label=gettext_lazy("File"), allow_empty_file=True)

    def clean_file(self) -> Any:
        """Not larger than one import may be."""
        file = self.cleaned_data["file"]
        if file.size > settings.IMPORT_BYTES_MAX:
            most = filesizeformat(settings.IMPORT_BYTES_MAX)
            raise forms.ValidationError(_("The file is larger than %(most)s. Divide it.") % {"most": most})
        return file
