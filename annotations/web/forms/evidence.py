"""The forms with which a passage is linked to a claim and judged anew."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from annotations.domain.vocabulary import Coverage, Credibility, Proximity, Sourcing, Stance
from annotations.models import Source


class JudgementForm(forms.Form):
    """What a reviewer says of a passage, apart from the passage itself."""

    stance = forms.ChoiceField(label=_("Stance"), choices=Stance.choices, widget=forms.RadioSelect)
    proximity = forms.ChoiceField(
        label=_("How near it is to what happened"),
        choices=Proximity.choices,
        initial=Proximity.SECONDARY,
        widget=forms.RadioSelect,
    )
    coverage = forms.ChoiceField(
        label=_("What it covers"), choices=Coverage.choices, initial=Coverage.FULL, widget=forms.RadioSelect
    )
    credibility = forms.ChoiceField(
        label=_("Is this item itself believable?"),
        help_text=_("Judge the item, not the publisher; its grade is shown afterwards."),
        choices=Credibility.choices,
        initial=Credibility.CANNOT_BE_JUDGED,
    )
    sourcing = forms.ChoiceField(
        label=_("What the passage rests on"),
        help_text=_("Until somebody has looked, a passage gives a lean, never a verdict."),
        choices=Sourcing.choices,
        initial=Sourcing.UNEXAMINED,
    )
    relies_on = forms.ModelMultipleChoiceField(
        label=_("It relies on"), queryset=Source.objects.none(), required=False
    )
    is_out_of_scope = forms.BooleanField(label=_("Speaks of another time or place"), required=False)
    note = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=4_000
    )

    def __init__(self, *args: Any, origins: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["relies_on"].queryset = origins  # type: ignore[attr-defined]

    def judgement(self) -> dict[str, Any]:
        """The values for the action, without the sources it relies on."""
        return {name: value for name, value in self.cleaned_data.items() if name in JUDGEMENT}

    def origins(self) -> list[int]:
        """Ids of the sources it relies on; none unless that is what was said."""
        if self.cleaned_data["sourcing"] != Sourcing.RELIES_ON:
            return []
        return [source.pk for source in self.cleaned_data["relies_on"]]


JUDGEMENT = frozenset(
    {"stance", "proximity", "coverage", "credibility", "sourcing", "is_out_of_scope", "note"}
)


class EvidenceForm(JudgementForm):
    """A passage, where it was selected, and how it is judged."""

    capture = forms.IntegerField(widget=forms.HiddenInput)
    passage = forms.CharField(
        label=_("Passage"),
        help_text=_("Select it in the text, or paste its exact words."),
        widget=forms.Textarea(attrs={"rows": 3}),
        strip=False,
    )
    start = forms.IntegerField(widget=forms.HiddenInput, required=False)

    field_order = ["passage"]
