"""Assessments: computed statuses of claims, append-only, and the policies they were computed by."""

import pgtrigger
from django.db import models
from django.utils import timezone

from annotations.domain.vocabulary import Certainty, StaleCause, Status
from annotations.models.claims import Claim
from annotations.models.events import Event
from annotations.models.people import User
from annotations.models.touching import touching


class Policy(models.Model):
    """One version of the rule's tables. The latest applied one is in force."""

    version = models.CharField(max_length=20, unique=True)
    tables = models.JSONField()
    reason = models.TextField(blank=True)
    applied_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    applied_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "policies"
        triggers = [
            pgtrigger.Protect(name="policy_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return self.version


class Assessment(models.Model):
    """What the rule said about a claim, once for each set of inputs.

    `support` and `opposition` are points (100 = one authoritative first-hand record), null for what is not
    scored. `result` is the
    engine's whole answer as JSON, with a reason for every link.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="assessments")
    fingerprint = models.CharField(
        max_length=64, help_text="SHA-256 of the canonical JSON of inputs and policy."
    )
    policy_version = models.CharField(max_length=20)
    as_of = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=20, choices=Status.choices)
    certainty = models.CharField(max_length=8, choices=Certainty.choices, blank=True)
    support = models.PositiveIntegerField(null=True)
    opposition = models.PositiveIntegerField(null=True)
    supporting_origins = models.PositiveIntegerField(null=True)
    opposing_origins = models.PositiveIntegerField(null=True)
    result = models.JSONField()
    computed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "fingerprint"], name="assessment_is_stored_once_per_fingerprint"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=Status.values), name="assessment_status_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(certainty__in=["", *Certainty.values]),
                name="assessment_certainty_is_known",
            ),
        ]
        indexes = [models.Index(fields=["claim", "-id"], name="assessment_latest_first")]
        triggers = [
            pgtrigger.Protect(name="assessment_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.claim_id}: {self.status}"


class CurrentAssessment(models.Model):
    """Which of a claim's assessments holds now (inputs may go back to an earlier fingerprint)."""

    claim = models.OneToOneField(
        Claim, primary_key=True, on_delete=models.CASCADE, related_name="current_assessment"
    )
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        triggers = touching("currentassessment")

    def __str__(self) -> str:
        return f"{self.claim_id}: assessment {self.assessment_id}"


class StaleFlag(models.Model):
    """A reason to look at a claim's status again (specification 3.7)."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="stale_flags")
    cause = models.CharField(max_length=30, choices=StaleCause.choices)
    detail = models.CharField(max_length=300, blank=True)
    caused_by = models.ForeignKey(Event, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(default=timezone.now)
    cleared_at = models.DateTimeField(null=True, blank=True)
    cleared_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "cause"],
                condition=models.Q(cleared_at__isnull=True),
                name="stale_flag_is_raised_once_per_cause",
            ),
            models.CheckConstraint(
                condition=models.Q(cause__in=StaleCause.values), name="stale_flag_cause_is_known"
            ),
        ]
        triggers = touching("staleflag")

    def __str__(self) -> str:
        return f"{self.claim_id}: {self.cause}"
