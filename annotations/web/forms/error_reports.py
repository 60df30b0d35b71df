"""What a reader writes about a check, and what an editor answers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from annotations.domain.vocabulary import ReportOutcome


class ReportForm(forms.Form):
    """A report. `website` is asked of nobody who sees the page: only what fills in everything fills it in."""

    text = forms.CharField(
        label=_("What is wrong?"),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )
    address = forms.CharField(
        label=_("Where can we read it otherwise?"),
        help_text=_("The address of a page, or the name of a document."),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    reader_name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    reader_email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("Only if we may ask you something. We show it to nobody."),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )


class SettleReportForm(forms.Form):
    """What came of a report."""

    outcome = forms.ChoiceField(
        label=_("What came of it"),
        choices=[one for one in ReportOutcome.choices if one[0] != ReportOutcome.WAITING],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Why"),
        help_text=_("For colleagues. The reader does not see it."),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
