"""Forms of claim sets and exports."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from annotations.domain.vocabulary import ExportFormat

FORMATS = [
    (ExportFormat.CLAIMREVIEW, _("ClaimReview JSON-LD: signed claims, as search engines read them")),
    (ExportFormat.NDJSON, _("NDJSON: one whole claim a line, with evidence and reasons")),
    (ExportFormat.CSV, _("CSV: one row a claim, for a spreadsheet")),
    (ExportFormat.ANNOTATIONS, _("Web Annotations: words, passages and verdicts in their places")),
]


class ClaimSetForm(forms.Form):
    """A name for a filter."""

    name = forms.CharField(label=_("Name"), max_length=200)
    description = forms.CharField(
        label=_("What it is for"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class FreezeForm(forms.Form):
    """A name for the frozen list."""

    name = forms.CharField(label=_("Name of the frozen set"), max_length=200)


class ExportForm(forms.Form):
    """What to export, and how."""

    claim_set = forms.TypedChoiceField(label=_("Claim set"), coerce=int)
    format = forms.ChoiceField(
        label=_("Format"), choices=FORMATS, initial=ExportFormat.NDJSON, widget=forms.RadioSelect
    )
    include_unsigned = forms.BooleanField(
        label=_("Also claims without a standing signature"),
        required=False,
        help_text=_("They carry their computed status and say that nobody has signed it."),
    )

    def __init__(self, *args: Any, claim_sets: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["claim_set"].choices = claim_sets  # type: ignore[attr-defined]
