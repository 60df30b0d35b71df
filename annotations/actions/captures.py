"""Storing copies of sources."""

import hashlib
from collections.abc import Mapping

from django.db import transaction

from annotations.access import require
from annotations.actions.passage_checks import READ_FROM_THE_PAGE, check_passages
from annotations.actions.recording import locked, record_event
from annotations.actions.register import change_register
from annotations.actions.shapes import shaped
from annotations.domain.canonical import CanonicalText, one_line
from annotations.domain.vocabulary import Origin
from annotations.gateways import files
from annotations.models import Capture, Event, Source, User

ORIGIN_NAME_LENGTH = 2_000
MEDIA_TYPE_LENGTH = 100


@transaction.atomic
def add_capture(
    *,
    source_id: int,
    canonical: CanonicalText,
    origin: Origin,
    origin_name: str = "",
    media_type: str = "",
    content: bytes | None = None,
    http_status: int | None = None,
    http_headers: Mapping[str, str] | None = None,
    is_summary: bool = False,
    actor: User,
) -> Capture:
    """Stores a copy of a source: its canonical text, and the bytes it was read from when there were any.

    A text that the source has already is not stored again: the capture that has it is given back, and
    nothing is recorded. No status changes by it, unless it shows that a quoted passage is gone from its page.
    """
    require(actor, "capture.add")
    shows_the_page = origin in READ_FROM_THE_PAGE and not is_summary
    if shows_the_page:
        change_register()
    source = locked(Source, source_id)
    same = Capture.objects.filter(source=source, text_sha256=canonical.sha256).first()
    if same is not None:
        return same
    file_name, bytes_sha256 = _stored(content)
    capture = Capture.objects.create(
        source=source,
        text=canonical.text,
        blocks=canonical.to_json(),
        text_sha256=canonical.sha256,
        bytes_sha256=bytes_sha256,
        file_name=file_name,
        media_type=one_line(media_type)[:MEDIA_TYPE_LENGTH],
        origin_name=one_line(origin_name)[:ORIGIN_NAME_LENGTH],
        http_headers={str(name): str(value) for name, value in (http_headers or {}).items()},
        is_summary=is_summary,
        captured_by=actor,
        **shaped(Capture, {"origin": origin, "http_status": http_status}),
    )
    event = _record(capture, source, actor)
    if shows_the_page:
        check_passages(capture, because=event)
    return capture


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


def _stored(content: bytes | None) -> tuple[str, str]:
    """File name and SHA-256 of the bytes. Named by what they are, so that storing them twice stores them
    once.

    Written before the row: a row without its file cannot be, a file without a row does no harm.
    """
    if content is None:
        return "", ""
    digest = hashlib.sha256(content).hexdigest()
    name = f"captures/{digest[:2]}/{digest}"
    if not files.exists(name):
        files.save(name, [content])
    return name, digest
