"""The forms of the rules for second looks, and of passages whose stance is known."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from annotations.actions.review_rules import GROUNDS, MOST_GOLD, MOST_SAMPLED
from annotations.domain.vocabulary import Stance


def _share(label: Any, help_text: Any, most: int) -> forms.IntegerField:
    return forms.IntegerField(label=label, help_text=help_text, min_value=0, max_value=most, initial=0)


class RulesForm(forms.Form):
    """Which links get a second look."""

    asks_when = forms.MultipleChoiceField(
        label=_("Links that count for a claim where"),
        choices=[(ground.value, ground.label) for ground in GROUNDS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    sampled_percent = _share(
        _("Drawn by lot, in percent"),
        _("Of all other links that are made from now on. They keep nobody from signing."),
        MOST_SAMPLED,
    )
    gold_percent = _share(
        _("Of known stance, in percent"),
        _("So many of the passages people read are ones whose stance is known. Nobody can tell which."),
        MOST_GOLD,
    )
    reason = forms.CharField(
        label=_("Why the rules change"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )


class GoldForm(forms.Form):
    """A claim and a passage whose stance is known for certain."""

    claim_text = forms.CharField(
        label=_("Claim"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"})
    )
    context = forms.CharField(
        label=_("The paragraph of an article in which it stands"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("Claims that stand in an article are shown with their paragraph."),
    )
    source_title = forms.CharField(
        label=_("Title of the source"), max_length=500, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    before = forms.CharField(
        label=_("What stands before the passage"),
        required=False,
        max_length=20_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("As much as a stored copy would show, so that nobody can tell it from others."),
    )
    passage = forms.CharField(
        label=_("Passage"), max_length=5_000, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )
    after = forms.CharField(
        label=_("What stands after it"),
        required=False,
        max_length=20_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    stance = forms.ChoiceField(
        label=_("What the passage does to the claim"), choices=Stance.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("How this is known"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    claim_language = forms.CharField(label=_("Language of the claim"), max_length=35, initial="en")
    passage_language = forms.CharField(label=_("Language of the passage"), max_length=35, initial="en")


class GoldFileForm(forms.Form):
    """A file with many of them."""

    file = forms.FileField(
        label=_("CSV file"),
        help_text=_(
            "Columns claim_text, context, passage, before, after, source_title, stance, reason, "
            "claim_language, passage_language. All rows are kept, or none."
        ),
    )
