"""Registering the new rows of a batch together, in as many statements for two hundred rows as for one.

Each row gets what it would have got alone: the same values, the same event. What cannot be told for all at
once goes alone, and is refused alone: a row whose identifier somebody registered between the look and the
lock, and all of a batch in which the table refuses one.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from django.db import IntegrityError, transaction

from annotations.access import require
from annotations.actions.recording import new_event
from annotations.actions.register import hold_names
from annotations.actions.register_rows import Judged
from annotations.domain.identifiers import IDENTIFYING
from annotations.domain.vocabulary import PublisherKind, RegisterNoun, RowOutcome, SourceKind
from annotations.domain.weblinks import canonical_url
from annotations.models import Event, Publisher, Source, User
from annotations.queries.register_matches import known_publishers, known_sources

_ACCESS: Final = {RegisterNoun.SOURCES: "source.register", RegisterNoun.PUBLISHERS: "publisher.register"}
_VERBS: Final = {
    RegisterNoun.SOURCES: "source.registered",
    RegisterNoun.PUBLISHERS: "publisher.registered",
}
_UNSAID: Final[Mapping[str, Mapping[str, Any]]] = {
    RegisterNoun.SOURCES: {
        "kind": SourceKind.REPORT,
        "url": "",
        "authors": "",
        "published_on": None,
        "language": "und",
        "identifiers": {},
        "tags": [],
        "is_anonymous": False,
        "note": "",
    },
    RegisterNoun.PUBLISHERS: {
        "kind": PublisherKind.UNKNOWN,
        "country": "",
        "languages": [],
        "homepage": "",
        "wikidata_id": "",
        "owner_id": None,
        "tags": [],
        "note": "",
        "is_fictional": False,
    },
}


def registered_together(
    noun: str, judged: Sequence[Judged], *, alone: Callable[[Judged], Judged], actor: User
) -> list[Judged]:
    """The rows as they were carried out, in their order: those that are new together as far as that goes, all
    others by `alone`.
    """
    require(actor, _ACCESS[RegisterNoun(noun)])
    new = [one for one in judged if one.outcome == RowOutcome.NEW]
    registered = _registered(noun, _undisputed(noun, new), actor)
    return [registered.get(one.row.number) or alone(one) for one in judged]


def _undisputed(noun: str, new: Sequence[Judged]) -> list[Judged]:
    """Those whose names nobody has, and nobody else takes until this transaction ends."""
    names = {one.row.number: _names(noun, one.values) for one in new}
    wanted = sorted({name for found in names.values() for name in found})
    if not wanted:
        return list(new)
    hold_names(f"{scheme}:{value}" for scheme, value in wanted)
    taken = _taken(noun, wanted)
    return [one for one in new if taken.isdisjoint(names[one.row.number])]


def _names(noun: str, values: Mapping[str, Any]) -> set[tuple[str, str]]:
    if noun == RegisterNoun.PUBLISHERS:
        return {("wikidata", values["wikidata_id"])} if values.get("wikidata_id") else set()
    identifiers = values.get("identifiers", {})
    return {(name, value) for name, value in identifiers.items() if name in IDENTIFYING}


def _taken(noun: str, names: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    if noun == RegisterNoun.SOURCES:
        return set(known_sources(identifiers=names).by_identifier)
    items = known_publishers(wikidata_ids=[value for _, value in names]).by_wikidata_id
    return {("wikidata", value) for value in items}


def _registered(noun: str, new: Sequence[Judged], actor: User) -> dict[int, Judged]:
    """By the number of its row; nothing when the table refused one of them."""
    model: Any = Source if noun == RegisterNoun.SOURCES else Publisher
    described = [_described(noun, one.values) for one in new]
    try:
        with transaction.atomic():
            rows = model.objects.bulk_create(model(registered_by=actor, **values) for values in described)
    except IntegrityError:
        return {}
    verb = _VERBS[RegisterNoun(noun)]
    Event.objects.bulk_create(
        new_event(verb, row, actor=actor, after=values) for row, values in zip(rows, described, strict=True)
    )
    return {one.row.number: replace(one, known=row) for one, row in zip(new, rows, strict=True)}


def _described(noun: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """All values of a row that was judged, as its table keeps them."""
    described = {**_UNSAID[noun], **values}
    if noun == RegisterNoun.SOURCES:
        described["canonical_url"] = canonical_url(described["url"]) if described["url"] else ""
    return described
