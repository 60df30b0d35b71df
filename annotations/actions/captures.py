"""Storing copies of sources."""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from annotations import jobs
from annotations.access import require
from annotations.actions.passage_checks import (
    READ_FROM_THE_PAGE,
    PassagesFound,
    check_passages,
    copies_followed_by,
    look_for_passages,
)
from annotations.actions.recording import record_event
from annotations.actions.register import change_register, refuse_merged_away, standing
from annotations.actions.shapes import shaped
from annotations.domain.canonical import CanonicalText, one_line
from annotations.domain.vocabulary import Origin
from annotations.gateways import files
from annotations.models import Capture, Event, Source, User
from annotations.queries.sources import source_by_id

ORIGIN_NAME_LENGTH = 2_000
MEDIA_TYPE_LENGTH = 100
NO_TEXT = hashlib.sha256(b"").hexdigest()
TELLING = ("origin_name", "final_url", "http_headers", "metadata")
"""What of a copy would say who a protected source is; its bytes are for the people named for it anyway."""


def add_capture(
    *,
    source_id: int,
    canonical: CanonicalText | None,
    origin: Origin,
    origin_name: str = "",
    media_type: str = "",
    content: bytes | None = None,
    archive: bytes | None = None,
    final_url: str = "",
    http_status: int | None = None,
    http_headers: Mapping[str, str] | None = None,
    metadata: Mapping[str, Any] | None = None,
    tool: str = "",
    tool_version: str = "",
    is_summary: bool = False,
    actor: User,
) -> Capture:
    """Stores a copy of a source: its canonical text, and the bytes it was read from when there were any.

    `canonical` is None for a file that holds no text. `archive` is the visit that brought the bytes, as a
    WARC file; it is kept in their place and holds them. `tool` is what read the text.
    A text that the source has already is not stored again, nor are the bytes of a file without text: the
    capture that has it is given back, and nothing is recorded. No status changes by it, unless it shows that
    a quoted passage is gone from its page.
    """
    source = source_by_id(source_id)
    require(actor, "capture.add", source)
    refuse_merged_away(source)
    require(actor, "source.know", source)
    described = {
        "origin_name": one_line(origin_name)[:ORIGIN_NAME_LENGTH],
        "final_url": one_line(final_url)[:ORIGIN_NAME_LENGTH],
        "http_headers": {str(name): str(value) for name, value in (http_headers or {}).items()},
        "metadata": dict(metadata or {}),
        "media_type": one_line(media_type)[:MEDIA_TYPE_LENGTH],
        "is_summary": is_summary,
        **shaped(
            Capture,
            {"origin": origin, "http_status": http_status, "tool": tool, "tool_version": tool_version},
        ),
    }
    seen: PassagesFound | None = None
    copies: list[int] | None = None
    text = canonical.text if canonical else ""
    if origin not in READ_FROM_THE_PAGE:
        copies = copies_followed_by(source_id, text) if text and not is_summary else []
    if not is_summary and copies != []:
        # A long text takes seconds, and while the register is held nobody links a passage.
        is_known = _known_copy(source, canonical, content) is not None
        seen = {} if is_known else look_for_passages(source_id, text, copies=copies)
    keep_file(source, canonical, content, archive)
    return _added(source_id, canonical, content, archive, described, (seen, copies), actor)


@transaction.atomic
def _added(
    source_id: int,
    canonical: CanonicalText | None,
    content: bytes | None,
    archive: bytes | None,
    described: dict[str, Any],
    looked: tuple[PassagesFound | None, list[int] | None],
    actor: User,
) -> Capture:
    """`looked` is what was seen, None for a copy that says nothing of earlier ones, and the copies whose
    passages were looked for, None for all.
    """
    seen, copies = looked
    if seen is not None:
        change_register()
    source = standing(Source, source_id)
    require(actor, "source.know", source)
    if source.is_protected:
        described = {name: value for name, value in described.items() if name not in TELLING}
    capture, event = store_capture(source, canonical, content, archive, described, actor)
    if seen is not None and event is not None:
        check_passages(capture, seen, because=event, copies=copies)
    return capture


def store_capture(
    source: Source,
    canonical: CanonicalText | None,
    content: bytes | None,
    archive: bytes | None,
    described: Mapping[str, Any],
    actor: User,
) -> tuple[Capture, Event | None]:
    """The copy of a locked source, with the event where it is new; a part of actions."""
    known = _known_copy(source, canonical, content)
    if known is not None:
        return known, None
    bytes_sha256 = _digest(content)
    capture = Capture.objects.create(
        source=source,
        text=canonical.text if canonical else "",
        blocks=canonical.to_json() if canonical else [],
        text_sha256=canonical.sha256 if canonical else NO_TEXT,
        bytes_sha256=bytes_sha256,
        file_name=_stored(bytes_sha256, content, archive),
        captured_by=actor,
        **described,
    )
    jobs.suggest_derivations(capture.pk)
    return capture, _record(capture, source, actor)


def keep_file(
    source: Source, canonical: CanonicalText | None, content: bytes | None, archive: bytes | None
) -> None:
    """Stores the file of a copy that is about to be stored, where it will be a new one: ahead of the locks,
    since it may take its time.
    """
    if _known_copy(source, canonical, content) is None:
        _stored(_digest(content), content, archive)


def _known_copy(source: Source, canonical: CanonicalText | None, content: bytes | None) -> Capture | None:
    """The one with the same text, or with the same bytes where there is no text."""
    same = Capture.objects.filter(source=source, text_sha256=canonical.sha256 if canonical else NO_TEXT)
    return same.filter(**({} if canonical else {"bytes_sha256": _digest(content)})).first()


def _digest(content: bytes | None) -> str:
    return hashlib.sha256(content).hexdigest() if content is not None else ""


def _record(capture: Capture, source: Source, actor: User) -> Event:
    noted = (
        "text_sha256",
        "bytes_sha256",
        "media_type",
        "origin",
        "origin_name",
        "http_status",
        "is_summary",
    )
    return record_event(
        "capture.added",
        capture,
        stream=source,
        actor=actor,
        after={name: getattr(capture, name) for name in noted},
    )


def _stored(digest: str, content: bytes | None, archive: bytes | None) -> str:
    """The name of the file, which follows from the document's bytes, so that the same ones are stored once.

    Written before the row: a row without its file cannot be, a file without a row does no harm.
    """
    if content is None:
        return ""
    name = f"captures/{digest[:2]}/{digest}" + (".warc.gz" if archive is not None else "")
    if not files.exists(name):
        files.save(name, [content if archive is None else archive])
    return name
