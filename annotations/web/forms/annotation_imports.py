"""A file of annotations, chosen or pasted."""

from typing import Any

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

WAYS = [("upload", gettext_lazy("File")), ("paste", gettext_lazy("Paste"))]


class AnnotationFileForm(forms.Form):
    """One of two ways in which annotations come in. After cleaning, `content` holds them either way."""

    way = forms.ChoiceField(
        label=gettext_lazy("Where the annotations come from"),
        choices=WAYS,
        initial="upload",
        widget=forms.RadioSelect,
    )
    file = forms.FileField(label=gettext_lazy("File"), required=False, allow_empty_file=True)
    content = forms.CharField(
        label=gettext_lazy("Annotations"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "class": "code-text", "dir": "ltr", "spellcheck": "false"}),
        help_text=gettext_lazy("JSON, whole, as the other tool gave it."),
    )

    def clean(self) -> dict[str, Any]:
        """Asks for what the chosen way needs, and decodes a file."""
        values = super().clean() or {}
        if values.get("way") == "upload" and "file" not in self.errors:
            values |= self._read(values.get("file"))
        elif values.get("way") == "paste" and not (values.get("content") or "").strip():
            self.add_error("content", _("Paste the annotations."))
        return values

    def _read(self, file: Any) -> dict[str, str]:
        if file is None:
            self.add_error("file", _("Choose a file."))
        elif file.size > settings.IMPORT_BYTES_MAX:
            most = filesizeformat(settings.IMPORT_BYTES_MAX)
            self.add_error("file", _("The file is larger than %(most)s. Divide it.") % {"most": most})
        elif not file.size:
            self.add_error("file", _("The file is empty."))
        else:
            return self._decoded(file)
        return {}

    def _decoded(self, file: Any) -> dict[str, str]:
        try:
            return {"content": file.read().decode("utf-8-sig"), "file_name": file.name}
        except UnicodeDecodeError:
            self.add_error("file", _("This is no text in UTF-8. Annotations are files of JSON."))
            return {}
