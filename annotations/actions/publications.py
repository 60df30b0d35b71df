"""Telling the outside: publishing a signed verdict, correcting it, and withdrawing it.

What was published is never changed. A correction is a second publication with a public note, after the claim
went through the same work and signatures again; a withdrawal leaves a tombstone.
"""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils import timezone

from annotations.access import require
from annotations.actions.claim_nodes import tell_the_whole
from annotations.actions.claim_states import Moved, move_claim
from annotations.actions.claims import take_out
from annotations.actions.layers import locked_with_layers
from annotations.actions.publishable import require_clean_review
from annotations.actions.recording import locked, record_event
from annotations.actions.review_states import settle_review_state
from annotations.actions.verdicts import lapse_verdicts
from annotations.domain.canonical import several_lines
from annotations.domain.errors import Conflict, Invalid, NotAllowed
from annotations.domain.lifecycle import CLAIM, next_state
from annotations.domain.publications import NOTE_MINIMUM, Said
from annotations.domain.vocabulary import PublicationKind
from annotations.models import Claim, CurrentAssessment, Event, Publication, ReplyRequest, User
from annotations.queries.publications import last_publication, signing, what_would_be_said
from annotations.queries.replies import awaited_replies
from annotations.queries.staleness import stale_marks

CORRECTING = "A correction was begun."
WITHDRAWN = "What was published was withdrawn."


@transaction.atomic
def publish_claim(
    *,
    claim_id: int,
    public_note: str = "",
    reason_not_to_wait: str = "",
    seen: str | None = None,
    actor: User,
) -> Publication:
    """Publishes the verdict that was signed; after an earlier publication, as a correction of it.

    `seen` is the fingerprint of the words that the person saw; None means the caller does not say.
    `reason_not_to_wait` says why it is published although somebody may still answer a question.

    Refuses, in this order: who may not publish; a claim that is not signed; one whose status is computed now
    (`assessment-due`); one that is stale (`stale`); an editor who alone signed it (`four-eyes`); other words
    than were seen (`preview-outdated`); what cannot be read as data (`claimreview-lint`); an answer that is
    awaited (`reply-awaited`); a correction without a public note (`public-note-too-short`).
    """
    claim = locked(Claim, claim_id)
    require(actor, "claim.publish", claim)
    before = last_publication(claim.pk)
    verb = "publish" if before is None else "correct"
    next_state(CLAIM, claim.state, verb, noun="claim")
    _require_fresh(claim)
    _require_second_person(claim, actor)
    said = _said(claim, seen)
    require_clean_review(claim, said)
    awaited = _require_answers(claim, reason_not_to_wait.strip())
    note = several_lines(public_note).strip() if before is None else _checked_note(public_note)
    kind = PublicationKind.PUBLISHED if before is None else PublicationKind.CORRECTED
    moved = move_claim(claim, verb)
    waited = {"not_awaited": [one.pk for one in awaited], "why": reason_not_to_wait.strip()}
    assessment_id = CurrentAssessment.objects.get(claim=claim).assessment_id
    publication = _added(claim, kind, said, note, before, assessment_id, actor)
    _told(f"claim.{kind}", publication, actor, moved, waited if awaited else {})
    return publication


@transaction.atomic
def begin_correction(*, claim_id: int, reason: str, actor: User) -> Claim:
    """Opens a published claim for work again; what was published stays public until the correction.

    The signatures end: they were given under what is to be corrected. Refuses a claim that was not published,
    and no reason (`required`).
    """
    claim = locked(Claim, claim_id)
    require(actor, "claim.correct", claim)
    next_state(CLAIM, claim.state, "begin_correction", noun="claim")
    if not reason.strip():
        raise Invalid("Say what is to be corrected.", field="reason", rule="required")
    before, after = move_claim(claim, "begin_correction")
    # A dispute that lived on while the claim was public counts again from now on.
    after |= settle_review_state(claim)[1]
    record_event(
        "claim.correction_begun", claim, actor=actor, before=before, after=after, note=reason.strip()
    )
    lapse_verdicts(claim, reason=CORRECTING, actor=actor)
    return claim


@transaction.atomic
def unpublish_claim(*, claim_id: int, public_note: str, actor: User) -> Publication:
    """Withdraws what was published; a tombstone says when and why. The earlier publications stay readable.

    The claim leaves the work as with `withdraw_claim`, and its signatures end. Refuses a claim that was never
    published or no longer is (`not-published`), one that is withdrawn already, and a public note that says
    nothing (`public-note-too-short`). `restore_claim` brings the claim back to be reviewed; the tombstone
    stays.
    """
    claim = locked_with_layers(claim_id)
    require(actor, "claim.unpublish", claim)
    before = last_publication(claim.pk)
    if before is None:
        raise Conflict("This claim was never published; withdraw it as it is.", rule="not-published")
    next_state(CLAIM, claim.state, "unpublish", noun="claim")
    if before.kind == PublicationKind.WITHDRAWN:
        raise Conflict("This claim is public no longer; withdraw it as it is.", rule="not-published")
    note = _checked_note(public_note)
    moved = take_out(claim, "unpublish", actor)
    said = Said(**{name: getattr(before, name) for name in Said.__slots__})
    publication = _added(claim, PublicationKind.WITHDRAWN, said, note, before, before.assessment_id, actor)
    event = _told("claim.unpublished", publication, actor, moved, {})
    lapse_verdicts(claim, reason=WITHDRAWN, actor=actor)
    tell_the_whole(claim, event)
    return publication


def _added(
    claim: Claim,
    kind: PublicationKind,
    said: Said,
    note: str,
    before: Publication | None,
    assessment_id: int,
    actor: User,
) -> Publication:
    now = timezone.now()
    return Publication.objects.create(
        claim=claim,
        number=before.number + 1 if before else 1,
        kind=kind,
        public_note=note,
        assessment_id=assessment_id,
        published_by=actor,
        # A clock that goes back must not put a correction before what it corrects.
        published_at=max(now, before.published_at) if before else now,
        **asdict(said),
    )


def _told(verb: str, publication: Publication, actor: User, moved: Moved, further: dict[str, Any]) -> Event:
    before, after = moved
    return record_event(
        verb,
        publication,
        stream=publication.claim,
        actor=actor,
        before=before,
        after={**after, "publication": publication.number, "status": publication.status, **further},
        note=publication.public_note,
    )


def _require_fresh(claim: Claim) -> None:
    if claim.assessed_version < claim.inputs_version:
        raise Conflict("The status is being computed. Wait a moment, then publish.", rule="assessment-due")
    if (flag := stale_marks().filter(claim=claim).order_by("id").first()) is not None:
        raise Conflict(
            f"Look at this first: {flag.get_cause_display().lower()}. What is stale is not published.",
            rule="stale",
            details={"cause": flag.cause},
        )


def _require_second_person(claim: Claim, actor: User) -> None:
    if {verdict.reviewer_id for verdict in signing(claim.pk)} == {actor.pk}:
        raise NotAllowed("You alone signed this; somebody else has to publish it.", rule="four-eyes")


def _said(claim: Claim, seen: str | None) -> Said:
    said = what_would_be_said(claim)
    assert said is not None, "a claim is signed by somebody"
    if seen is not None and seen != said.seen:
        raise Conflict(
            "What readers would be told is other than what you saw. Look at it again, then publish.",
            field="seen",
            rule="preview-outdated",
        )
    return said


def _require_answers(claim: Claim, reason_not_to_wait: str) -> Sequence[ReplyRequest]:
    awaited = list(awaited_replies(claim.pk, timezone.now()))
    if awaited and not reason_not_to_wait:
        names = ", ".join(one.asked for one in awaited)
        raise Conflict(
            f"These may still answer: {names}. Wait until their deadline, or say why you do not.",
            field="reason_not_to_wait",
            rule="reply-awaited",
            details={"replies": [one.pk for one in awaited]},
        )
    return awaited


def _checked_note(note: str) -> str:
    kept = several_lines(note).strip()
    if len(kept) < NOTE_MINIMUM:
        raise Invalid(
            f"Tell readers in at least {NOTE_MINIMUM} characters what was wrong and what is right now.",
            field="public_note",
            rule="public-note-too-short",
        )
    return kept
