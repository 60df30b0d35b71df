"""What was told to the outside: published verdicts with their corrections, and what others were asked."""

import pgtrigger
from django.db import models
from django.utils import timezone

from annotations.domain.vocabulary import (
    ContextFlag,
    CorrectionOutcome,
    PublicationKind,
    ReplyOutcome,
    Status,
)
from annotations.models.articles import Article
from annotations.models.assessments import Assessment
from annotations.models.claims import Claim
from annotations.models.people import User
from annotations.models.publishers import Publisher
from annotations.models.touching import touching


class Publication(models.Model):
    """One thing that was said publicly about a claim: number 1 is the verdict, later ones correct or withdraw
    it. Rows are added, never changed, so that the old one stays visible.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="publications")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=PublicationKind.choices)
    text = models.TextField(help_text="The claim, in the words it had.")
    short_claim = models.CharField(max_length=75, blank=True)
    status = models.CharField(max_length=20, choices=Status.choices)
    computed_status = models.CharField(max_length=20, choices=Status.choices)
    context_flag = models.CharField(max_length=20, choices=ContextFlag.choices, blank=True, default="")
    reason = models.TextField(blank=True, help_text="Why, as it was published.")
    public_note = models.TextField(blank=True, help_text="What was corrected or why it was withdrawn.")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="+")
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "number"], name="publication_number_is_unique_in_its_claim"
            ),
            models.CheckConstraint(
                condition=models.Q(kind=PublicationKind.PUBLISHED, number=1)
                | (
                    models.Q(kind__in=[PublicationKind.CORRECTED, PublicationKind.WITHDRAWN], number__gt=1)
                    & ~models.Q(public_note="")
                ),
                name="publication_after_the_first_has_a_public_note",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=Status.values)
                & models.Q(computed_status__in=Status.values)
                & models.Q(context_flag__in=ContextFlag.values),
                name="publication_words_are_known",
            ),
            models.CheckConstraint(condition=~models.Q(text=""), name="publication_has_a_claim"),
        ]
        indexes = [models.Index(fields=["-published_at", "-id"], name="publication_latest_first")]
        triggers = [
            pgtrigger.Protect(name="publication_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            *touching("publication"),
        ]

    def __str__(self) -> str:
        return f"claim {self.claim_id}, publication {self.number}"

    @property
    def computed_beside(self) -> str:
        """What was computed, in words, where two people decided otherwise; else empty."""
        return "" if self.computed_status == self.status else self.get_computed_status_display()

    @property
    def flag_label(self) -> str:
        """The context flag in words; empty where there is none."""
        return self.get_context_flag_display() if self.context_flag else ""


class CorrectionRequest(models.Model):
    """The publisher of an article was asked to correct it, and what came of that."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="correction_requests")
    claim = models.ForeignKey(
        Claim, null=True, blank=True, on_delete=models.PROTECT, related_name="correction_requests"
    )
    sent_to = models.CharField(max_length=300, help_text="Who was asked, and by which way.")
    wording = models.TextField(help_text="What was asked for.")
    asked_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(
        max_length=10, choices=CorrectionOutcome.choices, default=CorrectionOutcome.WAITING
    )
    outcome_note = models.TextField(blank=True)
    outcome_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(sent_to="") & ~models.Q(wording=""), name="correction_request_is_whole"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome__in=CorrectionOutcome.values),
                name="correction_request_outcome_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome=CorrectionOutcome.WAITING) ^ models.Q(outcome_on__isnull=False),
                name="correction_request_answered_says_when",
            ),
            models.CheckConstraint(
                condition=models.Q(due_on__isnull=True) | models.Q(due_on__gte=models.F("asked_on")),
                name="correction_request_is_due_after_it_was_asked",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome_on__isnull=True) | models.Q(outcome_on__gte=models.F("asked_on")),
                name="correction_request_is_answered_after_it_was_asked",
            ),
        ]
        indexes = [models.Index(fields=["outcome", "due_on"], name="correction_request_by_outcome")]

    def __str__(self) -> str:
        return f"article {self.article_id}: {self.outcome}"


class ReplyRequest(models.Model):
    """Somebody a claim is about was asked before publishing: when, until when, and what they answered."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="reply_requests")
    asked = models.CharField(max_length=300, help_text="Who was asked.")
    publisher = models.ForeignKey(
        Publisher, null=True, blank=True, on_delete=models.PROTECT, related_name="reply_requests"
    )
    channel = models.CharField(max_length=200, blank=True, help_text="How: by e-mail, by telephone …")
    question = models.TextField()
    asked_at = models.DateTimeField()
    deadline_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=ReplyOutcome.choices, default=ReplyOutcome.WAITING)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(asked="") & ~models.Q(question=""), name="reply_request_is_whole"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome__in=ReplyOutcome.values), name="reply_request_outcome_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(deadline_at__gt=models.F("asked_at")),
                name="reply_request_leaves_time_to_answer",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome__in=[ReplyOutcome.ANSWERED, ReplyOutcome.DECLINED])
                ^ models.Q(answered_at__isnull=True),
                name="reply_request_answered_says_when",
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome=ReplyOutcome.ANSWERED) | ~models.Q(answer=""),
                name="reply_request_answered_says_what",
            ),
        ]
        indexes = [models.Index(fields=["outcome", "deadline_at"], name="reply_request_by_outcome")]

    def __str__(self) -> str:
        return f"claim {self.claim_id}: {self.asked}"
