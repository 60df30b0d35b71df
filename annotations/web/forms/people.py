"""Forms about oneself."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _

from annotations.domain.times.zones import time_zones
from annotations.domain.vocabulary import Digest
from annotations.models import User


class SignInForm(AuthenticationForm):
    """Name and password. The name is the same whatever its case."""

    error_messages = {
        "invalid_login": _("Name and password do not match. Capital letters matter in the password only."),
        "inactive": _("This person may no longer sign in. Ask an administrator."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Name")
        self.fields["username"].widget.attrs.update({"autocapitalize": "none", "spellcheck": "false"})


class ProfileForm(forms.Form):
    """What a person says about themselves."""

    display_name = forms.CharField(label=_("Name"), max_length=150)
    email = forms.EmailField(label=_("Email"), required=False)
    time_zone = forms.CharField(
        label=_("Time zone"),
        help_text=_("Times are shown in it. For example Europe/Berlin."),
        widget=forms.TextInput(attrs={"list": "time-zones", "autocomplete": "off", "spellcheck": "false"}),
    )
    theme = forms.ChoiceField(
        label=_("Theme"),
        choices=User._meta.get_field("theme").choices,  # type: ignore[arg-type]
        widget=forms.RadioSelect,
    )
    digest = forms.ChoiceField(
        label=_("Unread notices by e-mail"),
        help_text=_("At seven in the morning, when there are any; weekly letters come on Mondays."),
        choices=Digest.choices,
        required=False,
        widget=forms.RadioSelect,
    )

    def clean_digest(self) -> str:
        """As it was, where nothing was said."""
        return self.cleaned_data["digest"] or str(self.initial.get("digest", Digest.NEVER))

    @property
    def time_zones(self) -> list[str]:
        """Every name there is, for the browser to offer."""
        return sorted(time_zones())


class PasswordForm(forms.Form):
    """The present password once, the new one twice."""

    old = forms.CharField(
        label=_("Present password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=_("New password"),
        strip=False,
        help_text=_("At least ten characters; several words are easier to remember than signs."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("New password once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_again(self) -> str:
        """Both new ones are the same."""
        again: str = self.cleaned_data["again"]
        if self.cleaned_data.get("new") not in (None, again):
            raise forms.ValidationError(_("The two new passwords differ."))
        return again
