"""The form under which a verdict is signed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from annotations.domain.vocabulary import ContextFlag, Status

UNSIGNABLE = (Status.NOT_CHECKABLE, Status.PENDING_EVENT)


class VerdictForm(forms.Form):
    """The shape of a signature; what may be signed is decided by the action."""

    assessment = forms.IntegerField(
        widget=forms.HiddenInput,
        error_messages={"required": _("The status is being computed. Wait a moment, look at it, then sign.")},
    )
    reason = forms.CharField(
        label=_("Why this is right"),
        help_text=_("One or two sentences in your own words; they are shown with the verdict."),
        widget=forms.Textarea(
            attrs={"rows": 3, "dir": "auto", "data-key": "v", "data-key-label": _("Write a verdict")}
        ),
        max_length=4_000,
    )
    status = forms.ChoiceField(
        label=_("I come to another status"),
        help_text=_(
            "Your signature then disputes the computed status, and an editor settles between the two."
        ),
        choices=[
            ("", _("No, I sign what is computed")),
            *(choice for choice in Status.choices if choice[0] not in UNSIGNABLE),
        ],
        required=False,
    )
    short_claim = forms.CharField(
        label=_("The claim in under 75 characters"),
        help_text=_("For lists and ClaimReview. Left empty, it is shortened at a word."),
        required=False,
        max_length=200,
    )
    context_flag = forms.ChoiceField(
        label=_("What arithmetic cannot see"),
        choices=[(ContextFlag.NONE, _("Nothing to add")), *ContextFlag.choices[1:]],
        required=False,
    )


class SettlementOfDissentForm(forms.Form):
    """How an editor decides between a dissent and the computed status."""

    outcome = forms.ChoiceField(
        label=_("Who is right"),
        choices=[("overruled", _("The computed status stands")), ("upheld", _("The dissent is upheld"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=2_000,
        error_messages={"required": _("Say in a sentence why.")},
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
