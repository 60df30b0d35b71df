"""Second looks: reading a passage blind, giving it back, taking it, giving it to somebody, asking for it."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from annotations.access import require
from annotations.actions.asking_looks import Wanted, asked_events, open_looks, tell_readers
from annotations.actions.evidence import evidence_of_locked_claim
from annotations.actions.notices import tell
from annotations.actions.recording import inputs_changed, locked, record_event
from annotations.actions.review_states import settle_review_state
from annotations.domain.errors import Conflict, Invalid, NotAllowed, NotFound
from annotations.domain.lifecycle import CLAIM, EVIDENCE, SECOND_LOOK, next_state
from annotations.domain.second_looks import UNSETTLED, chosen_reader
from annotations.domain.vocabulary import (
    EvidenceState,
    NoticeKind,
    SecondLookState,
    SecondLookWhy,
    Stance,
)
from annotations.models import Evidence, SecondLook, StanceVote, User
from annotations.queries.blind_readers import BlindReaders
from annotations.queries.disputes import who_may_settle
from annotations.queries.people import person_by_id
from annotations.queries.second_looks import draw_key

GIVEN_BACK = "Given back by its reader."


@transaction.atomic
def answer_look(*, look_id: int, stance: str, reason: str = "", actor: User) -> SecondLook:
    """How the reader reads the passage, once and for good: whoever has answered is no longer blind.

    Equal to the first reading the look is agreed; otherwise the link is in dispute, counts nothing, and those
    who may settle it are told. Both readings are kept. Refuses everybody but the reader, an unknown stance,
    and a look that no longer waits (`second-look-agree-from-…`).
    """
    if stance not in Stance.values:
        raise Invalid("Say what the passage does to the claim.", field="stance", rule="unknown-stance")
    look, evidence = locked_look(look_id)
    require(actor, "second_look.answer", look)
    verb = "agree" if stance == look.first_stance else "dispute"
    answer = {
        "state": next_state(SECOND_LOOK, look.state, verb, noun="second look"),
        "stance": stance,
        "reason": reason.strip(),
        "answered_at": timezone.now(),
    }
    write_look(look, answer)
    if evidence is None:
        # Nothing follows from a reading of a gold link, and nothing tells its reader that it was one.
        record_event("second_look.answered", look, actor=actor, after=answer)
        return look
    StanceVote.objects.create(
        evidence=evidence, reviewer=actor, stance=stance, is_blind=True, reason=look.reason
    )
    if verb == "dispute":
        _dispute(evidence)
    before, after = settle_review_state(evidence.claim)
    event = record_event(
        "second_look.answered",
        look,
        stream=evidence.claim,
        actor=actor,
        before={"state": SecondLookState.OPEN, **before},
        after={**answer, "evidence": evidence.pk, **after},
    )
    if verb == "dispute":
        inputs_changed([evidence.claim_id], because=event)
        tell(who_may_settle(look, evidence), NoticeKind.DISPUTE_OPENED, second_look=look)
    return look


@transaction.atomic
def release_look(*, look_id: int, actor: User) -> SecondLook:
    """Gives a look back: it goes to the next who may read it blind, or waits for one. Whoever gave it back is
    not asked for this link again.
    """
    look, evidence = locked_look(look_id)
    require(actor, "second_look.release", look)
    _require_open(look)
    if look.reader_id is None:
        raise Conflict("Nobody has taken this.", rule="second-look-without-reader")
    before = look.reader_id
    if evidence is None:
        values = {"state": SecondLookState.CANCELLED, "cancelled_because": GIVEN_BACK}
        write_look(look, values)
        record_event("second_look.released", look, actor=actor, before={"reader": before}, after=values)
        return look
    readers = BlindReaders([evidence.pk])
    candidates = readers.candidates(evidence.pk, without={before, look.first_reviewer_id or 0})
    _give(look, chosen_reader(candidates, draw_key(), evidence.pk))
    record_event("second_look.released", look, stream=evidence.claim, actor=actor, before={"reader": before})
    tell_readers([look])
    return look


@transaction.atomic
def take_look(*, look_id: int, actor: User) -> SecondLook:
    """Takes a look that nobody was found for. Refuses (`not-blind`) whoever had a hand in the link or the
    claim, or has seen them since.
    """
    look, evidence = locked_look(look_id)
    require(actor, "second_look.take", look)
    return _given_to(actor, look, evidence, "second_look.taken", actor)


@transaction.atomic
def assign_look(*, look_id: int, person_id: int, actor: User) -> SecondLook:
    """Gives a look that nobody was found for to somebody; refuses (`not-blind`) as taking it does."""
    look, evidence = locked_look(look_id)
    require(actor, "second_look.assign", look)
    return _given_to(person_by_id(person_id), look, evidence, "second_look.assigned", actor)


@transaction.atomic
def ask_for_look(*, evidence_id: int, actor: User) -> SecondLook:
    """Asks for a second reading of a link, whatever the rules say. Refuses where one waits already
    (`second-look-waits`) and for a link that does not count among the evidence (`link-not-accepted`).
    """
    evidence = evidence_of_locked_claim(evidence_id)
    require(actor, "second_look.ask", evidence)
    next_state(CLAIM, evidence.claim.state, "change_evidence", noun="claim")
    if evidence.second_looks.filter(state__in=UNSETTLED).exists():
        raise Conflict("A second reading of this passage waits already.", rule="second-look-waits")
    if evidence.state != EvidenceState.ACCEPTED:
        raise Conflict("This link is not part of the reckoning.", rule="link-not-accepted")
    wanted = Wanted(evidence.pk, evidence.claim, SecondLookWhy.ASKED)
    look = open_looks([wanted], asked_by=actor)[0]
    moved = {evidence.claim_id: settle_review_state(evidence.claim)}
    asked_events([look], {evidence.claim_id: evidence.claim}, moved, actor=actor)[0].save(force_insert=True)
    return look


def locked_look(look_id: int) -> tuple[SecondLook, Evidence | None]:
    """A look with its link, the claim locked first as everywhere; without a link for a gold one."""
    found = SecondLook.objects.filter(pk=look_id).values_list("evidence_id", flat=True).first()
    if found is None and not SecondLook.objects.filter(pk=look_id).exists():
        raise NotFound(f"There is no second look {look_id}.", details={"id": look_id})
    evidence = evidence_of_locked_claim(found) if found is not None else None
    look = locked(SecondLook, look_id)
    if evidence is not None:
        look.evidence = evidence
    return look, evidence


def _given_to(
    person: User, look: SecondLook, evidence: Evidence | None, verb: str, actor: User
) -> SecondLook:
    _require_open(look)
    if evidence is None or look.reader_id is not None:
        raise Conflict("Somebody reads this already.", rule="second-look-taken")
    readers = BlindReaders([evidence.pk])
    if person.pk == look.first_reviewer_id or not readers.may_take(evidence.pk, person.pk):
        raise NotAllowed(
            "A second reading is by somebody of the desk who had no hand in the link or the claim and has "
            "not seen them since the link was made.",
            rule="not-blind",
        )
    _give(look, person.pk)
    record_event(verb, look, stream=evidence.claim, actor=actor, after={"evidence": evidence.pk})
    if person.pk != actor.pk:
        tell_readers([look])
    return look


def _require_open(look: SecondLook) -> None:
    if look.state != SecondLookState.OPEN:
        raise Conflict("This passage has been read.", rule="second-look-answered")


def _give(look: SecondLook, person: int | None) -> None:
    write_look(look, {"reader_id": person, "taken_at": None if person is None else timezone.now()})


def _dispute(evidence: Evidence) -> None:
    evidence.state = next_state(EVIDENCE, evidence.state, "dispute", noun="evidence")
    evidence.version += 1
    evidence.save(update_fields=["state", "version"])


def write_look(look: SecondLook, values: dict[str, Any]) -> None:
    """Sets and saves these columns of a locked look."""
    for name, value in values.items():
        setattr(look, name, value)
    look.save(update_fields=[name.removesuffix("_id") for name in values])
