"""Second readings and disputes in the states that pages show: read and settled, waiting, being settled."""

from annotations.actions.disputes import settle_dispute, take_dispute
from annotations.actions.overrides import approve_override, propose_override
from annotations.actions.second_looks import answer_look, ask_for_look, release_look, take_look
from annotations.domain.vocabulary import SecondLookState
from annotations.models import GoldLink, Override, SecondLook, User
from tests.factories import a_claim, assessed, some_evidence
from tests.reviewed import a_counted_link


def second_readings(reader: User) -> None:
    """One that this administrator read otherwise and somebody settled, one that waits for them, and a
    dispute that they took.
    """
    editor, reviewer = (User.objects.get(username=name) for name in ("bruno", "celia"))
    read, _ = _given_to(reader, editor), _given_to(reader, editor)
    answer_look(look_id=read.pk, stance="context", reason="Another day.", actor=reader)
    take_dispute(look_id=read.pk, actor=reviewer)
    settle_dispute(look_id=read.pk, stance="context", reason="The day differs.", actor=reviewer)
    disputed = ask_for_look(evidence_id=a_counted_link(actor=editor).pk, actor=editor)
    assert disputed.reader is not None
    answer_look(look_id=disputed.pk, stance="contradicts", actor=disputed.reader)
    take_dispute(look_id=disputed.pk, actor=reader)
    _proposed(reviewer)
    approve_override(override_id=_proposed(reviewer).pk, actor=editor)


def rows_of_review() -> dict[str, int]:
    """A row for each variable of an address about review."""
    settled = SecondLook.objects.filter(state=SecondLookState.SETTLED).latest("pk")
    override = Override.objects.latest("pk")
    return {"look_id": settled.pk, "gold_id": GoldLink.objects.latest("pk").pk, "override_id": override.pk}


def of_review() -> list[str]:
    """Addresses of what waits for the person, of what they are settling, and of overrides: one that is
    proposed, and one in effect.
    """
    waiting = SecondLook.objects.filter(state=SecondLookState.OPEN).latest("pk")
    disputed = SecondLook.objects.filter(state=SecondLookState.DISPUTED, settler__isnull=False).latest("pk")
    shown = [f"/claims/{one.claim_id}/{page}" for one in Override.objects.all() for page in ("", "override/")]
    return [f"/second-looks/{waiting.pk}/", f"/disputes/{disputed.pk}/", *shown]


def _proposed(person: User) -> Override:
    """Another status than that of a claim with one link."""
    claim = a_claim(actor=person)
    some_evidence(claim=claim, actor=person)
    return propose_override(
        claim_id=claim.pk,
        assessment_id=assessed(claim).current_assessment.assessment_id,
        status="CONFLICTING",
        reason_code="off_platform_evidence",
        text="The harbour office let us read its log, and nobody may copy it.",
        actor=person,
    )


def _given_to(person: User, author: User) -> SecondLook:
    """Whoever was found first gives it back, until nobody is left and the person may take it."""
    look = ask_for_look(evidence_id=a_counted_link(actor=author).pk, actor=author)
    while look.reader is not None:
        look = release_look(look_id=look.pk, actor=person)
        look.refresh_from_db()
    return take_look(look_id=look.pk, actor=person)
