"""Passages that are gone from their pages, with the words that stand there now."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from annotations.access import may
from annotations.domain.passages import find_reworded
from annotations.domain.vocabulary import PassageCheck
from annotations.models import Capture, Evidence, SourceConfidant, User
from annotations.queries.source_pages import Page
from annotations.queries.visits import latest_from_the_page, lost_passages

LOST_AT_ONCE: Final = 20
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


def lost_count(person: User) -> int:
    """How many wait."""
    return _known_to(person).count()


def lost_of_source(source_id: int) -> int:
    """How many passages of one source wait."""
    return lost_passages().filter(source=source_id).count()


def lost_among(links: Iterable[Evidence], person: User) -> dict[int, LostPassage]:
    """Those of some links that are lost, by their ids; nothing is asked where none is."""
    lost = [link for link in links if link.passage_check == PassageCheck.NOT_FOUND]
    return {one.evidence.pk: one for one in with_new_words(lost, person)} if lost else {}


def with_new_words(links: list[Evidence], person: User) -> list[LostPassage]:
    """The links with the words that took the place of theirs; one statement."""
    latest = latest_from_the_page({link.source_id for link in links})
    return [_read(link, latest.get(link.source_id), person) for link in links]


def _known_to(person: User) -> QuerySet[Evidence]:
    named = SourceConfidant.objects.filter(source=OuterRef("source"), person=person.pk)
    return lost_passages().filter(Q(source__is_protected=False) | Q(Exists(named)))


def _read(link: Evidence, capture: Capture | None, person: User) -> LostPassage:
    judges = may(person, "evidence.edit", link)
    if capture is None or capture.pk == link.capture_id:
        return LostPassage(link, None, may_judge=judges)
    place = find_reworded(capture.text[:LONGEST_LOOKED_THROUGH], link.passage, link.start)
    if place is None:
        return LostPassage(link, capture, may_judge=judges)
    start, end = place
    return LostPassage(link, capture, capture.text[start:end], start, end, judges)
