"""Questions about the right of reply: who was asked, and who may still answer."""

from datetime import datetime

from django.db.models import BooleanField, Case, F, QuerySet, Value, When

from annotations.domain.errors import NotFound
from annotations.domain.vocabulary import ReplyOutcome
from annotations.models import ReplyRequest, User
from annotations.queries.visibility import visible


def awaited_replies(claim_id: int, now: datetime) -> QuerySet[ReplyRequest]:
    """Who was asked about a claim, has not answered, and has time left; whose time ends first comes first."""
    waiting = ReplyRequest.objects.filter(claim=claim_id, outcome=ReplyOutcome.WAITING, deadline_at__gt=now)
    return waiting.order_by("deadline_at", "id")


def replies_run_out(now: datetime) -> QuerySet[ReplyRequest]:
    """Who did not answer by the deadline."""
    return ReplyRequest.objects.filter(outcome=ReplyOutcome.WAITING, deadline_at__lte=now).order_by("id")


def replies_about(claim_id: int) -> list[ReplyRequest]:
    """Everybody who was asked about a claim, the first first, with who noted it."""
    found = ReplyRequest.objects.filter(claim=claim_id).select_related("noted_by", "publisher")
    return list(found.order_by("asked_at", "id"))


def replies_in_full(person: User) -> QuerySet[ReplyRequest]:
    """Requests for a reply, for programs."""
    return ReplyRequest.objects.all()


def waiting_replies(person: User, now: datetime) -> QuerySet[ReplyRequest]:
    """Who may still answer, and whose time ran out unnoticed, of the claims that a person sees, each with
    `is_overdue`; whose time ends first comes first.
    """
    waiting = visible(ReplyRequest.objects.filter(outcome=ReplyOutcome.WAITING), person)
    is_overdue = Case(
        When(deadline_at__lte=now, then=Value(True)), default=Value(False), output_field=BooleanField()
    )
    found = waiting.annotate(is_overdue=is_overdue).select_related("claim", "noted_by")
    return found.order_by(F("deadline_at"), "id")


def reply_for(reply_id: int, person: User) -> ReplyRequest:
    """One request with its claim, as far as the person may see that. Refuses with `NotFound`."""
    rows = visible(ReplyRequest.objects.select_related("claim", "publisher", "noted_by"), person)
    found = rows.filter(pk=reply_id).first()
    if found is None:
        raise NotFound(f"There is no reply request {reply_id}.", details={"id": reply_id})
    return found
