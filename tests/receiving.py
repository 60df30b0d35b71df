"""A receiver of webhooks: a real server with a real certificate, which takes, refuses, delays or forwards."""

import base64
import hashlib
import hmac
import json
import re
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import trustme

from annotations.actions.webhook_deliveries import deliver
from annotations.gateways.safe_fetch import Limits
from annotations.models import WebhookDelivery
from tests.gateways.safe_fetch.pretend_web import PretendWeb, page, pretend_web

HOST = "news.example"
ADDRESS = f"https://{HOST}/hook"
TAKEN = page(b"thank you")


@dataclass(frozen=True)
class Received:
    """One request."""

    head: str
    body: bytes

    def header(self, name: str) -> str:
        found = re.search(rf"^{name}: (.*)\r$", self.head, re.IGNORECASE | re.MULTILINE)
        assert found, self.head
        return found[1]

    @property
    def told(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.body)
        return told

    def is_signed_with(self, secret: str) -> bool:
        """As a receiver checks it, from the description alone."""
        key = base64.b64decode(secret.partition("_")[2])
        signed = f"{self.header('webhook-id')}.{self.header('webhook-timestamp')}.".encode() + self.body
        expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        return self.header("webhook-signature") == f"v1,{expected}"


@dataclass
class Receiver:
    """Answers as `answers` says, request by request."""

    web: PretendWeb
    answers: Callable[[Received], bytes | Callable[[socket.socket], None]] = lambda request: TAKEN
    received: list[Received] = field(default_factory=list)

    def __call__(self, channel: socket.socket) -> None:
        head, _, body = self.web.requests[-1].partition("\r\n\r\n")
        content = body.encode("latin-1")
        length = re.search(r"content-length: (\d+)", head, re.IGNORECASE)
        while length and len(content) < int(length[1]):
            content += channel.recv(65_536)
        request = Received(head + "\r\n", content)
        self.received.append(request)
        answer = self.answers(request)
        if isinstance(answer, bytes):
            channel.sendall(answer)
        else:
            answer(channel)

    def deliver(self, delivery: WebhookDelivery, seconds: float = 60.0) -> WebhookDelivery | None:
        """The job, pointed at this receiver."""
        limits = Limits(total_seconds=seconds, connect_seconds=60, redirects=0, body_bytes=64 * 1024)
        return deliver(
            delivery_id=delivery.pk,
            limits=limits,
            resolver=self.web.resolve,
            connect=self.web.connect,
            authorities=self.web.authorities,
        )


@contextmanager
def a_receiver(authority: trustme.CA) -> Iterator[Receiver]:
    """A receiver at `ADDRESS` for the length of one test."""
    with pretend_web(authority) as web:
        receiver = Receiver(web)
        web.routes["/hook"] = receiver
        yield receiver
