"""Which policy is in force, and what a proposed one would move."""

from datetime import datetime
from functools import lru_cache

from django.db.models import JSONField, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from annotations.domain.errors import NotFound
from annotations.domain.verification import POLICY_1_0_0, policy_from
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


def default_grades() -> Coalesce:
    """The grades by kind of the policy in force, as a part of another statement (`Publisher.with_grade`)."""
    latest = Policy.objects.order_by("-id").values("tables__default_grades")[:1]
    return Coalesce(Subquery(latest), Value(POLICY_1_0_0.grade_by_kind, JSONField()))


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


def moves_of(trial_id: int, *, before: str = "", after: str = "") -> QuerySet[PolicyTrialMove]:
    """The claims whose status a proposed policy would move, each with old and new, in the order of ids; where
    these are given, from this status or to that one.
    """
    asked = {"status_before": before, "status_after": after}
    named = {name: status for name, status in asked.items() if status}
    moves = PolicyTrialMove.objects.filter(trial=trial_id, **named)
    return moves.select_related("claim").order_by("claim")


@lru_cache(maxsize=8)
def _read(policy_id: int, applied_at: datetime) -> Rule:
    row = Policy.objects.get(pk=policy_id)
    return policy_from(row.version, row.tables)
