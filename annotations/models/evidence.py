"""Evidence: links between a claim and a passage of a source, each with what the passage does to the claim."""

from django.db import models
from django.utils import timezone

from annotations.domain.vocabulary import (
    Coverage,
    Credibility,
    EvidenceState,
    PassageCheck,
    Proximity,
    Sourcing,
    Stance,
)
from annotations.models.claims import Claim
from annotations.models.people import User
from annotations.models.sources import Capture, Source
from annotations.models.touching import touching


class Evidence(models.Model):
    """One link. `passage` stands in `capture` at code points `start` to `end`, as far as `passage_check`
    says.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="evidence")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="evidence")
    capture = models.ForeignKey(Capture, on_delete=models.PROTECT, related_name="evidence")
    passage = models.TextField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    passage_check = models.CharField(max_length=10, choices=PassageCheck.choices)
    stance = models.CharField(max_length=12, choices=Stance.choices)
    coverage = models.CharField(max_length=8, choices=Coverage.choices, default=Coverage.FULL)
    proximity = models.CharField(max_length=10, choices=Proximity.choices, default=Proximity.SECONDARY)
    credibility = models.CharField(
        max_length=1, choices=Credibility.choices, default=Credibility.CANNOT_BE_JUDGED
    )
    sourcing = models.CharField(max_length=10, choices=Sourcing.choices, default=Sourcing.UNEXAMINED)
    relies_on = models.ManyToManyField(Source, through="Reliance", related_name="relied_on_by")
    state = models.CharField(max_length=10, choices=EvidenceState.choices, default=EvidenceState.ACCEPTED)
    state_before_withdrawal = models.CharField(max_length=10, choices=EvidenceState.choices, blank=True)
    scope_starts_on = models.DateField(null=True, blank=True)
    scope_ends_on = models.DateField(null=True, blank=True)
    is_out_of_scope = models.BooleanField(default=False, help_text="Speaks of another time or place.")
    note = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    attached_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    attached_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)
    judged_at = models.DateTimeField(
        default=timezone.now, help_text="When somebody last decided on stance, sourcing or what it relies on."
    )

    class Meta:
        verbose_name_plural = "evidence"
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "capture", "start", "end"],
                condition=~models.Q(state=EvidenceState.WITHDRAWN),
                name="evidence_uses_a_passage_once_per_claim",
                violation_error_message="This passage is linked to this claim already.",
            ),
            models.CheckConstraint(condition=~models.Q(passage=""), name="evidence_has_a_passage"),
            models.CheckConstraint(
                condition=~models.Q(state=EvidenceState.WITHDRAWN) ^ ~models.Q(state_before_withdrawal=""),
                name="evidence_withdrawn_remembers_its_state",
            ),
            models.CheckConstraint(
                condition=models.Q(end__gt=models.F("start")), name="evidence_passage_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=models.Q(passage_check__in=PassageCheck.values),
                name="evidence_passage_check_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(stance__in=Stance.values), name="evidence_stance_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(coverage__in=Coverage.values), name="evidence_coverage_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(proximity__in=Proximity.values), name="evidence_proximity_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(credibility__in=Credibility.values), name="evidence_credibility_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(sourcing__in=Sourcing.values), name="evidence_sourcing_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=EvidenceState.values), name="evidence_state_is_known"
            ),
        ]
        indexes = [models.Index(fields=["source", "claim"], name="evidence_by_source")]
        triggers = touching("evidence")

    def __str__(self) -> str:
        return f"{self.stance}: {self.passage[:60]}"


class Reliance(models.Model):
    """This passage rests on that source; replaces the source's own derivations for the passage."""

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="reliances")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["evidence", "source"], name="reliance_is_stated_once")]

    def __str__(self) -> str:
        return f"{self.evidence_id} relies on {self.source_id}"


class StanceVote(models.Model):
    """One reviewer's reading of a passage. Several on one link are blind to each other."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="stance_votes")
    reviewer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    stance = models.CharField(max_length=12, choices=Stance.choices)
    is_blind = models.BooleanField(default=False)
    reason = models.TextField(blank=True)
    voted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evidence", "reviewer"], name="stance_vote_is_cast_once"),
            models.CheckConstraint(
                condition=models.Q(stance__in=Stance.values), name="stance_vote_stance_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evidence_id}: {self.stance}"
