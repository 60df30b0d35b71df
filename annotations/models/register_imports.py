"""Files read into the register, row by row, and filters of the register that people keep."""

from django.db import models
from django.utils import timezone

from annotations.domain.vocabulary import ImportState, RegisterNoun, RowOutcome
from annotations.models.people import User
from annotations.models.publishers import Publisher
from annotations.models.sources import Source


class RegisterImport(models.Model):
    """One CSV file of publishers or sources. A dry run says what would become of each row and changes
    nothing; `dry_run` becomes false when a person has it carried out.
    """

    noun = models.CharField(max_length=10, choices=RegisterNoun.choices)
    file_name = models.CharField(max_length=300, blank=True)
    stored_as = models.CharField(max_length=300, blank=True, help_text="In the file storage.")
    sha256 = models.CharField(max_length=64)
    dry_run = models.BooleanField(default=True)
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.QUEUED)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict, help_text="Numbers of rows by outcome.")
    notes = models.JSONField(default=list, help_text="What was noticed about the file as a whole.")
    problem = models.CharField(max_length=500, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(noun__in=RegisterNoun.values), name="register_import_noun_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=ImportState.values), name="register_import_state_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[ImportState.DONE, ImportState.FAILED])
                ^ models.Q(finished_at__isnull=True),
                name="register_import_ended_says_when",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=ImportState.FAILED) | ~models.Q(problem=""),
                name="register_import_failed_says_why",
            ),
            models.CheckConstraint(
                condition=models.Q(rows_done__lte=models.F("rows_total")),
                name="register_import_does_no_more_than_all",
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"],
                condition=models.Q(finished_at__isnull=True),
                name="register_import_unfinished",
            )
        ]

    def __str__(self) -> str:
        return f"import {self.pk} of {self.noun}"


class RegisterImportRow(models.Model):
    """What became, or would become, of one row. `line` is where it begins in the file, counted from 1."""

    register_import = models.ForeignKey(RegisterImport, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(help_text="Counted from 1, without the header.")
    line = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10, choices=RowOutcome.choices)
    name = models.CharField(max_length=500, blank=True)
    field = models.CharField(max_length=60, blank=True)
    rule = models.CharField(max_length=60, blank=True)
    message = models.CharField(max_length=500, blank=True)
    values = models.JSONField(default=dict, help_text="Of a refused row, as they came.")
    source = models.ForeignKey(Source, null=True, on_delete=models.PROTECT, related_name="+")
    publisher = models.ForeignKey(Publisher, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["register_import", "number"], name="register_import_row_is_told_once"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome__in=RowOutcome.values),
                name="register_import_row_outcome_is_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome=RowOutcome.REFUSED) | ~models.Q(message=""),
                name="register_import_row_refused_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["register_import", "outcome", "number"], name="register_import_row_by_out")
        ]

    def __str__(self) -> str:
        return f"row {self.number} of import {self.register_import_id}"


class SavedFilter(models.Model):
    """A filter of the register that a person keeps. `criteria` are those of the list's address."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_filters")
    noun = models.CharField(max_length=10, choices=RegisterNoun.choices)
    name = models.CharField(max_length=100)
    criteria = models.JSONField(default=dict)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.F("person"),
                models.F("noun"),
                models.functions.Lower("name"),
                name="saved_filter_name_is_unique_for_its_person",
                violation_error_message="You have a filter of this name already.",
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="saved_filter_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(noun__in=RegisterNoun.values), name="saved_filter_noun_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name
