"""The form of what the newsroom says about itself, with a row for every rating."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from annotations.actions.organisation import ADDRESS_MAXIMUM, NAME_MAXIMUM, TEXT_MAXIMUM
from annotations.domain.organisation import Profile
from annotations.domain.verification import RatingCase
from annotations.domain.verification.ratings import TRUTH, WORDS_MAXIMUM

CASES: Mapping[RatingCase, Any] = {
    RatingCase.SUPPORTED: _("Supported"),
    RatingCase.SUPPORTED_WITHOUT_CONTEXT: _("Supported, but context is missing or it is outdated"),
    RatingCase.SUPPORTED_MISLEADING: _("Supported, but cherry-picked or miscaptioned"),
    RatingCase.MIXED: _("Mixed: some parts supported, some refuted"),
    RatingCase.REFUTED_WITH_KERNEL: _("Refuted, with a kernel of truth"),
    RatingCase.REFUTED: _("Refuted"),
    RatingCase.LEANS_SUPPORTED: _("Leans supported"),
    RatingCase.LEANS_REFUTED: _("Leans refuted"),
    RatingCase.CONFLICTING: _("Conflicting"),
    RatingCase.NOT_ENOUGH_EVIDENCE: _("Not enough evidence"),
}


@dataclass(frozen=True, slots=True)
class RatingRow:
    """One case with the fields of its words and, where it may have one, its number."""

    label: Any
    words: BoundField
    value: BoundField | None


def _text(label: Any, rows: int, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=TEXT_MAXIMUM,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
    )


def _line(label: Any, most: int, help_text: Any = "", *, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=most,
        help_text=help_text,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )


def _number(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, widget=forms.NumberInput(attrs={"size": 4}))


class ProfileForm(forms.Form):
    """What readers learn of the newsroom. `number` is that of the version the person saw."""

    number = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = _line(_("Name"), NAME_MAXIMUM, _("Under this name fact-checks are published."), required=True)
    legal_name = _line(_("Legal name"), NAME_MAXIMUM)
    address = _line(_("The newsroom's own site"), ADDRESS_MAXIMUM)
    same_as = _text(_("Its pages elsewhere"), 3, _("One address a line."))
    description = _text(_("What the newsroom does"), 3)
    ownership = _text(_("Who owns and who funds it"), 3)
    corrections_policy = _text(_("How it corrects"), 3)
    contact = _text(_("How it is reached"), 2)
    contact_email = forms.CharField(
        label=_("E-mail address for readers"),
        required=False,
        max_length=254,
        widget=forms.EmailInput,
    )
    has_public_pages = forms.BooleanField(
        label=_("Readers see pages of what is published"),
        required=False,
        help_text=_(
            "On: everybody finds each published check with its evidence and corrections under /checks/, "
            "without signing in, and search engines may. Off: there is nothing to be found there."
        ),
    )
    worst = forms.IntegerField(label=_("Worst number"), widget=forms.NumberInput(attrs={"size": 4}))
    best = forms.IntegerField(label=_("Best number"), widget=forms.NumberInput(attrs={"size": 4}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for case, label in CASES.items():
            self.fields[f"words_{case}"] = _line(label, WORDS_MAXIMUM, required=True)
            if case in TRUTH:
                self.fields[f"value_{case}"] = _number(_("Number"))

    @property
    def rows(self) -> Iterator[RatingRow]:
        """The ratings, truest first."""
        for case, label in CASES.items():
            value = self[f"value_{case}"] if case in TRUTH else None
            yield RatingRow(label, self[f"words_{case}"], value)

    @property
    def facts(self) -> Iterator[BoundField]:
        """Everything that is no rating and not the switch."""
        for field in self:
            if not field.name.startswith(("words_", "value_")) and field.name not in (
                "worst",
                "best",
                "has_public_pages",
            ):
                yield field

    def values(self) -> dict[str, Any]:
        """What was typed, as the action takes it."""
        typed = self.cleaned_data
        kept = {name: typed[name] for name in self.base_fields if name not in ("number", "worst", "best")}
        return {**kept, "same_as": typed["same_as"].split(), "rating_scale": scale_typed(typed)}


def scale_typed(typed: Mapping[str, Any]) -> dict[str, Any]:
    """The scale in what was typed, as JSON; a number that is none stays as it was typed."""
    ratings = {
        case.value: {"words": typed.get(f"words_{case}") or "", "value": _whole(typed.get(f"value_{case}"))}
        for case in RatingCase
    }
    return {"worst": _whole(typed.get("worst")), "best": _whole(typed.get("best")), "ratings": ratings}


def values_of(profile: Profile) -> dict[str, Any]:
    """The fields filled in with what is in force."""
    same = {name: getattr(profile, name) for name in ProfileForm.base_fields if hasattr(profile, name)}
    ratings = profile.scale.ratings
    return {
        **same,
        "same_as": "\n".join(profile.same_as),
        "worst": profile.scale.worst,
        "best": profile.scale.best,
        **{f"words_{case}": rating.alternate_name for case, rating in ratings.items()},
        **{f"value_{case}": ratings[case].rating_value for case in TRUTH},
    }


def _whole(typed: Any) -> Any:
    text = str(typed if typed is not None else "").strip()
    return int(text) if text.removeprefix("-").isdecimal() and len(text) < 10 else text or None
