"""Marking statuses that should be looked at again, and taking the mark away (specification 3.7).

A mark is raised once a cause and claim, and stays until somebody has looked: until the claim is signed again,
or the mark is dismissed with a reason. It leaves the status as it is, and keeps the claim out of exports that
ask for nothing stale. Only claims that somebody answers for are marked, by a live signature or an override.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Final

from django.db import transaction
from django.utils import timezone

from annotations.access import require
from annotations.actions.recording import locked, record_event
from annotations.domain.errors import Conflict, Invalid
from annotations.domain.verification.staleness import is_counter_evidence, shelf_life
from annotations.domain.vocabulary import StaleCause, VerdictState
from annotations.models import Event, Evidence, Override, StaleFlag, User, Verdict
from annotations.queries.overrides import in_effect
from annotations.queries.staleness import signed_claims_by_age

SETTLED_BY_THEMSELVES: Final = frozenset({StaleCause.WORDS_CHANGED})
"""Marks that go when what they wait for is decided, and by nothing else."""

DETAIL_LENGTH: Final = 300
AT_ONCE: Final = 1_000


def raise_flags(cause: StaleCause, details: Mapping[int, str], *, because: Event | None = None) -> int:
    """Marks these claims, each with what happened. One that is marked for this cause stays as it is.

    One statement; gives back how many were offered.
    """
    StaleFlag.objects.bulk_create(
        [
            StaleFlag(claim_id=pk, cause=cause, detail=detail[:DETAIL_LENGTH], caused_by=because)
            for pk, detail in sorted(details.items())
        ],
        ignore_conflicts=True,
    )
    return len(details)


def clear_flags(
    claim_ids: Iterable[int], *, causes: Iterable[StaleCause] | None = None, actor: User | None
) -> int:
    """Takes the marks away; by default all that a person settles by looking. Gives back how many."""
    wanted = set(StaleCause) - SETTLED_BY_THEMSELVES if causes is None else set(causes)
    flags = StaleFlag.objects.filter(claim__in=set(claim_ids), cause__in=wanted, cleared_at__isnull=True)
    return flags.update(cleared_at=timezone.now(), cleared_by=actor)


def answered_for(claim_ids: Collection[int]) -> set[int]:
    """Of these claims those with a live signature or an override that has not ended."""
    signed = Verdict.objects.filter(claim__in=claim_ids, state=VerdictState.LIVE).values_list("claim_id")
    overridden = Override.objects.filter(
        claim__in=claim_ids, approved_at__isnull=False, ended_at__isnull=True
    ).values_list("claim_id")
    return {pk for (pk,) in signed.union(overridden)}


def flag_answered_for(
    cause: StaleCause, claim_ids: Collection[int], detail: str, *, because: Event | None = None
) -> int:
    """Marks those of the claims that somebody answers for."""
    return raise_flags(cause, dict.fromkeys(answered_for(claim_ids), detail), because=because)


def flag_counter_evidence(evidence: Evidence, *, because: Event) -> None:
    """Marks the claim where this evidence speaks against what people signed."""
    signed = Verdict.objects.filter(claim=evidence.claim_id, state=VerdictState.LIVE)
    overridden = Override.objects.filter(in_effect(timezone.now()), claim=evidence.claim_id)
    statuses = signed.values_list("status").union(overridden.values_list("status"))
    if any(is_counter_evidence(evidence.stance, status) for (status,) in statuses):
        detail = {evidence.claim_id: "Evidence against what was signed was linked."}
        raise_flags(StaleCause.COUNTER_EVIDENCE_PROPOSED, detail, because=because)


@transaction.atomic
def dismiss_staleness(*, flag_id: int, reason: str, actor: User) -> StaleFlag:
    """Says that somebody looked and the status still stands. Refuses without a reason, twice, and for
    changed words, which are settled by deciding where the claim stands.
    """
    flag = locked(StaleFlag, flag_id)
    require(actor, "staleness.dismiss", flag)
    if not reason.strip():
        raise Invalid("Say why the status still stands.", field="reason", rule="required")
    if flag.cause in SETTLED_BY_THEMSELVES:
        raise Conflict("Decide where its words stand; that settles it.", rule="words-wait-for-a-decision")
    if flag.cleared_at is not None:
        raise Conflict("This was looked at already.", rule="staleness-cleared-already")
    flag.cleared_at, flag.cleared_by = timezone.now(), actor
    flag.save(update_fields=["cleared_at", "cleared_by"])
    record_event(
        "staleness.dismissed",
        flag,
        stream=flag.claim,
        actor=actor,
        before={"cause": flag.cause},
        note=reason.strip(),
    )
    return flag


def flag_aged(*, today: date) -> int:
    """Marks the signed statuses whose shelf life is over. Gives back how many."""
    aged: dict[int, str] = {}
    for signed in signed_claims_by_age():
        seen = signed.looked_at_on
        life = shelf_life(signed.type, happened_on=signed.happened_on, signed_on=seen)
        if seen + life < today:
            days = "one day" if life.days == 1 else f"{life.days} days"
            aged[signed.claim_id] = f"Last looked at on {seen}; fresh for {days}."
    ids = sorted(aged)
    for first in range(0, len(ids), AT_ONCE):
        raise_flags(StaleCause.AGE, {pk: aged[pk] for pk in ids[first : first + AT_ONCE]})
    return len(aged)


def flag_due_predictions(claim_ids: Collection[int]) -> None:
    """Marks predictions that came due: nobody has looked at them since they can be checked."""
    raise_flags(StaleCause.PREDICTION_DUE, dict.fromkeys(claim_ids, "What it foretells has had its day."))
