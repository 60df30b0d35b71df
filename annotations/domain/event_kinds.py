"""Kinds of things that happen, for people who look for one of them in a long history."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class EventKind(StrEnum):
    """What a line of a history is about. The pages have the words."""

    WORDS = "words"
    PLACES = "places"
    EVIDENCE = "evidence"
    STATUS = "status"
    REVIEW = "review"
    SIGNATURES = "signatures"
    PUBLISHED = "published"
    WORK = "work"
    TALK = "talk"
    REGISTER = "register"
    COPIES = "copies"
    PEOPLE = "people"
    RECORDS = "records"


_NOUNS: Final[Mapping[EventKind, tuple[str, ...]]] = {
    EventKind.WORDS: ("claim", "article", "revision", "claim_import"),
    EventKind.PLACES: ("highlight", "annotation", "annotation_import"),
    EventKind.EVIDENCE: ("evidence",),
    EventKind.STATUS: ("status", "staleness", "policy"),
    EventKind.REVIEW: ("second_look", "dispute", "review_rules", "gold_link"),
    EventKind.SIGNATURES: ("verdict", "dissent", "override"),
    EventKind.PUBLISHED: ("correction", "reply", "report"),
    EventKind.WORK: ("work",),
    EventKind.TALK: ("comment",),
    EventKind.REGISTER: (
        "source",
        "publisher",
        "derivation",
        "suggestion",
        "source_relation",
        "publisher_relation",
        "party_bloc",
        "party_membership",
        "register_import",
    ),
    EventKind.COPIES: ("capture",),
    EventKind.PEOPLE: ("person", "desk", "invitation", "token"),
    EventKind.RECORDS: (
        "claim_set",
        "saved_filter",
        "export",
        "export_schedule",
        "webhook",
        "history",
        "quality",
        "sourcing",
        "organisation",
    ),
}
_BY_NOUN: Final = {noun: kind for kind, nouns in _NOUNS.items() for noun in nouns}
_APART: Final[Mapping[str, EventKind]] = {
    "claim.published": EventKind.PUBLISHED,
    "claim.corrected": EventKind.PUBLISHED,
    "claim.correction_begun": EventKind.PUBLISHED,
    "source.visited": EventKind.COPIES,
    "source.watched": EventKind.COPIES,
    "source.archived_copy_noted": EventKind.COPIES,
    "article.checked": EventKind.COPIES,
    "article.checks_scheduled": EventKind.COPIES,
}


def kind_of(verb: str) -> EventKind | None:
    """What kind of thing a verb says; None for a verb of a noun that is not known."""
    return _APART.get(verb) or _BY_NOUN.get(verb.partition(".")[0])
