"""How often the addresses of sources are read again, and why a lost passage still counts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

INTERVALS = [
    ("", _("Never")),
    ("24", _("Every day")),
    ("168", _("Every week")),
    ("720", _("Every month")),
    ("2160", _("Every 3 months")),
]


class WatchForm(forms.Form):
    """The interval, in hours; empty for never."""

    every_hours = forms.TypedChoiceField(
        label=_("Read the address again"), choices=INTERVALS, required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A program may have set an interval that is not offered here; saving must not change it unseen.
        hours = self.initial.get("every_hours") or (self.data.get("every_hours") if self.is_bound else None)
        if hours and str(hours) not in dict(INTERVALS) and str(hours).isdecimal() and len(str(hours)) < 6:
            words = ngettext("Every %(count)s hour", "Every %(count)s hours", int(hours)) % {"count": hours}
            self.fields["every_hours"].choices = [*INTERVALS, (str(hours), words)]  # type: ignore[attr-defined]


class ConfirmForm(forms.Form):
    """Why a passage still counts that is gone from its page."""

    reason = forms.CharField(
        label=_("Why it still counts"),
        max_length=2_000,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        error_messages={"required": _("Say why it still counts.")},
    )
