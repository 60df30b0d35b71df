"""The history of an object in plain words, from its events."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from annotations.domain.vocabulary import (
    CheckOutcome,
    ClaimType,
    Coverage,
    Credibility,
    DerivationKind,
    Grade,
    HighlightOutcome,
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
            label=_label(Status, event.after["status"]),
            because="; ".join(dict.fromkeys([*map(_sentence, change.causes), *filter(None, [event.note])])),
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
            words=_sentence(event),
            note="" if is_blind and event.verb == "verdict.signed" else event.note or _note(event),
            at=event.at,
            is_turning=event.verb in TURNING,
        )
        for event in events
    ]


TURNING = frozenset(
    {"status.changed", "verdict.signed", "verdict.lapsed", "publisher.graded", "source.state_changed"}
)


def _sentence(event: Event) -> str:
    who = event.actor.display_name if event.actor else _("Workbench")
    words = WORDS.get(event.verb)
    return words(who, event) if words else f"{who}: {event.verb.replace('.', ' ').replace('_', ' ')}"


def _label(words: Any, value: Any) -> str:
    return str(words(value).label) if value in words.values else str(value or "")


def _said(template: Any) -> Callable[[str, Event], str]:
    return lambda who, event: str(template) % {"who": who}


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


def _graded(who: str, event: Event) -> str:
    grade, old = event.after.get("grade", ""), event.before.get("grade")
    if not old:
        return _("%(who)s graded it %(grade)s") % {"who": who, "grade": grade}
    return _("%(who)s graded it %(grade)s, was %(old)s") % {"who": who, "grade": grade, "old": old}


def _state_changed(who: str, event: Event) -> str:
    state = _label(SourceState, event.after.get("state", event.before.get("state", ""))).lower()
    return _("%(who)s noted: %(state)s") % {"who": who, "state": state}


def _derived(who: str, event: Event) -> str:
    kind = _label(DerivationKind, event.after.get("kind", ""))
    return _("%(who)s noted that it %(kind)s another source") % {"who": who, "kind": kind}


def _reanchored(who: str, event: Event) -> str:
    """The words were looked for in a new text, and somebody has to decide."""
    sentences = {
        HighlightOutcome.CHANGED: _("The article changed: these words changed"),
        HighlightOutcome.AMBIGUOUS: _("The article changed: several places fit a highlight"),
        HighlightOutcome.ORPHANED: _("The article changed: the words of a highlight are gone"),
    }
    return sentences.get(event.after.get("outcome", ""), _("The article changed: a highlight was looked for"))


def _carried_over(who: str, event: Event) -> str:
    counts = event.after.get("counts", {})
    words = ", ".join(
        f"{counts[outcome.value]} {str(outcome.label).lower()}"
        for outcome in HighlightOutcome
        if outcome.value in counts
    )
    said = _("Highlights were carried over into revision %(number)s") % {"number": event.after.get("number")}
    return f"{said}: {words}" if words else said


def _all_at_once(template: Any) -> Callable[[str, Event], str]:
    return lambda who, event: str(template) % {"who": who, "count": len(event.after.get("highlights", ()))}


def _checks_scheduled(who: str, event: Event) -> str:
    hours = event.after.get("every_hours")
    if hours is None:
        return _("%(who)s ended the checks of its address") % {"who": who}
    words = ngettext(
        "%(who)s had its address checked every %(hours)s hour",
        "%(who)s had its address checked every %(hours)s hours",
        hours,
    )
    return words % {"who": who, "hours": hours}


def _checked(who: str, event: Event) -> str:
    outcome = _label(CheckOutcome, event.after.get("outcome", "")).lower()
    return _("Its address was checked: %(outcome)s") % {"outcome": outcome}


WORDS: Mapping[str, Callable[[str, Event], str]] = {
    "claim.created": _said(gettext_lazy("%(who)s made the claim")),
    "claim.edited": _said(gettext_lazy("%(who)s changed the claim")),
    "claim.withdrawn": _said(gettext_lazy("%(who)s withdrew the claim")),
    "claim.restored": _said(gettext_lazy("%(who)s brought the claim back")),
    "claim.split": _said(gettext_lazy("%(who)s split the claim into parts")),
    "claim.joined": _said(gettext_lazy("%(who)s joined its parts again")),
    "claim.part_added": _said(gettext_lazy("%(who)s added a part")),
    "claim.part_taken_out": _said(gettext_lazy("%(who)s took a part out")),
    "highlight.made": _said(gettext_lazy("%(who)s highlighted a place")),
    "highlight.retired": _said(gettext_lazy("%(who)s took a highlight away")),
    "highlight.restored": _said(gettext_lazy("%(who)s brought a highlight back")),
    "highlight.reanchored": _reanchored,
    "highlight.confirmed": _said(gettext_lazy("%(who)s confirmed where it stands")),
    "highlight.reselected": _said(gettext_lazy("%(who)s selected anew where it stands")),
    "highlight.requeued": _said(gettext_lazy("%(who)s took back a decision about a highlight")),
    "evidence.attached": _attached,
    "evidence.edited": _said(gettext_lazy("%(who)s judged a passage anew")),
    "evidence.withdrawn": _said(gettext_lazy("%(who)s withdrew a passage")),
    "evidence.restored": _said(gettext_lazy("%(who)s brought a passage back")),
    "status.changed": _status,
    "verdict.signed": _signed,
    "verdict.withdrawn": _said(gettext_lazy("%(who)s took a signature back")),
    "verdict.lapsed": lambda who, event: _("A signature lapsed"),
    "article.imported": _said(gettext_lazy("%(who)s imported the article")),
    "article.edited": _said(gettext_lazy("%(who)s corrected what is said about the article")),
    "revision.added": _said(gettext_lazy("%(who)s added a revision")),
    "revision.reanchored": _carried_over,
    "revision.highlights_retired": _all_at_once(
        gettext_lazy("%(who)s retired all highlights that waited: %(count)s")
    ),
    "revision.highlights_requeued": _all_at_once(
        gettext_lazy("%(who)s brought back the highlights that were retired together: %(count)s")
    ),
    "article.checks_scheduled": _checks_scheduled,
    "article.checked": _checked,
    "source.registered": _said(gettext_lazy("%(who)s registered the source")),
    "source.edited": _said(gettext_lazy("%(who)s corrected what is said about the source")),
    "source.state_changed": _state_changed,
    "capture.added": _said(gettext_lazy("%(who)s stored a copy")),
    "derivation.noted": _derived,
    "derivation.dropped": _said(gettext_lazy("%(who)s took back what it rests on")),
    "source_relation.stated": _said(gettext_lazy("%(who)s related it to another source")),
    "source_relation.dropped": _said(gettext_lazy("%(who)s took a relation to another source back")),
    "publisher.registered": _said(gettext_lazy("%(who)s registered the publisher")),
    "publisher.edited": _said(gettext_lazy("%(who)s corrected what is said about the publisher")),
    "publisher.graded": _graded,
    "party_membership.noted": _said(gettext_lazy("%(who)s noted for whom it speaks")),
    "party_membership.edited": _said(gettext_lazy("%(who)s corrected for whom it speaks")),
    "publisher_relation.stated": _said(gettext_lazy("%(who)s related it to another publisher")),
    "publisher_relation.dropped": _said(gettext_lazy("%(who)s took a relation to another publisher back")),
}


def _note(event: Event) -> str:
    """What changed, where a word says it."""
    if event.verb in ("verdict.lapsed", "verdict.withdrawn"):
        return str(event.after.get("end_reason", ""))
    if event.verb == "evidence.attached":
        return f"“{event.after.get('passage', '')[:160]}”"
    if event.verb in ("verdict.signed", "publisher.graded", "derivation.noted"):
        return str(event.after.get("reason", ""))
    if event.verb.startswith("highlight."):
        return _words_of_place(event)
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
}


def _difference(name: str, event: Event) -> str:
    label, words = NAMED[name]
    old, new = event.before[name], event.after.get(name, "")
    if words is not None:
        old, new = _label(words, old), _label(words, new)
    return _("%(field)s: %(old)s → %(new)s") % {"field": label, "old": old, "new": new}
