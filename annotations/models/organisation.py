"""The newsroom as readers meet it: its profile with its rating scale, and what readers report."""

import pgtrigger
from django.db import models
from django.utils import timezone

from annotations.domain.vocabulary import ReportOutcome
from annotations.models.articles import Article
from annotations.models.claims import Claim
from annotations.models.people import User


class OrganisationProfile(models.Model):
    """One version of what the newsroom says about itself. The highest number is in force; rows are added,
    never changed, so that it can be said what readers were told at any time.
    """

    number = models.PositiveIntegerField(unique=True)
    has_public_pages = models.BooleanField(default=False, help_text="Whether readers see the pages.")
    name = models.CharField(max_length=200)
    legal_name = models.CharField(max_length=200, blank=True)
    description = models.TextField(blank=True)
    address = models.URLField(max_length=500, blank=True, help_text="The newsroom's own site.")
    same_as = models.JSONField(default=list, blank=True, help_text="Its pages elsewhere, as addresses.")
    ownership = models.TextField(blank=True, help_text="Who owns and who funds it.")
    corrections_policy = models.TextField(blank=True)
    contact = models.TextField(blank=True)
    contact_email = models.EmailField(blank=True)
    rating_scale = models.JSONField(
        default=dict, blank=True, help_text="Words and numbers for ratings; empty means the usual ones."
    )
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="organisation_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(number__gte=1), name="organisation_profile_counts_from_1"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="organisation_profile_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, version {self.number}"


class ErrorReport(models.Model):
    """A reader says that a published check is wrong, and what came of that."""

    claim = models.ForeignKey(
        Claim, null=True, blank=True, on_delete=models.PROTECT, related_name="error_reports"
    )
    article = models.ForeignKey(
        Article, null=True, blank=True, on_delete=models.PROTECT, related_name="error_reports"
    )
    text = models.TextField(help_text="What is wrong, in the reader's words.")
    address = models.CharField(max_length=500, blank=True, help_text="Where it can be read otherwise.")
    reader_name = models.CharField(max_length=200, blank=True)
    reader_email = models.EmailField(blank=True)
    reported_at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=10, choices=ReportOutcome.choices, default=ReportOutcome.WAITING)
    outcome_note = models.TextField(blank=True)
    settled_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="error_report_says_what"),
            models.CheckConstraint(
                condition=models.Q(outcome__in=ReportOutcome.values), name="error_report_outcome_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    outcome=ReportOutcome.WAITING, settled_by__isnull=True, settled_at__isnull=True
                )
                | (
                    ~models.Q(outcome=ReportOutcome.WAITING)
                    & models.Q(settled_by__isnull=False, settled_at__isnull=False)
                ),
                name="error_report_settled_says_by_whom",
            ),
        ]
        indexes = [models.Index(fields=["outcome", "-id"], name="error_report_by_outcome")]

    def __str__(self) -> str:
        return f"report {self.pk}"
