"""The forms with which a passage is linked to a claim and judged anew."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from annotations.domain.vocabulary import Coverage, Credibility, Proximity, Sourcing, Stance
from annotations.models import Source

LINK_FORM = "link"
"""The id of the composer's form: its stances stand beside the text, outside of the form's own place."""


class JudgementForm(forms.Form):
    """What a reviewer says of a passage, apart from the passage itself."""

    stance = forms.ChoiceField(
        label=_("Stance"),
        choices=Stance.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what the passage does to the claim: 1, 2 or 3.")},
    )
    proximity = forms.ChoiceField(
        label=_("How near it is to what happened"),
        choices=Proximity.choices,
        initial=Proximity.SECONDARY,
        widget=forms.RadioSelect,
    )
    coverage = forms.ChoiceField(
        label=_("What it covers"),
        choices=[(Coverage.FULL, _("All of the claim")), (Coverage.PARTIAL, _("Part of it"))],
        initial=Coverage.FULL,
        widget=forms.RadioSelect,
    )
    credibility = forms.ChoiceField(
        label=_("Is this item itself believable?"),
        help_text=_("Judge the item, not the publisher. Its grade is shown afterwards."),
        choices=Credibility.choices,
        initial=Credibility.CANNOT_BE_JUDGED,
    )
    sourcing = forms.ChoiceField(
        label=_("What the passage rests on"),
        help_text=_(
            "Until somebody has looked, a passage gives a lean, never a verdict, unless it is the first-hand "
            "record."
        ),
        choices=Sourcing.choices,
        initial=Sourcing.UNEXAMINED,
    )
    relies_on = forms.ModelMultipleChoiceField(
        label=_("It relies on"), queryset=Source.objects.all(), required=False
    )
    is_out_of_scope = forms.BooleanField(label=_("Speaks of another time or place"), required=False)
    note = forms.CharField(
        label=_("Note"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        max_length=4_000,
    )

    def judgement(self) -> dict[str, Any]:
        """The values for the action, without the sources it relies on."""
        return {name: value for name, value in self.cleaned_data.items() if name in JUDGEMENT}

    def origins(self) -> list[int]:
        """Ids of the sources it relies on; none unless that is what was said."""
        if self.cleaned_data["sourcing"] != Sourcing.RELIES_ON:
            return []
        return [source.pk for source in self.cleaned_data["relies_on"]]

    def chosen_origins(self) -> list[int]:
        """Ids of the sources that are ticked at this moment, whatever else is wrong with the form."""
        ticked = self["relies_on"].value() or []
        return [int(value) for value in ticked if str(value).isdecimal() and len(str(value)) < 18]


JUDGEMENT = frozenset(
    {"stance", "proximity", "coverage", "credibility", "sourcing", "is_out_of_scope", "note"}
)


class EvidenceForm(JudgementForm):
    """A passage, where it was selected, and how it is judged."""

    capture = forms.IntegerField(widget=forms.HiddenInput)
    # Asked for by the action: a required field could not be reached while the part it stands in is folded.
    passage = forms.CharField(
        label=_("The exact words"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto", "class": "reading-text"}),
    )
    # No hidden input: those are not kept over a reload, and this one belongs to the words.
    start = forms.IntegerField(required=False, widget=forms.NumberInput(attrs={"hidden": True}))

    field_order = ["passage"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stance"].widget.attrs["form"] = LINK_FORM

    def clean_passage(self) -> str:
        """The passage with the line ends of captured texts; forms send those of another age."""
        return str(self.cleaned_data["passage"]).replace("\r\n", "\n")
