"""The content hash of an event: what the hash chain of a stream is made of.

`content_sha256` is the SHA-256 of the canonical JSON of what the event says: keys sorted, no blanks, UTF-8,
times in UTC to the microsecond with `Z`. The database joins it with the hash before it
(`annotations.models.events`).
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any


def canonical_json(content: Mapping[str, Any]) -> str:
    """One text for one content: sorted keys, no blanks, characters as they are."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def content_sha256(
    *,
    stream: str,
    verb: str,
    subject: str,
    actor_id: int | None,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    note: str,
    at: datetime,
) -> str:
    """The hash of one event's content, in lower-case hexadecimal. `subject` is `type:id`."""
    content = {
        "stream": stream,
        "verb": verb,
        "subject": subject,
        "actor": actor_id,
        "before": before,
        "after": after,
        "note": note,
        "at": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
    }
    return hashlib.sha256(canonical_json(content).encode()).hexdigest()
