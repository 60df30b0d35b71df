"""Figures about how people work, as they were on a day."""

from django.db import models
from django.utils import timezone

from annotations.domain.vocabulary import ClaimType
from annotations.models.desks import Desk


class QualityFigures(models.Model):
    """The figures of one day for one desk (none: the whole newsroom), claim type (none: all) and period.

    `figures` is what `domain.agreement` gives, by name; every figure comes with the count it rests on.
    """

    computed_on = models.DateField()
    desk = models.ForeignKey(Desk, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    claim_type = models.CharField(max_length=20, choices=ClaimType.choices, blank=True)
    days = models.PositiveSmallIntegerField(help_text="How far back it looks.")
    figures = models.JSONField()
    computed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "quality figures"
        constraints = [
            models.UniqueConstraint(
                fields=["computed_on", "desk", "claim_type", "days"],
                name="quality_figures_are_kept_once_a_day",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.computed_on}, {self.days} days"
