"""Webhooks: addresses that are told of changes, and the log of what was sent to them."""

from django.db import models
from django.utils import timezone

from annotations.domain.vocabulary import DeliveryState, WebhookState
from annotations.models.people import User


class Webhook(models.Model):
    """An address that follows the changes its owner may see. `position` is the last change it has.

    The secret that signs deliveries is not kept: it is derived from the installation's key and `salt`.
    """

    name = models.CharField(max_length=100)
    address = models.URLField(max_length=1000)
    include_unsigned = models.BooleanField(default=False)
    salt = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=WebhookState.choices, default=WebhookState.ACTIVE)
    paused_because = models.CharField(max_length=300, blank=True)
    position = models.PositiveBigIntegerField(default=0)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="webhooks")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=WebhookState.values), name="webhook_state_is_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(name="") & ~models.Q(salt=""), name="webhook_has_a_name_and_a_salt"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class WebhookDelivery(models.Model):
    """One message to a webhook: the changes after `after_position` up to `to_position`.

    `body` is kept as it was signed and sent, until the log is cleared, so that it can be sent again.
    """

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    number = models.PositiveIntegerField()
    message_id = models.CharField(max_length=60, help_text="The same for every attempt at one message.")
    replay_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="replays"
    )
    after_position = models.PositiveBigIntegerField()
    to_position = models.PositiveBigIntegerField()
    body = models.TextField(blank=True)
    changes = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=9, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField(null=True, blank=True)
    response_status = models.PositiveSmallIntegerField(null=True, blank=True)
    response_text = models.CharField(max_length=1000, blank=True)
    error = models.CharField(max_length=500, blank=True)
    milliseconds = models.PositiveIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["webhook", "number"], name="webhook_delivery_number_is_unique_in_its_webhook"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=DeliveryState.values), name="webhook_delivery_state_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(to_position__gte=models.F("after_position")),
                name="webhook_delivery_goes_forward",
            ),
            models.CheckConstraint(
                condition=models.Q(state=DeliveryState.WAITING) ^ models.Q(ended_at__isnull=False),
                name="webhook_delivery_ended_says_when",
            ),
            models.UniqueConstraint(
                fields=["webhook"],
                condition=models.Q(state=DeliveryState.WAITING, replay_of__isnull=True),
                name="webhook_has_one_message_under_way",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="webhook_delivery_to_do")]

    def __str__(self) -> str:
        return f"{self.webhook_id}: {self.number}"
