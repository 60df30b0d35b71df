"""The right of reply: noting whom a claim was put to before it is published, and what they answered.

The product sends nothing; people write and telephone. It keeps who was asked what, how, when and until when.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from annotations.access import require
from annotations.actions.recording import change, locked, record_event, require_version
from annotations.actions.shapes import shaped
from annotations.domain.errors import Conflict, Invalid, NotFound
from annotations.domain.lifecycle import REPLY_REQUEST, next_state
from annotations.domain.vocabulary import ClaimState, ReplyOutcome
from annotations.models import Claim, Publisher, ReplyRequest, User
from annotations.queries.replies import replies_run_out

ANSWERS = (ReplyOutcome.ANSWERED, ReplyOutcome.DECLINED)


@transaction.atomic
def ask_for_reply(
    *,
    claim_id: int,
    asked: str,
    question: str,
    deadline_at: datetime,
    channel: str = "",
    publisher_id: int | None = None,
    asked_at: datetime | None = None,
    actor: User,
) -> ReplyRequest:
    """Notes that somebody was asked about a claim, and until when they may answer. Until then it is not
    published without a reason.

    Refuses a withdrawn claim (`claim-is-withdrawn`), a question of tomorrow (`in-the-future`), a deadline
    that is not after the question (`deadline-before-question`), and what is missing (`required`).
    """
    claim = locked(Claim, claim_id)
    require(actor, "reply.ask", claim)
    if claim.state == ClaimState.WITHDRAWN:
        raise Conflict("This claim was withdrawn. Bring it back first.", rule="claim-is-withdrawn")
    at = asked_at or timezone.now()
    _require_past(at, "asked_at")
    _require_later(deadline_at, at)
    words = shaped(ReplyRequest, {"asked": asked, "question": question, "channel": channel})
    if publisher_id is not None and not Publisher.objects.filter(pk=publisher_id).exists():
        raise Invalid(
            f"There is no publisher {publisher_id}.", field="publisher_id", rule="unknown-publisher"
        )
    values = {**words, "publisher_id": publisher_id, "asked_at": at, "deadline_at": deadline_at}
    request = ReplyRequest.objects.create(claim=claim, noted_by=actor, **values)
    record_event("reply.asked", request, stream=claim, actor=actor, after=values)
    return request


@transaction.atomic
def postpone_reply(
    *, reply_id: int, deadline_at: datetime, expected_version: int | None = None, actor: User
) -> ReplyRequest:
    """Gives somebody another deadline; who let theirs pass may answer again."""
    request, claim = _locked(reply_id)
    require(actor, "reply.ask", request)
    require_version(request, expected_version)
    outcome = next_state(REPLY_REQUEST, request.outcome, "postpone", noun="reply request")
    _require_later(deadline_at, request.asked_at)
    before, after = change(request, {"outcome": outcome, "deadline_at": deadline_at})
    if after:
        record_event("reply.postponed", request, stream=claim, actor=actor, before=before, after=after)
    return request


@transaction.atomic
def conclude_reply(
    *,
    reply_id: int,
    outcome: str,
    answer: str = "",
    answered_at: datetime | None = None,
    expected_version: int | None = None,
    actor: User,
) -> ReplyRequest:
    """Notes an answer, or that they decline to comment; also after the deadline. `reopen_reply` undoes it.

    Refuses an outcome that is none (`unknown-outcome`), an answer without its words (`required`), and one of
    before the question (`answered-before-question`) or of tomorrow (`in-the-future`).
    """
    request, claim = _locked(reply_id)
    require(actor, "reply.conclude", request)
    require_version(request, expected_version)
    if outcome not in ANSWERS:
        raise Invalid("Say whether they answered or declined.", field="outcome", rule="unknown-outcome")
    state = next_state(REPLY_REQUEST, request.outcome, f"conclude_{outcome}", noun="reply request")
    words = shaped(ReplyRequest, {"answer": answer})
    if outcome == ReplyOutcome.ANSWERED and not words["answer"]:
        raise Invalid("Put down what they answered.", field="answer", rule="required")
    at = answered_at or timezone.now()
    _require_past(at, "answered_at")
    if at < request.asked_at:
        raise Invalid(
            "Nobody answers before they are asked.", field="answered_at", rule="answered-before-question"
        )
    before, after = change(request, {"outcome": state, "answered_at": at, **words})
    record_event("reply.concluded", request, stream=claim, actor=actor, before=before, after=after)
    return request


@transaction.atomic
def reopen_reply(*, reply_id: int, actor: User) -> ReplyRequest:
    """Takes an answer back that was noted by mistake; the history keeps it."""
    request, claim = _locked(reply_id)
    require(actor, "reply.conclude", request)
    outcome = next_state(REPLY_REQUEST, request.outcome, "reopen", noun="reply request")
    before, after = change(request, {"outcome": outcome, "answered_at": None, "answer": ""})
    record_event("reply.reopened", request, stream=claim, actor=actor, before=before, after=after)
    return request


def expire_replies(*, now: datetime) -> int:
    """Notes of everybody whose deadline passed that they did not answer. How many."""
    return sum(_expired(pk, now) for pk in list(replies_run_out(now).values_list("pk", flat=True)))


@transaction.atomic
def _expired(reply_id: int, now: datetime) -> bool:
    request, claim = _locked(reply_id)
    if request.outcome != ReplyOutcome.WAITING or request.deadline_at > now:
        return False
    values: dict[str, Any] = {
        "outcome": next_state(REPLY_REQUEST, request.outcome, "run_out", noun="reply request")
    }
    before, after = change(request, values)
    record_event("reply.run_out", request, stream=claim, actor=None, before=before, after=after)
    return True


def _locked(reply_id: int) -> tuple[ReplyRequest, Claim]:
    """The claim is locked first, as everywhere."""
    claim_id = ReplyRequest.objects.filter(pk=reply_id).values_list("claim_id", flat=True).first()
    if claim_id is None:
        raise NotFound(f"There is no reply request {reply_id}.", details={"id": reply_id})
    claim = locked(Claim, claim_id)
    return locked(ReplyRequest, reply_id), claim


def _require_past(at: datetime, field: str) -> None:
    if at > timezone.now():
        raise Invalid("This has not happened yet.", field=field, rule="in-the-future")


def _require_later(deadline_at: datetime, asked_at: datetime) -> None:
    if deadline_at <= asked_at:
        raise Invalid(
            "The deadline has to come after the question.",
            field="deadline_at",
            rule="deadline-before-question",
        )
