"""Cited addresses: read again by themselves where that failed, and what the copy tells about the source where
the person who cited it said nothing.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

import structlog
from django.utils import timezone

from annotations.access import may
from annotations.actions.sources import edit_source
from annotations.domain.canonical import one_line
from annotations.domain.errors import Refusal
from annotations.domain.vocabulary import LinkHealth, VisitReason
from annotations.models import Capture, Source, SourceVisit, User, WebHost

TITLE_LENGTH: Final = 500
AUTHORS_LENGTH: Final = 500
UNKNOWN_LANGUAGE: Final = "und"
TRIED_AGAIN_AFTER: Final = (
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(days=1),
)
"""How long after each failed reading of a cited address the next one follows by itself; after the last, none.
"""
TOO_MANY_REQUESTS: Final = 429
TOO_LARGE: Final = "fetch-too-large"

log = structlog.get_logger(__name__)


def provisional_title(url: str) -> str:
    """What a source is called until its copy tells its title: its address."""
    return one_line(url)[:TITLE_LENGTH]


def try_again(visit: SourceVisit) -> None:
    """Has a cited address read again by itself that could not be read just now; part of the action that noted
    this visit to it. Later each time, and no sooner than its site asks for.
    """
    if visit.reason != VisitReason.CITED or not _may_pass(visit):
        return
    tried = SourceVisit.objects.filter(source=visit.source_id, url=visit.url, reason=VisitReason.CITED)
    count = tried.filter(capture=None, finished_at__isnull=False).count()
    if count > len(TRIED_AGAIN_AFTER):
        return
    at = timezone.now() + TRIED_AGAIN_AFTER[count - 1]
    rests_until = WebHost.objects.filter(pk=visit.host).values_list("not_before", flat=True).first()
    SourceVisit.objects.create(
        source_id=visit.source_id,
        url=visit.url,
        host=visit.host,
        reason=visit.reason,
        not_before=max(at, rests_until or at),
        requested_by_id=visit.requested_by_id,
    )


def _may_pass(visit: SourceVisit) -> bool:
    """Whether what kept the page away may be over later, without anybody doing anything about it."""
    is_failing = visit.health == LinkHealth.FAILING and visit.rule != TOO_LARGE
    return is_failing or visit.http_status == TOO_MANY_REQUESTS


def was_cited(source_id: int) -> bool:
    """Whether the source came to be registered by its address alone."""
    return SourceVisit.objects.filter(source=source_id, reason=VisitReason.CITED).exists()


def complete_source(source: Source, capture: Capture, person: User) -> None:
    """Takes title, authors, day and language from the copy where the register has none yet, as an edit by the
    person who cited the address. What a page says of itself may be nonsense: then everything stays.
    """
    values = _missing(source, capture.metadata)
    if not values or source.is_protected or not may(person, "source.edit", source):
        return
    try:
        edit_source(source_id=source.pk, values=values, actor=person)
    except Refusal as refusal:
        log.info("source_not_completed", source_id=source.pk, rule=refusal.rule)


def _missing(source: Source, told: Mapping[str, Any]) -> dict[str, Any]:
    is_empty = {
        "title": source.title == provisional_title(source.url),
        "authors": not source.authors,
        "published_on": source.published_on is None,
        "language": source.language == UNKNOWN_LANGUAGE,
    }
    said = {
        "title": one_line(str(told.get("title", "")))[:TITLE_LENGTH],
        "authors": one_line(", ".join(map(str, told.get("authors", []))))[:AUTHORS_LENGTH],
        "published_on": _day(str(told.get("published", ""))),
        "language": told.get("language", ""),
    }
    return {name: value for name, value in said.items() if value and is_empty[name]}


def _day(moment: str) -> date | None:
    """The day at the place where it was published, which is how a moment with its zone begins."""
    try:
        return date.fromisoformat(moment[:10])
    except ValueError:
        return None
