"""Highlights: where in a revision a claim occurs."""

from collections.abc import Collection

from django.db import models
from django.utils import timezone

from annotations.domain.vocabulary import ClaimState, HighlightOutcome, HighlightState, ReanchoringState
from annotations.models.articles import Revision
from annotations.models.claims import Claim
from annotations.models.people import User
from annotations.models.touching import touching

NEEDS_CONFIRMATION = (HighlightOutcome.CHANGED, HighlightOutcome.AMBIGUOUS, HighlightOutcome.ORPHANED)
"""What was found so that a person has to look at it before it counts as standing."""


class HighlightQuerySet(models.QuerySet["Highlight"]):
    """Questions about highlights that compose."""

    def current(self) -> "HighlightQuerySet":
        """The latest row of each line, live or waiting for a decision: where the claims of an article are."""
        return self.filter(is_current=True, state__in=[HighlightState.LIVE, HighlightState.QUEUED])

    def of_lines(self, line_ids: Collection[int]) -> "HighlightQuerySet":
        """Every row of these lines."""
        return self.filter(models.Q(original__isnull=True, pk__in=line_ids) | models.Q(original__in=line_ids))

    def waiting(self) -> "HighlightQuerySet":
        """Those about which a person has to decide, of claims that stand."""
        waiting = self.filter(is_current=True, state=HighlightState.QUEUED)
        return waiting.exclude(claim__state=ClaimState.WITHDRAWN)


class Highlight(models.Model):
    """A span of one revision. Offsets are code points; `text[start:end] == exact` holds for ever.

    In a later revision a highlight is a new row that points at the first one of its line (`original`), with
    how it was found (`outcome`) and from which row (`anchored_from`: the last one that a person made or
    confirmed, so that guesses never add up). Rows of earlier revisions stay as they are; the latest of a
    line is `is_current`. One whose words are gone has no place; what was looked for stands in `sought`.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="highlights")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="highlights")
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    exact = models.TextField(blank=True)
    prefix = models.TextField(blank=True)
    suffix = models.TextField(blank=True)
    block = models.CharField(max_length=20, blank=True, help_text="The block in which it starts.")
    block_offset = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=10, choices=HighlightState.choices, default=HighlightState.LIVE)
    outcome = models.CharField(max_length=10, choices=HighlightOutcome.choices, default=HighlightOutcome.MADE)
    original = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="successors"
    )
    anchored_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_current = models.BooleanField(default=True)
    sought = models.TextField(
        blank=True, help_text="The words looked for, where they are not the ones found."
    )
    candidates = models.JSONField(
        default=list, help_text="Other places that fit, best first: [[start, end]]."
    )
    changes = models.JSONField(default=list, help_text="What changed in the words: number, negation, name.")
    confirmed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    objects = HighlightQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end__gt=models.F("start")), name="highlight_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    outcome=HighlightOutcome.ORPHANED,
                    start__isnull=True,
                    end__isnull=True,
                    block_offset__isnull=True,
                    exact="",
                )
                | (
                    ~models.Q(outcome=HighlightOutcome.ORPHANED)
                    & models.Q(start__isnull=False, end__isnull=False, block_offset__isnull=False)
                    & ~models.Q(exact="")
                ),
                name="highlight_has_a_place_unless_its_words_are_gone",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=HighlightState.LIVE)
                | ~models.Q(outcome__in=NEEDS_CONFIRMATION)
                | models.Q(confirmed_at__isnull=False, outcome__in=NEEDS_CONFIRMATION[:2]),
                name="highlight_on_other_words_is_live_only_when_confirmed",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | models.Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="highlight_is_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=HighlightState.values), name="highlight_state_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome__in=HighlightOutcome.values), name="highlight_outcome_is_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome__in=[HighlightOutcome.UNCHANGED, HighlightOutcome.MOVED])
                | models.Q(original__isnull=False),
                name="highlight_found_again_names_its_original",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=HighlightState.SUPERSEDED) | models.Q(is_current=False),
                name="highlight_superseded_is_not_current",
            ),
            models.UniqueConstraint(
                fields=["claim", "revision", "start", "end"],
                condition=models.Q(state=HighlightState.LIVE),
                name="highlight_marks_a_place_once_per_claim",
                violation_error_message="This claim is highlighted here already.",
            ),
            models.UniqueConstraint(
                fields=["original", "revision"], name="highlight_has_one_row_per_revision"
            ),
            models.UniqueConstraint(
                fields=["original"],
                condition=models.Q(is_current=True),
                name="highlight_has_one_current_row",
            ),
        ]
        indexes = [
            models.Index(fields=["revision", "start", "end"], name="highlight_reading_order"),
            models.Index(
                fields=["revision", "id"],
                condition=models.Q(state=HighlightState.QUEUED),
                name="highlight_waiting",
            ),
        ]
        triggers = touching("highlight")

    def __str__(self) -> str:
        return self.exact or self.sought

    @property
    def line_id(self) -> int:
        """The id of the first row of its line, by which the highlight is known whatever the revision."""
        return self.original_id or self.pk

    @property
    def is_confirmed(self) -> bool:
        """Whether a person set it on these words or said that they are the right ones."""
        return self.outcome == HighlightOutcome.MADE or self.confirmed_at is not None


class Reanchoring(models.Model):
    """The carrying over of an article's highlights into one revision: how far it is, and what was found.

    What is due is not told by this row but by the highlights themselves (a current one in an earlier
    revision); so a lost message, or a highlight made on the old text meanwhile, loses nothing.
    """

    revision = models.OneToOneField(
        Revision, primary_key=True, on_delete=models.PROTECT, related_name="reanchoring"
    )
    state = models.CharField(max_length=10, choices=ReanchoringState.choices, default=ReanchoringState.QUEUED)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict, help_text="How many highlights had each outcome.")
    has_common_text = models.BooleanField(default=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=ReanchoringState.values), name="reanchoring_state_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(done__lte=models.F("total")), name="reanchoring_does_no_more_than_all"
            ),
        ]

    def __str__(self) -> str:
        return f"into revision {self.revision_id}: {self.state}"
