"""Passages that are gone from their pages, with the words that stand there now."""

import re
from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from annotations.access import may
from annotations.domain.passages import find_reworded
from annotations.domain.rewording import rewording
from annotations.domain.vocabulary import Origin
from annotations.models import Capture, Evidence, SourceConfidant, User
from annotations.queries.source_pages import Page
from annotations.queries.visibility import visible
from annotations.queries.visits import latest_from_the_page, lost_passages

LOST_AT_ONCE: Final = 20
_WORD: Final = re.compile(r"\S+")
LONGEST_LOOKED_THROUGH: Final = 300_000
"""Code points of a text in which reworded passages are looked for while somebody waits."""


@dataclass(frozen=True, slots=True)
class LostPassage:
    """A link whose words are gone, and what stands in their place: `new_words` at `start` to `end` of
    `capture`, the newest copy from the address; empty where nothing like it does.
    """

    evidence: Evidence
    capture: Capture | None
    new_words: str = ""
    start: int = 0
    end: int = 0
    may_judge: bool = False


def lost_page(person: User, number: int) -> Page[LostPassage]:
    """The lost passages that wait, twenty at a time, longest waiting first."""
    first = LOST_AT_ONCE * (number - 1)
    found = list(_known_to(person)[first : first + LOST_AT_ONCE + 1])
    return Page(with_new_words(found[:LOST_AT_ONCE], person), number, len(found) > LOST_AT_ONCE)


def with_new_words(links: list[Evidence], person: User) -> list[LostPassage]:
    """The links with the words that took the place of theirs; three statements at most."""
    latest = latest_from_the_page({link.source_id for link in links})
    brought = _latest_brought(links)
    return [_read(link, brought.get(link.capture_id) or latest.get(link.source_id), person) for link in links]


def _latest_brought(links: list[Evidence]) -> dict[int, Capture]:
    """For each quoted copy that somebody brought, the one of its source that somebody brought last."""
    brought = Capture.objects.filter(origin__in=(Origin.PASTE, Origin.UPLOAD), is_summary=False)
    quoted = dict(brought.filter(pk__in={link.capture_id for link in links}).values_list("pk", "source"))
    if not quoted:
        return {}
    newest = brought.filter(source__in=quoted.values()).exclude(text="").order_by("source", "-id")
    found = {one.source_id: one for one in newest.distinct("source").defer("blocks", "http_headers")}
    later = {pk: found[source] for pk, source in quoted.items() if source in found}
    return {pk: one for pk, one in later.items() if one.pk != pk}


def _known_to(person: User) -> QuerySet[Evidence]:
    named = SourceConfidant.objects.filter(source=OuterRef("source"), person=person.pk)
    return visible(lost_passages(), person).filter(Q(source__is_protected=False) | Q(Exists(named)))


def _read(link: Evidence, capture: Capture | None, person: User) -> LostPassage:
    judges = may(person, "evidence.edit", link)
    if capture is None or capture.pk == link.capture_id:
        return LostPassage(link, None, may_judge=judges)
    place = find_reworded(capture.text[:LONGEST_LOOKED_THROUGH], link.passage, link.start)
    if place is None:
        return LostPassage(link, capture, may_judge=judges)
    start, end = _widened(capture.text, *place, link.passage)
    return LostPassage(link, capture, capture.text[start:end], start, end, judges)


def _widened(text: str, start: int, end: int, passage: str) -> tuple[int, int]:
    """The place with the words at its edges that stand where words of the passage stood: what was found
    begins and ends with words that both have, and the change may be its very first word.
    """
    old, _ = rewording(passage, text[start:end])
    first = len(old[0].text.split()) if old[0].kind == "removed" else 0
    last = len(old[-1].text.split()) if old[-1].kind == "removed" and len(old) > 1 else 0
    before = list(_WORD.finditer(text, text.rfind("\n", 0, start) + 1, start))[-first:] if first else []
    line_end = text.find("\n", end)
    after = list(_WORD.finditer(text, end, line_end if line_end >= 0 else len(text)))[:last]
    start, end = before[0].start() if before else start, after[-1].end() if after else end
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
