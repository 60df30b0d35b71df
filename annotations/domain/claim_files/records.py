"""What a file says about one claim."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

UNDETERMINED: Final = "und"


@dataclass(frozen=True, slots=True)
class Repair:
    """One thing that was put right while reading: the rule it broke, and what was done."""

    rule: str
    done: str


@dataclass(frozen=True, slots=True)
class LinkedPassage:
    """A source that is named, and the passage of it with its stance where the file gives them. `judged` holds
    what else is said of the link, by the names that evidence has here.
    """

    address: str = ""
    title: str = ""
    publisher: str = ""
    authors: str = ""
    published_on: date | None = None
    archived: str = ""
    passage: str = ""
    stance: str = ""
    judged: dict[str, str] = field(default_factory=dict)

    @property
    def is_evidence(self) -> bool:
        """Whether it can be linked to the claim as it is."""
        return bool(self.passage and self.stance and (self.address or self.title))


@dataclass(frozen=True, slots=True)
class Record:
    """One claim of a file. `named` is what names the record there: the same on every reading."""

    number: int
    place: str
    named: tuple[str, ...]
    text: str
    language: str = UNDETERMINED
    type: str = ""
    risk: str = ""
    topic: str = ""
    claimant: str = ""
    claimant_kind: str = ""
    said_on: date | None = None
    checked_by: str = ""
    check_address: str = ""
    rating: dict[str, Any] = field(default_factory=dict)
    appearances: tuple[str, ...] = ()
    passages: tuple[LinkedPassage, ...] = ()
    rest: dict[str, Any] = field(default_factory=dict)
    repairs: tuple[Repair, ...] = ()

    @property
    def key(self) -> str:
        """SHA-256 of what names the record."""
        return hashlib.sha256(json.dumps(self.named, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A record without a claim that could be read: why, and what it held."""

    number: int
    place: str
    rule: str
    message: str
    column: str = ""
    values: dict[str, Any] = field(default_factory=dict)
