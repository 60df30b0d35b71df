"""Where work on many statuses stands."""

from django.db.models import TextChoices


class RecomputationState(TextChoices):
    """Where the recomputation of many claims stands."""

    QUEUED = "queued", "Queued"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"


class TrialState(TextChoices):
    """Where a proposed policy stands: nothing of it holds before it is applied."""

    PROPOSED = "proposed", "Proposed"
    RUNNING = "running", "Running"
    DONE = "done", "Ran through"
    FAILED = "failed", "Failed"
    APPLIED = "applied", "Applied"
    DISCARDED = "discarded", "Discarded"
