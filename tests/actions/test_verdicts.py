"""Signing: who may, what is refused by which rule, and when a signature lapses."""

from collections.abc import Callable
from datetime import date

import pytest

from annotations.actions.assessments import assess_claim, assess_claims
from annotations.actions.claim_parts import TimeScopeInput
from annotations.actions.claims import edit_claim, withdraw_claim
from annotations.actions.compounds import add_part, take_part_out
from annotations.actions.evidence import attach_evidence, edit_evidence, withdraw_evidence
from annotations.actions.sources import change_source_state
from annotations.actions.verdicts import sign_verdict, withdraw_verdict
from annotations.domain.errors import Conflict, Invalid, NotAllowed, Refusal
from annotations.domain.vocabulary import ClaimState, Role, SourceState, Stance, VerdictState
from annotations.models import Claim, Event, User, Verdict
from tests.factories import (
    a_capture,
    a_claim,
    a_person,
    a_publisher,
    a_source,
    assessed,
    some_evidence,
    the_administrator,
)

pytestmark = pytest.mark.django_db


def a_supported_claim(author: User | None = None) -> Claim:
    """Two first-hand records of different publishers: 100 points each."""
    claim = a_claim()
    for _ in range(2):
        record = a_source(publisher=a_publisher(kind="primary_record"))
        some_evidence(claim=claim, source=record, proximity="primary", actor=author or the_administrator())
    return assessed(claim)


def signed(claim: Claim, **given: object) -> Verdict:
    claim.refresh_from_db()
    values = {
        "claim_id": claim.pk,
        "assessment_id": claim.current_assessment.assessment_id,
        "reason": "Both records say so.",
        "actor": None,
        **given,
    }
    values["actor"] = values["actor"] or a_person()
    return sign_verdict(**values)  # type: ignore[arg-type]


def test_a_signature_signs_the_claim_and_leaves_one_event() -> None:
    claim = a_supported_claim()
    verdict = signed(claim)
    claim.refresh_from_db()
    assert (claim.status, claim.state, verdict.status, verdict.state) == (
        "SUPPORTED",
        ClaimState.SIGNED,
        "SUPPORTED",
        VerdictState.LIVE,
    )
    assert Event.objects.filter(verb="verdict.signed", subject_id=verdict.pk).count() == 1


def test_the_author_of_counted_evidence_may_not_sign() -> None:
    author = a_person()
    claim = a_supported_claim(author)
    with pytest.raises(NotAllowed) as refusal:
        signed(claim, actor=author)
    assert refusal.value.rule == "four-eyes"
    assert not Verdict.objects.exists()


def test_who_last_changed_counted_evidence_may_not_sign() -> None:
    claim = a_supported_claim()
    editor = a_person(role=Role.EDITOR)
    evidence_id = claim.evidence.earliest("id").pk
    edit_evidence(evidence_id=evidence_id, values={"credibility": "2"}, actor=editor)
    assessed(claim)
    with pytest.raises(NotAllowed) as refusal:
        signed(claim, actor=editor)
    assert refusal.value.rule == "four-eyes"


def test_who_only_added_a_note_may_sign() -> None:
    claim = a_supported_claim()
    editor = a_person(role=Role.EDITOR)
    evidence_id = claim.evidence.earliest("id").pk
    edit_evidence(evidence_id=evidence_id, values={"note": "Page 4."}, actor=editor)
    assert signed(claim, actor=editor).state == VerdictState.LIVE


def test_signatures_move_the_claim_in_the_history_and_are_no_edits_of_it() -> None:
    claim = a_supported_claim()
    version = claim.version
    verdict = signed(claim)
    withdraw_verdict(verdict_id=verdict.pk, reason="Misread.", actor=verdict.reviewer)
    claim.refresh_from_db()
    moves = Event.objects.filter(subject_type="verdict").order_by("position")
    assert [(event.before.get("claim_state"), event.after.get("claim_state")) for event in moves] == [
        ("in_review", "signed"),
        ("signed", "in_review"),
    ]
    assert claim.version == version


def outdated(claim: Claim) -> None:
    before = claim.current_assessment.assessment_id
    withdraw_evidence(evidence_id=claim.evidence.earliest("id").pk, actor=the_administrator())
    assessed(claim)
    claim.refresh_from_db()
    signed(claim, assessment_id=before)


def due(claim: Claim) -> None:
    withdraw_evidence(evidence_id=claim.evidence.earliest("id").pk, actor=the_administrator())
    signed(claim)


def twice(claim: Claim) -> None:
    reviewer = a_person()
    signed(claim, actor=reviewer)
    signed(claim, actor=reviewer)


def unsplit(claim: Claim) -> None:
    edit_claim(claim_id=claim.pk, values={"must_split": True}, actor=the_administrator())
    signed(assessed(claim))


def without_a_date(claim: Claim) -> None:
    time = TimeScopeInput(text="soon", granularity="unresolved")
    edit_claim(claim_id=claim.pk, values={}, time=time, actor=the_administrator())
    signed(assessed(claim))


def unscored(claim: Claim) -> None:
    edit_claim(claim_id=claim.pk, values={"type": "opinion"}, actor=the_administrator())
    signed(assessed(claim))


def without_a_reason(claim: Claim) -> None:
    signed(claim, reason=" ")


def with_a_long_short_form(claim: Claim) -> None:
    signed(claim, short_claim="x" * 75)


def by_a_reader(claim: Claim) -> None:
    signed(claim, actor=a_person(role=Role.READER))


@pytest.mark.parametrize(
    ("attempt", "kind", "rule"),
    [
        (outdated, Conflict, "assessment-outdated"),
        (due, Conflict, "assessment-due"),
        (twice, Conflict, "verdict-is-signed-once-per-reviewer"),
        (unsplit, Conflict, "must-split"),
        (without_a_date, Conflict, "time-unresolved"),
        (unscored, Conflict, "type-not-scored"),
        (without_a_reason, Invalid, "required"),
        (with_a_long_short_form, Invalid, "too-long"),
        (by_a_reader, NotAllowed, "verdict.sign"),
    ],
)
def test_each_refusal_names_its_rule(
    attempt: Callable[[Claim], None], kind: type[Refusal], rule: str
) -> None:
    with pytest.raises(Refusal) as refusal:
        attempt(a_supported_claim())
    assert (type(refusal.value), refusal.value.rule) == (kind, rule)


def test_a_high_risk_claim_is_signed_with_the_second_signature() -> None:
    claim = a_supported_claim()
    edit_claim(claim_id=claim.pk, values={"risk": "high"}, actor=the_administrator())
    assessed(claim)
    states = []
    for _ in range(2):
        signed(claim)
        claim.refresh_from_db()
        states.append(claim.state)
    assert states == [ClaimState.IN_REVIEW, ClaimState.SIGNED]


def lose_a_link(claim: Claim) -> None:
    withdraw_evidence(evidence_id=claim.evidence.earliest("id").pk, actor=the_administrator())


def retract_a_source(claim: Claim) -> None:
    change_source_state(
        source_id=claim.evidence.earliest("id").source_id,
        state=SourceState.RETRACTED,
        reason="Taken back by its publisher.",
        actor=the_administrator(),
    )


def oppose(claim: Claim) -> None:
    record = a_source(publisher=a_publisher(kind="official_body"))
    some_evidence(claim=claim, source=record, proximity="primary", stance=Stance.CONTRADICTS)


def corroborate(claim: Claim) -> None:
    some_evidence(claim=claim, source=a_source(publisher=a_publisher(kind="wire")), sourcing="own")


def give_context(claim: Claim) -> None:
    some_evidence(claim=claim, stance=Stance.CONTEXT)


def raise_the_risk(claim: Claim) -> None:
    values = {"risk": "high", "risk_reason": "It names a person."}
    edit_claim(claim_id=claim.pk, values=values, actor=the_administrator())


@pytest.mark.parametrize(
    ("change", "state", "end_reason"),
    [
        (raise_the_risk, "lapsed", "More people have to sign it now."),
        (lose_a_link, "lapsed", "Evidence that counted at sign-off no longer counts."),
        (retract_a_source, "lapsed", "Evidence that counted at sign-off no longer counts."),
        (oppose, "lapsed", "Opposing evidence appeared."),
        (corroborate, "live", ""),
        (give_context, "live", ""),
    ],
)
def test_a_signature_lapses_when_what_was_signed_no_longer_holds(
    change: Callable[[Claim], None], state: str, end_reason: str
) -> None:
    claim = a_supported_claim()
    verdict = signed(claim)
    change(claim)
    assess_claim(claim_id=claim.pk)
    verdict.refresh_from_db()
    claim.refresh_from_db()
    assert (verdict.state, verdict.end_reason) == (state, end_reason)
    assert claim.state == (ClaimState.SIGNED if state == "live" else ClaimState.IN_REVIEW)


def test_a_withdrawn_signature_keeps_its_row_with_the_reason() -> None:
    claim = a_supported_claim()
    reviewer = a_person()
    verdict = signed(claim, actor=reviewer)
    with pytest.raises(Invalid):
        withdraw_verdict(verdict_id=verdict.pk, reason="", actor=reviewer)
    withdraw_verdict(verdict_id=verdict.pk, reason="I misread the second record.", actor=reviewer)
    verdict.refresh_from_db()
    claim.refresh_from_db()
    assert (verdict.state, verdict.end_reason, claim.state) == (
        VerdictState.WITHDRAWN,
        "I misread the second record.",
        ClaimState.IN_REVIEW,
    )


def test_a_claim_with_a_signature_to_spare_stays_signed() -> None:
    claim = a_supported_claim()
    first, second = signed(claim), signed(claim)
    states = []
    for verdict in (first, second):
        withdraw_verdict(verdict_id=verdict.pk, reason="I misread a record.", actor=verdict.reviewer)
        claim.refresh_from_db()
        states.append(claim.state)
    assert states == [ClaimState.SIGNED, ClaimState.IN_REVIEW]


def test_a_context_flag_asks_for_a_second_signature() -> None:
    claim = a_supported_claim()
    states = []
    for flag in ("missing_context", ""):
        signed(claim, context_flag=flag)
        claim.refresh_from_db()
        states.append(claim.state)
    assert states == [ClaimState.IN_REVIEW, ClaimState.SIGNED]


def test_who_added_evidence_to_a_part_may_not_sign_the_whole() -> None:
    author, whole = a_person(), a_claim()
    part = a_supported_claim(author)
    Claim.objects.filter(pk=part.pk).update(part_of=whole)
    assessed(whole)
    with pytest.raises(NotAllowed) as refusal:
        signed(whole, actor=author)
    assert (whole.status, refusal.value.rule) == ("SUPPORTED", "four-eyes")
    assert signed(whole).state == VerdictState.LIVE


def test_evidence_in_a_capture_of_another_day_still_needs_its_words() -> None:
    capture = a_capture(text="It stopped on Monday.")
    with pytest.raises(Invalid) as refusal:
        attach_evidence(
            claim_id=a_claim().pk,
            capture_id=capture.pk,
            passage="It stopped on Tuesday.",
            stance=Stance.CORROBORATES,
            scope_starts_on=date(2026, 1, 1),
            actor=a_person(),
        )
    assert refusal.value.rule == "passage-not-in-capture"


def a_signed_whole() -> tuple[Verdict, Claim, Claim]:
    """A signature on a claim of two parts, each with three first-hand records."""
    whole = a_claim()
    first, second = (a_claim(part_of_id=whole.pk) for _ in range(2))
    parts = [first, second]
    for part in parts:
        for _ in range(3):
            record = a_source(publisher=a_publisher(kind="primary_record"))
            some_evidence(claim=part, source=record, proximity="primary")
    assess_claims(claim_ids=[part.pk for part in parts])
    return signed(whole), first, second


def a_link_less(part: Claim) -> None:
    link = part.evidence.order_by("pk").first()
    assert link is not None
    withdraw_evidence(evidence_id=link.pk, actor=the_administrator())


def opposed(part: Claim) -> None:
    record = a_source(publisher=a_publisher(kind="wire"))
    some_evidence(claim=part, source=record, sourcing="own", stance=Stance.CONTRADICTS)


def without_it(part: Claim) -> None:
    withdraw_claim(claim_id=part.pk, actor=the_administrator())


def taken_out(part: Claim) -> None:
    take_part_out(claim_id=part.pk, actor=the_administrator())


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (a_link_less, "Evidence that counted at sign-off no longer counts in a part."),
        (opposed, "Opposing evidence appeared in a part."),
        (without_it, "Its parts are others now."),
        (taken_out, "Its parts are others now."),
    ],
)
def test_what_changes_in_a_part_ends_the_signature_on_the_whole(
    change: Callable[[Claim], None], reason: str
) -> None:
    verdict, part, _ = a_signed_whole()
    change(part)
    assess_claims(claim_ids=[part.pk, verdict.claim_id])
    verdict.refresh_from_db()
    whole = Claim.objects.get(pk=verdict.claim_id)
    assert (verdict.state, verdict.end_reason, whole.state, whole.status) == (
        VerdictState.LAPSED,
        reason,
        "in_review",
        "SUPPORTED",
    )


def test_what_changes_in_a_part_of_a_part_reaches_the_signature_on_top() -> None:
    verdict, part, _ = a_signed_whole()
    top = a_claim()
    add_part(claim_id=top.pk, part_id=verdict.claim_id, actor=the_administrator())
    assess_claims(claim_ids=[top.pk])
    above = signed(top)
    a_link_less(part)
    assess_claims(claim_ids=[part.pk])
    above.refresh_from_db()
    assert (above.state, above.end_reason) == (
        VerdictState.LAPSED,
        "Evidence that counted at sign-off no longer counts in a part.",
    )


def test_more_of_the_same_in_a_part_leaves_the_signature_on_the_whole() -> None:
    verdict, part, _ = a_signed_whole()
    record = a_source(publisher=a_publisher(kind="primary_record"))
    some_evidence(claim=part, source=record, proximity="primary")
    assess_claims(claim_ids=[part.pk, verdict.claim_id])
    verdict.refresh_from_db()
    assert verdict.state == VerdictState.LIVE
