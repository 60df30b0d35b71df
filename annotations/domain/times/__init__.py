"""Turning the time expressions of an article into dates, without ever guessing (specification 1.6).

A relative expression means something only from an anchor: the day of publication or, inside a quotation,
the day of the utterance. Without one it stays open (`NO_ANCHOR`); an expression that names its own year
needs none. Languages are a registry of rules; a text in a language without rules has no time expressions
rather than wrong ones.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from annotations.domain.times import english
from annotations.domain.times.english import Rule
from annotations.domain.times.scope import Anchored, Reading, Tense, TimeExpression, TimeScope, TimeState
from annotations.domain.vocabulary import Granularity, TimeAnchor

__all__ = ["Tense", "TimeExpression", "TimeScope", "TimeState", "find_time_expressions", "resolve_time"]


@dataclass(frozen=True, slots=True)
class _Language:
    read: Callable[[str], tuple[Rule, re.Match[str], bool] | None]
    find: Callable[[str], Iterator[TimeExpression]]


_LANGUAGES = {"en": _Language(english.read_expression, english.find_expressions)}

# Stands in for the anchor of expressions that do not look at it.
_NO_DAY = Anchored(date(1, 1, 1), Tense.PAST)


def resolve_time(
    text: str,
    anchor: date | None,
    *,
    tense: Tense = Tense.PAST,
    anchor_kind: str = TimeAnchor.PUBLICATION.value,
    language: str = "en",
) -> TimeScope:
    """Read one time expression from an anchor day; what cannot be read is UNRESOLVED, never guessed."""
    rules = _LANGUAGES.get(language.split("-")[0].lower())
    found = rules.read(text) if rules else None
    if found is None:
        return _open(text, anchor, anchor_kind, TimeState.UNRESOLVED)
    rule, match, since = found
    if anchor is None and (rule.needs_anchor or since):
        return _open(text, anchor, anchor_kind, TimeState.NO_ANCHOR)
    reading = _read(rule, match, _NO_DAY if anchor is None else Anchored(anchor, tense))
    reading = _until_anchor(reading, anchor) if since and anchor else reading
    if reading is None:
        return _open(text, anchor, anchor_kind, TimeState.UNRESOLVED)
    return _resolved(text, reading, anchor, anchor_kind)


def find_time_expressions(sentence: str, language: str = "en") -> tuple[TimeExpression, ...]:
    """Where time expressions stand in a sentence, from left to right and without overlaps."""
    rules = _LANGUAGES.get(language.split("-")[0].lower())
    return tuple(rules.find(sentence)) if rules else ()


def _read(rule: Rule, match: re.Match[str], anchored: Anchored) -> Reading | None:
    try:
        return rule.read(match, anchored)
    except (OverflowError, ValueError):
        # Before the first day of the calendar, or behind its last.
        return None


def _until_anchor(reading: Reading | None, anchor: date) -> Reading | None:
    """ "Since X" runs from the beginning of X to the anchor; a beginning after the anchor cannot be meant."""
    if reading is None or reading.start > anchor:
        return None
    return Reading(reading.start, anchor, Granularity.RANGE, "since", reading.needs_confirmation)


def _resolved(text: str, reading: Reading, anchor: date | None, anchor_kind: str) -> TimeScope:
    return TimeScope(
        text=text,
        start=reading.start,
        end=reading.end,
        granularity=reading.granularity.value,
        rule=reading.rule,
        needs_confirmation=reading.needs_confirmation,
        state=TimeState.RESOLVED,
        anchor=anchor,
        anchor_kind=anchor_kind,
    )


def _open(text: str, anchor: date | None, anchor_kind: str, state: TimeState) -> TimeScope:
    unresolved = Granularity.UNRESOLVED.value
    return TimeScope(text, None, None, unresolved, state.value.lower(), True, state, anchor, anchor_kind)
