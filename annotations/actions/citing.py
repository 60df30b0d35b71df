"""What the copy of a cited address tells about its source, where the person who cited it said nothing."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import structlog

from annotations.access import may
from annotations.actions.sources import edit_source
from annotations.domain.canonical import one_line
from annotations.domain.errors import Refusal
from annotations.models import Capture, Source, User

TITLE_LENGTH: Final = 500
AUTHORS_LENGTH: Final = 500
UNKNOWN_LANGUAGE: Final = "und"

log = structlog.get_logger(__name__)


def provisional_title(url: str) -> str:
    """What a source is called until its copy tells its title: its address."""
    return one_line(url)[:TITLE_LENGTH]


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
