"""Questions about webhooks and what was sent to them."""

import json
from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from annotations.domain.errors import NotFound
from annotations.domain.vocabulary import DeliveryState, Role, WebhookState
from annotations.models import Source, User, Webhook, WebhookDelivery
from annotations.queries.claims import claims_visible_to


def webhooks_of(person: User) -> QuerySet[Webhook]:
    """One's own webhooks, or all for an administrator, latest first, each with `waiting`: how many messages
    wait.
    """
    rows = Webhook.objects.select_related("owner").order_by("-pk")
    if person.role != Role.ADMINISTRATOR:
        rows = rows.filter(owner=person.pk)
    waits = Q(deliveries__state=DeliveryState.WAITING)
    return rows.annotate(waiting=Count("deliveries", filter=waits))


def webhook_for(webhook_id: int, person: User) -> Webhook:
    """One of them. Refuses with `NotFound`, also what is another person's."""
    found = webhooks_of(person).filter(pk=webhook_id).first()
    if found is None:
        raise NotFound(f"There is no webhook {webhook_id}.", details={"id": webhook_id})
    return found


def deliveries_for(person: User) -> QuerySet[WebhookDelivery]:
    """What was sent to the webhooks of a person, latest first; without the bodies."""
    return (
        WebhookDelivery.objects.filter(webhook__in=webhooks_of(person).values("pk"))
        .defer("body")
        .order_by("-pk")
    )


def due_deliveries(now: datetime) -> QuerySet[WebhookDelivery]:
    """Messages that wait, are due, and nobody sends just now. Only tests and replays go to a paused one."""
    free = Q(leased_until__isnull=True) | Q(leased_until__lte=now)
    goes = Q(webhook__state=WebhookState.ACTIVE) | Q(changes=0) | Q(replay_of__isnull=False)
    return WebhookDelivery.objects.filter(free & goes, state=DeliveryState.WAITING, due_at__lte=now)


def webhooks_behind(position: int) -> QuerySet[Webhook]:
    """Active webhooks that have not been told of everything up to this position, and wait for no message."""
    under_way = WebhookDelivery.objects.filter(
        webhook=OuterRef("pk"), state=DeliveryState.WAITING, replay_of__isnull=True
    )
    behind = Webhook.objects.filter(state=WebhookState.ACTIVE, position__lt=position)
    return behind.exclude(Exists(under_way)).order_by(F("position"), "pk")


def is_in_sight(delivery: WebhookDelivery, owner: User) -> bool:
    """Whether the owner may still see every claim whose words stand in a message, and no source that it names
    is protected since.
    """
    entries = json.loads(delivery.body)["data"].get("results", [])
    told = {entry["claim"]: entry["document"] for entry in entries if entry.get("document")}
    links = [link for document in told.values() for link in document["evidence"]]
    named = {link["source"]["id"] for link in links if not link["protected"]}
    if Source.objects.filter(pk__in=named, is_protected=True).exists():
        return False
    return claims_visible_to(owner).filter(pk__in=told).count() == len(told)
