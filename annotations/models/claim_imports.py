"""Files of claims that others have checked, read in row by row, and where a claim came from."""

from django.db import models
from django.utils import timezone

from annotations.domain.vocabulary import ClaimImportFormat, ImportState, RowOutcome
from annotations.models.articles import Article
from annotations.models.claims import Claim
from annotations.models.people import User


class ClaimImport(models.Model):
    """One file of claims. A dry run says what would become of each row and changes nothing; `dry_run` becomes
    false when a person has it carried out.
    """

    format = models.CharField(max_length=12, choices=ClaimImportFormat.choices)
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
                condition=models.Q(format__in=ClaimImportFormat.values), name="claim_import_format_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=ImportState.values), name="claim_import_state_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[ImportState.DONE, ImportState.FAILED])
                ^ models.Q(finished_at__isnull=True),
                name="claim_import_ended_says_when",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=ImportState.FAILED) | ~models.Q(problem=""),
                name="claim_import_failed_says_why",
            ),
            models.CheckConstraint(
                condition=models.Q(rows_done__lte=models.F("rows_total")),
                name="claim_import_does_no_more_than_all",
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"], condition=models.Q(finished_at__isnull=True), name="claim_import_unfinished"
            )
        ]

    def __str__(self) -> str:
        return f"import {self.pk} of {self.format}"


class ClaimImportRow(models.Model):
    """What became, or would become, of one row: a claim of its own, or why not; and what was repaired."""

    claim_import = models.ForeignKey(ClaimImport, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(help_text="Counted from 1, without a header.")
    place = models.CharField(max_length=100, blank=True, help_text="Where it stands: a line, or a JSON path.")
    outcome = models.CharField(max_length=10, choices=RowOutcome.choices)
    text = models.CharField(max_length=500, blank=True)
    field = models.CharField(max_length=60, blank=True)
    rule = models.CharField(max_length=60, blank=True)
    message = models.CharField(max_length=500, blank=True)
    repairs = models.JSONField(default=list, help_text="Each repair: its rule and what was done.")
    values = models.JSONField(default=dict, help_text="Of a refused row, as they came.")
    claim = models.ForeignKey(Claim, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim_import", "number"], name="claim_import_row_is_told_once"),
            models.CheckConstraint(
                condition=models.Q(outcome__in=RowOutcome.values), name="claim_import_row_outcome_is_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome=RowOutcome.REFUSED) | ~models.Q(message=""),
                name="claim_import_row_refused_says_why",
            ),
        ]
        indexes = [models.Index(fields=["claim_import", "outcome", "number"], name="claim_import_row_by_out")]

    def __str__(self) -> str:
        return f"row {self.number} of import {self.claim_import_id}"


class ImportedClaim(models.Model):
    """Where a claim came from: what the file calls it, so that reading the file again makes no second one."""

    claim = models.OneToOneField(Claim, on_delete=models.PROTECT, related_name="origin")
    article = models.ForeignKey(Article, null=True, on_delete=models.PROTECT, related_name="+")
    format = models.CharField(max_length=12, choices=ClaimImportFormat.choices)
    key = models.CharField(max_length=64, help_text="SHA-256 of what names the record in its file.")
    checked_by = models.CharField(max_length=300, blank=True, help_text="Who says to have checked it.")
    check_address = models.CharField(max_length=2000, blank=True)
    rating = models.JSONField(default=dict, help_text="Their verdict, as given; it counts for nothing.")
    rest = models.JSONField(default=dict, help_text="What else stood in the record.")
    imported_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["format", "key"], name="imported_claim_is_read_once"),
            models.CheckConstraint(condition=~models.Q(key=""), name="imported_claim_has_a_key"),
        ]

    def __str__(self) -> str:
        return f"{self.format}: {self.claim_id}"
