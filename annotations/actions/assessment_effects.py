"""What follows from statuses that were computed anew: history, marks, and signatures that no longer hold."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from django.db.models import OuterRef, Subquery

from annotations.actions.asking_looks import ask_for_looks
from annotations.actions.overrides import end_overrides_of
from annotations.actions.recording import new_event
from annotations.actions.register_notices import notify_of_changed_register
from annotations.actions.staleness import raise_flags
from annotations.actions.verdicts import lapse_all
from annotations.domain.verification import (
    Inputs,
    Key,
    Part,
    Policy,
    Result,
    lapse_reasons,
    lapse_reasons_in_part,
)
from annotations.domain.verification.staleness import CAUSES, moves_what_was_signed
from annotations.domain.vocabulary import ClaimState, StaleCause, VerdictState
from annotations.models import Assessment, Claim, Event, Override, Verdict
from annotations.queries.assessments import assessments_beneath
from annotations.queries.causes import cause_sentences, causes

LAPSES: Final = {
    "STATUS_CHANGED": "The computed status changed.",
    "COUNTED_LINK_LOST": "Evidence that counted at sign-off no longer counts.",
    "OPPOSITION_APPEARED": "Opposing evidence appeared.",
    "POLICY_CHANGED": "The policy changed in its principles.",
}
LAPSES_IN_PARTS: Final = {
    "COUNTED_LINK_LOST": "Evidence that counted at sign-off no longer counts in a part.",
    "OPPOSITION_APPEARED": "Opposing evidence appeared in a part.",
}
OTHER_PARTS: Final = "Its parts are others now."
TAKES_MORE: Final = "More people have to sign it now."


@dataclass(slots=True)
class Computed:
    """A locked claim as it was, and what its status was computed from and to."""

    claim: Claim
    inputs: Inputs
    parts: Mapping[Key, Part]
    policy: Policy
    result: Result
    known: Assessment | None = None
    event: Event | None = None

    @property
    def assessment(self) -> Assessment:
        """The row of the result, once there is one."""
        if self.known is None:
            raise LookupError(f"The result for claim {self.claim.pk} was not stored.")
        return self.known

    @property
    def is_first(self) -> bool:
        """Whether the claim had not been assessed before."""
        return self.claim.assessed_version == 0

    @property
    def changes_status(self) -> bool:
        """Whether the claim had another status so far."""
        return self.assessment.status != self.claim.status


class Signed(NamedTuple):
    """What a live signature stands under: the result of its claim, and of each part the assessment it had;
    None where that was not noted yet when it was signed.
    """

    claim_id: int
    result: dict[str, Any]
    parts: dict[int, int | None] | None


def follow_up(computed: Sequence[Computed]) -> None:
    """What follows once the statuses are stored (specification 3.6, 3.7).

    One event for each that differs, with the changes that caused it; marks on what people answer for where
    its points moved, and a notice to them; the end of overrides that spoke of another status, and of
    signatures under results that no longer hold; and second looks at the links that need one.
    """
    changed = [one for one in computed if one.changes_status]
    verdicts = _signed_results(computed)
    overridden, with_open = _overridden(computed)
    answered_for = overridden | {one.claim_id: one.result for one in verdicts}
    told = [one for one in computed if one.changes_status or one.claim.pk in answered_for]
    events = causes({pk for one in told for pk in one.claim.due_because})
    sentences = cause_sentences(events.values())
    for one in changed:
        one.event = _status_changed(one, events, sentences)
    Event.objects.bulk_create([one.event for one in changed if one.event is not None])
    flagged = _flag_what_moved(
        [one for one in told if one.claim.pk in answered_for], answered_for, events, sentences
    )
    touched = [one for one in told if one.changes_status or one.claim.pk in flagged]
    notify_of_changed_register({one.claim.pk: one.claim.due_because for one in touched}, events, sentences)
    if ended := [one.claim for one in changed if one.claim.pk in with_open]:
        end_overrides_of(ended, reason="The computed status changed.")
    _lapse_what_no_longer_holds(computed, verdicts)
    ask_for_looks(computed)


def _signed_results(computed: Sequence[Computed]) -> list[Signed]:
    """What each live signature under these claims stands under."""
    live = Verdict.objects.filter(claim__in=[one.claim for one in computed], state=VerdictState.LIVE)
    signing = Event.objects.filter(verb="verdict.signed", subject_type="verdict", subject_id=OuterRef("pk"))
    rows = live.annotate(parts=Subquery(signing.values("after__parts")[:1])).order_by("claim", "id")
    return [
        Signed(claim, result, None if parts is None else {int(pk): held for pk, held in parts.items()})
        for claim, result, parts in rows.values_list("claim_id", "assessment__result", "parts")
    ]


def _overridden(computed: Sequence[Computed]) -> tuple[dict[int, Mapping[str, Any]], set[int]]:
    """What the overrides that are in effect spoke of, and the claims with one that is open, approved or not.
    As long as the claims are locked nobody opens another.
    """
    found = Override.objects.filter(claim__in=[one.claim for one in computed], ended_at__isnull=True)
    rows = list(found.values_list("claim_id", "approved_at", "assessment__result"))
    in_effect = {claim: result for claim, approved_at, result in rows if approved_at is not None}
    return in_effect, {claim for claim, _, _ in rows}


def _lapse_what_no_longer_holds(computed: Sequence[Computed], verdicts: Sequence[Signed]) -> None:
    """With one signature that no longer holds all of a claim's end: they stand for one decision."""
    by_claim = {one.claim.pk: one for one in computed}
    in_parts = _why_parts_lapse(verdicts, by_claim)
    too_few = _signed_by_too_few(verdicts, by_claim)
    reasons: dict[int, str] = {}
    for signed in verdicts:
        one = by_claim[signed.claim_id]
        grounds = lapse_reasons(signed.result, one.result, one.policy.floor)
        told = [*(LAPSES[ground] for ground in grounds), *in_parts.get(signed.claim_id, ())]
        if told or signed.claim_id in too_few:
            reasons.setdefault(signed.claim_id, " ".join(told) or TAKES_MORE)
    if reasons:
        lapse_all(reasons, [by_claim[pk].claim for pk in sorted(reasons)], actor=None)


def _signed_by_too_few(verdicts: Sequence[Signed], by_claim: Mapping[int, Computed]) -> set[int]:
    """Signed claims for which the rule asks for more signatures than they have: their risk was raised since,
    or a party denies them.
    """
    counts = Counter(signed.claim_id for signed in verdicts)
    return {
        pk
        for pk, count in counts.items()
        if by_claim[pk].claim.state == ClaimState.SIGNED and count < by_claim[pk].result.sign_off.reviewers
    }


def _why_parts_lapse(
    verdicts: Sequence[Signed], by_claim: Mapping[int, Computed]
) -> dict[int, tuple[str, ...]]:
    """For wholes under signatures what became of their parts since that ends these, if anything did."""
    compound = {
        signed.claim_id: signed.parts
        for signed in verdicts
        if signed.parts is not None and (signed.parts or by_claim[signed.claim_id].parts)
    }
    if not compound:
        return {}
    now = assessments_beneath(compound)
    named = [*now.values(), *compound.values()]
    results = Assessment.objects.in_bulk({pk for parts in named for pk in parts.values() if pk is not None})
    why: dict[int, tuple[str, ...]] = {}
    for claim, parts in compound.items():
        held, floor = now[claim], by_claim[claim].policy.floor
        if held.keys() != parts.keys():
            why[claim] = (OTHER_PARTS,)
            continue
        grounds = {
            ground
            for pk, before in parts.items()
            if before is not None and (after := held[pk]) is not None and before != after
            for ground in lapse_reasons_in_part(results[before].result, results[after].result, floor)
        }
        if grounds:
            why[claim] = tuple(LAPSES_IN_PARTS[name] for name in LAPSES_IN_PARTS if name in grounds)
    return why


def _status_changed(one: Computed, events: Mapping[int, Event], sentences: Mapping[int, str]) -> Event:
    assessment, own = one.assessment, f"claim:{one.claim.pk}"
    told = [pk for pk in one.claim.due_because if pk in events]
    elsewhere = [sentences[pk] for pk in told if events[pk].stream != own]
    because = {"because": told} if told else {}
    return new_event(
        "status.changed",
        assessment,
        stream=one.claim,
        actor=None,
        before={} if one.is_first else {"status": one.claim.status},
        after={
            "status": assessment.status,
            "support": assessment.support,
            "opposition": assessment.opposition,
            **because,
        },
        note=f"Because {'; '.join(dict.fromkeys(elsewhere))}." if elsewhere else "",
    )


def _flag_what_moved(
    signed: Sequence[Computed],
    results: Mapping[int, Mapping[str, Any]],
    events: Mapping[int, Event],
    sentences: Mapping[int, str],
) -> set[int]:
    """Marks them for another look, each with what happened. Gives back which were to be marked."""
    details: dict[tuple[StaleCause, int], dict[int, str]] = {}
    for one in signed:
        if not moves_what_was_signed(results[one.claim.pk], one.assessment.result):
            continue
        for pk in one.claim.due_because:
            cause = CAUSES.get(events[pk].verb) if pk in events else None
            if cause is not None:
                sentence = sentences[pk]
                detail = f"{sentence[:1].upper()}{sentence[1:]}."
                details.setdefault((cause, pk), {})[one.claim.pk] = detail
    for (cause, pk), claims in details.items():
        raise_flags(cause, claims, because=events[pk])
    return {claim for claims in details.values() for claim in claims}
