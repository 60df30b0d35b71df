"""The form that proposes another status."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from annotations.domain.verification import rank
from annotations.domain.verification.overrides import TEXT_MINIMUM
from annotations.domain.vocabulary import OverrideReason, Status


class OverrideForm(forms.Form):
    """Which status, and why. `assessment_id` is the one that whoever proposes it saw."""

    assessment_id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    status = forms.ChoiceField(label=_("Show instead"))
    reason_code = forms.ChoiceField(label=_("Kind of reason"), choices=OverrideReason.choices)
    text = forms.CharField(
        label=_("Why"),
        help_text=_("%(least)s characters or more. It is shown and exported beside the status.")
        % {"least": TEXT_MINIMUM},
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto", "data-least": TEXT_MINIMUM}),
    )

    def __init__(self, *args: Any, computed: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = [  # type: ignore[attr-defined]
            (value, label)
            for value, label in Status.choices
            if value != computed and rank(Status(value)) is not None
        ]
