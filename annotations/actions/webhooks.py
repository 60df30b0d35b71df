"""Webhooks: made, edited, paused, resumed by people; their secrets, tests and repeated messages."""

import secrets
from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from annotations import jobs
from annotations.access import require
from annotations.actions.recording import change, locked, record_event, require_version
from annotations.actions.shapes import shaped
from annotations.domain.errors import Conflict, NotFound
from annotations.domain.vocabulary import DeliveryState, WebhookState
from annotations.domain.webhooks import TEST, message, secret_of
from annotations.gateways.safe_fetch import refuse_private
from annotations.models import User, Webhook, WebhookDelivery
from annotations.queries.changes import current_position
from annotations.queries.webhooks import is_in_sight

MOST_ACTIVE: Final = 10
"""Of one person."""
EDITED: Final = ("name", "address")


@transaction.atomic
def create_webhook(
    *, name: str, address: str, include_unsigned: bool = False, from_the_beginning: bool = False, actor: User
) -> Webhook:
    """An address that is told of changes from now on, or first of everything there is. Refuses an address
    that is not public or not `https` (`address-not-public`, `address-not-secure`), and more than
    `MOST_ACTIVE`.
    """
    require(actor, "webhook.create")
    described = shaped(Webhook, {"name": name, "address": address.strip()})
    refuse_private(described["address"])
    _require_room(actor)
    webhook = Webhook.objects.create(
        **described,
        include_unsigned=include_unsigned,
        salt=_new_salt(),
        position=0 if from_the_beginning else current_position(connection),
        owner=actor,
    )
    told = {**described, "include_unsigned": include_unsigned, "position": webhook.position}
    record_event("webhook.created", webhook, actor=actor, after=told)
    return webhook


@transaction.atomic
def edit_webhook(
    *, webhook_id: int, values: Mapping[str, Any], expected_version: int | None = None, actor: User
) -> Webhook:
    """Another name or address. What waits goes to the new address."""
    webhook = _own(webhook_id, actor, "webhook.edit")
    require_version(webhook, expected_version)
    described = shaped(Webhook, values, allowed=EDITED)
    if "address" in described:
        described["address"] = described["address"].strip()
        refuse_private(described["address"])
    before, after = change(webhook, described)
    if after:
        record_event("webhook.edited", webhook, actor=actor, before=before, after=after)
    return webhook


@transaction.atomic
def pause_webhook(*, webhook_id: int, actor: User) -> Webhook:
    """Sends nothing until it is resumed; then all that was missed comes. Pausing it again changes nothing."""
    webhook = _own(webhook_id, actor, "webhook.edit")
    return pause(webhook, "", actor) if webhook.state == WebhookState.ACTIVE else webhook


@transaction.atomic
def resume_webhook(*, webhook_id: int, actor: User) -> Webhook:
    """Goes on where it stopped, at once. Refuses more active ones than `MOST_ACTIVE`."""
    webhook = _own(webhook_id, actor, "webhook.edit")
    if webhook.state == WebhookState.ACTIVE:
        return webhook
    _require_room(webhook.owner)
    before, after = change(webhook, {"state": WebhookState.ACTIVE, "paused_because": ""})
    record_event("webhook.resumed", webhook, actor=actor, before=before, after=after)
    for delivery in webhook.deliveries.filter(state=DeliveryState.WAITING).order_by("pk"):
        _hasten(delivery)
    return webhook


@transaction.atomic
def rotate_secret(*, webhook_id: int, actor: User) -> Webhook:
    """A new secret; from now on messages are signed with it alone."""
    webhook = _own(webhook_id, actor, "webhook.edit")
    change(webhook, {"salt": _new_salt()})
    record_event("webhook.secret_rotated", webhook, actor=actor)
    return webhook


def secret_for(*, webhook_id: int, actor: User) -> str:
    """The secret that messages are signed with, for whoever may edit the webhook."""
    return secret_of_webhook(_own(webhook_id, actor, "webhook.edit", is_locked=False))


@transaction.atomic
def send_test(*, webhook_id: int, actor: User) -> WebhookDelivery:
    """Sends a message that tells of nothing, once, also to a paused one. Where a message waits for its next
    attempt, that is made at once instead.
    """
    webhook = _own(webhook_id, actor, "webhook.edit")
    waiting = webhook.deliveries.filter(state=DeliveryState.WAITING, replay_of__isnull=True).first()
    if waiting is not None:
        return _hasten(waiting)
    sent_at = timezone.now().isoformat().replace("+00:00", "Z")
    delivery = add_delivery(
        webhook,
        after_position=webhook.position,
        to_position=webhook.position,
        body=message(TEST, sent_at, {"webhook": webhook.pk, "name": webhook.name}),
    )
    record_event("webhook.tested", webhook, actor=actor, after={"delivery": delivery.number})
    return delivery


@transaction.atomic
def replay_delivery(*, delivery_id: int, actor: User) -> WebhookDelivery:
    """Sends the same body again as a message of its own. Refuses one that waits itself
    (`delivery-under-way`), one whose body is no longer kept (`body-not-kept`), and one that tells of a claim
    that its owner must not see now (`out-of-sight`).
    """
    delivery = WebhookDelivery.objects.filter(pk=delivery_id).first()
    if delivery is None:
        raise NotFound(f"There is no delivery {delivery_id}.", details={"id": delivery_id})
    webhook = _own(delivery.webhook_id, actor, "webhook.replay")
    if delivery.state == DeliveryState.WAITING:
        raise Conflict("This message is still being sent. Wait for it.", rule="delivery-under-way")
    if not delivery.body:
        raise Conflict("What was sent is no longer kept.", rule="body-not-kept")
    if not is_in_sight(delivery, webhook.owner):
        raise Conflict(
            "It tells of claims that its owner does not see any longer. Begin anew from the feed.",
            rule="out-of-sight",
        )
    again = add_delivery(
        webhook,
        after_position=delivery.after_position,
        to_position=delivery.to_position,
        body=delivery.body,
        changes=delivery.changes,
        replay_of=delivery,
    )
    told = {"delivery": again.number, "replay_of": delivery.number}
    record_event("webhook.replayed", webhook, actor=actor, after=told)
    return again


def add_delivery(webhook: Webhook, **values: Any) -> WebhookDelivery:
    """One more message, asked for on commit. The webhook is locked: numbers are given out in order."""
    last = webhook.deliveries.order_by("-number").values_list("number", flat=True).first()
    delivery = WebhookDelivery.objects.create(
        webhook=webhook, number=(last or 0) + 1, message_id=f"msg_{secrets.token_hex(16)}", **values
    )
    jobs.deliver_webhook(delivery.pk)
    return delivery


def pause(webhook: Webhook, because: str, actor: User | None) -> Webhook:
    """Stops it: for a reason that is told, or because somebody wants it."""
    before, after = change(webhook, {"state": WebhookState.PAUSED, "paused_because": because[:300]})
    record_event("webhook.paused", webhook, actor=actor, before=before, after=after)
    return webhook


def secret_of_webhook(webhook: Webhook) -> str:
    """What its messages are signed with."""
    return secret_of(settings.SECRET_KEY, webhook.salt)


def _own(webhook_id: int, actor: User, action: str, *, is_locked: bool = True) -> Webhook:
    """The webhook, for who may; another person's is as one that is not there."""
    found = locked(Webhook, webhook_id) if is_locked else Webhook.objects.filter(pk=webhook_id).first()
    if found is None or not (actor.is_administrator or found.owner_id == actor.pk):
        raise NotFound(f"There is no webhook {webhook_id}.", details={"id": webhook_id})
    require(actor, action, found)
    return found


def _require_room(owner: User) -> None:
    if Webhook.objects.filter(owner=owner, state=WebhookState.ACTIVE).count() >= MOST_ACTIVE:
        raise Conflict(
            f"{owner.display_name} has {MOST_ACTIVE} active webhooks already. Pause one first.",
            rule="too-many-webhooks",
        )


def _hasten(delivery: WebhookDelivery) -> WebhookDelivery:
    WebhookDelivery.objects.filter(pk=delivery.pk).update(due_at=timezone.now())
    delivery.refresh_from_db()
    jobs.deliver_webhook(delivery.pk)
    return delivery


def _new_salt() -> str:
    return secrets.token_hex(16)
