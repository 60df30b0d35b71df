"""Exports: one job each that renders a claim set in a format."""

from django.db import models
from django.utils import timezone

from annotations.domain.vocabulary import ExportFormat, ExportState
from annotations.models.claim_sets import ClaimSet
from annotations.models.people import User


class Export(models.Model):
    """One rendering. This row is the truth about the job; the message in the queue is only a hint.

    A worker holds the job while `leased_until` lies ahead; a lapsed lease means the worker died.
    """

    claim_set = models.ForeignKey(ClaimSet, on_delete=models.PROTECT, related_name="exports")
    format = models.CharField(max_length=12, choices=ExportFormat.choices)
    include_unsigned = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=ExportState.choices, default=ExportState.QUEUED)
    claims_total = models.PositiveIntegerField(null=True, blank=True)
    claims_done = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)
    file_name = models.CharField(max_length=300, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(null=True, blank=True, help_text="Bytes.")
    sha256 = models.CharField(max_length=64, blank=True)
    manifest = models.JSONField(default=dict, blank=True)
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="exports")
    requested_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(format__in=ExportFormat.values), name="export_format_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=ExportState.values), name="export_state_is_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=ExportState.DONE)
                | (
                    ~models.Q(sha256="")
                    & ~models.Q(file_name="")
                    & models.Q(finished_at__isnull=False, size__isnull=False)
                ),
                name="export_done_implies_a_file_with_checksum",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=ExportState.RUNNING)
                | models.Q(started_at__isnull=False, leased_until__isnull=False),
                name="export_running_implies_a_start_and_a_lease",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=ExportState.FAILED) | ~models.Q(error=""),
                name="export_failed_implies_an_error",
            ),
        ]
        indexes = [models.Index(fields=["state", "leased_until"], name="export_to_do")]

    def __str__(self) -> str:
        return f"export {self.pk}"
