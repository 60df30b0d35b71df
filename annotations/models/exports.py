"""Exports: one job each that renders a claim set in a format, and the timetables by which they are made."""

from django.db import models
from django.utils import timezone

from annotations.domain.vocabulary import Cadence, ExportFormat, ExportState
from annotations.models.claim_sets import ClaimSet
from annotations.models.people import User


class ExportSchedule(models.Model):
    """A timetable by which a claim set is exported for its owner. `hour` is one of their clock."""

    claim_set = models.ForeignKey(ClaimSet, on_delete=models.PROTECT, related_name="schedules")
    format = models.CharField(max_length=12, choices=ExportFormat.choices)
    include_unsigned = models.BooleanField(default=False)
    cadence = models.CharField(max_length=7, choices=Cadence.choices)
    hour = models.PositiveSmallIntegerField(default=6)
    keep = models.PositiveSmallIntegerField(default=7, help_text="How many finished exports are kept.")
    is_active = models.BooleanField(default=True)
    next_at = models.DateTimeField()
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="export_schedules")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(format__in=ExportFormat.values), name="export_schedule_format_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(cadence__in=Cadence.values), name="export_schedule_cadence_is_known"
            ),
            models.CheckConstraint(condition=models.Q(hour__lte=23), name="export_schedule_hour_is_one"),
            models.CheckConstraint(condition=models.Q(keep__gte=1), name="export_schedule_keeps_one"),
        ]
        indexes = [
            models.Index(fields=["next_at"], condition=models.Q(is_active=True), name="export_schedule_due")
        ]

    def __str__(self) -> str:
        return f"{self.claim_set_id}: {self.cadence}"


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
    taken_at = models.DateTimeField(null=True, blank=True, help_text="The moment that it is of.")
    change_position = models.PositiveBigIntegerField(
        null=True, blank=True, help_text="Up to which change it is complete: where to follow on."
    )
    kept_until = models.DateTimeField(null=True, blank=True)
    schedule = models.ForeignKey(
        ExportSchedule, null=True, blank=True, on_delete=models.SET_NULL, related_name="exports"
    )
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
            models.CheckConstraint(
                condition=~models.Q(state=ExportState.EXPIRED)
                | (models.Q(file_name="") & ~models.Q(sha256="") & models.Q(finished_at__isnull=False)),
                name="export_expired_implies_no_file",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "leased_until"], name="export_to_do"),
            models.Index(
                fields=["kept_until"], condition=models.Q(state=ExportState.DONE), name="export_to_expire"
            ),
        ]

    def __str__(self) -> str:
        return f"export {self.pk}"


class ExportPart(models.Model):
    """Some of an export's documents, stored while it is made: an interrupted one goes on from there.

    Good for as long as the claims in it, those between `first_claim` and `last_claim`, are the chosen ones
    and unchanged since `change_position`.
    """

    export = models.ForeignKey(Export, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    first_claim = models.BigIntegerField()
    last_claim = models.BigIntegerField()
    claims = models.PositiveIntegerField()
    claims_sha256 = models.CharField(max_length=64, help_text="Of the chosen ids, in order.")
    change_position = models.PositiveBigIntegerField()
    file_name = models.CharField(max_length=300)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["export", "number"], name="export_part_number_is_unique_in_its_export"
            ),
            models.CheckConstraint(
                condition=models.Q(last_claim__gte=models.F("first_claim"), claims__gte=1),
                name="export_part_holds_claims",
            ),
        ]

    def __str__(self) -> str:
        return f"export {self.export_id}, part {self.number}"
