"""The form of a decision about who copied whom."""

from django import forms
from django.utils.translation import gettext_lazy as _

from annotations.domain.vocabulary import DerivationKind

AS_SUGGESTED, REVERSED = "as_suggested", "reversed"
INDEPENDENT = _("Each wrote it by themselves.")


class AcceptForm(forms.Form):
    """Which of the two rests on the other, and how."""

    direction = forms.ChoiceField(
        label=_("Direction"),
        choices=[(AS_SUGGESTED, ""), (REVERSED, "")],
        initial=AS_SUGGESTED,
        widget=forms.RadioSelect,
    )
    kind = forms.ChoiceField(label=_("How"), choices=DerivationKind.choices)
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=2000, widget=forms.TextInput(attrs={"dir": "auto"})
    )

    def settle(self) -> None:
        """Takes what was chosen along, out of sight."""
        for name in ("direction", "kind"):
            self.fields[name].widget = forms.HiddenInput()


class RejectForm(forms.Form):
    """Why they do not rest on each other."""

    rejected_because = forms.CharField(
        label=_("Why not"),
        error_messages={"required": _("Say why, so that others can follow.")},
        max_length=2000,
        initial=INDEPENDENT,
        widget=forms.TextInput(attrs={"dir": "auto", "list": "usual-reasons"}),
    )
