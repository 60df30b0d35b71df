"""The form that issues an API token."""

from django import forms
from django.utils.translation import gettext_lazy as _

from annotations.domain.vocabulary import Scope

LIVES = [
    ("7", _("A week")),
    ("30", _("A month")),
    ("90", _("Three months")),
    ("365", _("A year")),
]
SCOPES = [
    (Scope.READ, _("Read everything you may read")),
    (Scope.EXPORT, _("Ask for exports and fetch them")),
    (Scope.WRITE, _("Change whatever you may change")),
]


class TokenForm(forms.Form):
    """What the token is for, and how long it lives."""

    name = forms.CharField(
        label=_("Name"), max_length=100, help_text=_("What will use it, so that you know it again.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("It may"), choices=SCOPES, initial=[Scope.READ], widget=forms.CheckboxSelectMultiple
    )
    requests_per_minute = forms.IntegerField(
        label=_("Requests in a minute"),
        required=False,
        min_value=1,
        help_text=_("Empty for the usual number, which all your other programs share."),
    )
    days = forms.ChoiceField(label=_("It lives for"), choices=LIVES, initial="90")
