"""Forms of giving out work."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from annotations.domain.work.comments import LONGEST
from annotations.models import User


def _named(people: Sequence[User]) -> list[tuple[str, str]]:
    return [(str(one.pk), one.display_name) for one in people]


class AssignForm(forms.Form):
    """To whom, until when, and what to look at."""

    person = forms.TypedMultipleChoiceField(
        label=_("To whom"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    due_on = forms.DateField(
        label=_("Due on"),
        required=False,
        help_text=_("Until the end of that day, on their own clock."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    note = forms.CharField(
        label=_("What to look at"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.named = _named(people)
        self.fields["person"].choices = self.named  # type: ignore[attr-defined]

    def names_of(self, person_ids: Sequence[int]) -> list[str]:
        """The names of those chosen."""
        return [name for pk, name in self.named if int(pk) in person_ids]


class HandOnForm(forms.Form):
    """To whom instead, and what they should know."""

    person = forms.TypedChoiceField(label=_("To whom"), coerce=int)
    note = forms.CharField(
        label=_("What they should know"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = _named(people)  # type: ignore[attr-defined]


class WorkForm(forms.Form):
    """Until when, and what to look at."""

    due_on = forms.DateField(
        label=_("Due on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    note = forms.CharField(
        label=_("What to look at"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class CommentForm(forms.Form):
    """What somebody says. What was typed is never lost, so length and emptiness are judged by the action."""

    text = forms.CharField(
        label=_("Comment"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST, "dir": "auto", "data-names": ""}),
    )
    evidence = forms.IntegerField(required=False, widget=forms.HiddenInput)
    replies_to = forms.IntegerField(required=False, widget=forms.HiddenInput)
    without_telling = forms.BooleanField(
        label=_("Send it without telling those who may not see it"), required=False
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
