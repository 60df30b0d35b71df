"""Webhooks and what was sent to them."""

from typing import Any

from django_filters import rest_framework as filters
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.actions.webhooks import (
    create_webhook,
    edit_webhook,
    pause_webhook,
    replay_delivery,
    resume_webhook,
    rotate_secret,
    secret_for,
    send_test,
)
from annotations.api.endpoints import Creating, EditableItem, Endpoint, Item, Listing, Step
from annotations.api.filters import AnyOfFilter, IdFilter
from annotations.api.shapes.base import Reading
from annotations.api.shapes.webhooks import (
    DeliveryShape,
    WebhookEdit,
    WebhookInput,
    WebhookSecretShape,
    WebhookShape,
)
from annotations.domain.vocabulary import DeliveryState, WebhookState
from annotations.queries.webhooks import deliveries_for, webhooks_of

WEBHOOKS = Reading("webhook", WebhookShape, webhooks_of)
DELIVERIES = Reading("delivery", DeliveryShape, deliveries_for)


class WebhookFilters(filters.FilterSet):
    """Which webhooks."""

    state = AnyOfFilter(choices=WebhookState.choices)


class DeliveryFilters(filters.FilterSet):
    """Which messages."""

    webhook = IdFilter("webhook_id")
    state = AnyOfFilter(choices=DeliveryState.choices)


class WebhooksView(Listing, Creating):
    """Addresses of yours that are told of changes: pages of the feed, signed, in order, each at least once.
    Administrators see everybody's.
    """

    tag = "Webhooks"
    summaries = {"GET": "List webhooks", "POST": "Create a webhook"}
    access = {"GET": "webhook.read", "POST": "webhook.create"}
    accepts = {"POST": WebhookInput}
    reading, answers, item_route = WEBHOOKS, WEBHOOKS, "webhook"
    filterset_class = WebhookFilters

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return create_webhook(**values, actor=self.person).pk


class WebhookView(EditableItem):
    """One webhook. What waits goes to a new address."""

    tag = "Webhooks"
    summaries = {"GET": "Read a webhook", "PATCH": "Change a webhook"}
    access = {"GET": "webhook.read", "PATCH": "webhook.edit"}
    accepts = {"PATCH": WebhookEdit}
    reading = WEBHOOKS

    def change(self, pk: int, values: dict[str, Any], version: int | None) -> None:
        edit_webhook(webhook_id=pk, values=values, expected_version=version, actor=self.person)


class WebhookSecretView(Endpoint):
    """The secret that messages are signed with."""

    tag = "Webhooks"
    summaries = {"GET": "Read a webhook's secret"}
    access = {"GET": "webhook.edit"}
    answer_shape, has_tag = WebhookSecretShape, False

    def get(self, request: Request, pk: int) -> Response:
        secret = secret_for(webhook_id=pk, actor=self.person)
        return Response({"secret": secret}, headers={"Cache-Control": "no-store"})


class WebhookPauseView(Step):
    """Sends nothing until it is resumed; then all that was missed comes."""

    tag = "Webhooks"
    summaries = {"POST": "Pause a webhook"}
    access = {"POST": "webhook.edit"}
    answers = WEBHOOKS

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return pause_webhook(webhook_id=ids["pk"], actor=self.person).pk


class WebhookResumeView(Step):
    """Goes on where it stopped."""

    tag = "Webhooks"
    summaries = {"POST": "Resume a webhook"}
    access = {"POST": "webhook.edit"}
    answers = WEBHOOKS

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return resume_webhook(webhook_id=ids["pk"], actor=self.person).pk


class WebhookRotateView(Step):
    """A new secret; what is sent from now on is signed with it alone."""

    tag = "Webhooks"
    summaries = {"POST": "Change a webhook's secret"}
    access = {"POST": "webhook.edit"}
    answers = WEBHOOKS

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return rotate_secret(webhook_id=ids["pk"], actor=self.person).pk


class WebhookTestView(Creating):
    """Sends a message that tells of nothing, once, also to a paused one. Where a message waits for its next
    attempt, that is made at once and answered with.
    """

    tag = "Webhooks"
    summaries = {"POST": "Send a test"}
    access = {"POST": "webhook.edit"}
    answers, item_route = DELIVERIES, "webhook-delivery"

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return send_test(webhook_id=ids["pk"], actor=self.person).pk


class DeliveriesView(Listing):
    """What was sent, latest first, with the receiver's answers. Kept for thirty days after its end."""

    tag = "Webhooks"
    summaries = {"GET": "List what was sent"}
    access = {"GET": "webhook.read"}
    reading = DELIVERIES
    filterset_class = DeliveryFilters


class DeliveryView(Item):
    """One message."""

    tag = "Webhooks"
    summaries = {"GET": "Read what came of a message"}
    access = {"GET": "webhook.read"}
    reading = DELIVERIES


class DeliveryReplayView(Creating):
    """Sends the same body again, as a message of its own."""

    tag = "Webhooks"
    summaries = {"POST": "Send a message again"}
    access = {"POST": "webhook.replay"}
    answers, item_route = DELIVERIES, "webhook-delivery"

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return replay_delivery(delivery_id=ids["pk"], actor=self.person).pk
