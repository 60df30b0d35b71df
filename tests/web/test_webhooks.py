"""Webhooks, as people meet them."""

from typing import Any

import pytest

from annotations.actions.changes import sequence_changes
from annotations.actions.webhook_deliveries import sweep_webhooks
from annotations.actions.webhooks import create_webhook, secret_for, send_test
from annotations.domain.vocabulary import Role
from annotations.models import User, Webhook, WebhookDelivery
from tests.factories import a_claim, a_person
from tests.web.visitors import field_errors, toasts_of, visitor

pytestmark = pytest.mark.django_db

ADDRESS = "https://news.example/hook"


def a_webhook(owner: User, **given: Any) -> Webhook:
    return create_webhook(
        **{"name": "Newsletter", "address": ADDRESS, "include_unsigned": True, **given}, actor=owner
    )


def test_a_webhook_is_made_tested_paused_and_resumed() -> None:
    person = a_person()
    client = visitor(person)
    assert "Nobody is told of changes yet" in client.get("/webhooks/").content.decode()
    answer = client.post("/webhooks/", {"name": "Newsletter", "address": ADDRESS}, follow=True)
    webhook = Webhook.objects.get()
    assert answer.redirect_chain == [(f"/webhooks/{webhook.pk}/", 302)]
    assert toasts_of(answer) == [("“Newsletter” is made. Send it a test.", "")]
    address = f"/webhooks/{webhook.pk}/"
    assert toasts_of(client.post(f"{address}test/", follow=True)) == [("A test is on its way.", "")]
    paused = client.post(f"{address}pause/", follow=True)
    assert toasts_of(paused) == [("Paused.", f"{address}resume/")]
    client.post(f"{address}resume/")
    webhook.refresh_from_db()
    assert (webhook.state, WebhookDelivery.objects.count()) == ("active", 1)


def test_what_is_refused_is_said_beside_its_field_and_kept() -> None:
    answer = visitor().post("/webhooks/", {"name": "News", "address": "https://10.0.0.1/hook"})
    assert (answer.status_code, answer.context["form"]["name"].value()) == (422, "News")
    assert field_errors(answer) == {
        "address": ["10.0.0.1 leads to a private network. Receivers are on the public web."]
    }


def test_the_secret_is_shown_when_asked_for_and_not_before() -> None:
    person = a_person()
    webhook = a_webhook(person)
    client, address = visitor(person), f"/webhooks/{webhook.pk}/"
    secret = secret_for(webhook_id=webhook.pk, actor=person)
    pages = [client.get(address), client.post(f"{address}secret/"), client.get(address)]
    assert [secret in page.content.decode() for page in pages] == [False, True, False]
    assert "no-store" in pages[1]["Cache-Control"]
    rotated = client.post(f"{address}rotate/").content.decode()
    assert (secret in rotated, secret_for(webhook_id=webhook.pk, actor=person) in rotated) == (False, True)


def test_a_webhook_is_renamed() -> None:
    person = a_person()
    webhook = a_webhook(person)
    client = visitor(person)
    client.post(f"/webhooks/{webhook.pk}/", {"name": "Weekly", "address": ADDRESS})
    refused = client.post(f"/webhooks/{webhook.pk}/", {"name": "", "address": ADDRESS})
    webhook.refresh_from_db()
    assert (webhook.name, refused.status_code) == ("Weekly", 422)


def test_the_log_says_what_was_answered_and_sends_again() -> None:
    person = a_person()
    webhook = a_webhook(person)
    a_claim()
    sequence_changes()
    sweep_webhooks()
    delivery = WebhookDelivery.objects.get()
    ended = {"state": "delivered", "response_status": 202, "response_text": "<b>ok</b>", "milliseconds": 41}
    WebhookDelivery.objects.update(**ended, ended_at=delivery.created_at)
    client = visitor(person)
    page = client.get(f"/webhooks/{webhook.pk}/").content.decode()
    assert [words in page for words in ("202, 41 ms", "&lt;b&gt;ok&lt;/b&gt;", "1 change")] == [True] * 3
    answer = client.post(f"/webhook-deliveries/{delivery.pk}/replay/", follow=True)
    assert toasts_of(answer) == [("It is sent again, as message 2.", "")]


def test_anothers_is_not_there_and_readers_have_none() -> None:
    webhook = a_webhook(a_person())
    assert visitor().get(f"/webhooks/{webhook.pk}/").status_code == 404
    assert visitor(role=Role.ADMINISTRATOR).get(f"/webhooks/{webhook.pk}/").status_code == 200
    assert visitor(role=Role.READER).get("/webhooks/").status_code == 403


@pytest.mark.parametrize("number", [1, 8])
def test_pages_cost_the_same_however_much_was_sent(number: int, django_assert_num_queries: Any) -> None:
    person = a_person()
    hooks = [a_webhook(person) for _ in range(number)]
    for _ in range(number):
        test = send_test(webhook_id=hooks[0].pk, actor=person)
        WebhookDelivery.objects.filter(pk=test.pk).update(state="failed", ended_at=test.created_at)
    client = visitor(person)
    with django_assert_num_queries(4):
        client.get("/webhooks/")
    with django_assert_num_queries(5):
        client.get(f"/webhooks/{hooks[0].pk}/")
