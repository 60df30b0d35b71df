"""The forms of a second reading, of settling between two, and of asking who reads."""

from django import forms
from django.utils.translation import gettext_lazy as _

from annotations.domain.vocabulary import Stance

NO_BEARING = "none"
"""What the form says for a passage that does not bear on the claim; the action takes an empty stance."""


class AnswerForm(forms.Form):
    """How somebody reads a passage."""

    stance = forms.ChoiceField(
        label=_("What the passage does to the claim"),
        choices=Stance.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what the passage does to the claim.")},
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("One sentence helps whoever has to settle a difference. They do not learn your name."),
        required=False,
        max_length=4_000,
        widget=forms.Textarea(
            attrs={"rows": 2, "dir": "auto", "data-key": "r", "data-key-label": _("Write why")}
        ),
    )


class SettlementForm(forms.Form):
    """How a third person decides between two readings."""

    stance = forms.ChoiceField(
        label=_("What the passage does to the claim"),
        choices=[*Stance.choices, (NO_BEARING, _("No bearing on it"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what the passage does to the claim.")},
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Both who read the passage before will see it."),
        max_length=4_000,
        error_messages={"required": _("Say in a sentence why.")},
        widget=forms.Textarea(
            attrs={"rows": 2, "dir": "auto", "data-key": "r", "data-key-label": _("Write why")}
        ),
    )

    def decided(self) -> str:
        """The stance as the action takes it: empty where the passage does not bear on the claim."""
        stance: str = self.cleaned_data["stance"]
        return "" if stance == NO_BEARING else stance
