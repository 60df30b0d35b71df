"""What a time expression means once it is anchored (specification 1.6)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from annotations.domain.vocabulary import Granularity, TimeAnchor


class TimeState(StrEnum):
    """Whether an expression could be turned into dates."""

    RESOLVED = "RESOLVED"
    UNRESOLVED = "UNRESOLVED"
    NO_ANCHOR = "NO_ANCHOR"


class Tense(StrEnum):
    """Which way a bare weekday or month points from the anchor."""

    PAST = "past"
    FUTURE = "future"


@dataclass(frozen=True, slots=True)
class TimeScope:
    """A span of days, both ends included; without dates unless the state is RESOLVED.

    `rule` names the reading that was taken, `needs_confirmation` says that a person must look at it.
    """

    text: str
    start: date | None
    end: date | None
    granularity: str
    rule: str
    needs_confirmation: bool
    state: TimeState
    anchor: date | None = None
    anchor_kind: str = TimeAnchor.PUBLICATION.value


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Where a time expression stands in a sentence: characters `start` up to `end`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The dates of one expression, before it is known in which text it stood."""

    start: date
    end: date
    granularity: Granularity
    rule: str
    needs_confirmation: bool = False


@dataclass(frozen=True, slots=True)
class Anchored:
    """What relative expressions are counted from."""

    day: date
    tense: Tense
