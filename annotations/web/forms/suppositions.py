"""The day as of which somebody asks for a status."""

from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class KnownOnForm(forms.Form):
    """One day, not after today."""

    known_on = forms.DateField(
        label=gettext_lazy("As known on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "autocomplete": "off"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Leaves out what was published later, and what has no date."),
    )

    def clean_known_on(self) -> date | None:
        """Refuses a day that has not come."""
        day: date | None = self.cleaned_data["known_on"]
        if day is not None and day > timezone.localdate():
            raise forms.ValidationError(_("That day has not come yet."))
        return day
