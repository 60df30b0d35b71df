"""Shapes and inputs of webhooks."""

from rest_framework import serializers

from annotations.api.shapes.base import Input, Part, Shape
from annotations.models import Webhook, WebhookDelivery


class WebhookShape(Shape):
    """An address that is told of changes. `position` is the last change it has taken."""

    owner_id = serializers.IntegerField()
    waiting = serializers.IntegerField(help_text="How many messages wait to be taken.")

    class Meta:
        model = Webhook
        fields = (
            "id",
            "name",
            "address",
            "include_unsigned",
            "state",
            "paused_because",
            "position",
            "waiting",
            "owner_id",
            "created_at",
            "version",
        )


class WebhookSecretShape(Part):
    """What messages are signed with."""

    secret = serializers.CharField(help_text="As libraries of Standard Webhooks take it.")


class DeliveryShape(Shape):
    """One message: the same id for every attempt at it, and what came of the last one."""

    webhook_id = serializers.IntegerField()
    replay_of_id = serializers.IntegerField(allow_null=True)

    class Meta:
        model = WebhookDelivery
        fields = (
            "id",
            "webhook_id",
            "number",
            "message_id",
            "replay_of_id",
            "after_position",
            "to_position",
            "changes",
            "state",
            "attempts",
            "due_at",
            "response_status",
            "response_text",
            "error",
            "milliseconds",
            "created_at",
            "ended_at",
        )


class WebhookEdit(Input):
    """What may be changed about a webhook."""

    name = serializers.CharField(max_length=100, required=False)
    address = serializers.CharField(max_length=1000, required=False, help_text="Public, `https://`.")


class WebhookInput(Input):
    """A new webhook."""

    name = serializers.CharField(max_length=100)
    address = serializers.CharField(max_length=1000, help_text="Public, `https://`.")
    include_unsigned = serializers.BooleanField(
        required=False, help_text="Also what is not verified; cannot be changed later."
    )
    from_the_beginning = serializers.BooleanField(
        required=False, help_text="First everything that there is, not only what changes from now on."
    )
