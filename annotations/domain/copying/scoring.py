"""Joining what was seen into one judgement: how likely, of what kind, and which of the two came first.

Where both texts are there, they decide: the same headline over other words, the same picture, or a credit
alone is no copy. Points of the signals are added; from `SUGGESTED_FROM` a person is asked. What the limits
are good for is measured by `bench/copying`.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from annotations.domain.copying.headlines import is_same_headline
from annotations.domain.copying.matching import Comparison, Match
from annotations.domain.vocabulary import CopySignal, DerivationKind

SUGGESTED_FROM: Final = 55

READABLE_WORDS: Final = 40
"""So many words of its own make a text one that can be judged by itself."""
LEAST_WORDS: Final = 25
BRIEF_WORDS: Final = 12
BRIEF_RESEMBLANCE: Final = 0.8
SOME_SHARE: Final = 0.1
MUCH_SHARE: Final = 0.2
LARGE_SHARE: Final = 0.3
LATE_SHARE: Final = 0.5
PRINTED_WITHIN_DAYS: Final = 2
NEAR_DAYS: Final = 7
SAME_DAY_SLACK: Final = 1

CANONICAL_POINTS: Final = 80
IMAGE_ALONE_POINTS: Final = 70
HEADLINE_POINTS: Final = 30
HEADLINE_ALONE_POINTS: Final = 60
CREDIT_POINTS: Final = 25
IMAGE_POINTS: Final = 10
BRIEF_POINTS: Final = 70
SOME_TEXT_POINTS: Final = 15
TEXT_BASE, TEXT_SLOPE = 20, 130


@dataclass(frozen=True)
class Document:
    """What is known of one of the two.

    `key` names the source, `publisher` its publisher. `image` names its picture: equal names are one picture.
    `credits` are the publishers it is credited to, `names_canonical` whether its page says that the other
    one's address is its original. `order` is when it was registered. `is_image` says that it is a picture
    and has no words.
    """

    key: int
    publisher: int
    title: str
    order: int
    is_wire: bool = False
    language: str = "und"
    published_on: date | None = None
    published_at: datetime | None = None
    credits: frozenset[int] = field(default=frozenset())
    names_canonical: bool = False
    image: str = ""
    is_image: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """That `source` may rest on `origin`: how strong the signals are (0 to 100), and what they saw.

    `matches` are seen from the source; `comparison` likewise.
    """

    source: int
    origin: int
    kind: DerivationKind
    score: int
    signals: tuple[CopySignal, ...]
    comparison: Comparison

    @property
    def matches(self) -> tuple[Match, ...]:
        """The words that stand in both."""
        return self.comparison.matches

    @property
    def is_suggested(self) -> bool:
        """Whether a person should be asked."""
        return self.score >= SUGGESTED_FROM


def judge(one: Document, other: Document, comparison: Comparison) -> Judgement:
    """What the signals say of two documents; `comparison` is of the first one's text with the other's."""
    if _came_first(one, other, comparison):
        source, origin, seen = other, one, comparison.reversed
    else:
        source, origin, seen = one, other, comparison
    points = _points(source, origin, seen)
    return Judgement(
        source=source.key,
        origin=origin.key,
        kind=_kind(source, origin, seen),
        score=min(sum(points.values()), 100),
        signals=tuple(signal for signal in CopySignal if signal in points),
        comparison=seen,
    )


def _points(source: Document, origin: Document, seen: Comparison) -> dict[CopySignal, int]:
    """What each signal adds. A text that is credited to who published later cannot be its copy."""
    points: dict[CopySignal, int] = {}
    if source.names_canonical:
        points[CopySignal.CANONICAL_URL] = CANONICAL_POINTS
    if text := _text_points(seen, _days_apart(source, origin)):
        points[CopySignal.SHARED_TEXT] = text
    if origin.publisher in source.credits and not _is_later(origin, source):
        points[CopySignal.AGENCY_CREDIT] = CREDIT_POINTS
    if is_same_headline(source.title, origin.title):
        points[CopySignal.HEADLINE] = _headline_points(source, origin, seen)
    if source.image and source.image == origin.image:
        alone = source.is_image and origin.is_image
        points[CopySignal.SAME_IMAGE] = IMAGE_ALONE_POINTS if alone else IMAGE_POINTS
    return points


def _text_points(seen: Comparison, days_apart: int) -> int:
    """By how much of the shorter text is in the other one; two briefs must be nearly the same.

    Copies are printed at once. What appears days later repeats some sentences of an earlier report as its
    background, and that is how far their likeness goes.
    """
    if seen.shared_words < LEAST_WORDS:
        is_brief = seen.shared_words >= BRIEF_WORDS and seen.resemblance >= BRIEF_RESEMBLANCE
        return BRIEF_POINTS if is_brief else 0
    share = seen.containment
    if share < (LATE_SHARE if days_apart > PRINTED_WITHIN_DAYS else MUCH_SHARE):
        return SOME_TEXT_POINTS if share >= SOME_SHARE else 0
    return round(TEXT_BASE + TEXT_SLOPE * min(share, 0.6))


def _days_apart(one: Document, other: Document) -> int:
    """Zero where a date is not known."""
    if one.published_on is None or other.published_on is None:
        return 0
    return abs((one.published_on - other.published_on).days)


def _headline_points(source: Document, origin: Document, seen: Comparison) -> int:
    """Alone it counts only where the texts cannot be compared, and for reports of the same days."""
    comparable = min(seen.words, seen.other_words) >= READABLE_WORDS
    if comparable or source.published_on is None or origin.published_on is None:
        return HEADLINE_POINTS
    return HEADLINE_ALONE_POINTS if _days_apart(source, origin) <= NEAR_DAYS else HEADLINE_POINTS


def _is_later(one: Document, other: Document) -> bool:
    if one.published_on is None or other.published_on is None:
        return False
    return (one.published_on - other.published_on).days > SAME_DAY_SLACK


def _came_first(one: Document, other: Document, seen: Comparison) -> bool:
    """Whether the first is the origin. What a page says of itself goes before dates, dates before guesses:
    an agency before who prints it, the longer text before the shorter, who was registered first.
    """
    if one.names_canonical != other.names_canonical:
        return other.names_canonical
    credited, credits = one.publisher in other.credits, other.publisher in one.credits
    if credited != credits:
        return credited
    if one.published_at and other.published_at and one.published_at != other.published_at:
        return one.published_at < other.published_at
    if one.published_on and other.published_on and one.published_on != other.published_on:
        return one.published_on < other.published_on
    if one.is_wire != other.is_wire:
        return one.is_wire
    if seen.words != seen.other_words:
        return seen.words > seen.other_words
    return one.order < other.order


def _kind(source: Document, origin: Document, seen: Comparison) -> DerivationKind:
    """How the one rests on the other. A text that shares no words with a credited one retells it."""
    ours, theirs = _primary(source.language), _primary(origin.language)
    if ours and theirs and ours != theirs:
        return DerivationKind.TRANSLATES
    if source.names_canonical or (source.is_image and origin.is_image):
        return DerivationKind.REPUBLISHES
    if seen.share >= LARGE_SHARE or not min(seen.words, seen.other_words):
        return DerivationKind.REPUBLISHES
    return DerivationKind.QUOTES if seen.shared_words >= LEAST_WORDS else DerivationKind.CITES


def _primary(language: str) -> str:
    primary = language.split("-")[0].lower()
    return "" if primary == "und" else primary
