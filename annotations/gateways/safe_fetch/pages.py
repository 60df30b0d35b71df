"""What a visit brings back, and what it may cost."""

import codecs
from dataclasses import dataclass
from datetime import datetime
from email.message import Message


@dataclass(frozen=True)
class Limits:
    """What one visit may cost, all redirects together. Times in seconds, sizes in bytes."""

    total_seconds: float = 30.0
    """From the first look-up to the last byte, however slowly the bytes come."""
    connect_seconds: float = 8.0
    """For opening one connection, before the next address of the same site is tried."""
    redirects: int = 6
    header_bytes: int = 128 * 1024
    """For the status line and headers of one answer."""
    body_bytes: int = 30 * 1024 * 1024
    """For the body, both as it is received and after unpacking."""


@dataclass(frozen=True)
class Redirect:
    """One hop that pointed elsewhere: the address visited, its status, and the address it named."""

    url: str
    status: int
    location: str


@dataclass(frozen=True)
class Fetched:
    """One page as it was served. `body` is unpacked (no transfer or content encoding is left), but not
    decoded.

    `status` is 200 to 299, or 304 with an empty body when `etag` or `last_modified` was given and still
    holds. `media_type` is lower case without parameters; `charset` is what the server claims, if Python knows
    it, and may be wrong. `remote_address` is the vetted number that was dialled for `final_url`. `fetched_at`
    is in UTC.
    """

    url: str
    final_url: str
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    media_type: str
    charset: str | None
    fetched_at: datetime
    redirects: tuple[Redirect, ...]
    remote_address: str
    request_headers: tuple[tuple[str, str], ...]

    def header(self, name: str) -> str | None:
        """The first response header of that name, in any letter case."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


def media_type_and_charset(content_type: str | None) -> tuple[str, str | None]:
    """Both halves of a `Content-Type`; `application/octet-stream` when it is missing or malformed."""
    if not content_type or "/" not in content_type.partition(";")[0]:
        return "application/octet-stream", None
    message = Message()
    message["Content-Type"] = content_type
    return message.get_content_type(), _known_charset(message.get_content_charset())


def _known_charset(name: str | None) -> str | None:
    try:
        return codecs.lookup(name).name if name else None
    except (LookupError, ValueError):
        return None
