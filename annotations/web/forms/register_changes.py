"""Forms for changes of the register that bear on statuses. Each says what is to change, and why."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from annotations.domain.vocabulary import (
    DerivationKind,
    Grade,
    PublisherRelationKind,
    SourceRelationKind,
    SourceState,
)
from annotations.models import PartyBloc, Source
from annotations.web.forms.publisher_field import PublisherNameInput

ANY_DAY = _("Empty for open.")


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=ANY_DAY,
    )


class ReasonForm(forms.Form):
    """Why the register is changed. Of a form without further fields this is all there is to say."""

    reason = forms.CharField(
        label=_("Why"),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        max_length=2_000,
        error_messages={"required": _("Say why, so that others can follow.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["kind", *(name for name in self.fields if name not in ("kind", "reason"))])


class UnmergeForm(ReasonForm):
    """Why two are two after all: asked for where statuses would move."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False


class RegradeForm(ReasonForm):
    """Another grade, overall or on one topic."""

    grade = forms.ChoiceField(label=_("Grade"), choices=Grade.choices, widget=forms.RadioSelect)
    topic = forms.CharField(
        label=_("On which topic"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "list": "known-topics", "autocomplete": "off"}),
        help_text=_("Empty for the overall grade. A grade of a topic counts for claims of that topic alone."),
    )


class StateForm(ReasonForm):
    """Whether a source still stands."""

    state = forms.ChoiceField(label=_("It is"), choices=SourceState.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _(
            "With the place where the correction or retraction was published."
        )


class OwnerForm(ReasonForm):
    """Who owns a publisher."""

    publisher = forms.CharField(
        label=_("Owner"),
        max_length=200,
        required=False,
        widget=PublisherNameInput,
        help_text=_("A name of the register. Empty when nobody owns it."),
    )


class BlocForm(ReasonForm):
    """For which side of a dispute a publisher speaks, and when."""

    bloc = forms.ModelChoiceField(
        label=_("Speaks for"), queryset=PartyBloc.objects.order_by("dispute", "name", "pk")
    )
    starts_on = _day(_("From"))
    ends_on = _day(_("To, this day included"))


class MembershipForm(ReasonForm):
    """The days of a membership."""

    starts_on = _day(_("From"))
    ends_on = _day(_("To, this day included"))


class PublisherRelationForm(ReasonForm):
    """What holds between a publisher and another one."""

    kind = forms.ChoiceField(
        label=_("The two are"), choices=PublisherRelationKind.choices, widget=forms.RadioSelect
    )
    publisher = forms.CharField(
        label=_("The other publisher"),
        max_length=200,
        widget=PublisherNameInput,
        help_text=_("A name of the register."),
    )


class SourceChoiceForm(ReasonForm):
    """Another source."""

    origin = forms.ModelChoiceField(
        label=_("Which source"),
        queryset=Source.objects.all(),
        error_messages={"required": _("Choose a source.")},
    )

    def chosen(self) -> list[int]:
        """The id of the source that is chosen at this moment, as a list of none or one."""
        value = str(self["origin"].value() or "")
        return [int(value)] if value.isdecimal() and len(value) < 18 else []


class DerivedForm(SourceChoiceForm):
    """What a source rests on."""

    kind = forms.ChoiceField(label=_("This source"), choices=DerivationKind.choices)


class SourceRelationForm(SourceChoiceForm):
    """What holds between a source and another one."""

    kind = forms.ChoiceField(label=_("The two are"), choices=SourceRelationKind.choices)
