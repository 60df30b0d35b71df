"""Claim sets: named selections of claims."""

from django.db import models
from django.utils import timezone

from annotations.domain.vocabulary import Audience, ClaimSetKind
from annotations.models.assessments import Assessment
from annotations.models.claims import Claim
from annotations.models.desks import Desk
from annotations.models.people import User


class ClaimSet(models.Model):
    """A saved filter (live), or an exact list at a moment (frozen). `criteria` are the board's filters."""

    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    kind = models.CharField(max_length=6, choices=ClaimSetKind.choices, default=ClaimSetKind.LIVE)
    criteria = models.JSONField(default=dict)
    audience = models.CharField(max_length=8, choices=Audience.choices, default=Audience.NEWSROOM)
    desk = models.ForeignKey(Desk, null=True, blank=True, on_delete=models.PROTECT, related_name="claim_sets")
    frozen_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="claim_sets")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(models.functions.Lower("name"), name="claim_set_name_is_unique"),
            models.CheckConstraint(condition=~models.Q(name=""), name="claim_set_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(kind=ClaimSetKind.LIVE, frozen_at__isnull=True)
                | models.Q(kind=ClaimSetKind.FROZEN, frozen_at__isnull=False),
                name="claim_set_frozen_implies_dated",
            ),
            models.CheckConstraint(
                condition=models.Q(audience__in=[Audience.NEWSROOM, Audience.OWN], desk__isnull=True)
                | models.Q(audience=Audience.DESK, desk__isnull=False),
                name="claim_set_for_a_desk_names_it",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ClaimSetMember(models.Model):
    """One claim of a frozen set, with the assessment that held at the moment of freezing."""

    claim_set = models.ForeignKey(ClaimSet, on_delete=models.CASCADE, related_name="members")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey(Assessment, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim_set", "claim"], name="claim_set_holds_a_claim_once")
        ]

    def __str__(self) -> str:
        return f"{self.claim_set_id}: {self.claim_id}"
