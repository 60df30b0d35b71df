"""Words of a dossier that are the same in every form of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import urlsplit

import regex

from annotations.domain.canonical.direction import Direction, block_direction
from annotations.domain.verification.codes import NodeReason
from annotations.domain.verification.reasons import in_points
from annotations.domain.vocabulary import Certainty, StaleCause, Stance, Status

TONES: Final[Mapping[str, str]] = {
    Status.SUPPORTED: "for",
    Status.LEANS_SUPPORTED: "for",
    Status.REFUTED: "against",
    Status.LEANS_REFUTED: "against",
    Status.MIXED: "between",
    Status.CONFLICTING: "between",
}
"""On which side a status stands, for its colour; all others are open."""
STANCES: Final[Mapping[str, str]] = {
    Stance.CORROBORATES: "For it",
    Stance.CONTRADICTS: "Against it",
    Stance.CONTEXT: "Context",
}
STANCE_TONES: Final[Mapping[str, str]] = {Stance.CORROBORATES: "for", Stance.CONTRADICTS: "against"}
_WHY: Final[Mapping[str, str]] = {
    NodeReason.TYPE_NOT_SCORED: "A statement of this type has no score.",
    NodeReason.MUST_SPLIT: "It holds more than one statement.",
    NodeReason.TIME_UNRESOLVED: "Its date is not settled.",
    NodeReason.SINGLE_ORIGIN: "Everything that counts comes from a single origin.",
    NodeReason.HIGH_RISK_NEEDS_SECOND_ORIGIN: "So grave a claim needs a second origin for a verdict.",
    NodeReason.EVIDENCE_ON_BOTH_SIDES: "Evidence counts on both sides.",
    NodeReason.CLASS_ON_BOTH_SIDES: "Both sides draw on one origin.",
    NodeReason.DISPUTED_BY_PARTY: "A party denies it in its own interest: shown, not scored.",
    NodeReason.CIRCULAR_REPORTING: "Some reports cite each other in a circle.",
    NodeReason.DEPENDENT_LINKS_NOT_COUNTED: "Reports that rest on one origin were counted once.",
    NodeReason.UNTRACED_LINKS: "Some reports are not traced to an origin: a lean at most, never a verdict.",
    NodeReason.COPIES_UNDECIDED: "Whether a report was copied from another is not decided yet.",
    NodeReason.FRAGILE: "Without one of the origins, the status would be another.",
}
_UNSHOWN: Final = regex.compile(r"[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}--\t\n]", regex.V1)


@dataclass(frozen=True, slots=True)
class Words:
    """A text that people wrote, with its language (empty where nobody knows) and how it is read."""

    text: str
    language: str
    direction: Direction


def words(text: str, language: str = "") -> Words:
    """The text with its direction."""
    known = "" if language == "und" else language
    return Words(text, known, block_direction(text, known, None))


def shown(text: str) -> str:
    """The text without what no page may hold: control characters, and what is no character at all."""
    return _UNSHOWN.sub("", text)


def web_address(address: str) -> str:
    """The address, if it is one of the web; else nothing: a link does nothing but lead to a page."""
    try:
        return address if urlsplit(address).scheme in ("http", "https") else ""
    except ValueError:
        return ""


def day(moment: str | None) -> str:
    """A day or moment of ISO 8601 as readers write the day; empty where there is none."""
    if not moment:
        return ""
    on = datetime.fromisoformat(moment).date() if "T" in moment else date.fromisoformat(moment)
    return f"{on.day} {on:%B} {on.year}"


def amounts(assessment: Mapping[str, Any]) -> str:
    """What the status was computed from, in one sentence; empty where it has no score."""
    if assessment.get("support") is None:
        return ""
    sides = [
        f"{in_points(assessment[side])} {word} it"
        for side, word in (("support", "for"), ("opposition", "against"))
        if assessment[side]
    ]
    certainty = assessment.get("certainty")
    firm = f", certainty {Certainty(certainty).label.lower()}" if certainty else ""
    return f"{' and '.join(sides) or 'nothing counts for or against it'}{firm}"


def reasons(assessment: Mapping[str, Any]) -> list[str]:
    """What has to be known about the computed status, a sentence each."""
    codes = [reason["code"] for reason in assessment.get("reasons", ())]
    return [_WHY[code] for code in codes if code in _WHY]


def stale(causes: list[str]) -> str:
    """That a claim has to be looked at again, and why; empty without causes."""
    labels = dict(StaleCause.choices) | {"ASSESSMENT_DUE": "The evidence changed"}
    told = [str(labels.get(cause, cause)) for cause in causes]
    return f"To be looked at again: {'; '.join(told).lower()}." if told else ""
