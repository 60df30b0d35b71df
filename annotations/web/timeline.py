"""The history of an object in plain words, from its events."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from annotations.domain.vocabulary import ClaimType, Grade, SourceState, Stance, Status
from annotations.models import Event


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of a timeline. `is_turning` marks what changed the outcome."""

    words: str
    note: str
    at: datetime
    is_turning: bool


def timeline(events: list[Event]) -> list[Happening]:
    """The events as people read them, in the order given."""
    return [
        Happening(
            words=_sentence(event),
            note=event.note or _note(event),
            at=event.at,
            is_turning=event.verb in TURNING,
        )
        for event in events
    ]


TURNING = frozenset(
    {"status.changed", "verdict.signed", "verdict.lapsed", "grade.changed", "source.state_changed"}
)


def _sentence(event: Event) -> str:
    who = event.actor.display_name if event.actor else _("Workbench")
    words = WORDS.get(event.verb)
    return words(who, event) if words else f"{who}: {event.verb.replace('.', ' ').replace('_', ' ')}"


def _label(words: Any, value: str) -> str:
    return str(words(value).label) if value in words.values else value


def _said(template: str) -> Callable[[str, Event], str]:
    return lambda who, event: _(template) % {"who": who}


def _status(who: str, event: Event) -> str:
    new = _label(Status, event.after.get("status", "")).lower()
    old = event.before.get("status")
    if old is None:
        return _("Status became %(new)s") % {"new": new}
    return _("Status became %(new)s, was %(old)s") % {"new": new, "old": _label(Status, old).lower()}


def _attached(who: str, event: Event) -> str:
    stance = _label(Stance, event.after.get("stance", "")).lower()
    return _("%(who)s linked a passage: %(stance)s") % {"who": who, "stance": stance}


def _signed(who: str, event: Event) -> str:
    status = _label(Status, event.after.get("status", "")).lower()
    return _("%(who)s signed: %(status)s") % {"who": who, "status": status}


WORDS: Mapping[str, Callable[[str, Event], str]] = {
    "claim.created": _said("%(who)s made the claim"),
    "claim.edited": _said("%(who)s changed the claim"),
    "claim.withdrawn": _said("%(who)s withdrew the claim"),
    "claim.restored": _said("%(who)s brought the claim back"),
    "highlight.made": _said("%(who)s highlighted another place"),
    "highlight.retired": _said("%(who)s took a highlight away"),
    "highlight.restored": _said("%(who)s brought a highlight back"),
    "evidence.attached": _attached,
    "evidence.edited": _said("%(who)s judged a passage anew"),
    "evidence.withdrawn": _said("%(who)s withdrew a passage"),
    "evidence.restored": _said("%(who)s brought a passage back"),
    "status.changed": _status,
    "verdict.signed": _signed,
    "verdict.withdrawn": _said("%(who)s took a signature back"),
    "verdict.lapsed": lambda who, event: _("A signature lapsed"),
    "article.imported": _said("%(who)s imported the article"),
    "article.edited": _said("%(who)s corrected what is said about the article"),
    "revision.added": _said("%(who)s added a revision"),
}


def _note(event: Event) -> str:
    """What changed, where a word says it."""
    if event.verb == "verdict.lapsed":
        return str(event.after.get("end_reason", ""))
    if event.verb == "evidence.attached":
        return f"“{event.after.get('passage', '')[:160]}”"
    if event.verb == "verdict.signed":
        return str(event.after.get("reason", ""))
    if "text" in event.before:
        return _("“%(new)s” was “%(old)s”") % {"new": event.after["text"], "old": event.before["text"]}
    return "; ".join(_difference(name, event) for name in event.before if name in NAMED)


NAMED: Mapping[str, tuple[str, Any]] = {
    "type": ("type", ClaimType),
    "stance": ("stance", Stance),
    "grade": ("grade", Grade),
    "state": ("state", SourceState),
    "headline": ("headline", None),
}


def _difference(name: str, event: Event) -> str:
    label, words = NAMED[name]
    old, new = event.before[name], event.after.get(name, "")
    if words is not None:
        old, new = _label(words, old), _label(words, new)
    return _("%(field)s: %(old)s → %(new)s") % {"field": label, "old": old, "new": new}
