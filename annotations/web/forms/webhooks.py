"""Forms of webhooks."""

from django import forms
from django.utils.translation import gettext_lazy as _


class WebhookEditForm(forms.Form):
    """What may be changed about a webhook."""

    name = forms.CharField(
        label=_("Name"), max_length=100, help_text=_("Who is told, so that you know it again.")
    )
    address = forms.CharField(
        label=_("Address"),
        max_length=1000,
        help_text=_("Public, and over TLS: https://…"),
        widget=forms.URLInput(attrs={"placeholder": "https://", "dir": "ltr"}),
    )


class WebhookForm(WebhookEditForm):
    """A new webhook."""

    include_unsigned = forms.BooleanField(
        label=_("Also what is not verified"),
        required=False,
        help_text=_("Drafts, stale claims, everything that you may see. Otherwise only what is signed."),
    )
    from_the_beginning = forms.BooleanField(
        label=_("First everything that there is"),
        required=False,
        help_text=_("Otherwise it is told of what changes from now on."),
    )
