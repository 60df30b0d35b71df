"""The history of an object in plain words, from its events."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotations.domain.vocabulary import (
    ClaimType,
    Coverage,
    Credibility,
    Grade,
    Proximity,
    Risk,
    SourceKind,
    SourceState,
    Sourcing,
    Stance,
    Status,
)
from annotations.models import Event
from annotations.queries.explanations import StatusChange
from annotations.web.event_labels import label
from annotations.web.event_words import sentence


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of a timeline. `is_turning` marks what changed the outcome."""

    words: str
    note: str
    at: datetime
    is_turning: bool


@dataclass(frozen=True, slots=True)
class StatusStep:
    """One status that was computed, with the points it came with and what caused the change."""

    status: str
    label: str
    because: str
    at: datetime
    support: int | None
    opposition: int | None


def status_steps(changes: list[StatusChange]) -> list[StatusStep]:
    """The statuses that a claim has had, in the order given."""
    return [
        StatusStep(
            status=event.after["status"],
            label=label(Status, event.after["status"]),
            because="; ".join(dict.fromkeys([*map(sentence, change.causes), *filter(None, [event.note])])),
            at=event.at,
            support=event.after.get("support"),
            opposition=event.after.get("opposition"),
        )
        for change in changes
        for event in (change.event,)
    ]


def timeline(events: list[Event], *, is_blind: bool = False) -> list[Happening]:
    """The events as people read them, in the order given. While `is_blind`, no reasons of signers."""
    return [
        Happening(
            words=sentence(event),
            note="" if is_blind and event.verb == "verdict.signed" else event.note or _note(event),
            at=event.at,
            is_turning=event.verb in TURNING,
        )
        for event in events
    ]


TURNING = frozenset(
    {
        "status.changed",
        "verdict.signed",
        "verdict.lapsed",
        "override.approved",
        "override.ended",
        "publisher.graded",
        "source.state_changed",
        "policy.applied",
    }
)


REASONED = frozenset({"verdict.signed", "publisher.graded", "derivation.noted", "party_membership.noted"})


def _note(event: Event) -> str:
    """What changed, where a word says it."""
    if event.verb in ("verdict.lapsed", "verdict.withdrawn", "override.ended"):
        return str(event.after.get("end_reason", ""))
    if event.verb == "evidence.attached":
        return f"“{event.after.get('passage', '')[:160]}”"
    if event.verb in REASONED:
        return str(event.after.get("reason", ""))
    if event.verb.startswith("highlight."):
        return _words_of_place(event)
    if event.verb == "override.proposed":
        return str(event.after.get("text", ""))
    if event.verb == "article.checked":
        return str(event.after.get("problem", ""))
    if event.verb == "source.state_changed":
        return str(event.after.get("state_reason", ""))
    if "text" in event.before:
        return _("“%(new)s” was “%(old)s”") % {"new": event.after["text"], "old": event.before["text"]}
    return "; ".join(_difference(name, event) for name in event.before if name in NAMED)


def _words_of_place(event: Event) -> str:
    """The words of a highlight, and those before where they are others."""
    old, new = str(event.before.get("exact", ""))[:160], str(event.after.get("exact", ""))[:160]
    if old and new and old != new:
        return _("“%(new)s” was “%(old)s”") % {"new": new, "old": old}
    return f"“{new or old}”" if new or old else ""


NAMED: Mapping[str, tuple[Any, Any]] = {
    "type": (gettext_lazy("type"), ClaimType),
    "risk": (gettext_lazy("risk"), Risk),
    "stance": (gettext_lazy("stance"), Stance),
    "proximity": (gettext_lazy("nearness"), Proximity),
    "coverage": (gettext_lazy("coverage"), Coverage),
    "credibility": (gettext_lazy("credibility"), Credibility),
    "sourcing": (gettext_lazy("what it rests on"), Sourcing),
    "grade": (gettext_lazy("grade"), Grade),
    "state": (gettext_lazy("state"), SourceState),
    "kind": (gettext_lazy("kind"), SourceKind),
    "headline": (gettext_lazy("headline"), None),
    "title": (gettext_lazy("title"), None),
    "name": (gettext_lazy("name"), None),
    "published_on": (gettext_lazy("published"), None),
    "starts_on": (gettext_lazy("from"), None),
    "ends_on": (gettext_lazy("to"), None),
}


def _difference(name: str, event: Event) -> str:
    field, words = NAMED[name]
    old, new = event.before[name], event.after.get(name, "")
    if words is not None:
        old, new = label(words, old), label(words, new)
    return _("%(field)s: %(old)s → %(new)s") % {"field": field, "old": old, "new": new}
