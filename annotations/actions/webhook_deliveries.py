"""Telling webhooks of changes: one message after the other, each tried until it is taken or given up.

A message is a row before it is a job. Whoever sends it holds a lease that only they know exactly, and writes
what came of it under that condition; so two workers never count one attempt twice, and a worker that died
costs a minute. A message that was sent, but whose answer never reached us, is sent again with the same id:
receivers get everything at least once.
"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection, transaction
from django.utils import timezone

from annotations import jobs
from annotations.access import may
from annotations.actions.webhooks import add_delivery, pause, secret_of_webhook
from annotations.domain.errors import Invalid, Refusal
from annotations.domain.vocabulary import DeliveryState, WebhookState
from annotations.domain.webhooks import (
    CHANGED,
    GIVEN_UP_AFTER,
    LONGEST_REST,
    headers_of,
    message,
    packed,
    rest_after,
)
from annotations.gateways.safe_fetch import Posted, post
from annotations.models import Webhook, WebhookDelivery
from annotations.queries.changes import ChangesPage, changes_after, current_position, cursor_for
from annotations.queries.webhooks import due_deliveries, is_in_sight, webhooks_behind

LEASE: Final = timedelta(minutes=1)
"""Longer than any attempt may take."""
ENTRIES: Final = 100
SWEEP_LIMIT: Final = 200
KEPT: Final = timedelta(days=30)
GONE: Final = 410


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of one attempt: an answer, or why there was none. `is_final`: it makes no sense again."""

    posted: Posted | None = None
    error: str = ""
    is_final: bool = False

    @property
    def is_taken(self) -> bool:
        return self.posted is not None and 200 <= self.posted.status < 300


def sweep_webhooks() -> int:
    """Makes the next message for every webhook that was not told of all, and asks again for those that are
    due. Gives back how many wait to be sent now.
    """
    behind = webhooks_behind(current_position(connection)).values_list("pk", flat=True)[:SWEEP_LIMIT]
    for webhook_id in list(behind):
        _prepare(webhook_id)
    due = list(due_deliveries(timezone.now()).order_by("due_at").values_list("pk", flat=True)[:SWEEP_LIMIT])
    with transaction.atomic():
        for delivery_id in due:
            jobs.deliver_webhook(delivery_id)
    return len(due)


def deliver(*, delivery_id: int, **web: Any) -> WebhookDelivery | None:
    """The job: sends one message that is due and notes what came of it. None where there was nothing to do.
    `web` is for the sender (see `post`).
    """
    delivery = _take(delivery_id)
    if delivery is None:
        return None
    now = timezone.now()
    body = delivery.body.encode()
    secret = secret_of_webhook(delivery.webhook)
    headers = headers_of(secret, delivery.message_id, int(now.timestamp()), body)
    try:
        posted = post(delivery.webhook.address, body, headers, **web)
        attempt = Attempt(posted, _trouble(posted), is_final=posted.status == GONE)
    except Refusal as refusal:
        attempt = Attempt(error=refusal.message, is_final=isinstance(refusal, Invalid))
    return _conclude(delivery, attempt)


def forget_deliveries(*, now: datetime) -> int:
    """Clears what ended longer ago than the log is kept. How many."""
    ended = WebhookDelivery.objects.filter(ended_at__lt=now - KEPT)
    return ended.delete()[0]


@transaction.atomic
def _prepare(webhook_id: int) -> WebhookDelivery | None:
    """The next message of a webhook; None where there is nothing to tell, or a message waits already."""
    webhook = Webhook.objects.select_for_update(skip_locked=True, of=("self",), no_key=True)
    found = webhook.filter(pk=webhook_id, state=WebhookState.ACTIVE).first()
    if found is None or found.deliveries.filter(**_UNDER_WAY).exists():
        return None
    if not may(found.owner, "webhook.read", found):
        pause(found, "Its owner may not follow changes any longer.", None)
        return None
    page = _page_for(found, found.position)
    if not page.entries:
        Webhook.objects.filter(pk=found.pk).update(position=page.position)
        return None
    return add_delivery(found, after_position=found.position, **_content(found, page))


def _page_for(webhook: Webhook, position: int) -> ChangesPage:
    return changes_after(webhook.owner, position, include_unsigned=webhook.include_unsigned, limit=ENTRIES)


def _content(webhook: Webhook, page: ChangesPage) -> dict[str, Any]:
    """As much of the page as fits into one message."""
    positions = [entry.position for entry in page.entries]
    moment = _written(timezone.now())

    def write(entries: Any) -> str:
        is_whole = len(entries) == len(positions)
        position = page.position if is_whole else positions[len(entries) - 1]
        data = {
            "results": list(entries),
            "next_cursor": cursor_for(position, webhook.include_unsigned),
            "has_more": page.has_more or not is_whole,
        }
        return message(CHANGED, moment, data)

    told = [{**entry.told(), "changed_at": _written(entry.changed_at)} for entry in page.entries]
    body, count = packed(told, write)
    to_position = page.position if count == len(positions) else positions[count - 1]
    return {"to_position": to_position, "body": body, "changes": count}


def _written(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


@transaction.atomic
def _take(delivery_id: int) -> WebhookDelivery | None:
    """Leases a message that is due. What its owner must not know any longer is not sent: the message is made
    anew.
    """
    now = timezone.now()
    rows = due_deliveries(now).select_for_update(skip_locked=True, of=("self",), no_key=True)
    delivery = rows.select_related("webhook__owner").filter(pk=delivery_id).first()
    if delivery is None:
        return None
    webhook = delivery.webhook
    if not may(webhook.owner, "webhook.read", webhook):
        _end(delivery, DeliveryState.FAILED, error="Its owner may not follow changes any longer.")
        _pause_if_active(webhook, "Its owner may not follow changes any longer.")
        return None
    if not is_in_sight(delivery, webhook.owner):
        _end(
            delivery,
            DeliveryState.FAILED,
            error="It told of what its owner does not see any longer.",
            body="",
        )
        return None
    delivery.leased_until, delivery.attempts = now + LEASE, delivery.attempts + 1
    delivery.save(update_fields=["leased_until", "attempts"])
    return delivery


@transaction.atomic
def _conclude(delivery: WebhookDelivery, attempt: Attempt) -> WebhookDelivery | None:
    """Notes what came of an attempt, unless the lease was lost meanwhile, and what follows from it."""
    Webhook.objects.select_for_update(of=("self",), no_key=True).get(pk=delivery.webhook_id)
    held = WebhookDelivery.objects.select_for_update(of=("self",), no_key=True).filter(
        pk=delivery.pk, state=DeliveryState.WAITING, leased_until=delivery.leased_until
    )
    now_held = held.select_related("webhook__owner").first()
    if now_held is None:
        return None
    if attempt.posted is not None:
        now_held.response_status, now_held.response_text = attempt.posted.status, attempt.posted.text
        now_held.milliseconds = attempt.posted.milliseconds
    if attempt.is_taken:
        return _taken(now_held)
    return _failed(now_held, attempt)


def _taken(delivery: WebhookDelivery) -> WebhookDelivery:
    _end(delivery, DeliveryState.DELIVERED)
    if delivery.changes and delivery.replay_of_id is None:
        Webhook.objects.filter(pk=delivery.webhook_id).update(position=delivery.to_position)
        _prepare(delivery.webhook_id)
    return delivery


def _failed(delivery: WebhookDelivery, attempt: Attempt) -> WebhookDelivery:
    """A test is made once, everything else until it was tried for long enough."""
    is_given_up = timezone.now() - delivery.created_at >= GIVEN_UP_AFTER
    if delivery.changes == 0 or attempt.is_final or is_given_up:
        _end(delivery, DeliveryState.FAILED, error=attempt.error)
        if delivery.changes and delivery.replay_of_id is None:
            _pause_if_active(delivery.webhook, attempt.error)
        return delivery
    rest = rest_after(delivery.attempts, random.random())
    if attempt.posted and attempt.posted.retry_after:
        rest = min(max(rest, timedelta(seconds=attempt.posted.retry_after)), LONGEST_REST)
    delivery.due_at, delivery.leased_until = timezone.now() + rest, None
    delivery.error = attempt.error[:500]
    delivery.save()
    return delivery


def _end(delivery: WebhookDelivery, state: DeliveryState, error: str = "", **values: Any) -> None:
    delivery.state, delivery.ended_at, delivery.leased_until = state, timezone.now(), None
    delivery.error = error[:500]
    for name, value in values.items():
        setattr(delivery, name, value)
    delivery.save()


def _pause_if_active(webhook: Webhook, because: str) -> None:
    if webhook.state == WebhookState.ACTIVE:
        pause(webhook, because, None)


def _trouble(posted: Posted) -> str:
    if 200 <= posted.status < 300:
        return ""
    if posted.status == GONE:
        return "The receiver says that it is gone for good (status 410)."
    if 300 <= posted.status < 400:
        return f"The receiver forwards elsewhere (status {posted.status}). Name the address it ends at."
    return f"The receiver answered with status {posted.status}."


_UNDER_WAY: Final = {"state": DeliveryState.WAITING, "replay_of__isnull": True}
