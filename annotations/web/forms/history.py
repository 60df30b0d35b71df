"""What people look for in a history."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from annotations.domain.event_kinds import EventKind
from annotations.queries.timelines import Wanted

KINDS = {
    EventKind.WORDS: _("What it says"),
    EventKind.PLACES: _("Highlights"),
    EventKind.EVIDENCE: _("Evidence"),
    EventKind.STATUS: _("Status"),
    EventKind.REVIEW: _("Second looks"),
    EventKind.SIGNATURES: _("Signatures"),
    EventKind.PUBLISHED: _("Published"),
    EventKind.WORK: _("Work"),
    EventKind.TALK: _("Comments"),
    EventKind.REGISTER: _("Register"),
    EventKind.COPIES: _("Visits and copies"),
    EventKind.PEOPLE: _("People"),
    EventKind.RECORDS: _("Sets and exports"),
}
LARGEST = 2**63 - 1


class TimelineForm(forms.Form):
    """Which events, and from where on."""

    kind = forms.MultipleChoiceField(
        choices=[(kind.value, label) for kind, label in KINDS.items()], required=False
    )
    by = forms.IntegerField(min_value=1, max_value=LARGEST, required=False)
    since = forms.DateField(required=False)
    until = forms.DateField(required=False)
    before = forms.IntegerField(min_value=0, max_value=LARGEST, required=False)
    after = forms.IntegerField(min_value=0, max_value=LARGEST, required=False)

    def clean(self) -> dict[str, Any]:
        """Days in the order of the calendar."""
        values: dict[str, Any] = super().clean() or {}
        since, until = values.get("since"), values.get("until")
        if since and until and until < since:
            self.add_error("until", _("This is before the first day."))
        return values

    def wanted(self) -> Wanted:
        """What was asked for, once it is valid."""
        values = self.cleaned_data
        return Wanted(
            kinds=[EventKind(kind) for kind in values["kind"]],
            person_id=values["by"],
            since=values["since"],
            until=values["until"],
            before=values["before"],
            after=values["after"],
        )
