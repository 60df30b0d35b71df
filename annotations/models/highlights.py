"""Highlights: where in a revision a claim occurs."""

from django.db import models
from django.utils import timezone

from annotations.domain.vocabulary import HighlightOutcome, HighlightState
from annotations.models.articles import Revision
from annotations.models.claims import Claim
from annotations.models.people import User


class Highlight(models.Model):
    """A span of one revision. Offsets are code points; `text[start:end] == exact` holds for ever.

    In a later revision a highlight is a new row that points at the first one (`original`), with how it was
    found again (`outcome`); rows of earlier revisions stay as they are.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="highlights")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="highlights")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    exact = models.TextField()
    prefix = models.TextField(blank=True)
    suffix = models.TextField(blank=True)
    block = models.CharField(max_length=20, help_text="The block in which it starts.")
    block_offset = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=HighlightState.choices, default=HighlightState.LIVE)
    outcome = models.CharField(max_length=10, choices=HighlightOutcome.choices, default=HighlightOutcome.MADE)
    original = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="successors"
    )
    confirmed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end__gt=models.F("start")), name="highlight_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=~models.Q(exact=""), name="highlight_has_words"),
            models.CheckConstraint(
                condition=models.Q(state__in=HighlightState.values), name="highlight_state_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome__in=HighlightOutcome.values), name="highlight_outcome_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome=HighlightOutcome.MADE) | models.Q(original__isnull=False),
                name="highlight_found_again_names_its_original",
            ),
            models.UniqueConstraint(
                fields=["claim", "revision", "start", "end"],
                condition=models.Q(state=HighlightState.LIVE),
                name="highlight_marks_a_place_once_per_claim",
                violation_error_message="This claim is highlighted here already.",
            ),
        ]
        indexes = [models.Index(fields=["revision", "start", "end"], name="highlight_reading_order")]

    def __str__(self) -> str:
        return self.exact
