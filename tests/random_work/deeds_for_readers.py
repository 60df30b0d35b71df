"""What people do before readers: publishing, correcting, withdrawing, asking others."""

from datetime import timedelta
from typing import Final

from django.utils import timezone

from annotations.actions.corrections import ask_for_correction, conclude_correction, reopen_correction
from annotations.actions.publications import begin_correction, publish_claim, unpublish_claim
from annotations.actions.replies import conclude_reply, expire_replies, postpone_reply, reopen_reply
from annotations.domain.vocabulary import CorrectionOutcome, ReplyOutcome
from annotations.models import CorrectionRequest, ReplyRequest
from tests.random_work.chance import Chance, Deed
from tests.random_work.newsroom import ask

NOTE: Final = "What we wrote about the crossings was wrong."


def do_publish(chance: Chance) -> Deed:
    claim, actor, why = chance.claim(), chance.editor(), chance.random.choice(["", "They will not answer."])
    return lambda: publish_claim(claim_id=claim.pk, public_note=NOTE, reason_not_to_wait=why, actor=actor)


def do_begin_correction(chance: Chance) -> Deed:
    claim, actor = chance.claim(), chance.editor()
    return lambda: begin_correction(claim_id=claim.pk, reason="A figure.", actor=actor)


def do_unpublish(chance: Chance) -> Deed:
    claim, actor = chance.claim(), chance.editor()
    return lambda: unpublish_claim(claim_id=claim.pk, public_note=NOTE, actor=actor)


def do_ask_reply(chance: Chance) -> Deed:
    claim, actor, hours = chance.claim(), chance.person(), chance.random.choice([-1, 1])
    return lambda: ask(claim, actor, hours)


def do_conclude_reply(chance: Chance) -> Deed | None:
    request, actor = chance.of_claim(ReplyRequest.objects.all()), chance.person()
    outcome = chance.random.choice(ReplyOutcome.values)
    return request and (
        lambda: conclude_reply(reply_id=request.pk, outcome=outcome, answer="Nineteen.", actor=actor)
    )


def do_postpone_reply(chance: Chance) -> Deed | None:
    request, actor = chance.of_claim(ReplyRequest.objects.all()), chance.person()
    deadline = timezone.now() + timedelta(days=1)
    return request and (lambda: postpone_reply(reply_id=request.pk, deadline_at=deadline, actor=actor))


def do_reopen_reply(chance: Chance) -> Deed | None:
    request, actor = chance.of_claim(ReplyRequest.objects.all()), chance.person()
    return request and (lambda: reopen_reply(reply_id=request.pk, actor=actor))


def do_let_replies_run_out(chance: Chance) -> Deed:
    return lambda: expire_replies(now=timezone.now())


def do_ask_correction(chance: Chance) -> Deed:
    article, actor = chance.random.choice(chance.room.articles), chance.person()
    claim_id = chance.random.choice([None, chance.hot])
    return lambda: ask_for_correction(
        article_id=article.pk, claim_id=claim_id, sent_to="The desk", wording="Nineteen.", actor=actor
    )


def do_conclude_correction(chance: Chance) -> Deed | None:
    request, actor = chance.any(CorrectionRequest.objects.all()), chance.person()
    outcome = chance.random.choice(CorrectionOutcome.values)
    return request and (lambda: conclude_correction(correction_id=request.pk, outcome=outcome, actor=actor))


def do_reopen_correction(chance: Chance) -> Deed | None:
    request, actor = chance.any(CorrectionRequest.objects.all()), chance.person()
    return request and (lambda: reopen_correction(correction_id=request.pk, actor=actor))
