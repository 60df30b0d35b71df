"""Work on many statuses at once: recomputations after a change that reaches far, and trials of a policy."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from annotations.domain.vocabulary import RecomputationState, Status, TrialState
from annotations.models.assessments import Policy
from annotations.models.claims import Claim
from annotations.models.events import Event
from annotations.models.people import User

ENDED = (RecomputationState.DONE, RecomputationState.FAILED)


class Recomputation(models.Model):
    """One job that brings the statuses of many claims up to one change.

    What is due stands in the claims themselves; this row says which change asked (`caused_by`), for which
    claims, and how far the work is. `done` counts from the start of `claim_ids`, so that a worker that takes
    over goes on where the last one stopped. The counts are numbers of claims by status.
    """

    caused_by = models.ForeignKey(Event, null=True, on_delete=models.PROTECT, related_name="+")
    requested_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    claim_ids = ArrayField(models.BigIntegerField(), help_text="In rising order.")
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(
        default=0, help_text="Of those done, how many could not be computed."
    )
    counts_before = models.JSONField(default=dict)
    counts_after = models.JSONField(default=dict)
    state = models.CharField(
        max_length=10, choices=RecomputationState.choices, default=RecomputationState.QUEUED
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    requested_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=RecomputationState.values), name="recomputation_state_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(done__lte=models.F("total")), name="recomputation_does_no_more_than_all"
            ),
            models.CheckConstraint(
                condition=models.Q(failed__lte=models.F("done")), name="recomputation_fails_no_more_than_done"
            ),
            models.CheckConstraint(
                condition=models.Q(total=models.Func(models.F("claim_ids"), function="cardinality")),
                name="recomputation_counts_its_claims",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=ENDED, finished_at__isnull=False)
                | (~models.Q(state__in=ENDED) & models.Q(finished_at__isnull=True)),
                name="recomputation_ended_says_when",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=RecomputationState.DONE) | models.Q(done=models.F("total")),
                name="recomputation_done_did_all",
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"],
                condition=models.Q(finished_at__isnull=True),
                name="recomputation_unfinished",
            )
        ]

    def __str__(self) -> str:
        return f"recomputation of {self.total} claims"


class AskedAgain(models.Model):
    """How often the sweep has asked for a claim's assessment without its having come about.

    The row speaks of one `inputs_version`: after the next change of the claim's inputs it means nothing any
    more. A claim that fails again and again is asked for ever more rarely and does not keep others waiting.
    """

    claim = models.OneToOneField(
        Claim, primary_key=True, on_delete=models.CASCADE, related_name="asked_again"
    )
    inputs_version = models.PositiveIntegerField()
    times = models.PositiveIntegerField(default=1)
    not_before = models.DateTimeField()

    class Meta:
        verbose_name_plural = "asked again"

    def __str__(self) -> str:
        return f"{self.claim_id}: {self.times} times"


class PolicyTrial(models.Model):
    """A proposed policy, and which statuses it would move; applied, it became a `Policy`."""

    policy_version = models.CharField(max_length=20)
    tables = models.JSONField()
    reason = models.TextField()
    base_version = models.CharField(max_length=20, help_text="The policy in force that it was compared with.")
    state = models.CharField(max_length=10, choices=TrialState.choices, default=TrialState.PROPOSED)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0, help_text="How many statuses would be others.")
    moved_counts = models.JSONField(default=dict, help_text="Numbers of claims by 'FROM>TO'.")
    problem = models.CharField(max_length=500, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    policy = models.OneToOneField(
        Policy, null=True, blank=True, on_delete=models.PROTECT, related_name="trial"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=TrialState.values), name="policy_trial_state_is_known"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="policy_trial_has_a_reason"),
            models.CheckConstraint(
                condition=models.Q(done__lte=models.F("total")), name="policy_trial_does_no_more_than_all"
            ),
            models.CheckConstraint(
                condition=models.Q(moved__lte=models.F("done")), name="policy_trial_moves_no_more_than_done"
            ),
            models.CheckConstraint(
                condition=models.Q(state=TrialState.APPLIED, policy__isnull=False)
                | (~models.Q(state=TrialState.APPLIED) & models.Q(policy__isnull=True)),
                name="policy_trial_applied_became_a_policy",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[TrialState.DONE, TrialState.APPLIED, TrialState.FAILED])
                | models.Q(finished_at__isnull=False),
                name="policy_trial_that_ran_says_when",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=TrialState.FAILED) | ~models.Q(problem=""),
                name="policy_trial_that_failed_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.policy_version


class PolicyTrialMove(models.Model):
    """One claim whose status a proposed policy would move."""

    trial = models.ForeignKey(PolicyTrial, on_delete=models.CASCADE, related_name="moves")
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="+")
    status_before = models.CharField(max_length=20, choices=Status.choices)
    status_after = models.CharField(max_length=20, choices=Status.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["trial", "claim"], name="policy_trial_moves_a_claim_once"),
            models.CheckConstraint(
                condition=models.Q(status_before__in=Status.values)
                & models.Q(status_after__in=Status.values)
                & ~models.Q(status_before=models.F("status_after")),
                name="policy_trial_moves_between_two_statuses",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id}: {self.status_before} to {self.status_after}"
