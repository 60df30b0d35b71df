"""Verdicts: what named people sign, and where they decide otherwise than the rule."""

from django.db import models
from django.db.models.functions import Length
from django.utils import timezone

from annotations.domain.verification.overrides import TEXT_MINIMUM
from annotations.domain.vocabulary import ContextFlag, OverrideReason, Status, VerdictState
from annotations.models.assessments import Assessment
from annotations.models.claims import Claim
from annotations.models.people import User
from annotations.models.touching import touching

models.TextField.register_lookup(Length)


class Verdict(models.Model):
    """One reviewer's signature under one assessment, with the reason in their words."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="verdicts")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="verdicts")
    status = models.CharField(max_length=20, choices=Status.choices)
    context_flag = models.CharField(max_length=20, choices=ContextFlag.choices, blank=True, default="")
    reason = models.TextField()
    short_claim = models.CharField(max_length=75, blank=True, help_text="The claim in under 75 characters.")
    is_dissent = models.BooleanField(
        default=False, help_text="The reviewer comes to another status than the computed one."
    )
    reviewer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="verdicts")
    signed_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=VerdictState.choices, default=VerdictState.LIVE)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=300, blank=True)
    settled_by = models.ForeignKey(
        User,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who decided between a dissent and the computed status.",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "reviewer"],
                condition=models.Q(state=VerdictState.LIVE),
                name="verdict_is_signed_once_per_reviewer",
                violation_error_message="You signed a verdict on this claim already.",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=Status.values), name="verdict_status_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=VerdictState.values), name="verdict_state_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(context_flag__in=ContextFlag.values), name="verdict_context_flag_is_known"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="verdict_has_a_reason"),
            models.CheckConstraint(
                condition=~models.Q(state__in=[VerdictState.UPHELD, VerdictState.OVERRULED])
                | models.Q(is_dissent=True, settled_by__isnull=False),
                name="verdict_settled_was_a_dissent",
            ),
            models.CheckConstraint(
                condition=models.Q(settled_by__isnull=True) | ~models.Q(settled_by=models.F("reviewer")),
                name="verdict_is_settled_by_somebody_else",
            ),
            models.CheckConstraint(
                condition=models.Q(state=VerdictState.LIVE, ended_at__isnull=True)
                | (
                    ~models.Q(state=VerdictState.LIVE)
                    & models.Q(ended_at__isnull=False)
                    & ~models.Q(end_reason="")
                ),
                name="verdict_that_ended_says_when_and_why",
            ),
        ]
        indexes = [models.Index(fields=["-signed_at", "-id"], name="verdict_latest_first")]
        triggers = touching("verdict")

    def __str__(self) -> str:
        return f"{self.claim_id}: {self.status}"


class Override(models.Model):
    """A decision of two people to show another status than the computed one (specification 3.6)."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="overrides")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="overrides")
    status = models.CharField(max_length=20, choices=Status.choices)
    reason_code = models.CharField(max_length=25, choices=OverrideReason.choices)
    text = models.TextField()
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    approved_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["claim"],
                condition=models.Q(ended_at__isnull=True),
                name="override_is_open_once_per_claim",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=Status.values), name="override_status_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(reason_code__in=OverrideReason.values), name="override_reason_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(text__length__gte=TEXT_MINIMUM), name="override_is_explained"
            ),
            models.CheckConstraint(
                condition=models.Q(approved_by__isnull=True) | ~models.Q(approved_by=models.F("proposed_by")),
                name="override_is_approved_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=models.Q(approved_by__isnull=True, approved_at__isnull=True)
                | models.Q(approved_by__isnull=False, approved_at__isnull=False),
                name="override_approval_is_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, end_reason="")
                | (models.Q(ended_at__isnull=False) & ~models.Q(end_reason="")),
                name="override_that_ended_says_when_and_why",
            ),
        ]
        triggers = touching("override")

    def __str__(self) -> str:
        return f"{self.claim_id}: {self.status}"
