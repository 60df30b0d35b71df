"""The forms with which layers are put around a claim, and parts beside each other."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from annotations.actions.splits import MOST_PARTS, PartInput
from annotations.domain.vocabulary import ClaimType, Coverage, Stance
from annotations.models import Claim
from annotations.web.forms.claims import Rows

PARTS = "parts"
PART_TYPES = [(one.value, one.label) for one in ClaimType if one != ClaimType.ATTRIBUTION]


class PositionForm(forms.Form):
    """Between which two claims of a stack a layer comes: `claim` or `claim-outer`, by their ids."""

    place = forms.ChoiceField(label=_("Where"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, stack: Sequence[Claim], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (self._key(stack, number), self._words(stack, number)) for number in range(len(stack))
        ]
        field.initial = field.choices[0][0]

    def chosen(self) -> tuple[int, int | None]:
        """The claim that the layer asserts, and the one that will assert the layer, if any."""
        inner, _dash, outer = self.cleaned_data["place"].partition("-")
        return int(inner), int(outer) if outer else None

    @staticmethod
    def _key(stack: Sequence[Claim], number: int) -> str:
        return f"{stack[number].pk}-{stack[number - 1].pk}" if number else str(stack[0].pk)

    @staticmethod
    def _words(stack: Sequence[Claim], number: int) -> str:
        inner = stack[number].text
        if not number:
            return str(_("Outermost, around “%(claim)s”")) % {"claim": inner}
        outer = stack[number - 1].asserter or stack[number - 1].get_mode_display()
        return str(_("Between %(outer)s and “%(claim)s”")) % {"outer": outer, "claim": inner}


class PartForm(forms.Form):
    """One statement of a claim that is split."""

    text = forms.CharField(
        label=_("Part, in plain words"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto", "data-claim-text": ""}),
    )
    type = forms.ChoiceField(label=_("Type"), choices=PART_TYPES, initial=ClaimType.EVENT)
    exact = forms.CharField(
        label=_("Its own words in the article"),
        max_length=2000,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("Empty: it is highlighted where the whole is."),
    )

    def part(self) -> PartInput:
        """The part for the action."""
        return PartInput(**{name: self.cleaned_data[name] for name in ("text", "type", "exact")})


def part_rows(data: Any = None, *, initial: list[dict[str, Any]] | None = None, extra: int = 0) -> Rows:
    """Rows of `PartForm`."""
    made = forms.formset_factory(
        PartForm, formset=Rows, extra=extra, can_delete=True, max_num=MOST_PARTS, validate_max=True
    )
    assert issubclass(made, Rows)
    return made(data, prefix=PARTS, initial=initial)


class CopyForm(forms.Form):
    """What a passage does to another layer or part: asked anew, with nothing chosen beforehand."""

    claim = forms.ChoiceField(
        label=_("For"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the layer or part that the passage is used for.")},
    )
    stance = forms.ChoiceField(
        label=_("Stance"),
        choices=Stance.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what the passage does to it: 1, 2 or 3.")},
    )
    coverage = forms.ChoiceField(
        label=_("What it covers"),
        choices=[(Coverage.FULL, _("All of the claim")), (Coverage.PARTIAL, _("Part of it"))],
        initial=Coverage.FULL,
        widget=forms.RadioSelect,
    )
    is_out_of_scope = forms.BooleanField(label=_("Speaks of another time or place"), required=False)
    note = forms.CharField(
        label=_("Note"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        max_length=4_000,
    )

    def __init__(self, *args: Any, claims: Sequence[Claim], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["claim"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(claim.pk), claim.text) for claim in claims]
        if len(claims) == 1:
            field.initial = str(claims[0].pk)
