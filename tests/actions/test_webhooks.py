"""Webhooks: who may have them, what reaches a receiver, and what becomes of a receiver that fails."""

import json
import random
import socket
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import trustme
from django.utils import timezone

from annotations.actions.changes import sequence_changes
from annotations.actions.protection import protect_source
from annotations.actions.webhook_deliveries import forget_deliveries, sweep_webhooks
from annotations.actions.webhooks import (
    MOST_ACTIVE,
    create_webhook,
    edit_webhook,
    pause_webhook,
    replay_delivery,
    resume_webhook,
    rotate_secret,
    secret_for,
    send_test,
)
from annotations.domain.errors import NotFound, Refusal
from annotations.domain.vocabulary import Role
from annotations.models import Claim, Desk, User, Webhook, WebhookDelivery
from tests.desks import a_desk
from tests.exports.signed_claims import a_signed_claim
from tests.factories import a_claim, a_person, the_administrator
from tests.gateways.safe_fetch.pretend_web import forward, page
from tests.receiving import ADDRESS, TAKEN, Receiver, a_receiver

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def receiver(authority: trustme.CA) -> Iterator[Receiver]:
    with a_receiver(authority) as receiver:
        yield receiver


def a_webhook(owner: User | None = None, **given: Any) -> Webhook:
    values = {"name": "Newsletter", "address": ADDRESS, "include_unsigned": True, **given}
    return create_webhook(**values, actor=owner or a_person())


def told(claims: int = 1) -> list[Claim]:
    """So many new claims, with their positions."""
    made = [a_claim() for _ in range(claims)]
    sequence_changes()
    return made


def waiting(webhook: Webhook) -> WebhookDelivery | None:
    return webhook.deliveries.filter(state="waiting").first()


def due() -> None:
    """Time passes until everything is due again."""
    WebhookDelivery.objects.filter(state="waiting").update(due_at=timezone.now() - timedelta(seconds=1))


def sent(webhook: Webhook, receiver: Receiver) -> WebhookDelivery:
    """The next message, after one attempt."""
    sweep_webhooks()
    delivery = waiting(webhook)
    assert delivery is not None
    receiver.deliver(delivery)
    delivery.refresh_from_db()
    return delivery


def test_a_message_is_a_signed_page_of_the_feed(receiver: Receiver) -> None:
    owner = a_person()
    webhook = a_webhook(owner)
    claims = told(3)
    delivery = sent(webhook, receiver)
    (request,) = receiver.received
    assert request.is_signed_with(secret_for(webhook_id=webhook.pk, actor=owner))
    assert request.header("content-type") == "application/json"
    data = request.told["data"]
    assert [entry["document"]["id"] for entry in data["results"]] == [claim.pk for claim in claims]
    assert (request.told["type"], data["has_more"]) == ("claims.changed", False)
    webhook.refresh_from_db()
    assert (delivery.state, delivery.response_status, delivery.response_text, delivery.changes) == (
        "delivered",
        200,
        "thank you",
        3,
    )
    assert webhook.position == delivery.to_position
    assert waiting(webhook) is None


def test_a_receiver_that_fails_half_the_time_ends_with_everything(receiver: Receiver) -> None:
    webhook, chance = a_webhook(), random.Random(7)
    known: dict[int, Any] = {}
    seen: set[str] = set()

    def answers(request: Any) -> bytes:
        # Half of the failures come after the message was taken: it has to come again, with the same id.
        if chance.random() < 0.25:
            return page(b"down", status="503 Service Unavailable")
        if request.header("webhook-id") not in seen:
            seen.add(request.header("webhook-id"))
            for entry in request.told["data"]["results"]:
                known[entry["claim"]] = entry.get("document")
        return page(b"oh", status="500 Oh") if chance.random() < 0.33 else TAKEN

    receiver.answers = answers
    for _ in range(6):
        told(chance.randint(1, 3))
        for claim in Claim.objects.order_by("pk")[:2]:
            Claim.objects.filter(pk=claim.pk).update(text=f"Otherwise {chance.random()}")
        sequence_changes()
        sweep_webhooks()
        if delivery := waiting(webhook):
            receiver.deliver(delivery)
        due()
    while (sweep_webhooks() or True) and (delivery := waiting(webhook)):
        receiver.deliver(delivery)
        due()
    assert {pk: document["text"] for pk, document in known.items()} == dict(
        Claim.objects.values_list("pk", "text")
    )
    assert len(receiver.received) > len(seen)


def test_a_failed_message_rests_longer_each_time_and_is_given_up_after_days(receiver: Receiver) -> None:
    receiver.answers = lambda request: page(b"no", status="500 No")
    webhook = a_webhook()
    told()
    delivery = sent(webhook, receiver)
    rests = []
    for attempt in range(2, 6):
        rests.append((delivery.due_at - timezone.now()).total_seconds())
        due()
        assert receiver.deliver(delivery) is not None
        delivery.refresh_from_db()
        assert delivery.attempts == attempt
    assert [0.7 < rest / (30 * 2**power) < 1.3 for power, rest in enumerate(rests)] == [True] * 4
    due()
    WebhookDelivery.objects.update(created_at=timezone.now() - timedelta(days=3))
    receiver.deliver(delivery)
    delivery.refresh_from_db()
    webhook.refresh_from_db()
    assert (delivery.state, webhook.state) == ("failed", "paused")
    assert webhook.paused_because == "The receiver answered with status 500."
    assert len({request.header("webhook-id") for request in receiver.received}) == 1


def test_a_receiver_that_is_gone_pauses_the_webhook_until_somebody_resumes_it(receiver: Receiver) -> None:
    receiver.answers = lambda request: page(b"", status="410 Gone")
    owner = a_person()
    webhook = a_webhook(owner)
    told()
    assert sent(webhook, receiver).state == "failed"
    webhook.refresh_from_db()
    assert (webhook.state, webhook.paused_because) == (
        "paused",
        "The receiver says that it is gone for good (status 410).",
    )
    told()
    assert (sweep_webhooks(), waiting(webhook)) == (0, None)
    receiver.answers = lambda request: TAKEN
    resume_webhook(webhook_id=webhook.pk, actor=owner)
    assert sent(webhook, receiver).changes == 2


def test_a_redirect_is_not_followed(receiver: Receiver) -> None:
    receiver.answers = lambda request: forward("https://other.example/")
    webhook = a_webhook()
    told()
    delivery = sent(webhook, receiver)
    assert (delivery.state, delivery.response_status) == ("waiting", 302)
    assert delivery.error == "The receiver forwards elsewhere (status 302). Name the address it ends at."
    assert receiver.web.asked == ["news.example"]


def test_an_endless_answer_and_a_slow_one_hold_nobody_up(receiver: Receiver) -> None:
    webhook = a_webhook()
    told()

    def endless(channel: socket.socket) -> None:
        channel.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 10737418240\r\n\r\n")
        while True:
            channel.sendall(b"x" * 65_536)

    receiver.answers = lambda request: endless
    delivery = sent(webhook, receiver)
    assert (delivery.state, delivery.response_text) == ("delivered", 1000 * "x")
    told()

    def silent(channel: socket.socket) -> None:
        channel.recv(1)

    receiver.answers = lambda request: silent
    sweep_webhooks()
    slow = waiting(webhook)
    assert slow is not None
    begun = time.monotonic()
    receiver.deliver(slow, seconds=0.2)
    slow.refresh_from_db()
    assert (slow.state, slow.error) == ("waiting", "The receiver took too long to answer.")
    assert time.monotonic() - begun < 30


@pytest.mark.parametrize(
    ("address", "rule"),
    [
        ("http://news.example/hook", "address-not-secure"),
        ("https://127.0.0.1/hook", "address-not-public"),
        ("https://[::1]/hook", "address-not-public"),
        ("https://169.254.169.254/latest", "address-not-public"),
        ("https://0x7f.1/hook", "url-host"),
        ("https://database/hook", "address-not-public"),
        ("https://news.example:5432/hook", "address-not-public"),
        ("ftp://news.example/", "url-scheme"),
    ],
)
def test_an_address_that_is_not_public_is_refused(address: str, rule: str) -> None:
    with pytest.raises(Refusal) as refused:
        a_webhook(address=address)
    assert refused.value.rule == rule
    owner = a_person()
    webhook = a_webhook(owner)
    with pytest.raises(Refusal):
        edit_webhook(webhook_id=webhook.pk, values={"address": address}, actor=owner)


def test_a_name_that_comes_to_lead_inside_is_refused_when_something_is_sent(receiver: Receiver) -> None:
    receiver.web.name("news.example", ["10.0.0.5"])
    webhook = a_webhook()
    told()
    assert sent(webhook, receiver).state == "failed"
    webhook.refresh_from_db()
    assert webhook.paused_because == "news.example is not on the public web. Receivers are on the public web."
    assert (receiver.web.dialled, receiver.received) == ([], [])


def test_a_person_has_so_many_and_no_more() -> None:
    owner = a_person()
    hooks = [a_webhook(owner) for _ in range(MOST_ACTIVE)]
    with pytest.raises(Refusal) as refused:
        a_webhook(owner)
    assert refused.value.rule == "too-many-webhooks"
    pause_webhook(webhook_id=hooks[0].pk, actor=owner)
    a_webhook(owner)
    with pytest.raises(Refusal):
        resume_webhook(webhook_id=hooks[0].pk, actor=owner)


def test_another_persons_webhook_is_not_there() -> None:
    webhook, other = a_webhook(), a_person()
    for act in (pause_webhook, resume_webhook, rotate_secret, send_test, secret_for):
        with pytest.raises(NotFound):
            act(webhook_id=webhook.pk, actor=other)
    with pytest.raises(Refusal):
        a_webhook(a_person(role=Role.READER))


def test_another_secret_signs_from_then_on(receiver: Receiver) -> None:
    owner = a_person()
    webhook = a_webhook(owner)
    old = secret_for(webhook_id=webhook.pk, actor=owner)
    rotate_secret(webhook_id=webhook.pk, actor=owner)
    new = secret_for(webhook_id=webhook.pk, actor=owner)
    told()
    sent(webhook, receiver)
    assert [receiver.received[0].is_signed_with(secret) for secret in (old, new)] == [False, True]


def test_a_test_is_sent_once_also_to_a_paused_one(receiver: Receiver) -> None:
    owner = a_person()
    webhook = a_webhook(owner)
    pause_webhook(webhook_id=webhook.pk, actor=owner)
    receiver.answers = lambda request: page(b"", status="500 No")
    test = send_test(webhook_id=webhook.pk, actor=owner)
    receiver.deliver(test)
    test.refresh_from_db()
    assert (test.state, receiver.received[0].told["type"]) == ("failed", "webhook.test")


def test_a_message_is_sent_again_as_another_one(receiver: Receiver) -> None:
    owner = a_person()
    webhook = a_webhook(owner)
    told()
    first = sent(webhook, receiver)
    again = replay_delivery(delivery_id=first.pk, actor=owner)
    receiver.deliver(again)
    again.refresh_from_db()
    assert (again.state, again.replay_of_id, again.number) == ("delivered", first.pk, 2)
    one, other = receiver.received
    assert one.body == other.body
    assert one.header("webhook-id") != other.header("webhook-id")


def test_what_the_owner_must_not_know_any_longer_is_sent_to_nobody(receiver: Receiver) -> None:
    owner = a_person()
    webhook = a_webhook(owner)
    (hidden, open_one) = told(2)
    sweep_webhooks()
    delivery = waiting(webhook)
    assert delivery is not None
    Claim.objects.filter(pk=hidden.pk).update(desk=a_desk())
    assert receiver.deliver(delivery) is None
    sequence_changes()
    sent(webhook, receiver)
    (request,) = receiver.received
    assert [
        (entry["claim"], entry["kind"], entry.get("reason")) for entry in request.told["data"]["results"]
    ] == [
        (open_one.pk, "claim", None),
        (hidden.pk, "gone", "not_yours"),
    ]
    Desk.objects.update(visibility="open")
    sequence_changes()
    done = sent(webhook, receiver)
    Desk.objects.update(visibility="closed")
    with pytest.raises(Refusal) as refused:
        replay_delivery(delivery_id=done.pk, actor=owner)
    assert refused.value.rule == "out-of-sight"


def test_a_source_protected_since_is_named_in_no_repetition(receiver: Receiver) -> None:
    webhook = a_webhook(a_person())
    claim = a_signed_claim()
    source = claim.evidence.get().source
    sequence_changes()
    sweep_webhooks()
    done = sent(webhook, receiver)
    assert source.title in done.body
    protect_source(source_id=source.pk, reason="They asked us to.", actor=the_administrator())
    with pytest.raises(Refusal) as refused:
        replay_delivery(delivery_id=done.pk, actor=webhook.owner)
    assert refused.value.rule == "out-of-sight"


def test_whoever_may_not_sign_in_is_told_nothing(receiver: Receiver) -> None:
    owner = a_person()
    webhook = a_webhook(owner)
    User.objects.filter(pk=owner.pk).update(is_active=False)
    told()
    sweep_webhooks()
    webhook.refresh_from_db()
    assert (webhook.state, webhook.paused_because) == (
        "paused",
        "Its owner may not follow changes any longer.",
    )
    assert webhook.deliveries.count() == 0


def test_a_message_holds_what_fits() -> None:
    webhook = a_webhook()
    claims = Claim.objects.bulk_create(
        Claim(text=f"Claim {place}.", type="event", created_by=webhook.owner) for place in range(105)
    )
    sequence_changes()
    sweep_webhooks()
    delivery = waiting(webhook)
    assert delivery is not None
    body = json.loads(delivery.body)
    assert (delivery.changes, len(body["data"]["results"]), body["data"]["has_more"]) == (100, 100, True)
    assert body["data"]["results"][0]["claim"] == claims[0].pk


def test_two_workers_make_one_attempt(receiver: Receiver) -> None:
    webhook = a_webhook()
    told()
    sweep_webhooks()
    delivery = waiting(webhook)
    assert delivery is not None
    inner: list[Any] = []
    receiver.deliver(delivery)
    inner.append(receiver.deliver(delivery))
    assert (inner, len(receiver.received)) == ([None], 1)


def test_the_log_is_cleared_in_the_end(receiver: Receiver) -> None:
    webhook = a_webhook()
    told()
    sent(webhook, receiver)
    now = timezone.now()
    assert [forget_deliveries(now=now + timedelta(days=days)) for days in (29, 31)] == [0, 1]
