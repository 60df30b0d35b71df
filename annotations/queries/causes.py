"""Which change moved a status, in words: for the history of a claim, where the change itself is not told.

An event in the claim's own history explains itself there. What happened to a publisher, a source, a part or
the policy stands elsewhere, so its sentence is given with the status it moved.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import Model

from annotations.domain.vocabulary import DerivationKind, Grade, SourceState, Status
from annotations.models import Article, Event, Publisher, Source

NAMED: Mapping[str, tuple[type[Model], str]] = {
    "publisher": (Publisher, "name"),
    "source": (Source, "title"),
    "article": (Article, "headline"),
}


def causes(event_ids: Collection[int]) -> dict[int, Event]:
    """The events themselves, by id."""
    return Event.objects.in_bulk(set(event_ids)) if event_ids else {}


def cause_sentences(events: Iterable[Event]) -> dict[int, str]:
    """What each event did, as the end of "because …", by id of the event. One statement a kind of stream."""
    known = list(events)
    names = _names({event.stream for event in known})
    return {event.pk: _sentence(event, names.get(event.stream, "")) for event in known}


def _names(streams: Collection[str]) -> dict[str, str]:
    named: dict[str, str] = {}
    for noun, (model, field) in NAMED.items():
        ids = [int(pk) for kind, _, pk in (stream.partition(":") for stream in streams) if kind == noun]
        if ids:
            rows = model._default_manager.filter(pk__in=ids).values_list("pk", field)
            named |= {f"{noun}:{pk}": name for pk, name in rows}
    return named


def _sentence(event: Event, name: str) -> str:
    after, before = event.after, event.before
    match event.verb:
        case "publisher.graded":
            old = before.get("grade")
            was = f", was {old}" if old else ""
            topic = f" on “{after['topic']}”" if after.get("topic") else ""
            return f"{name} was graded {after.get('grade', Grade.F)}{topic}{was}"
        case "source.state_changed":
            return f"“{name}” was marked as {_label(SourceState, after.get('state'))}"
        case "derivation.noted":
            return f"“{name}” {_label(DerivationKind, after.get('kind'))} another source"
        case "derivation.suggested" | "suggestion.reopened":
            return f"“{name}” may be a copy of another source"
        case "suggestion.accepted":
            return f"“{name}” was found to rest on another source"
        case "suggestion.rejected":
            return f"“{name}” was found not to be a copy"
        case "status.changed":
            return f"a part of it became {_label(Status, after.get('status'))}"
        case "claim.created" | "claim.restored" | "claim.part_added":
            return "a part was added to it"
        case "claim.withdrawn" | "claim.unpublished":
            return "a part of it was withdrawn"
        case "claim.part_taken_out":
            return "a part was taken out of it"
        case "policy.applied":
            return f"policy {after.get('version', '')} was applied"
    if event.verb.endswith(".edited"):
        return f"the register's entry of {name} was corrected"
    return f"what {name} is bound to was recorded anew" if name else event.verb.replace(".", " ")


def _label(words: Any, value: Any) -> str:
    return str(words(value).label).lower() if value in words.values else str(value or "")
