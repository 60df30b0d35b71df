"""Pages of webhooks."""

from django.urls import path

from annotations.web import webhooks

WEBHOOKS = [
    path("webhooks/", webhooks.webhooks, name="webhooks"),
    path("webhooks/<int:webhook_id>/", webhooks.webhook, name="webhook"),
    path("webhooks/<int:webhook_id>/secret/", webhooks.secret, name="webhook-secret"),
    path("webhooks/<int:webhook_id>/rotate/", webhooks.rotate, name="webhook-rotate"),
    path("webhooks/<int:webhook_id>/pause/", webhooks.pause, name="webhook-pause"),
    path("webhooks/<int:webhook_id>/resume/", webhooks.resume, name="webhook-resume"),
    path("webhooks/<int:webhook_id>/test/", webhooks.test, name="webhook-test"),
    path("webhook-deliveries/<int:delivery_id>/replay/", webhooks.replay, name="webhook-delivery-replay"),
]
