"""The forms of publishing, of the right of reply, and of asking for corrections."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from annotations.domain.vocabulary import CorrectionOutcome, ReplyOutcome


def _words(rows: int = 3, **attributes: Any) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "dir": "auto", **attributes})


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _moment() -> forms.DateTimeInput:
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


MOMENTS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]


class PublishForm(forms.Form):
    """What readers are told beside the verdict. Only what is asked for in the claim's case is there."""

    public_note = forms.CharField(
        label=_("Public note"),
        help_text=_("What was wrong and what is right now, in words for readers: 20 characters or more."),
        max_length=4_000,
        widget=_words(),
    )
    reason_not_to_wait = forms.CharField(
        label=_("Why you do not wait for an answer"),
        help_text=_("It is kept in the history."),
        max_length=1_000,
        widget=_words(2),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, is_correction: bool, is_awaited: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, is_asked in (("public_note", is_correction), ("reason_not_to_wait", is_awaited)):
            if not is_asked:
                del self.fields[name]

    @property
    def asks(self) -> bool:
        """Whether there is anything to be written."""
        return len(self.fields) > 1


class BeginCorrectionForm(forms.Form):
    """What is to be corrected."""

    reason = forms.CharField(
        label=_("What is to be corrected"),
        help_text=_("For colleagues. Readers get a note of their own once it is done."),
        max_length=2_000,
        widget=_words(),
    )


class UnpublishForm(forms.Form):
    """What readers are told instead."""

    public_note = forms.CharField(
        label=_("Public note"),
        help_text=_("Why it is withdrawn, in words for readers: 20 characters or more."),
        max_length=4_000,
        widget=_words(),
    )


class ReplyForm(forms.Form):
    """Who is asked what, and until when."""

    asked = forms.CharField(label=_("Who was asked"), max_length=300)
    channel = forms.CharField(
        label=_("How"), required=False, max_length=200, help_text=_("By e-mail, by telephone …")
    )
    question = forms.CharField(label=_("The question"), max_length=10_000, widget=_words())
    asked_at = forms.DateTimeField(
        label=_("Asked at"),
        required=False,
        help_text=_("On your clock. Empty: now."),
        widget=_moment(),
        input_formats=MOMENTS,
    )
    deadline_at = forms.DateTimeField(
        label=_("They may answer until"),
        help_text=_("On your clock. Until then the claim is not published without a reason."),
        widget=_moment(),
        input_formats=MOMENTS,
    )


class AnswerOfReplyForm(forms.Form):
    """What they answered."""

    outcome = forms.ChoiceField(
        label=_("What they did"),
        choices=[(one.value, one.label) for one in (ReplyOutcome.ANSWERED, ReplyOutcome.DECLINED)],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(label=_("In their words"), required=False, max_length=20_000, widget=_words(4))
    answered_at = forms.DateTimeField(
        label=_("Answered at"),
        required=False,
        help_text=_("On your clock. Empty: now."),
        widget=_moment(),
        input_formats=MOMENTS,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class PostponeForm(forms.Form):
    """Another deadline."""

    deadline_at = forms.DateTimeField(
        label=_("They may answer until"),
        help_text=_("On your clock."),
        widget=_moment(),
        input_formats=MOMENTS,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class CorrectionForm(forms.Form):
    """Who is asked to correct what."""

    claim = forms.TypedChoiceField(label=_("About which claim"), required=False, coerce=int, empty_value=None)
    sent_to = forms.CharField(
        label=_("Who was asked"), max_length=300, help_text=_("And how: the desk of corrections, by e-mail.")
    )
    wording = forms.CharField(label=_("What was asked for"), max_length=10_000, widget=_words(4))
    asked_on = forms.DateField(
        label=_("Asked on"), required=False, help_text=_("Empty: today."), widget=_day()
    )
    due_on = forms.DateField(
        label=_("Answer due on"),
        required=False,
        help_text=_("After that day it stands among what is overdue."),
        widget=_day(),
    )

    def __init__(self, *args: Any, claims: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["claim"].choices = [("", _("The article as a whole")), *claims]  # type: ignore[attr-defined]


class OutcomeForm(forms.Form):
    """What the publisher did."""

    outcome = forms.ChoiceField(
        label=_("What they did"),
        choices=[(one.value, one.label) for one in CorrectionOutcome if one != CorrectionOutcome.WAITING],
        widget=forms.RadioSelect,
    )
    outcome_note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=10_000,
        help_text=_("How they worded it, and where."),
        widget=_words(),
    )
    outcome_on = forms.DateField(
        label=_("On which day"), required=False, help_text=_("Empty: today."), widget=_day()
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
