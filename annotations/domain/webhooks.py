"""Messages to webhooks: how they are signed (scheme v1 of standardwebhooks.com), when a failed one is tried
again, and what one holds.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

SECRET_BEGINS: Final = "whsec_"
FIRST_REST: Final = timedelta(seconds=30)
LONGEST_REST: Final = timedelta(hours=12)
GIVEN_UP_AFTER: Final = timedelta(days=3)
JITTER: Final = 0.2
"""A rest is longer or shorter by so much, so that messages that failed together do not come back together."""

BODY_BYTES_MAX: Final = 1024 * 1024
CHANGED: Final = "claims.changed"
TEST: Final = "webhook.test"


def secret_of(key: str, salt: str) -> str:
    """The secret of a webhook, derived from the installation's key: nothing of it is kept."""
    digest = hmac.new(key.encode(), f"webhook {salt}".encode(), hashlib.sha256).digest()
    return SECRET_BEGINS + base64.b64encode(digest).decode()


def signature_of(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """What stands in `webhook-signature`: HMAC-SHA256 over id, seconds since 1970 and body, joined by full
    stops.
    """
    key = base64.b64decode(secret.removeprefix(SECRET_BEGINS))
    signed = b".".join([message_id.encode(), str(timestamp).encode(), body])
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def headers_of(secret: str, message_id: str, timestamp: int, body: bytes) -> tuple[tuple[str, str], ...]:
    """The headers of one attempt."""
    return (
        ("Content-Type", "application/json"),
        ("webhook-id", message_id),
        ("webhook-timestamp", str(timestamp)),
        ("webhook-signature", signature_of(secret, message_id, timestamp, body)),
    )


def rest_after(attempts: int, chance: float) -> timedelta:
    """How long a message rests after so many failed attempts; `chance` is from 0 to 1."""
    # Beyond this power it is the longest rest in any case.
    rest = min(FIRST_REST * 2 ** min(attempts - 1, 12), LONGEST_REST)
    return rest * (1 + JITTER * (2 * chance - 1))


def packed(entries: Sequence[Mapping[str, Any]], write: Any, most: int = BODY_BYTES_MAX) -> tuple[str, int]:
    """A body of as many of the first entries as fit, at least one, and how many these are. `write` makes a
    body of entries. One that does not fit by itself goes without its document.
    """
    count = len(entries)
    while count > 1:
        body = write(entries[:count])
        if len(body.encode()) <= most:
            return body, count
        count //= 2
    body = write(entries[:1])
    if len(body.encode()) <= most:
        return body, 1
    return write([{**entries[0], "document": None}]), 1


def message(kind: str, timestamp: str, data: Mapping[str, Any]) -> str:
    """A body as it is signed and sent."""
    return json.dumps(
        {"type": kind, "timestamp": timestamp, "data": data}, ensure_ascii=False, separators=(",", ":")
    )
