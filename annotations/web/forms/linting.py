"""The form of the ClaimReview linter."""

from django import forms
from django.utils.translation import gettext_lazy as _

MARKUP_MAXIMUM = 500_000


class LintForm(forms.Form):
    """What is judged, and what is known of the page that carries it."""

    markup = forms.CharField(
        label=_("Markup"),
        max_length=MARKUP_MAXIMUM,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false", "dir": "ltr", "class": "code"}),
        help_text=_("JSON-LD, or the source of a whole page."),
    )
    address = forms.CharField(
        label=_("Address of the page that carries it"),
        required=False,
        max_length=2_000,
        help_text=_("With it the rules about hosts and lists apply as well."),
    )
    is_private = forms.BooleanField(label=_("Readers cannot open that page"), required=False)
