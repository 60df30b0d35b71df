"""Scheduled looks at the addresses of articles: publishers edit without telling anybody."""

from django.db import models
from django.utils import timezone

from annotations.domain.vocabulary import CheckOutcome
from annotations.models.articles import Article
from annotations.models.people import User

LONGEST_INTERVAL = 720
"""In hours: a month."""


class ArticleCheck(models.Model):
    """When an article's address is read again, and what came of the last look.

    `etag` and `last_modified` are what the server said then, asked with the next time. After failures in a
    row the next look is put off further each time.
    """

    article = models.OneToOneField(
        Article, primary_key=True, on_delete=models.PROTECT, related_name="scheduled_check"
    )
    every_hours = models.PositiveSmallIntegerField()
    next_check_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=CheckOutcome.choices, blank=True)
    problem = models.CharField(max_length=500, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    etag = models.CharField(max_length=500, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    scheduled_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    scheduled_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(every_hours__gte=1, every_hours__lte=LONGEST_INTERVAL),
                name="article_check_interval_is_an_hour_to_a_month",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome__in=CheckOutcome.values), name="article_check_outcome_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(failures=0) | ~models.Q(problem=""),
                name="article_check_that_failed_says_why",
            ),
        ]
        indexes = [models.Index(fields=["next_check_at"], name="article_check_due")]

    def __str__(self) -> str:
        return f"article {self.article_id} every {self.every_hours} h"
