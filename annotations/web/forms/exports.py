"""Forms of claim sets, exports, and the timetables by which they are made."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from annotations.domain.vocabulary import Audience, Cadence, ExportFormat
from annotations.models import ClaimSet, Desk

FORMATS = [
    (ExportFormat.CLAIMREVIEW, _("ClaimReview JSON-LD: signed claims, as search engines read them")),
    (ExportFormat.EVIDENCE, _("Evidence JSON-LD: what each review rests on, linked to it")),
    (ExportFormat.NDJSON, _("NDJSON: one whole claim a line, with evidence and reasons")),
    (ExportFormat.CSV, _("CSV: one row a claim, for a spreadsheet")),
    (ExportFormat.EVIDENCE_CSV, _("CSV: one row a piece of evidence")),
    (ExportFormat.XLSX, _("XLSX: a spreadsheet with claims and evidence on a sheet each")),
    (ExportFormat.MARKDOWN, _("Markdown: a dossier to read and to edit")),
    (ExportFormat.HTML, _("HTML: a dossier to read and to print")),
    (ExportFormat.PDF, _("PDF: a dossier on paper, of at most 2,000 claims")),
    (ExportFormat.ANNOTATIONS, _("Web Annotations: words, passages and verdicts in their places")),
    (ExportFormat.CSL, _("CSL-JSON: the sources, for a reference manager")),
    (ExportFormat.BIBTEX, _("BibTeX: the sources, for LaTeX")),
    (ExportFormat.DATAPACKAGE, _("Frictionless data package: tables with their schema, for analysis")),
    (ExportFormat.BUNDLE, _("ZIP of all of these, with checksums, history, and a script that checks both")),
]
LENGTHS = [
    (timedelta(hours=1), _("an hour")),
    (timedelta(days=1), _("a day")),
    (timedelta(days=7), _("a week")),
    (timedelta(days=30), _("30 days")),
]
OF_A_DESK = "desk-"


class AudienceField(forms.ChoiceField):
    """For whom a set is: the newsroom, whoever made it, or the people of one of the desks offered."""

    def offer(self, desks: Iterable[Desk]) -> None:
        """The choices, with these desks."""
        named = [
            (f"{OF_A_DESK}{desk.pk}", _("The people of %(desk)s") % {"desk": desk.name}) for desk in desks
        ]
        self.choices = [
            (Audience.NEWSROOM, _("The whole newsroom")),
            *named,
            (Audience.OWN, _("Only whoever made it")),
        ]


class ClaimSetForm(forms.Form):
    """A name for a filter, and for whom it is."""

    name = forms.CharField(label=_("Name"), max_length=200)
    description = forms.CharField(
        label=_("What it is for"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    audience = AudienceField(
        label=_("Who sees it"),
        help_text=_("The set, its exports and their history. Of its claims each sees those they may see."),
    )

    def __init__(self, *args: Any, desks: Iterable[Desk] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["audience"].offer(desks)  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What was entered, as actions take it."""
        values = dict(self.cleaned_data)
        chosen = values.pop("audience")
        if not chosen.startswith(OF_A_DESK):
            return {**values, "audience": chosen, "desk_id": None}
        return {**values, "audience": Audience.DESK, "desk_id": int(chosen.removeprefix(OF_A_DESK))}


def entered(claim_set: ClaimSet) -> dict[str, Any]:
    """A set as the form holds it."""
    chosen = f"{OF_A_DESK}{claim_set.desk_id}" if claim_set.desk_id else claim_set.audience
    return {"name": claim_set.name, "description": claim_set.description, "audience": chosen}


class FreezeForm(forms.Form):
    """A name for the frozen list."""

    name = forms.CharField(label=_("Name of the frozen set"), max_length=200)


class ExportForm(forms.Form):
    """What to export, and how."""

    claim_set = forms.TypedChoiceField(label=_("Claim set"), coerce=int)
    format = forms.ChoiceField(
        label=_("Format"), choices=FORMATS, initial=ExportFormat.NDJSON, widget=forms.RadioSelect
    )
    include_unsigned = forms.BooleanField(
        label=_("Also claims without a standing signature"),
        required=False,
        help_text=_("They carry their computed status and say that nobody has signed it."),
    )

    def __init__(self, *args: Any, claim_sets: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["claim_set"].choices = claim_sets  # type: ignore[attr-defined]


class LinkForm(forms.Form):
    """For how long a link lasts."""

    minutes = forms.TypedChoiceField(
        label=_("It lasts"),
        coerce=int,
        choices=[(span // timedelta(minutes=1), words) for span, words in LENGTHS],
        initial=timedelta(days=1) // timedelta(minutes=1),
    )


class ScheduleForm(ExportForm):
    """What is exported when, and how many files are kept."""

    format = forms.ChoiceField(label=_("Format"), choices=ExportFormat.choices, initial=ExportFormat.NDJSON)
    cadence = forms.ChoiceField(
        label=_("How often"),
        choices=[
            (Cadence.DAILY, _("Every day")),
            (Cadence.WEEKLY, _("Every Monday")),
            (Cadence.MONTHLY, _("Every first of the month")),
        ],
    )
    hour = forms.TypedChoiceField(
        label=_("At"), coerce=int, choices=[(hour, f"{hour:02}:00") for hour in range(24)], initial=6
    )
    keep = forms.IntegerField(
        label=_("Keep the last"),
        min_value=1,
        max_value=100,
        initial=7,
        help_text=_("So many files; those before them are dropped."),
    )

    field_order = ("claim_set", "format", "cadence", "hour", "keep", "include_unsigned")
