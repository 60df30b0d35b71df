"""The content hash of an event: what the hash chain of a stream is made of, and how a history is handed out.

`content_sha256` is the SHA-256 of the canonical JSON of what the event says: keys sorted, no blanks, UTF-8,
times in UTC to the microsecond with `Z`. The database joins it with the hash before it
(`annotations.models.events`).
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from annotations.domain import history_check


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


def event_line(row: Mapping[str, Any]) -> bytes:
    """An event or a seal as a line of JSON, for a file that is handed out."""
    return (json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def verifier() -> bytes:
    """The script that checks a history which was handed out. It needs nothing but Python."""
    return Path(history_check.__file__).read_bytes()
