"""Forms about desks, the people there, and invitations."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from annotations.domain.vocabulary import DeskVisibility, Role
from annotations.models import Desk, User
from annotations.models.desks import DESK_ROLES

ROLES = [(role.value, role.label) for role in DESK_ROLES]
DAYS = [("1", _("A day")), ("7", _("A week")), ("30", _("A month"))]
NOBODY = ("", _("nobody chosen"))


class DeskForm(forms.Form):
    """What a desk is called, what it is for, and who sees what it owns."""

    name = forms.CharField(label=_("Name"), max_length=100)
    purpose = forms.CharField(label=_("What it is for"), max_length=300, required=False)
    visibility = forms.ChoiceField(
        label=_("Who sees what it owns"),
        choices=DeskVisibility.choices,
        initial=DeskVisibility.OPEN,
        widget=forms.RadioSelect,
    )


class MemberForm(forms.Form):
    """Somebody who comes to a desk, in a role there."""

    person = forms.TypedChoiceField(label=_("Person"), coerce=int)
    role = forms.ChoiceField(label=_("As"), choices=ROLES, initial=Role.REVIEWER)

    def __init__(self, *args: Any, offered: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            NOBODY,
            *((one.pk, one.display_name) for one in offered),
        ]


class HandOverForm(forms.Form):
    """Who takes over the open work of somebody who leaves; asked only where there is any."""

    hand_to = forms.TypedChoiceField(label=_("Who takes over"), coerce=int, required=False, empty_value=None)

    def __init__(self, *args: Any, offered: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hand_to"].choices = [  # type: ignore[attr-defined]
            NOBODY,
            *((one.pk, one.display_name) for one in offered),
        ]


class RoleForm(HandOverForm):
    """What somebody at a desk may do there from now on."""

    role = forms.ChoiceField(label=_("Role"), choices=ROLES)


class InvitationForm(forms.Form):
    """For whom a link is, and how long it holds."""

    desk_role = forms.ChoiceField(label=_("At the desk"), choices=ROLES, initial=Role.REVIEWER)
    role = forms.ChoiceField(
        label=_("In the newsroom"),
        choices=Role.choices,
        initial=Role.READER,
        help_text=_("For somebody who has no account yet."),
    )
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("With one, only whoever has this address comes in.")
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
    days = forms.TypedChoiceField(label=_("It holds for"), coerce=int, choices=DAYS, initial="7")

    def __init__(self, *args: Any, desk: Desk | None, says_role: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if desk is None:
            del self.fields["desk_role"]
        if not says_role:
            del self.fields["role"]


class NewPersonForm(forms.Form):
    """Somebody who comes in by a link and had no account."""

    display_name = forms.CharField(label=_("Your name"), max_length=150)
    username = forms.CharField(
        label=_("Name to sign in with"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=_("At least ten characters; several words are easier to remember than signs."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
