"""How often an article's address is read again."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

INTERVALS = [
    ("", _("Never")),
    ("1", _("Every hour")),
    ("6", _("Every 6 hours")),
    ("24", _("Every day")),
    ("72", _("Every 3 days")),
    ("168", _("Every week")),
    ("336", _("Every 2 weeks")),
    ("720", _("Every month")),
]


class CheckForm(forms.Form):
    """The interval, in hours; empty for never."""

    every_hours = forms.TypedChoiceField(
        label=_("Read the address again"), choices=INTERVALS, required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A program may have set an interval that is not offered here; saving must not change it unseen.
        hours = self.initial.get("every_hours")
        if hours and str(hours) not in dict(INTERVALS):
            words = ngettext("Every %(count)s hour", "Every %(count)s hours", hours) % {"count": hours}
            self.fields["every_hours"].choices = [*INTERVALS, (str(hours), words)]  # type: ignore[attr-defined]
