"""What people do in review: second looks, disputes, signatures, overrides."""

from annotations.actions.disputes import release_dispute, settle_dispute, take_dispute
from annotations.actions.dissents import settle_dissent
from annotations.actions.overrides import approve_override, end_override, propose_override
from annotations.actions.second_looks import answer_look, ask_for_look, assign_look, release_look, take_look
from annotations.actions.verdicts import withdraw_verdict
from annotations.domain.vocabulary import SecondLookState, Status, VerdictState
from annotations.models import Evidence, Override, Verdict
from tests.random_work.chance import Chance, Deed
from tests.random_work.newsroom import assessment_of, sign


def do_ask_look(chance: Chance) -> Deed | None:
    link, actor = chance.of_claim(Evidence.objects.all()), chance.person()
    return link and (lambda: ask_for_look(evidence_id=link.pk, actor=actor))


def do_take_look(chance: Chance) -> Deed | None:
    look, actor = chance.look(), chance.person()
    return None if look is None else (lambda: take_look(look_id=look.pk, actor=actor))


def do_assign_look(chance: Chance) -> Deed | None:
    look, actor, reader = chance.look(), chance.editor(), chance.person()
    return None if look is None else (lambda: assign_look(look_id=look.pk, person_id=reader.pk, actor=actor))


def do_answer_look(chance: Chance) -> Deed | None:
    look = chance.look(state=SecondLookState.OPEN) or chance.look()
    if look is None:
        return None
    actor = look.reader if look.reader and chance.random.random() < 0.9 else chance.person()
    stance = look.first_stance if chance.random.random() < 0.6 else chance.stance()
    return lambda: answer_look(
        look_id=look.pk, stance=stance or chance.stance(), reason="I see.", actor=actor
    )


def do_release_look(chance: Chance) -> Deed | None:
    look = chance.look()
    if look is None:
        return None
    actor = look.reader or chance.editor()
    return lambda: release_look(look_id=look.pk, actor=actor)


def do_take_dispute(chance: Chance) -> Deed | None:
    look, actor = chance.look(state=SecondLookState.DISPUTED) or chance.look(), chance.person()
    return None if look is None else (lambda: take_dispute(look_id=look.pk, actor=actor))


def do_release_dispute(chance: Chance) -> Deed | None:
    look, actor = chance.look(state=SecondLookState.DISPUTED), chance.editor()
    return None if look is None else (lambda: release_dispute(look_id=look.pk, actor=actor))


def do_settle_dispute(chance: Chance) -> Deed | None:
    look = chance.look(settler__isnull=False, state=SecondLookState.DISPUTED) or chance.look()
    if look is None:
        return None
    actor = look.settler or chance.person()
    stance = chance.random.choice(["", chance.stance()])
    return lambda: settle_dispute(look_id=look.pk, stance=stance, reason="It says so.", actor=actor)


def do_sign(chance: Chance) -> Deed:
    claim, actor = chance.claim(), chance.person()
    return lambda: sign(claim, actor)


def do_dissent(chance: Chance) -> Deed:
    claim, actor, status = chance.claim(), chance.person(), chance.random.choice(Status.values)
    return lambda: sign(claim, actor, status)


def do_take_signature_back(chance: Chance) -> Deed | None:
    verdict = chance.of_claim(Verdict.objects.filter(state=VerdictState.LIVE))
    if verdict is None:
        return None
    actor = chance.random.choice([verdict.reviewer, chance.person()])
    return lambda: withdraw_verdict(verdict_id=verdict.pk, reason="Misread.", actor=actor)


def do_settle_dissent(chance: Chance) -> Deed | None:
    verdict = chance.of_claim(Verdict.objects.filter(is_dissent=True)) or chance.of_claim(
        Verdict.objects.all()
    )
    actor, is_upheld = chance.editor(), chance.random.random() < 0.5
    return verdict and (
        lambda: settle_dissent(verdict_id=verdict.pk, is_upheld=is_upheld, reason="So.", actor=actor)
    )


def do_propose_override(chance: Chance) -> Deed:
    claim, actor, status = chance.claim(), chance.editor(), chance.random.choice(Status.values)
    why = "A ruling of Monday settles it, and the court has not published it yet."
    return lambda: propose_override(
        claim_id=claim.pk,
        assessment_id=assessment_of(claim),
        status=status,
        reason_code="legal",
        text=why,
        actor=actor,
    )


def do_approve_override(chance: Chance) -> Deed | None:
    override, actor = chance.of_claim(Override.objects.all()), chance.editor()
    return override and (lambda: approve_override(override_id=override.pk, actor=actor))


def do_end_override(chance: Chance) -> Deed | None:
    override, actor = chance.of_claim(Override.objects.all()), chance.editor()
    return override and (lambda: end_override(override_id=override.pk, reason="Over.", actor=actor))
