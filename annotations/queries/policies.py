"""Which policy is in force, and what a proposed one would move."""

from datetime import datetime
from functools import lru_cache

from django.db.models import Q, QuerySet

from annotations.domain.errors import NotFound
from annotations.domain.policy_tables import policy_from
from annotations.domain.verification import POLICY_1_0_0
from annotations.domain.verification import Policy as Rule
from annotations.domain.vocabulary import TrialState
from annotations.models import Policy, PolicyTrial, PolicyTrialMove


def policy_in_force() -> Rule:
    """The policy that was applied last, or the one the program came with. One small statement.

    Rows of policies never change, so that what was read from one is kept; only which is the latest is asked
    each time. Within a transaction that holds the register the answer stays what it is.
    """
    latest = Policy.objects.order_by("-id").values_list("pk", "applied_at").first()
    return POLICY_1_0_0 if latest is None else _read(*latest)


def applied_policies() -> QuerySet[Policy]:
    """The policies that were applied, latest first; the one the program came with is not among them."""
    return Policy.objects.select_related("applied_by", "trial").order_by("-id")


def policy_trial(trial_id: int) -> PolicyTrial:
    """One trial; refuses with `NotFound`."""
    trial = PolicyTrial.objects.select_related("proposed_by").filter(pk=trial_id).first()
    if trial is None:
        raise NotFound(f"There is no trial {trial_id}.", details={"id": trial_id})
    return trial


def policy_trials() -> QuerySet[PolicyTrial]:
    """All trials, latest first."""
    return PolicyTrial.objects.select_related("proposed_by").order_by("-id")


def due_trials(now: datetime) -> QuerySet[PolicyTrial]:
    """Trials whose dry run has not ended and that nobody holds."""
    unheld = Q(leased_until__isnull=True) | Q(leased_until__lte=now)
    return PolicyTrial.objects.filter(unheld, state__in=[TrialState.PROPOSED, TrialState.RUNNING])


def moves_of(trial_id: int) -> QuerySet[PolicyTrialMove]:
    """The claims whose status a proposed policy would move, each with old and new, in the order of ids."""
    return PolicyTrialMove.objects.filter(trial=trial_id).select_related("claim").order_by("claim")


@lru_cache(maxsize=8)
def _read(policy_id: int, applied_at: datetime) -> Rule:
    row = Policy.objects.get(pk=policy_id)
    return policy_from(row.version, row.tables)
