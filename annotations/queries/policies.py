"""Which policy is in force, and what a proposed one would move."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db.models import Count, JSONField, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from annotations.domain.errors import NotFound
from annotations.domain.verification import POLICY_1_0_0, policy_from, version_key
from annotations.domain.verification import Policy as Rule
from annotations.domain.vocabulary import TrialState, VerdictState
from annotations.models import Policy, PolicyTrial, PolicyTrialMove, Verdict


@dataclass(frozen=True, slots=True)
class SignedClaims:
    """How many signed claims a trial touches: of those that it moves, and of all those whose signatures were
    given under another major version.
    """

    moved: int
    under_another_major: int


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


def earlier_policy(version: str) -> Rule | None:
    """A policy that was in force at some time, by its version; None where there was no such."""
    row = Policy.objects.filter(version=version).values_list("version", "tables").first()
    if row is not None:
        return policy_from(*row)
    return POLICY_1_0_0 if version == POLICY_1_0_0.version else None


def policy_trial(trial_id: int) -> PolicyTrial:
    """One trial; refuses with `NotFound`."""
    trial = PolicyTrial.objects.select_related("proposed_by", "policy").filter(pk=trial_id).first()
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


def claims_signed_under(trial: PolicyTrial) -> SignedClaims:
    """The claims that are signed, or were when the policy was applied. One statement."""
    standing = Q(state=VerdictState.LIVE)
    if trial.policy is not None:
        at = trial.policy.applied_at
        standing = Q(signed_at__lt=at) & (standing | Q(ended_at__gte=at))
    moved = PolicyTrialMove.objects.filter(trial=trial).values("claim")
    major = version_key(trial.policy_version)[0]
    found = Verdict.objects.filter(standing).aggregate(
        moved=Count("claim", distinct=True, filter=Q(claim__in=moved)),
        under_another_major=Count(
            "claim", distinct=True, filter=~Q(assessment__policy_version__startswith=f"{major}.")
        ),
    )
    return SignedClaims(**found)


@lru_cache(maxsize=8)
def _read(policy_id: int, applied_at: datetime) -> Rule:
    row = Policy.objects.get(pk=policy_id)
    return policy_from(row.version, row.tables)
