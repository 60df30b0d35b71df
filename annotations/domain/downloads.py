"""What a request for a stored file is answered with: all of it, some of it, or that it is there already.

The rules are those of RFC 9110: an entity tag that agrees ends it (13.1.2), one range of bytes is given out
(14.2), and only of the very file that the rest was fetched of (13.1.5). Several ranges at once are never
needed to go on with a download; who asks for them gets the whole, as the standard allows.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Portion:
    """Which bytes are sent, and with which status: 200, 206, 304 (none) or 416 (none)."""

    status: int
    start: int
    length: int
    size: int

    @property
    def content_range(self) -> str:
        """What the header `Content-Range` says; empty where there is none."""
        if self.status == 416:
            return f"bytes */{self.size}"
        return f"bytes {self.start}-{self.start + self.length - 1}/{self.size}" if self.status == 206 else ""


def portion(asked: Mapping[str, str], *, size: int, tag: str) -> Portion:
    """What these headers ask for of a file of so many bytes whose entity tag is `tag`, with its quotes."""
    if _names(asked.get("If-None-Match", ""), tag):
        return Portion(304, 0, 0, size)
    wanted = _RANGE.fullmatch(asked.get("Range", "").strip())
    if wanted is None or wanted.groups() == ("", "") or asked.get("If-Range", tag).strip() != tag:
        return Portion(200, 0, size, size)
    if wanted[1] and wanted[2] and int(wanted[1]) > int(wanted[2]):
        return Portion(200, 0, size, size)
    start, end = _bounds(wanted[1], wanted[2], size)
    if start >= end:
        return Portion(416, 0, 0, size)
    return Portion(206, start, end - start, size)


def _bounds(first: str, last: str, size: int) -> tuple[int, int]:
    """The first byte, and the one after the last. Without a first, so many from the end."""
    if not first:
        return max(0, size - int(last)), size
    return int(first), min(int(last) + 1, size) if last else size


def _names(tags: str, tag: str) -> bool:
    """Whether a list of entity tags holds this one; weak ones compare as strong ones do here."""
    found = {one.strip().removeprefix("W/") for one in tags.split(",")}
    return tag in found or "*" in found
