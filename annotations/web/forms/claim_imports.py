"""A file of claims, chosen or pasted."""

from io import BytesIO
from typing import Any

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotations.domain.vocabulary import ClaimImportFormat


class ClaimFileForm(forms.Form):
    """A file, or what was pasted, and what it is written in. After cleaning, `stream` holds it either way."""

    format = forms.ChoiceField(
        label=gettext_lazy("Format"),
        choices=ClaimImportFormat.choices,
        initial=ClaimImportFormat.CLAIMREVIEW,
        widget=forms.RadioSelect,
    )
    file = forms.FileField(label=gettext_lazy("File"), required=False, allow_empty_file=True)
    content = forms.CharField(
        label=gettext_lazy("Or paste it"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "class": "code-text", "dir": "ltr", "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        """Asks for one of the two."""
        values = super().clean() or {}
        file, content = values.get("file"), values.get("content") or ""
        if file is not None and file.size > settings.IMPORT_BYTES_MAX:
            most = filesizeformat(settings.IMPORT_BYTES_MAX)
            self.add_error("file", _("The file is larger than %(most)s. Divide it.") % {"most": most})
        elif file is not None:
            values |= {"stream": file.file, "file_name": file.name or ""}
        elif content.strip():
            values |= {"stream": BytesIO(content.encode("utf-8", "replace")), "file_name": ""}
        elif "file" not in self.errors:
            self.add_error("file", _("Choose a file, or paste what it holds."))
        return values
