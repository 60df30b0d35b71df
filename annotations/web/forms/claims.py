"""The form of a claim: the statement, its time, and, as rows that can be added and removed, who says it and
its figures.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME, BaseFormSet
from django.utils.translation import gettext_lazy as _

from annotations.actions.claim_nodes import AttributionLayer
from annotations.actions.claim_parts import KEEP, InterestsInput, Keep, QuantityInput, TimeScopeInput
from annotations.domain.times import TimeScope, TimeState, resolve_time
from annotations.domain.vocabulary import (
    AttributionMode,
    AttributionVerb,
    ClaimType,
    Comparator,
    Granularity,
    Risk,
)
from annotations.models import PartyBloc
from annotations.web.forms.publisher_field import PublisherNameInput

LAYERS, FIGURES = "layers", "figures"
OWN, LATER, NO_TIME, AS_STORED = "own", "later", "none", "stored"
MOST_ROWS = 20

Values = list[dict[str, Any]] | None


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


@dataclass(frozen=True, slots=True)
class OfferedTime:
    """A time expression of the words, with what it means; chosen by `key`."""

    key: str
    scope: TimeScope

    @property
    def is_resolved(self) -> bool:
        """Whether there are dates to offer."""
        return self.scope.state == TimeState.RESOLVED


class ClaimForm(forms.Form):
    """One statement and its time. `times` are the expressions that were found in its words."""

    text = forms.CharField(
        label=_("Claim, in plain words"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto", "data-claim-text": ""}),
    )
    type = forms.ChoiceField(label=_("Type"), choices=ClaimType.choices)
    risk = forms.ChoiceField(label=_("Risk"), choices=Risk.choices, initial=Risk.NORMAL)
    risk_reason = forms.CharField(label=_("Why the risk is high"), max_length=200, required=False)
    topic = forms.CharField(
        label=_("Topic"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "list": "graded-topics", "autocomplete": "off"}),
        help_text=_("Publishers that are graded otherwise on this topic count by that grade."),
    )
    must_split = forms.BooleanField(
        label=_("Says more than one thing: to be split before anybody signs"), required=False
    )
    matures_on = _day(_("When the prediction falls due"))
    time = forms.CharField(required=False, initial=NO_TIME)
    time_text = forms.CharField(label=_("In the words of the article"), max_length=200, required=False)
    starts_on = _day(_("From"))
    ends_on = _day(_("To, this day included"))
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    # The words for which figures and the mark of a split were proposed last.
    proposed_for = forms.CharField(required=False, max_length=4_000, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        times: Iterable[OfferedTime] = (),
        stored_time: Any = None,
        types: Iterable[ClaimType] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.times = list(times)
        self.stored_time = stored_time
        field = self.fields["type"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.value, one.label) for one in types or ClaimType]

    @property
    def chosen_time(self) -> str:
        """Which of the offered times is chosen."""
        return str(self["time"].value() or NO_TIME)

    def clean(self) -> dict[str, Any]:
        """A time of one's own needs a day."""
        values = super().clean() or {}
        if values.get("time") == OWN and not values.get("starts_on") and "starts_on" not in self.errors:
            self.add_error("starts_on", _("Enter the day, or the first one."))
        return values

    def time_scope(self) -> TimeScopeInput | Keep | None:
        """The time that was chosen; None for a claim about no particular time."""
        values, chosen = self.cleaned_data, self.cleaned_data["time"]
        if chosen == AS_STORED:
            return KEEP
        if chosen == OWN:
            return _own_time(values)
        if chosen == LATER:
            return _later(values["time_text"] or ", ".join(one.scope.text for one in self.times))
        offered = next((one for one in self.times if one.key == chosen), None)
        return _confirmed(offered.scope) if offered is not None else None


class LayerForm(forms.Form):
    """One layer of an attribution."""

    asserter = forms.CharField(
        label=_("Who"), max_length=200, required=False, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    verb = forms.ChoiceField(label=_("Verb"), choices=AttributionVerb.choices, initial=AttributionVerb.SAID)
    mode = forms.ChoiceField(
        label=_("How"), choices=AttributionMode.choices, initial=AttributionMode.INDIRECT
    )
    publisher = forms.CharField(
        label=_("In the register as"), max_length=200, required=False, widget=PublisherNameInput
    )
    said_on = _day(_("Said on"))
    venue = forms.CharField(
        label=_("Where it was said"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    is_worth_checking = forms.BooleanField(label=_("Worth checking"), required=False, initial=True)

    def clean(self) -> dict[str, Any]:
        """Nobody in particular may only say things anonymously or by hedge."""
        values = super().clean() or {}
        nameless = (AttributionMode.ANONYMOUS, AttributionMode.HEDGED)
        if not self._is_left_out() and not values.get("asserter") and values.get("mode") not in nameless:
            self.add_error("asserter", _("Say who says it, or choose anonymous or hedged."))
        return values

    def _is_left_out(self) -> bool:
        return bool(self.cleaned_data.get(DELETION_FIELD_NAME)) or not self.has_changed()

    def layer(self, publisher_id: int | None) -> AttributionLayer:
        """The layer for the action."""
        values = self.cleaned_data
        return AttributionLayer(
            asserter=values["asserter"],
            verb=values["verb"],
            mode=values["mode"],
            publisher_id=publisher_id,
            said_on=values["said_on"],
            venue=values["venue"],
            is_worth_checking=values["is_worth_checking"],
        )


class FigureForm(forms.Form):
    """One figure: an interval with a unit."""

    text = forms.CharField(label=_("As written"), max_length=200)
    comparator = forms.ChoiceField(label=_("Bounds"), choices=Comparator.choices, initial=Comparator.EXACT)
    low = forms.DecimalField(label=_("At least"), max_digits=30, decimal_places=6)
    high = forms.DecimalField(label=_("At most"), max_digits=30, decimal_places=6, required=False)
    unit = forms.CharField(label=_("Of what"), max_length=100, required=False)
    is_cumulative = forms.BooleanField(label=_("A running total"), required=False)
    scope_who = forms.CharField(label=_("Counted by or among"), max_length=200, required=False)
    scope_where = forms.CharField(label=_("Where"), max_length=200, required=False)
    as_of = _day(_("As of"))

    def clean(self) -> dict[str, Any]:
        """The bounds stand in their order."""
        values = super().clean() or {}
        low, high = values.get("low"), values.get("high")
        if low is not None and high is not None and high < low:
            self.add_error("high", _("This lies below the lower bound."))
        return values

    def quantity(self) -> QuantityInput:
        """The figure for the action."""
        values = {name: self.cleaned_data[name] for name in self.declared_fields}
        return QuantityInput(**values)


class InterestForm(forms.Form):
    """Whose interest the claim serves or harms."""

    favours = forms.MultipleChoiceField(
        label=_("Serves"), required=False, widget=forms.CheckboxSelectMultiple
    )
    disfavours = forms.MultipleChoiceField(
        label=_("Harms"), required=False, widget=forms.CheckboxSelectMultiple
    )
    neutral_for = forms.MultipleChoiceField(
        label=_("Leaves indifferent"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, blocs: Iterable[PartyBloc] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(bloc.pk), f"{bloc.name} ({bloc.dispute})") for bloc in blocs]
        for field in self.fields.values():
            assert isinstance(field, forms.MultipleChoiceField)
            field.choices = choices

    def interests(self) -> InterestsInput:
        """The interests for the action."""
        chosen = {name: [int(pk) for pk in self.cleaned_data[name]] for name in self.fields}
        return InterestsInput(**chosen)


class RemoveInput(forms.CheckboxInput):
    """The box that takes a row out."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"data-remove": "", **(attrs or {})})


class Rows(BaseFormSet):
    """Rows that can be added and removed; a row that was removed or left empty counts for nothing."""

    deletion_widget = RemoveInput

    def kept(self) -> list[Any]:
        """The rows that stand, in order."""
        return [
            form
            for form in self.forms
            if form.has_changed() and not form.cleaned_data.get(DELETION_FIELD_NAME)
        ]


def layer_rows(data: Any = None, *, initial: Values = None, extra: int = 0) -> Rows:
    """Rows of `LayerForm`, outermost first."""
    return _rows(LayerForm, extra)(data, prefix=LAYERS, initial=initial)


def figure_rows(data: Any = None, *, initial: Values = None, extra: int = 0) -> Rows:
    """Rows of `FigureForm`."""
    return _rows(FigureForm, extra)(data, prefix=FIGURES, initial=initial)


def _rows(form: type[forms.Form], extra: int) -> type[Rows]:
    made = forms.formset_factory(
        form, formset=Rows, extra=extra, can_delete=True, max_num=MOST_ROWS, validate_max=True
    )
    assert issubclass(made, Rows)
    return made


def plain_figure(value: Decimal | None) -> str:
    """A figure as people type it: without an exponent, without zeros at the end."""
    return "" if value is None else f"{value.normalize():f}"


def _own_time(values: dict[str, Any]) -> TimeScopeInput:
    starts_on, ends_on = values["starts_on"], values["ends_on"] or values["starts_on"]
    granularity = Granularity.DAY if starts_on == ends_on else Granularity.RANGE
    text = values["time_text"] or (f"{starts_on}" if starts_on == ends_on else f"{starts_on} to {ends_on}")
    return TimeScopeInput(
        text=text,
        starts_on=starts_on,
        ends_on=ends_on,
        granularity=granularity,
        rule="entered",
        is_confirmed=True,
    )


def _later(text: str) -> TimeScopeInput:
    return _scoped(replace(resolve_time("", None), text=text[:200] or "?"), is_confirmed=False)


def _confirmed(scope: TimeScope) -> TimeScopeInput:
    return _scoped(scope, is_confirmed=scope.state == TimeState.RESOLVED)


def _scoped(scope: TimeScope, *, is_confirmed: bool) -> TimeScopeInput:
    return TimeScopeInput(
        text=scope.text[:200],
        starts_on=scope.start,
        ends_on=scope.end,
        granularity=scope.granularity,
        rule=scope.rule,
        anchored_on=scope.anchor,
        anchor_kind=scope.anchor_kind if scope.anchor else "",
        is_confirmed=is_confirmed,
    )
