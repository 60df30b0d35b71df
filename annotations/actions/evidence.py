"""Linking claims to passages of sources: attaching, editing, withdrawing and restoring evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from annotations.access import require
from annotations.actions.calling_off_looks import JUDGED_ANEW, WITHDRAWN, no_longer_read
from annotations.actions.claim_parts import KEEP, Keep
from annotations.actions.claim_states import move_claim
from annotations.actions.desk_bounds import require_usable
from annotations.actions.recording import (
    change,
    inputs_changed,
    locked,
    record_event,
    refusing_duplicates,
    require_version,
    touch,
)
from annotations.actions.register import hold_register
from annotations.actions.sealed_looks import STANCE_DISPUTED, refuse_disputed_words, seal_same_passage
from annotations.actions.staleness import flag_counter_evidence
from annotations.domain.errors import Conflict, Invalid, NotFound
from annotations.domain.lifecycle import CLAIM, EVIDENCE, next_state
from annotations.domain.passages import FoundPassage, find_passage
from annotations.domain.vocabulary import (
    Coverage,
    Credibility,
    EvidenceState,
    PassageCheck,
    Proximity,
    Sourcing,
    Stance,
)
from annotations.models import Capture, Claim, Evidence, Reliance, Source, StanceVote, User
from annotations.queries.claims import claims_beside
from annotations.queries.evidence import evidence_by_id
from annotations.queries.visits import is_off_its_page, page_copy

ALREADY = {"evidence_uses_a_passage_once_per_claim": "This passage is linked to this claim already."}
PASSAGE_LIMIT = 5_000
CHOICES: dict[str, Any] = {
    "stance": Stance,
    "coverage": Coverage,
    "proximity": Proximity,
    "credibility": Credibility,
    "sourcing": Sourcing,
}
JUDGEMENT = frozenset({"stance", "sourcing", "relies_on"})
"""Who changes one of these has looked at what the passage says and rests on."""
EDITABLE = frozenset({*CHOICES, "scope_starts_on", "scope_ends_on", "is_out_of_scope", "note"})


@transaction.atomic
def attach_evidence(
    *,
    claim_id: int,
    capture_id: int,
    passage: str,
    stance: str,
    start: int | None = None,
    coverage: str = Coverage.FULL,
    proximity: str = Proximity.SECONDARY,
    credibility: str = Credibility.CANNOT_BE_JUDGED,
    sourcing: str = Sourcing.UNEXAMINED,
    relies_on: Sequence[int] = (),
    scope_starts_on: date | None = None,
    scope_ends_on: date | None = None,
    is_out_of_scope: bool = False,
    note: str = "",
    actor: User,
) -> Evidence:
    """Links a claim to a passage that stands in a capture (`start` helps where it stands more than once).

    Refuses a passage that is not in the capture (`passage-not-in-capture`), one that is linked to the claim
    already (`evidence-uses-a-passage-once-per-claim`), and one that was withdrawn from it while two readings
    differed (`stance-disputed`). The claim's status is computed again. Words of
    an earlier copy that the page no longer says are linked as gone, and count once somebody says why.
    """
    hold_register()
    claim = locked(Claim, claim_id)
    require(actor, "evidence.attach", claim)
    capture = _capture(capture_id)
    require(actor, "source.know", capture.source)
    require_usable(capture.source.desk_id, claim.desk_id)
    judged = {
        "stance": stance,
        "coverage": coverage,
        "proximity": proximity,
        "credibility": credibility,
        "sourcing": sourcing,
        "scope_starts_on": scope_starts_on,
        "scope_ends_on": scope_ends_on,
        "is_out_of_scope": is_out_of_scope,
        "note": note,
    }
    found = _as_the_page_says(capture, _place_of(passage, capture, start))
    return _link(claim, capture, found, judged, relies_on, actor)


@transaction.atomic
def copy_evidence(
    *,
    evidence_id: int,
    claim_id: int,
    stance: str,
    coverage: str = Coverage.FULL,
    is_out_of_scope: bool = False,
    note: str = "",
    actor: User,
) -> Evidence:
    """Links a passage of one claim to another layer or part of the same statement, by decision.

    What the passage does to the other claim is said anew: stance, coverage, scope, note. What is so of the
    passage itself comes along: capture and words, proximity, credibility, what it rests on. The two links
    know nothing of each other afterwards (specification 2.4). Refuses `not-the-same-statement` and
    `evidence-withdrawn`.
    """
    hold_register()
    original = evidence_by_id(evidence_id)
    if original.state == EvidenceState.WITHDRAWN:
        raise Conflict("This passage was withdrawn. Bring it back first.", rule="evidence-withdrawn")
    if claim_id not in {claim.pk for claim in claims_beside(original.claim)}:
        raise Invalid(
            "Choose another layer or part of the same statement.",
            field="claim_id",
            rule="not-the-same-statement",
        )
    claim = locked(Claim, claim_id)
    require(actor, "evidence.attach", claim)
    require(actor, "source.know", original.source)
    require_usable(original.source.desk_id, claim.desk_id)
    found = FoundPassage(original.start, original.end, PassageCheck(original.passage_check))
    sourcing, relies_on = what_it_rests_on(original)
    judged = {
        "stance": stance,
        "coverage": coverage,
        "proximity": original.proximity,
        "credibility": original.credibility,
        "sourcing": sourcing,
        "is_out_of_scope": is_out_of_scope,
        "note": note,
    }
    return _link(claim, original.capture, found, judged, relies_on, actor, copied_from=original.pk)


def _link(
    claim: Claim,
    capture: Capture,
    found: FoundPassage,
    judged: Mapping[str, Any],
    relies_on: Sequence[int],
    actor: User,
    *,
    copied_from: int | None = None,
) -> Evidence:
    """The link itself, for a locked claim while the register is held."""
    claim_before, claim_after = move_claim(claim, "take_evidence")
    described = _checked(judged)
    # A copy stays where it was made; what it is a copy of may have been merged into another source since.
    source_id = capture.source.merged_into_id or capture.source_id
    with refusing_duplicates(ALREADY):
        evidence = Evidence.objects.create(
            claim=claim,
            source_id=source_id,
            capture=capture,
            passage=capture.text[found.start : found.end],
            start=found.start,
            end=found.end,
            passage_check=found.check,
            attached_by=actor,
            changed_by=actor,
            **described,
        )
    if relies_on:
        _set_reliances(evidence, relies_on)
    _require_reliances(evidence)
    StanceVote.objects.create(evidence=evidence, reviewer=actor, stance=evidence.stance)
    refuse_disputed_words(evidence)
    seal_same_passage(evidence)
    origin = {} if copied_from is None else {"copied_from": copied_from}
    event = record_event(
        "evidence.attached",
        evidence,
        stream=claim,
        actor=actor,
        before=claim_before,
        after={
            **described,
            **claim_after,
            **origin,
            "source": source_id,
            "passage": evidence.passage,
            **({"passage_check": found.check} if found.check == PassageCheck.NOT_FOUND else {}),
            "relies_on": list(relies_on),
        },
    )
    flag_counter_evidence(evidence, because=event)
    inputs_changed([claim.pk], because=event)
    return evidence


@transaction.atomic
def edit_evidence(
    *,
    evidence_id: int,
    values: Mapping[str, Any],
    relies_on: Sequence[int] | Keep = KEEP,
    expected_version: int | None = None,
    actor: User,
) -> Evidence:
    """Changes how a link is judged. The passage itself never changes: withdraw the link and attach
    another.
    """
    evidence = evidence_of_locked_claim(evidence_id)
    require(actor, "evidence.edit", evidence)
    require_version(evidence, expected_version)
    if unknown := set(values) - EDITABLE:
        raise Invalid(f"Evidence has no editable {', '.join(sorted(unknown))}.", rule="unknown-field")
    next_state(CLAIM, evidence.claim.state, "change_evidence", noun="claim")
    if evidence.state == EvidenceState.WITHDRAWN:
        next_state(EVIDENCE, evidence.state, "edit", noun="evidence")
    before, after = change(evidence, _checked(values))
    if not isinstance(relies_on, Keep) and _set_reliances(evidence, relies_on):
        if not after:
            touch(evidence)
        after["relies_on"] = list(relies_on)
    if not after:
        return evidence
    if evidence.state == EvidenceState.DISPUTED and after.keys() - {"note"}:
        raise Conflict(STANCE_DISPUTED, rule="stance-disputed")
    if {"sourcing", "relies_on"} & after.keys():
        _require_reliances(evidence)
    if after.keys() - {"note"}:
        # Who only adds a note has not judged, and may still sign.
        judged = {"judged_at": timezone.now()} if JUDGEMENT & after.keys() else {}
        Evidence.objects.filter(pk=evidence.pk).update(changed_by=actor, **judged)
    if "stance" in after:
        StanceVote.objects.update_or_create(
            evidence=evidence,
            reviewer=actor,
            defaults={"stance": after["stance"], "voted_at": timezone.now()},
        )
        old, new = no_longer_read(evidence, JUDGED_ANEW)
        before, after = before | old, after | new
    event = record_event(
        "evidence.edited", evidence, stream=evidence.claim, actor=actor, before=before, after=after
    )
    if "stance" in after:
        flag_counter_evidence(evidence, because=event)
    if after.keys() - {"note"}:
        inputs_changed([evidence.claim_id], because=event)
    return evidence


@transaction.atomic
def withdraw_evidence(*, evidence_id: int, actor: User) -> Evidence:
    """Takes a link out of the reckoning. `restore_evidence` undoes it."""
    return _move(evidence_id, "withdraw", "evidence.withdrawn", actor)


@transaction.atomic
def restore_evidence(*, evidence_id: int, actor: User) -> Evidence:
    """Undoes `withdraw_evidence`; refuses where the passage was linked again meanwhile."""
    with refusing_duplicates(ALREADY):
        return _move(evidence_id, "restore", "evidence.restored", actor)


def _move(evidence_id: int, verb: str, event: str, actor: User) -> Evidence:
    evidence = evidence_of_locked_claim(evidence_id)
    require(actor, f"evidence.{verb}", evidence)
    next_state(CLAIM, evidence.claim.state, "change_evidence", noun="claim")
    state = next_state(EVIDENCE, evidence.state, verb, noun="evidence")
    if verb == "restore":
        state = evidence.state_before_withdrawal
    remembered = evidence.state if verb == "withdraw" else ""
    values = {"state": state, "state_before_withdrawal": remembered}
    if verb == "restore" and _was_lost_meanwhile(evidence):
        values["passage_check"] = PassageCheck.NOT_FOUND
    before, after = change(evidence, values)
    old, new = no_longer_read(evidence, WITHDRAWN)
    before, after = before | old, after | new
    moved = record_event(event, evidence, stream=evidence.claim, actor=actor, before=before, after=after)
    if verb == "restore":
        flag_counter_evidence(evidence, because=moved)
    inputs_changed([evidence.claim_id], because=moved)
    return evidence


def evidence_of_locked_claim(evidence_id: int) -> Evidence:
    """The claim is locked first, as everywhere, so that two changes of one claim cannot wait for each
    other.
    """
    hold_register()
    claim_id = Evidence.objects.filter(pk=evidence_id).values_list("claim_id", flat=True).first()
    if claim_id is None:
        raise NotFound(f"There is no evidence {evidence_id}.", details={"id": evidence_id})
    claim = locked(Claim, claim_id)
    evidence = locked(Evidence, evidence_id)
    evidence.claim = claim
    return evidence


def what_it_rests_on(evidence: Evidence) -> tuple[str, list[int]]:
    """Sourcing and ids of origins of a link, to be said of another one. Where a merge left none of the
    origins that it named, nobody has examined it.
    """
    relies_on = list(evidence.reliances.order_by("source_id").values_list("source_id", flat=True))
    is_left_open = evidence.sourcing == Sourcing.RELIES_ON and not relies_on
    return (Sourcing.UNEXAMINED if is_left_open else evidence.sourcing), relies_on


def _capture(capture_id: int) -> Capture:
    capture = Capture.objects.filter(pk=capture_id).select_related("source").first()
    if capture is None:
        raise NotFound(f"There is no capture {capture_id}.", details={"id": capture_id})
    return capture


def _place_of(passage: str, capture: Capture, near: int | None) -> FoundPassage:
    if not passage.strip():
        raise Invalid(
            "Select the passage: without a passage there is no link.", field="passage", rule="required"
        )
    if len(passage) > PASSAGE_LIMIT:
        raise Invalid(
            f"A passage has at most {PASSAGE_LIMIT:,} characters. Select the sentences that matter.",
            field="passage",
            rule="too-long",
        )
    found = find_passage(capture.text, passage, near)
    if found is None:
        raise Invalid(
            "These words do not stand in the captured text as whole words. "
            "Select them there, or add a capture that holds them.",
            field="passage",
            rule="passage-not-in-capture",
        )
    return found


def _as_the_page_says(capture: Capture, found: FoundPassage) -> FoundPassage:
    source_id = capture.source.merged_into_id or capture.source_id
    passage = capture.text[found.start : found.end]
    is_gone = is_off_its_page(source_id, capture, passage, found.start)
    return replace(found, check=PassageCheck.NOT_FOUND) if is_gone else found


def _was_lost_meanwhile(evidence: Evidence) -> bool:
    """Visits leave withdrawn links alone. What somebody let count before stays as it was judged then."""
    then, now = (page_copy(evidence.source_id, until) for until in (evidence.changed_at, None))
    if now is None or then == now:
        return False
    return is_off_its_page(evidence.source_id, evidence.capture, evidence.passage, evidence.start)


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    for name, words in CHOICES.items():
        if name in values and values[name] not in words.values:
            raise Invalid(f"“{values[name]}” is no {name}.", field=name, rule=f"unknown-{name}")
    starts_on, ends_on = values.get("scope_starts_on"), values.get("scope_ends_on")
    if starts_on and ends_on and ends_on < starts_on:
        raise Invalid("The scope ends before it starts.", field="scope_ends_on", rule="time-order")
    return dict(values)


def _require_reliances(evidence: Evidence) -> None:
    if evidence.sourcing == Sourcing.RELIES_ON and not evidence.reliances.exists():
        raise Invalid(
            "Name what this passage relies on, or say that nobody has examined it yet.",
            field="relies_on",
            rule="reliance-names-no-source",
        )


def _set_reliances(evidence: Evidence, source_ids: Sequence[int]) -> bool:
    wanted, stored = set(source_ids), set(evidence.reliances.values_list("source_id", flat=True))
    if wanted == stored:
        return False
    if evidence.source_id in wanted:
        raise Invalid("A source does not rely on itself.", field="relies_on", rule="reliance-on-itself")
    known = Source.objects.filter(pk__in=wanted, merged_into__isnull=True)
    desks = dict(known.values_list("pk", "desk_id"))
    if missing := wanted - desks.keys():
        raise Invalid(f"There is no source {min(missing)}.", field="relies_on", rule="unknown-source")
    for desk_id in set(desks.values()):
        require_usable(desk_id, evidence.claim.desk_id, field="relies_on")
    evidence.reliances.filter(source_id__in=stored - wanted).delete()
    added = sorted(wanted - stored)
    Reliance.objects.bulk_create([Reliance(evidence=evidence, source_id=pk) for pk in added])
    return True
