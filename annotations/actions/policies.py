"""Changing the policy: proposed, run dry over every claim, looked at, and only then applied.

A trial writes down which statuses would move and moves none. It compares with the policy that was in force
when it was proposed; when another one was applied meanwhile, what it shows is no longer so and it cannot be
applied.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

import structlog
from django.db import transaction
from django.utils import timezone

from annotations import jobs
from annotations.access import require
from annotations.actions.recording import change, inputs_changed, locked, record_event
from annotations.actions.register import change_register, hold_register
from annotations.domain.errors import Conflict, Invalid
from annotations.domain.lifecycle import POLICY_TRIAL, next_state
from annotations.domain.verification import Policy as Rule
from annotations.domain.verification import check_policy, check_replacement, policy_from, tables_of
from annotations.domain.vocabulary import TrialState
from annotations.models import Claim, Policy, PolicyTrial, PolicyTrialMove, User
from annotations.queries.policies import due_trials, policy_in_force
from annotations.queries.trial_statuses import claims_in_order, statuses_under

log = structlog.get_logger(__name__)

CHUNK: Final = 200
LEASE: Final = timedelta(seconds=60)
ATTEMPTS: Final = 5
SWEEP_LIMIT: Final = 20


class LeaseLost(Exception):
    """Another worker has the trial, or it was discarded."""


@transaction.atomic
def propose_policy(*, version: str, tables: Mapping[str, Any], reason: str, actor: User) -> PolicyTrial:
    """Proposes a policy and asks for its dry run. Tables that are not given stay as they are in force.

    Refuses, each by its rule, what cannot replace the policy in force; see `policy_from`,
    `check_replacement` and `check_policy`.
    """
    require(actor, "policy.propose")
    if not reason.strip():
        raise Invalid("Say what the change is for.", field="reason", rule="required")
    in_force = policy_in_force()
    rule = policy_from(version, {**tables_of(in_force), **tables})
    check_replacement(rule, in_force)
    check_policy(rule)
    trial = PolicyTrial.objects.create(
        policy_version=version,
        tables=tables_of(rule),
        reason=reason.strip(),
        base_version=in_force.version,
        proposed_by=actor,
    )
    record_event(
        "policy.proposed",
        trial,
        actor=actor,
        before=_differing(in_force, rule),
        after={"version": version, **_differing(rule, in_force)},
        note=trial.reason,
    )
    jobs.try_policy(trial.pk)
    return trial


def run_trial(*, trial_id: int) -> PolicyTrial | None:
    """Computes every claim's status under the proposed policy and notes those that would move. None when
    there was nothing to do or it was taken away.

    Safe to call at any time, by any number of workers at once; one that was interrupted starts over, since
    claims may have come and gone.
    """
    trial = _begin(trial_id)
    if trial is None:
        return None
    try:
        order = claims_in_order()
        _hold(trial, total=len(order))
        while trial.done < trial.total:
            _try_chunk(trial, order[trial.done : trial.done + CHUNK])
        return _finish(trial)
    except LeaseLost:
        log.info("policy_trial_taken_away", trial_id=trial_id)
        return None


@transaction.atomic
def apply_policy(*, trial_id: int, actor: User) -> Policy:
    """Puts a policy in force whose trial ran through, and asks for every claim to be computed anew.

    Refuses a trial that has not ended (`policy-trial-apply-from-...`), and one that was compared with another
    policy than the one in force (`policy-changed-since-trial`). Marks on signed claims whose points move, and
    signatures that lapse, follow with the recomputation.
    """
    require(actor, "policy.apply")
    change_register()
    trial = locked(PolicyTrial, trial_id, noun="policy trial")
    state = next_state(POLICY_TRIAL, trial.state, "apply", noun="policy trial")
    in_force = policy_in_force()
    if trial.base_version != in_force.version:
        raise Conflict(
            f"Policy {in_force.version} was applied since; this trial was compared with "
            f"{trial.base_version}. Propose it anew.",
            rule="policy-changed-since-trial",
        )
    policy = Policy.objects.create(
        version=trial.policy_version, tables=trial.tables, reason=trial.reason, applied_by=actor
    )
    change(trial, {"state": state, "policy": policy})
    event = record_event(
        "policy.applied",
        policy,
        actor=actor,
        before={"version": in_force.version},
        after={"version": policy.version, "moved": trial.moved},
        note=trial.reason,
    )
    inputs_changed(Claim.objects.standing().order_by("pk").values_list("pk", flat=True), because=event)
    return policy


@transaction.atomic
def discard_trial(*, trial_id: int, reason: str = "", actor: User) -> PolicyTrial:
    """Gives a proposed policy up. What was found stays."""
    require(actor, "policy.discard")
    trial = locked(PolicyTrial, trial_id, noun="policy trial")
    state = next_state(POLICY_TRIAL, trial.state, "discard", noun="policy trial")
    before, after = change(trial, {"state": state, "leased_until": None})
    record_event("policy.discarded", trial, actor=actor, before=before, after=after, note=reason)
    return trial


def sweep_trials() -> int:
    """Asks again for every trial that nobody works on. Gives back how many."""
    due = list(due_trials(timezone.now()).order_by("id").values_list("pk", flat=True)[:SWEEP_LIMIT])
    with transaction.atomic():
        for pk in due:
            jobs.try_policy(pk)
    return len(due)


@transaction.atomic
def _begin(trial_id: int) -> PolicyTrial | None:
    now = timezone.now()
    trial = due_trials(now).select_for_update(skip_locked=True).filter(pk=trial_id).first()
    if trial is None:
        return None
    if trial.attempts >= ATTEMPTS:
        problem = trial.problem or f"It was begun {ATTEMPTS} times and interrupted each time."
        state = next_state(POLICY_TRIAL, trial.state, "fail", noun="policy trial")
        change(trial, {"state": state, "finished_at": now, "leased_until": None, "problem": problem})
        return None
    PolicyTrialMove.objects.filter(trial=trial).delete()
    change(
        trial,
        {
            "state": next_state(POLICY_TRIAL, trial.state, "start", noun="policy trial"),
            "attempts": trial.attempts + 1,
            "started_at": now,
            "leased_until": now + LEASE,
            **{"done": 0, "moved": 0, "moved_counts": {}},
        },
    )
    return trial


@transaction.atomic
def _try_chunk(trial: PolicyTrial, claim_ids: Sequence[int]) -> None:
    hold_register()
    found = statuses_under(_rule_of(trial), claim_ids, trial_id=trial.pk)
    moves = [
        PolicyTrialMove(trial=trial, claim_id=pk, status_before=old, status_after=new)
        for pk, (old, new) in found.items()
        if old != new
    ]
    PolicyTrialMove.objects.bulk_create(moves, ignore_conflicts=True)
    _hold(
        trial,
        leased_until=timezone.now() + LEASE,
        done=trial.done + len(claim_ids),
        moved=trial.moved + len(moves),
        moved_counts=_added(trial.moved_counts, moves),
    )


@transaction.atomic
def _finish(trial: PolicyTrial) -> PolicyTrial:
    state = next_state(POLICY_TRIAL, trial.state, "finish", noun="policy trial")
    _hold(trial, state=state, finished_at=timezone.now(), leased_until=None)
    after = {"state": state, "total": trial.total, "moved": trial.moved, "moved_counts": trial.moved_counts}
    record_event("policy.tried", trial, actor=None, before={"state": TrialState.RUNNING}, after=after)
    return trial


def _rule_of(trial: PolicyTrial) -> Rule:
    return policy_from(trial.policy_version, trial.tables)


def _added(counts: Mapping[str, int], moves: Sequence[PolicyTrialMove]) -> dict[str, int]:
    pairs = Counter(f"{move.status_before}>{move.status_after}" for move in moves)
    return dict(sorted((pairs + Counter(counts)).items()))


def _differing(rule: Rule, other: Rule) -> dict[str, Any]:
    theirs = tables_of(other)
    return {name: table for name, table in tables_of(rule).items() if table != theirs[name]}


def _hold(trial: PolicyTrial, **values: Any) -> None:
    """Writes as the holder of the lease. Raises `LeaseLost`."""
    held = PolicyTrial.objects.filter(pk=trial.pk, state=TrialState.RUNNING, leased_until=trial.leased_until)
    if not held.update(**values):
        raise LeaseLost
    for name, value in values.items():
        setattr(trial, name, value)
